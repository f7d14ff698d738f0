//! What is done at one desk and seen at another, and what the hub tells those who are at work.

use super::*;

#[test]
fn a_chat_is_given_to_another_desk_with_all_that_was_said() {
    let home = Home::new();
    let hub = Server::start(&home, &[]);
    let (mut first, mut second) = (seat(&home, &hub, "one"), seat(&home, &hub, "two"));
    to_work(&mut first);
    first.keys("C").wait_for("A customer opens a chat").keys(ENTER).wait_for("Name").keys("\x13");
    first.wait_for("OFFERED").keys("a").wait_for("writes to the customer");
    first.keys("i").keys("Which order is it?").keys(ENTER).wait_for("you  ").keys(ESC);
    first.wait_for("writes to the customer").wait_for("Which order is it?");
    home.json(&["trigger", "--url", &hub.url, "--desk", "one", "message", "It is 4711"]);
    first.wait_for("It is 4711");
    wait_as_moh5(&mut second);

    first.keys("t").wait_for("enter Transfer").keys("moh5").keys(ENTER);
    second.wait_for("OFFERED").wait_for("Anshika").keys("a").wait_for("writes to the customer");
    second.wait_for("Which order is it?").wait_for("It is 4711");
    dispose(&mut first, "about an order");
    second.keys("i").keys("I am looking").keys(ENTER).wait_for("you  ").keys(ESC);
    second.wait_for("I am looking");
    // What is said from now on is between the customer and the second desk.
    assert!(!first.screen().contains("I am looking"));
    second.wait_for("writes to the customer").keys("e");
    dispose(&mut second, "found it");
}

#[test]
fn who_looked_into_a_desk_comes_back_to_the_list_of_desks() {
    let home = Home::new();
    with_boss(&home);
    let hub = Server::start(&home, &["--workspace", "site.toml"]);
    let (mut first, mut second) = (seat(&home, &hub, "one"), seat(&home, &hub, "two"));
    let mut boss = seat(&home, &hub, "office");
    to_work(&mut first);
    wait_as_moh5(&mut second);
    sign_in(&mut boss, "boss");
    boss.wait_for("Softphone").keys("S").wait_for("› executive").wait_for("2 signed in");
    for back in ["q", ESC] {
        boss.keys(DOWN).wait_for("› moh5").keys(ENTER).wait_for("looking on").wait_for("q Back");
        // The list is there again, at the desk that was looked into.
        boss.keys(back).wait_for("2 signed in").wait_for("› moh5").wait_gone("looking on");
    }
    boss.keys(ESC).wait_gone("signed in ─").wait_for("Softphone");
}

#[test]
fn a_supervisor_signs_an_agent_out_who_is_told_why() {
    let home = Home::new();
    with_boss(&home);
    let hub = Server::start(&home, &["--workspace", "site.toml"]);
    let (mut agent, mut boss) = (seat(&home, &hub, "one"), seat(&home, &hub, "office"));
    to_work(&mut agent);
    sign_in(&mut boss, "boss");
    boss.wait_for("Softphone").keys("S").wait_for("executive").wait_for("Available");
    boss.keys("o").wait_for("what they are on ends").keys(ENTER).wait_for("Nobody else is signed in");
    agent.wait_for("Signed out by a supervisor").wait_for("Password");
    // The way back is open.
    agent.keys("executive").keys(ENTER);
    choose(&mut agent);
    boss.wait_for("executive");
}

#[test]
fn an_edit_of_the_workspace_is_told_and_a_broken_one_too() {
    let home = Home::new();
    with_boss(&home);
    let hub = Server::start(&home, &["--workspace", "site.toml"]);
    let mut terminal = seat(&home, &hub, "one");
    to_work(&mut terminal);
    let file = home.path().join("site.toml");
    let good = std::fs::read_to_string(&file).expect("it was written");
    let edited = good.replacen("[session]\n", "[session]\nbreakStatuses = [\"Siesta\"]\n", 1);
    assert_ne!(edited, good);
    std::fs::write(&file, &edited).expect("a file");
    terminal.wait_for("The workspace was edited and is in use");
    terminal.keys("s").wait_for("Siesta").keys(ESC).wait_gone("Siesta");

    std::fs::write(&file, edited.replace("[172]", "[48]")).expect("a file");
    terminal.wait_for("The edited workspace is not taken").wait_for("site.toml:");
    // What was in use is in use still, and so is the agent.
    terminal.keys("s").wait_for("Siesta").keys(ENTER).wait_for("No calls are offered to you");
}
