//! The toolbar with a recording.

use std::cell::RefCell;

use super::harness::Harness;
use super::memory::Memory;
use crate::toolbar::replay::Playback;
use crate::toolbar::{Effect, Message};

/// A person at a recording: keys go to the toolbar, its commands to the player and back.
struct Watcher {
    at: Harness,
    player: RefCell<Playback>,
}

impl Watcher {
    fn new() -> Watcher {
        let player = RefCell::new(Playback::new(Box::new(Memory::session())).unwrap());
        let mut at = Harness::replay(80, 24);
        let view = Box::new(player.borrow().view());
        at.tell(Message::Replay(view));
        Watcher { at, player }
    }

    fn keys(&mut self, keys: &str) -> &mut Harness {
        for key in keys.split(' ') {
            self.at.keys(key);
            for effect in std::mem::take(&mut self.at.others) {
                let Effect::Player(command) = effect else { panic!("{effect:?}") };
                self.player.borrow_mut().command(command).unwrap();
                let view = Box::new(self.player.borrow().view());
                self.at.tell(Message::Replay(view));
            }
        }
        &mut self.at
    }
}

#[test]
fn keys_move_through_the_recording() {
    let mut person = Watcher::new();
    person.keys("home").shows("Nobody is signed in").shows("‖ paused  0:00.0");
    person.keys(". .").shows("Which campaigns");
    person.keys(",").shows("Nobody is signed in");
    person.keys("] ] ] ] ] ] ] ]").shows("CONNECTED").shows("1:22.0").shows("◆ Anshika calls");
    person.keys("[").shows("1:12.0").shows("RINGING");
    person.keys("end").shows("No call at this moment").shows("Closed");
    person.keys("- -").shows("½×");
    person.keys("+ + + + + + + + +").shows("64×");
    person.keys("home space").shows("▶ playing");
    person.keys("space").shows("‖ paused");
}

#[test]
fn nothing_can_be_done_to_a_recording_and_it_says_so_once() {
    let mut person = Watcher::new();
    let at = person.keys("] ] ] ] ] ] ] ]");
    at.keys("a h e d s n c o").shows("This is a recording");
    assert_eq!((at.sent(), at.others.len()), (vec![], 0));
    at.wait(5_001).keys("h").shows_no("This is a recording");
}

#[test]
fn what_is_there_can_be_looked_at() {
    let mut person = Watcher::new();
    let at = person.keys("] ] ] ] ] ] ] ]");
    at.keys("f").shows("following").shows("interaction.interactionConnected").keys("esc");
    at.keys("b").shows("Notices").keys("q").keys("?").shows("Replay").keys("esc q");
    assert_eq!((at.sent(), at.others.pop()), (vec![], Some(Effect::Quit)));
}
