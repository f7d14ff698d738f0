//! Bots: they answer first and hand over; what a customer, and the agent who comes after, see of it.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use super::sorting::{begin_chat, furnish, shown};
use crate::contract::ids::InteractionId;
use crate::desk::conversation::Status;
use crate::desk::interaction::ChatSide;
use crate::ecc::by_itself::MAX_AUTOMATIC_LINES;
use crate::ecc::interaction::Line;
use crate::ecc::{CustomerDoing, CustomerSees, Ecc};
use crate::workspace::Bot;

/// A bot with what most tests need, and changes.
fn bot(changes: Value) -> Bot {
    let mut bot = json!({
        "name": "Robby",
        "greeting": "Hello {{ customer.name }}",
        "rules": [{"words": ["price", "opening hours"], "reply": "Look at {{ interaction.subChannel }}"}],
        "fallback": "I don't know",
        "handOver": {"after": 3, "words": ["agent"], "timeout": 300, "message": "One moment"},
    });
    for (key, value) in changes.as_object().unwrap() {
        match (value.as_object(), bot[key].as_object_mut()) {
            (Some(value), Some(inner)) => inner.extend(value.clone()),
            _ => bot[key] = value.clone(),
        }
    }
    serde_json::from_value(bot).unwrap()
}

fn site(changes: Value) -> Site {
    let mut site = Site::with(|workspace| {
        furnish(workspace);
        workspace.bots = vec![bot(changes)];
    });
    site.agent("a", "executive", "1234567890");
    site
}

fn says(site: &mut Site, id: &InteractionId, text: &str) {
    site.customer(CustomerDoing::Write { interaction_id: id.clone(), text: text.to_owned() });
}

/// All lines, as `C`ustomer, `B`ot, `S`ystem or `A`gent and the text.
fn lines(site: &Site, id: &InteractionId) -> Vec<String> {
    let lines = site.ecc.state.interactions[id].lines.iter();
    let letter = |from: ChatSide| match from {
        ChatSide::Customer => 'C',
        ChatSide::Bot => 'B',
        ChatSide::System => 'S',
        ChatSide::Agent => 'A',
    };
    lines.map(|line| format!("{}: {}", letter(line.from), line.text)).collect()
}

fn line(site: &Site, id: &InteractionId) -> Line {
    site.ecc.state.interactions[id].line
}

#[test]
fn a_bot_answers_first_and_the_chat_waits_in_no_queue() {
    let mut site = site(json!({}));
    let id = begin_chat(&mut site, json!(["Test"]));
    says(&mut site, &id, "What about your PRICE?");
    says(&mut site, &id, "Prices?");
    assert_eq!(
        lines(&site, &id),
        ["B: Hello Test", "C: What about your PRICE?", "B: Look at webchat", "C: Prices?", "B: I don't know",]
    );
    assert_eq!(site.ecc.state.interactions[&id].lines[0].author.as_deref(), Some("Robby"));
    assert_eq!(site.ecc.state.interactions[&id].conversation.status, Status::Pending);
    assert_eq!(
        (site.story("a").len(), site.desk("a").waiting.len()),
        (0, 0),
        "an agent is free, and sees nothing"
    );
    let error = site.call("a", "toolbar.take", json!([id])).unwrap_err();
    assert!(error.message.ends_with("a bot has it"), "{error}");
}

#[rstest]
#[case::asked_to(&["I want an AGENT, now!"], &["B: One moment"])]
#[case::heard_enough(&["a", "b", "c"], &["B: I don't know", "B: I don't know", "B: One moment"])]
#[case::heard_enough_with_a_last_answer(
    &["a", "b", "opening hours"],
    &["B: I don't know", "B: I don't know", "B: Look at webchat", "B: One moment"]
)]
fn it_hands_over(#[case] said: &[&str], #[case] answered: &[&str]) {
    let mut site = site(json!({}));
    let id = begin_chat(&mut site, json!(["Test"]));
    for text in said {
        assert_eq!(line(&site, &id), Line::WithBot);
        says(&mut site, &id, text);
    }
    let bots: Vec<String> = lines(&site, &id).into_iter().filter(|line| line.starts_with('B')).collect();
    assert_eq!(bots[1..], *answered);
    // From here on it is a chat as any other (behaviour: order of events).
    assert_eq!(site.story("a"), ["interactionInitiated", "showCrm"]);
    assert_eq!(shown(&site, "a", &id).status, Status::Open);
    assert_eq!(site.desk("a").interactions[0].chat.len(), 1 + said.len() + answered.len(), "all was told");
    site.ok("a", "toolbar.answer", json!([]));
    says(&mut site, &id, "agent");
    assert_eq!(lines(&site, &id).last().unwrap(), "C: agent", "the bot is silent");
    site.ok("a", "toolbar.hangup", json!([]));
    use CustomerSees::{Cleared, Connected, Queued};
    let begun_and_over: Vec<_> =
        site.customers_see().into_iter().filter(|one| matches!(one, Queued | Connected | Cleared)).collect();
    assert_eq!(begun_and_over, [Queued, Connected, Cleared], "taken once");
}

#[test]
fn it_hands_over_when_it_has_had_the_chat_for_too_long() {
    let mut site = site(json!({}));
    let id = begin_chat(&mut site, json!(["Test"]));
    site.wait(299);
    assert_eq!(line(&site, &id), Line::WithBot);
    site.wait(1);
    assert_eq!(
        (line(&site, &id), lines(&site, &id).last().unwrap().as_str()),
        (Line::Offered, "B: One moment")
    );
}

