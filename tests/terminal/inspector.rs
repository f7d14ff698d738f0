//! The inspector and the method runner, as a developer has them: read while more comes, choose, compare, copy, run
//! again.

use super::outside::copied;
use super::*;

/// How many rows the list says are below the chosen one.
fn below(screen: &str) -> Option<usize> {
    let (_, behind) = screen.split_once("─ row ")?;
    let (row, behind) = behind.split_once(" of ")?;
    let (all, _) = behind.split_once(" ─")?;
    all.parse::<usize>().ok()?.checked_sub(row.parse().ok()?)
}

#[test]
fn what_one_reads_stays_where_it_is_whatever_comes() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("f").wait_for("following").keys("kk").wait_for("─ row ").keys(ENTER).wait_for("enter Fold");
    let row = terminal.place("callRinging {");
    for number in ["3362227000", "5124576870", "5550100"] {
        let before = below(&terminal.screen()).expect("one reads");
        home.json(&["trigger", "call", "--phone", number]);
        terminal.wait_until("more below", |screen| below(screen).is_some_and(|now| now > before));
        assert_eq!(terminal.place("callRinging {"), row, "{}", terminal.screen());
        terminal.wait_for("← call toolbar.answer");
    }
    terminal.keys(ESC).wait_for("enter Read").keys(END).wait_for("following").wait_for("\"count\":3");
    // At the end, what comes is seen at once.
    home.json(&["call", "toolbar.mute"]);
    terminal.wait_for("→ change mute {");
}

#[test]
fn a_filter_is_completed_and_what_can_not_be_read_is_told_with_its_place() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal.keys("f").wait_for("following").keys("/").wait_for("Filter").keys("ev").wait_for("event:");
    // A field, then one of the values that have come at this desk.
    terminal.keys(TAB).wait_for("interaction.callRinging").keys("showc").wait_until("one offer", |screen| {
        screen.contains("interaction.showCrm") && !screen.contains("   interaction.callRinging ")
    });
    terminal.keys(TAB).keys(ENTER).wait_for("event:interaction.showCrm").wait_for(" 1 of ");
    terminal.wait_gone("toolbar.answer");
    // Wrong as a whole: the column, what is wrong, the nearest; the last good one holds until then.
    terminal.keys("/\x15evnt:x").wait_for("event").keys(ENTER).wait_for("Filter");
    terminal.wait_until("an error", |screen| screen.contains('^') && screen.contains("evnt"));
    assert!(terminal.screen().contains("event"), "{}", terminal.screen());
    terminal.keys(ESC).wait_for("event:interaction.showCrm").wait_for(" 1 of ");
    terminal.keys("/\x15peer:toolbar is:ok dur:>0us | error:*").keys(ENTER).wait_for("toolbar.answer \"ok\"");
    terminal.wait_gone("interaction.showCrm");
}

#[test]
fn a_message_folds_and_frames_are_pinned_marked_and_compared() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal
        .keys("f")
        .wait_for("following")
        .keys("/event:callRinging")
        .keys(ENTER)
        .wait_for(" 1 of ")
        .keys(ENTER);
    terminal.wait_for("▾ customerDetails").keys("z").wait_for("▸ customerDetails").keys("z");
    terminal.wait_for("▾ customerDetails").keys("/").wait_for("Find").keys("anshika").keys(ENTER);
    terminal
        .wait_for("anshika: 1 of ")
        .keys(" ")
        .wait_for("▸ customerDetails")
        .keys("n")
        .wait_for("▾ customerDetails");
    terminal.keys("w").wait_for("jsonrpc: \"2.0\"").keys("w").wait_gone("jsonrpc").keys("p").wait_for("• ");
    terminal.keys("m").wait_for("= ").keys(ESC).wait_for("enter Read");
    // The pinned one stays in sight where the filter leaves it out.
    terminal.keys("/\x15event:showCrm").keys(ENTER).wait_for("event:showCrm 1 of ");
    terminal.wait_for("callRinging {").keys("c").wait_for("─ Compare ─").wait_for("1 line differs ─");
    terminal.wait_for("interaction.callRinging").wait_for("interaction.showCrm").keys("n").keys(ESC);
    terminal
        .wait_gone("─ Compare ─")
        .keys("p")
        .keys("/\x15event:callRinging")
        .keys(ENTER)
        .wait_for("callRinging 1 of ");
    terminal.keys("p").keys("/\x15is:ok").keys(ENTER).wait_for("is:ok").wait_gone("callRinging {");
}

