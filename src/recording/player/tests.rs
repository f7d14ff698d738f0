//! Tests of the player: whichever way one comes to a moment, it is the fold of all that was before.

use std::fs::OpenOptions;
use std::io::Write;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::recording::Record;
use crate::recording::reader::Reader;
use crate::recording::sample::{self, Doing, Story, doing, file, marker, text};
use crate::wire::{Dir, Moment};

fn doings() -> impl Strategy<Value = Vec<(u64, Doing)>> {
    prop::collection::vec(doing(), 0..80)
}

/// A way through a recording.
#[derive(Debug, Clone)]
enum Go {
    Step,
    Back,
    Seek(u64),
    End,
    Frames(usize),
}

fn way() -> impl Strategy<Value = Vec<Go>> {
    let go = prop_oneof![
        4 => Just(Go::Step),
        4 => Just(Go::Back),
        2 => any::<u64>().prop_map(Go::Seek),
        1 => Just(Go::End),
        1 => (0..20_usize).prop_map(Go::Frames),
    ];
    prop::collection::vec(go, 0..60)
}

/// Asserts that the player stands after `index` frames of the story.
fn assert_at(player: &Player, story: &Story, index: usize) {
    assert_eq!(player.state(), &story.states[index], "after {index} frames");
    assert_eq!(player.next_at(), story.times.get(index).copied());
}

/// Walks, and holds each place against the story.
fn walk(player: &mut Player, story: &Story, way: &[Go]) {
    let mut index = 0;
    let end = player.end();
    for go in way {
        match go {
            Go::Step => {
                assert_eq!(player.step().unwrap(), index < story.times.len());
                index = (index + 1).min(story.times.len());
            }
            Go::Back => {
                assert_eq!(player.step_back().unwrap(), index > 0);
                index = index.saturating_sub(1);
                let before = index.checked_sub(1).map_or(Micros(0), |last| story.times[last]);
                assert!(player.at() == before || index == 0);
            }
            Go::Seek(to) => {
                let to = Micros(to % (end.0 + 2));
                player.seek(to).unwrap();
                index = story.frames_until(to);
                assert_eq!(player.at(), to.min(end));
            }
            Go::End => {
                player.seek_end().unwrap();
                index = story.times.len();
                assert_eq!(player.at(), end);
            }
            Go::Frames(count) => {
                let frames = player.frames(*count).unwrap();
                let first = index.saturating_sub(*count);
                let times: Vec<Micros> = frames.iter().map(|(_, f)| f.at.since(sample::STARTED)).collect();
                assert_eq!(times, story.times[first..index]);
            }
        }
        assert_at(player, story, index);
    }
}