#[test]
fn it_hands_over_at_once_where_it_only_greets() {
    let mut site = site(json!({"handOver": {"after": 0, "message": null}}));
    let id = begin_chat(&mut site, json!(["Test"]));
    assert_eq!((line(&site, &id), lines(&site, &id)), (Line::Offered, vec!["B: Hello Test".to_owned()]));
}

#[test]
fn after_the_hand_over_it_waits_as_long_as_any_other() {
    let mut site = site(json!({}));
    site.ok("a", "toolbar.setAvailability", json!(["Lunch Break"]));
    let id = begin_chat(&mut site, json!(["Test"]));
    site.wait(300);
    assert_eq!(site.desk("a").waiting.values().sum::<u32>(), 1);
    site.wait(599);
    assert_eq!(line(&site, &id), Line::Queued);
    site.wait(1);
    assert!(!site.ecc.state.interactions.contains_key(&id), "queue.maxWait");
    assert_eq!(site.ecc.next_deadline(), None);
}

#[test]
fn the_customer_leaves_the_bot() {
    let mut site = site(json!({}));
    let id = begin_chat(&mut site, json!(["Test"]));
    site.customer(CustomerDoing::Hangup { interaction_id: id.clone() });
    assert!(!site.ecc.state.interactions.contains_key(&id));
    assert_eq!((site.ecc.next_deadline(), site.story("a").len()), (None, 0));
}

#[rstest]
#[case(json!({"channels": ["webchat"]}), true)]
#[case(json!({"channels": ["whatsapp"]}), false)]
#[case(json!({"campaigns": [172]}), true)]
#[case(json!({"campaigns": [47]}), false)]
#[case(json!({"channels": ["webchat"], "campaigns": [47]}), false)]
fn it_answers_what_is_its(#[case] changes: Value, #[case] answers: bool) {
    let mut site = site(changes);
    let id = begin_chat(&mut site, json!(["Test", null, 172]));
    assert_eq!(line(&site, &id) == Line::WithBot, answers);
}

#[test]
fn it_answers_neither_calls_nor_chats_that_agents_open() {
    let mut site = site(json!({}));
    site.ok("a", "interaction.initiateInteraction", json!(["chat", {"phone": "1234567890"}, 172]));
    let id = site.desk("a").interactions[0].id.clone();
    says(&mut site, &id, "agent");
    assert_eq!(lines(&site, &id), ["C: agent"]);
    let call = site.customer_calls("555000");
    assert_ne!(line(&site, &call), Line::WithBot);
}

/// The customer is a program too: each answers the other.
#[test]
fn two_bots_do_not_talk_for_ever() {
    let mut site =
        site(json!({"fallback": "I don't know: {{ customer.name }}", "handOver": {"after": 1_000_000}}));
    let id = begin_chat(&mut site, json!(["Test"]));
    let other = site.customer_calls("555000");
    let mut answers = 0;
    while line(&site, &id) == Line::WithBot {
        answers += 1;
        assert!(answers <= MAX_AUTOMATIC_LINES, "it goes on");
        says(&mut site, &id, "I don't know either");
    }
    let said = lines(&site, &id);
    let count = |letter: char| said.iter().filter(|line| line.starts_with(letter)).count();
    assert_eq!(count('B'), MAX_AUTOMATIC_LINES as usize, "the greeting among them");
    let notes: Vec<&String> = said.iter().filter(|line| line.starts_with('S')).collect();
    assert_eq!(notes[0], "S: Robby says nothing: 20 lines in a minute are enough");
    assert_eq!(line(&site, &other), Line::Offered, "nobody else is disturbed");
    says(&mut site, &id, "still there?");
    assert_eq!(lines(&site, &id).last().unwrap(), "C: still there?", "the customer's lines are kept");
}

/// A slow pair of programs is bounded by the time that a bot may have a chat.
#[test]
fn two_slow_bots_do_not_talk_for_ever_either() {
    let mut site = site(json!({"handOver": {"after": 1_000_000}}));
    let id = begin_chat(&mut site, json!(["Test"]));
    for _ in 0..29 {
        site.wait(10);
        says(&mut site, &id, "well?");
        assert_eq!(line(&site, &id), Line::WithBot);
    }
    site.wait(10);
    assert_eq!(line(&site, &id), Line::Offered);
}

#[test]
fn a_bot_whose_text_can_not_be_filled_in_hands_over() {
    let mut site = site(json!({"fallback": "{{ args[0] }}"}));
    let id = begin_chat(&mut site, json!(["Test"]));
    says(&mut site, &id, "hm");
    assert_eq!(line(&site, &id), Line::Offered);
    let note = &lines(&site, &id)[2];
    assert!(note.starts_with("S: Robby says nothing: "), "{note}");
}

#[test]
fn a_bot_survives_a_restart_and_one_that_is_gone_hands_over() {
    let mut site = site(json!({}));
    let id = begin_chat(&mut site, json!(["Test"]));
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    says(&mut site, &id, "hm");
    assert_eq!(lines(&site, &id).last().unwrap(), "B: I don't know");
    let mut without = (*site.workspace).clone();
    without.bots.clear();
    site.ecc = Ecc::restore(without.into(), &site.ecc.snapshot()).unwrap();
    says(&mut site, &id, "hm");
    assert_eq!((line(&site, &id), lines(&site, &id).last().unwrap().as_str()), (Line::Offered, "C: hm"));
}