#[test]
fn an_interaction_alone_and_as_a_ladder() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    terminal
        .keys("f")
        .wait_for("following")
        .keys("i")
        .wait_for("interaction:")
        .wait_gone("session.loginStatus");
    terminal.keys("l").wait_for("─ Ladder ─");
    for who in ["Customer", "ECC"] {
        terminal.wait_for(who);
    }
    terminal
        .keys(HOME)
        .keys("j")
        .keys("k")
        .keys(ENTER)
        .wait_gone("─ Ladder ─")
        .wait_for("enter Fold")
        .keys(ESC);
    terminal.wait_for("enter Read").keys("i").wait_gone("interaction:").wait_for("session.loginStatus");
}

#[test]
fn a_call_is_copied_in_three_ways_and_the_command_runs() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    let call = r#"["it's \"so\"","two  words"]"#;
    home.json(&["call", "store.set", "--json", call]);
    terminal
        .keys("f")
        .wait_for("following")
        .keys("/method:store.set is:trace")
        .keys(ENTER)
        .wait_for(" 1 of ");
    let mut copy = |key: &str, says: &str| {
        terminal.keys("y").wait_for("─ Copy as ─").keys(key).wait_gone("─ Copy as ─").wait_for(says);
        copied(&terminal)
    };
    let json: serde_json::Value = serde_json::from_str(&copy("j", "Copied as JSON")).expect("JSON");
    assert!(json.to_string().contains("two  words"), "{json}");
    let script = copy("s", "Copied as JavaScript");
    assert!(script.contains("await sdk.store.set("), "{script}");
    let command = copy("c", "Copied as a command");
    home.json(&["call", "store.set", "--json", r#"["it's \"so\"","changed"]"#]);
    let folder = std::path::Path::new(PATH).parent().expect("a folder").to_string_lossy().into_owned();
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", &command]).env_clear().envs(home.environment()).env("PATH", folder);
    let output = shell.output().expect("a shell");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(home.json(&["call", "store.get", r#"it's "so""#]), "two  words", "{command}");
}

#[test]
fn a_call_of_the_wire_is_made_again_as_it_was_or_edited() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    let stored = || home.json(&["call", "store.get", "colour"]);
    home.json(&["call", "store.set", "colour", "red"]);
    terminal
        .keys("f")
        .wait_for("following")
        .keys("/method:store.set is:trace")
        .keys(ENTER)
        .wait_for(" 1 of ");
    home.json(&["call", "store.set", "colour", "green"]);
    terminal
        .wait_for(" 2 of ")
        .keys("k")
        .wait_for(" row 1 ─")
        .keys("r")
        .wait_until("it is red again", |_| stored() == "red")
        .wait_for("› store.set ─");
    terminal.keys(ESC).wait_for("method:store.set").wait_for("row 1 ─").keys("e").wait_for("Run as");
    terminal
        .keys(TAB)
        .keys("\x15blue")
        .wait_for("blue")
        .keys("\x12")
        .wait_until("it is blue", |_| stored() == "blue");
}

#[test]
fn a_method_is_filled_in_run_run_again_edited_and_found_in_the_history() {
    let home = Home::new();
    let mut terminal = on_call(&home);
    let stored = || home.json(&["call", "store.get", "colour"]);
    terminal.keys("M").wait_for("─ Methods ─").keys("store.set").wait_for("1 method ").keys(ENTER);
    terminal.wait_for("Run as").wait_for("key").wait_for("Run as");
    // What the hub refuses is said, and the form is there again.
    terminal.keys("\x15").keys("\x12").wait_for("error 2001").wait_for("field: \"key\"").keys("e");
    terminal
        .wait_for("Run as")
        .keys("colour")
        .keys(TAB)
        .keys("\x15red")
        .wait_for("red")
        .keys("\x12")
        .wait_for("as crm")
        .wait_for("Successfully set store item");
    assert_eq!(stored(), "red");
    home.json(&["call", "store.set", "colour", "green"]);
    terminal.keys("r").wait_until("it is red again", |_| stored() == "red");
    terminal.keys("e").wait_for("Run as").wait_for("colour").keys(TAB).keys("\x15blue");
    terminal.wait_for("blue").keys("\x12").wait_until("it is blue", |_| stored() == "blue");
    terminal.keys(ESC).wait_for("ctrl-r Run  ").keys(ESC).wait_for("1 method ").keys(TAB);
    terminal
        .wait_for("What was run before")
        .wait_until("four runs", |screen| screen.matches("store.set").count() == 4);
    // The second of them as it was, then in its form.
    terminal.keys(DOWN).keys(DOWN).keys("\x12").wait_until("the second again", |_| stored() == "red");
    terminal.keys(ESC).wait_for("What was run before").keys(ENTER).wait_for("Run as").wait_for("red");
}
