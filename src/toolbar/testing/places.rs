//! The same in the same place: what does not depend on the channel does not move with it.

use super::chat::chatting;
use super::harness::Harness;
use super::session::Script;
use crate::contract::ids::CampaignId;

/// Column and row of a panel's upper left corner.
fn corner(at: &Harness, title: &str) -> Option<(usize, usize)> {
    let wanted = format!("╭─ {title} ");
    let screen = at.screen();
    let found = screen.lines().enumerate().find_map(|(row, line)| Some((line.find(&wanted)?, row, line)));
    found.map(|(byte, row, line)| (line[..byte].chars().count(), row))
}

fn on_call(script: &mut Script) {
    let call = Script::anshika();
    script.working().rings(&call).wait(4).connects(&call).wait(52);
}

fn idle(script: &mut Script) {
    script.working();
}

#[test]
fn panels_stay_where_they_are_from_call_to_chat() {
    for (width, height) in [(72, 18), (80, 24), (100, 30), (120, 36), (120, 40), (160, 40), (200, 60)] {
        let (call, chat) = (Harness::after(width, height, on_call), Harness::after(width, height, chatting));
        let idle = Harness::after(width, height, idle);
        for title in ["Customer", "Interactions"] {
            let places = [&call, &chat, &idle].map(|at| corner(at, title));
            assert!(places[0].is_some(), "{title} at {width}x{height}:\n{}", call.screen());
            assert!(
                places.iter().all(|place| *place == places[0]),
                "{title} at {width}x{height}: {places:?}"
            );
        }
        let columns = [&call, &chat].map(|at| corner(at, "Frames").map(|(column, _)| column));
        assert_eq!(columns[0], columns[1], "frames at {width}x{height}");
    }
}

#[test]
fn an_id_is_whole_where_there_is_room_and_else_its_end_leaves_room_for_the_rest() {
    Harness::after(80, 24, on_call).shows("Interaction  …8530020").shows("Call id").shows("Queue");
    for (width, height) in [(99, 30), (100, 30), (120, 36), (160, 40), (200, 60)] {
        let at = Harness::after(width, height, on_call);
        let id = Script::anshika().interaction_id;
        let parts: Vec<&str> = id.as_str().split_inclusive('-').collect();
        let screen = at.screen();
        let (_, mut rest) = screen.split_once("─ Customer ─").unwrap();
        for part in parts {
            let (_, behind) = rest.split_once(part).unwrap_or_else(|| panic!("{part} of {id}:\n{screen}"));
            rest = behind;
        }
    }
}

#[test]
fn who_waits_is_said_by_campaign_while_nobody_is_on_the_line() {
    let mut at = Harness::after(120, 36, |script| {
        script.working().waiting(172, 2);
    });
    let names = [47, 172].map(|id| at.app.desk.campaign_name(CampaignId(id)));
    let screen = at.screen();
    let line =
        |name: &str| screen.lines().find(|line| line.starts_with(&format!("│ {name} "))).unwrap().to_owned();
    assert!(line(&names[1]).contains("2 wait"), "{screen}");
    assert!(line(&names[0]).contains("nobody"), "{screen}");
    at.keys("s").shows("Waiting now");
}

#[test]
fn what_is_looked_at_is_marked_without_colours_too() {
    let mut at = Harness::after(80, 24, super::several::side_by_side);
    at.keys("2").shows("›2 ").shows_no("›1 ").keys("1").shows("›1 ").shows_no("›2 ");
    let mut at = Harness::after(80, 24, super::voice::wrap_up);
    at.keys("d")
        .shows("› 1 Status")
        .shows("• 3 New")
        .keys("tab")
        .shows("• 1 Status")
        .shows("› 3 New")
        .keys("tab")
        .shows("• 1 Status")
        .shows("• 3 New")
        .shows_no("› 1 S");
}