/// The same records without some of them; the states stay as they were.
fn without_snapshots(story: &Story) -> Vec<Record> {
    story.records.iter().filter(|record| !matches!(record, Record::Snapshot { .. })).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_way_to_a_moment_leads_to_the_same_state(doings in doings(), way in way()) {
        let story = Story::of(&doings);
        for records in [story.records.clone(), without_snapshots(&story)] {
            let file = file(text(&records));
            let mut player = Player::open(&file.path).unwrap();
            assert_at(&player, &story, 0);
            walk(&mut player, &story, &way);
            prop_assert_eq!(player.troubles(), &[]);
        }
    }

    #[test]
    fn stepping_back_undoes_a_step(doings in doings(), to in any::<u64>()) {
        let file = file(text(&Story::of(&doings).records));
        let mut player = Player::open(&file.path).unwrap();
        player.seek(Micros(to % (player.end().0 + 1))).unwrap();
        let (position, next, state) = (player.position(), player.next_at(), player.state().clone());
        if player.step().unwrap() {
            prop_assert_ne!(player.position(), position);
            prop_assert!(player.step_back().unwrap());
        }
        prop_assert_eq!(player.position(), position);
        prop_assert_eq!(player.next_at(), next);
        prop_assert_eq!(player.state(), &state);
    }

    #[test]
    fn a_snapshot_is_the_fold_of_what_was_before_it(doings in doings()) {
        let file = file(text(&Story::of(&doings).records));
        let mut reader = Reader::open(&file.path).unwrap();
        let mut state = DeskState::new(reader.header().desk.clone());
        for record in reader.records() {
            match record.unwrap().1 {
                Record::Frame { peer, dir: Dir::Out, text, .. } if &*peer == "*" => {
                    let message = crate::wire::rpc::parse(&text).unwrap();
                    state.apply(&crate::wire::Push::from_message(&message).unwrap().unwrap()).unwrap();
                }
                Record::Snapshot { of: SnapshotOf::Desk, seq, state: snapshot, .. } => {
                    prop_assert_eq!(&serde_json::from_str::<DeskState>(&snapshot).unwrap(), &state);
                    prop_assert_eq!(seq, state.seq);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_damaged_file_is_no_panic_and_no_endless_loop(
        doings in doings(),
        damage in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8),
        cut in any::<usize>(),
        way in way(),
    ) {
        let mut bytes = text(&Story::of(&doings).records).into_bytes();
        let body = sample::header().to_line().unwrap().len();
        bytes.truncate(body + cut % (bytes.len() - body + 1));
        if bytes.len() > body {
            for (at, byte) in damage {
                let length = bytes.len() - body;
                bytes[body + at % length] = byte;
            }
        }
        let file = file(bytes);
        let mut player = Player::open(&file.path).unwrap();
        for go in way {
            let before = player.position();
            match go {
                Go::Step => prop_assert_eq!(player.step().unwrap(), player.position() > before),
                Go::Back => prop_assert_eq!(player.step_back().unwrap(), player.position() < before),
                Go::Seek(to) => player.seek(Micros(to % (player.end().0.max(1)))).unwrap(),
                Go::End => player.seek_end().unwrap(),
                Go::Frames(count) => prop_assert!(player.frames(count).unwrap().len() <= count),
            }
            // Wherever it is, it is what one gets by going there from the start.
            let mut other = Player::open(&file.path).unwrap();
            while other.position() < player.position() && other.step().unwrap() {}
            prop_assert_eq!(other.position(), player.position());
            prop_assert_eq!(other.state(), player.state());
        }
    }
}

#[test]
fn a_header_alone_has_one_moment() {
    let file = file(text(&[]));
    let mut player = Player::open(&file.path).unwrap();
    assert!(!player.step().unwrap() && !player.step_back().unwrap());
    player.seek(Micros(5)).unwrap();
    player.seek_end().unwrap();
    assert_eq!((player.at(), player.end(), player.next_at()), (Micros(0), Micros(0), None));
    assert!(player.frames(10).unwrap().is_empty());
}

#[test]
fn a_long_recording_without_snapshots_keeps_some_states() {
    let doings: Vec<_> =
        (0..3 * CHECKPOINT_FRAMES).map(|at| (1, Doing::Change(at as u8, at as u8))).collect();
    let story = Story::of(&doings);
    let file = file(text(&story.records));
    let mut player = Player::open(&file.path).unwrap();
    player.seek_end().unwrap();
    assert_eq!(player.checkpoints.len(), 3);
    let mut index = story.times.len();
    for _ in 0..20 {
        assert!(player.step_back().unwrap());
        index -= 1;
        assert_at(&player, &story, index);
    }
    for _ in 0..2 * MAX_CHECKPOINTS {
        player.seek(Micros(1)).unwrap();
        player.seek_end().unwrap();
        assert!(player.checkpoints.len() <= MAX_CHECKPOINTS);
    }
    assert_at(&player, &story, story.times.len());
}

#[test]
fn time_that_goes_back_is_told() {
    let mut records: Vec<Record> = Story::of(&[(10, Doing::Change(5, 0)), (10, Doing::Change(5, 1))]).records;
    records.swap(0, 1);
    let file = file(text(&records));
    let mut player = Player::open(&file.path).unwrap();
    for at in 0..30 {
        player.seek(Micros(at)).unwrap();
    }
    player.seek(Micros(0)).unwrap();
    while player.step().unwrap() {}
    let troubles: Vec<String> = player.troubles().iter().map(ToString::to_string).collect();
    assert_eq!(troubles.len(), 1);
    assert!(troubles[0].ends_with("time goes back here, from 20 to 10 µs"), "{troubles:?}");
}

#[test]
fn bad_lines_are_told_once_and_passed_over() {
    let story = Story::of(&[(1, Doing::Change(5, 0)), (1, Doing::Change(5, 1))]);
    let (first, second) = (text(&story.records[..1]), text(&story.records));
    let strange = r#"{"kind":"hologram","at":1,"x":{}}"#;
    let bad_push = r#"{"kind":"frame","at":1,"peer":"*","dir":"out","msg":{"method":"event","params":{}}}"#;
    let bad_snapshot = r#"{"kind":"snapshot","at":1,"of":"desk","seq":1,"state":{}}"#;
    let gap = r#"{"kind":"gap","at":1,"records":3}"#;
    let rest = &second[first.len()..];
    let bytes = format!("{first}{strange}\nrubbish\n{bad_push}\n{bad_snapshot}\n{gap}\n{rest}");
    let file = file(bytes);
    let mut player = Player::open(&file.path).unwrap();
    for _ in 0..3 {
        player.seek_end().unwrap();
        assert_eq!(player.state(), &story.states[2]);
        while player.step_back().unwrap() {}
    }
    let said: Vec<&str> = player.troubles().iter().map(|trouble| &trouble.what[..20]).collect();
    assert_eq!(
        said,
        ["this line can't be r", "this frame can't be ", "this snapshot can't ", "records are missing "]
    );
    assert_eq!(player.troubles()[0].offset, (first.len() + strange.len() + 1) as u64);
}

#[test]
fn after_a_gap_the_next_snapshot_puts_it_right() {
    let doings: Vec<_> = (0..6).map(|at| (1, Doing::Change(5, at))).chain([(0, Doing::Snapshot)]).collect();
    let story = Story::of(&doings);
    let mut records = story.records.clone();
    records.splice(2..5, [Record::Gap { at: Micros(3), records: 3 }]);
    let file = file(text(&records));
    let mut player = Player::open(&file.path).unwrap();
    while player.step().unwrap() {}
    assert_eq!(player.state(), story.state(), "going forward");
    let mut player = Player::open(&file.path).unwrap();
    player.seek_end().unwrap();
    assert_eq!(player.state(), story.state(), "going there at once");
}

#[test]
fn a_recording_that_starts_in_the_middle_of_a_session_starts_with_its_snapshot() {
    let story = Story::of(&[(1, Doing::Change(5, 0)), (0, Doing::Snapshot), (1, Doing::Change(5, 1))]);
    let file = file(text(&story.records[1..]));
    let mut player = Player::open(&file.path).unwrap();
    assert_eq!(player.state(), &story.states[1]);
    player.seek_end().unwrap();
    player.step_back().unwrap();
    assert_eq!((player.state(), player.at()), (&story.states[1], Micros(0)));
}

#[test]
fn a_growing_recording_is_followed() {
    let story = Story::of(&[(1, Doing::Change(5, 0)), (0, Doing::Snapshot), (1, Doing::Change(5, 1))]);
    let (first, whole) = (text(&story.records[..1]), text(&story.records));
    let file = file(&first);
    let mut player = Player::open(&file.path).unwrap();
    player.seek_end().unwrap();
    let mut growing = OpenOptions::new().append(true).open(&file.path).unwrap();
    // In pieces that end anywhere; the last one closes the last record.
    let (rest, close) = whole.as_bytes()[first.len()..].split_at(whole.len() - first.len() - 2);
    for piece in rest.chunks(7).chain([close]) {
        assert_eq!((player.next_at(), player.end()), (None, Micros(1)));
        growing.write_all(piece).unwrap();
        player.refresh().unwrap();
    }
    assert_eq!((player.next_at(), player.end(), player.at()), (Some(Micros(2)), Micros(2), Micros(1)));
    assert!(player.step().unwrap() && !player.step().unwrap());
    assert_eq!(player.state(), story.state());
}

#[test]
fn frames_are_as_they_were_recorded() {
    let story = Story::of(&[(7, Doing::Call), (0, Doing::Other(0)), (1, Doing::Other(2))]);
    let file = file(text(&story.records));
    let mut player = Player::open(&file.path).unwrap();
    player.seek_end().unwrap();
    let frames: Vec<Frame> = player.frames(100).unwrap().into_iter().map(|(_, frame)| frame).collect();
    assert_eq!(frames.len(), 3);
    assert_eq!((frames[0].at, frames[0].dir, &*frames[0].peer), (sample::STARTED + Micros(7), Dir::In, "p1"));
    assert_eq!(&*frames[1].text, r#"{"jsonrpc":"2.0","id":1,"result":"ok"}"#);
    assert_eq!(&*frames[2].text, "rubbish\n\u{9b}31m");
    assert_eq!(frames[2].at, Moment(sample::STARTED.0 + 8));
}

#[test]
fn frames_are_bounded_in_bytes() {
    let long = format!("\"{}\"", "x".repeat(3 << 20));
    let frame = |at| Record::Frame {
        at: Micros(at),
        seq: None,
        peer: "p1".into(),
        dir: Dir::In,
        text: Arc::from(&*long),
        auth: None,
    };
    let records: Vec<Record> = (0..5).map(frame).chain([marker(9)]).collect();
    let file = file(text(&records));
    let mut player = Player::open(&file.path).unwrap();
    player.seek_end().unwrap();
    assert_eq!(player.frames(5).unwrap().len(), 2);
}

#[test]
fn lines_without_a_time_are_passed_over_up_to_a_bound() {
    let story = Story::of(&vec![(10, Doing::Call); 50]);
    let whole = text(&story.records);
    let middle = whole.len() / 2 + whole[whole.len() / 2..].find('\n').unwrap() + 1;
    let broken = |blanks: usize| {
        let blanks = "\n".repeat(blanks);
        let recording = file(format!("{}{blanks}{}", &whole[..middle], &whole[middle..]));
        Player::open(&recording.path).unwrap()
    };
    let steps = |player: &mut Player| std::iter::from_fn(|| player.step().unwrap().then_some(())).count();

    let mut player = broken(60_000);
    assert_eq!(steps(&mut player), story.times.len(), "all of it is there");

    let mut player = broken(80_000);
    let some = steps(&mut player);
    assert!(some > 10 && some < story.times.len(), "{some}");
    let wall = player.troubles().iter().find(|trouble| trouble.what.contains("not read on")).unwrap();
    assert_eq!((wall.offset, player.position()), (middle as u64, middle as u64));
    assert_eq!(player.state(), &story.states[some]);
    // Both ways from there, and again to the same place.
    assert!(player.step_back().unwrap());
    player.seek_end().unwrap();
    assert_eq!((player.position(), player.next_at()), (middle as u64, None));
    player.seek(Micros(0)).unwrap();
    assert_eq!(steps(&mut player), some - story.frames_until(Micros(0)));
}

#[test]
fn a_snapshot_behind_too_many_lines_without_a_time_is_found() {
    let mut doings = vec![(10, Doing::Call); 4];
    let before = text(&Story::of(&doings).records);
    doings.extend([(10, Doing::Snapshot), (10, Doing::Change(5, 1)), (10, Doing::Call)]);
    let story = Story::of(&doings);
    let whole = text(&story.records);
    let recording = file(format!("{before}{}{}", "\n".repeat(80_000), &whole[before.len()..]));
    let mut player = Player::open(&recording.path).unwrap();
    player.seek_end().unwrap();
    assert_eq!((player.state(), player.next_at()), (story.state(), None));
    player.seek(story.times[story.times.len() - 3]).unwrap();
    assert_eq!(player.state().toasts.len(), 1);
}
