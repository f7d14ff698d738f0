//! How it looks: what moves, shapes in ASCII, wide characters, edges and carets, what is sent to a terminal.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::harness::{Harness, text};
use super::session::Script;
use super::states::busy;
use super::{conversation, several, states};
use crate::desk::interaction::ChatSide;
use crate::toolbar::settings::Icons;
use crate::toolbar::theme::colour::{Rgb, indexed};
use crate::toolbar::theme::{BUILT_IN, Depth};
use crate::toolbar::{Theme, picture, render};

fn ringing() -> Harness {
    Harness::after(80, 24, |script: &mut Script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(2);
    })
}

/// Half a second in µs.
const BEAT: u64 = 500_000;

#[test]
fn a_ringing_call_pulses_and_wakes_the_screen_for_it() {
    let mut at = ringing();
    at.shows("◉ RINGING").wait(500).shows("◎ RINGING").wait(500).shows("◉ RINGING");
    let wake = at.app.wake_at().expect("it pulses");
    assert!(wake.since(at.app.tick).0 <= BEAT);
}

#[test]
fn without_motion_nothing_moves_and_only_seconds_wake() {
    let mut at = ringing();
    at.app.settings.motion = false;
    at.shows("◉ RINGING").wait(500).shows("◉ RINGING");
    assert_eq!(at.app.wake_at().expect("seconds are shown").0 % 1_000_000, 0);
}

#[test]
fn what_is_answered_is_still() {
    let mut at = ringing();
    at.then(|script| {
        script.connects(&Script::anshika());
    });
    at.shows("● CONNECTED").wait(500).shows("● CONNECTED");
    assert_eq!(at.app.wake_at().expect("seconds are shown").0 % 1_000_000, 0);
}

#[test]
fn a_connection_that_is_tried_turns_and_one_that_stands_does_not() {
    let mut at = Harness::new(80, 24);
    at.shows("◰ connecting …").wait(500).shows("◳ connecting …");
    let mut at = Harness::connected(80, 24);
    at.shows("■ hub").wait(500).shows("■ hub").lost(9, 1).shows("reconnecting …");
    assert!(at.app.wake_at().is_some_and(|wake| wake.since(at.app.tick).0 <= BEAT));
}

#[test]
fn the_plain_set_draws_nothing_but_ascii() {
    for state in states::all() {
        let mut at = state.at();
        at.app.settings.icons = Icons::Plain;
        let screen = text(&render(&at.app, 160, 50));
        assert!(screen.is_ascii(), "{}: {screen}", state.name);
    }
    let mut at = Harness::after(80, 24, |script| {
        let call = Script::call(9, Some("Zoë 日本"), "1", false);
        script.working().rings(&call).wait(2);
    });
    at.app.settings.icons = Icons::Plain;
    at.shows("Zoë 日 本").shows("! RINGING").shows("# hub");
}

/// Half a wide character would shift or hide what stands beside it.
#[test]
fn wide_characters_stay_whole_at_every_edge() {
    for lead in ["", "a"] {
        let name = format!("{lead}{}", "日本語".repeat(40));
        let mut at = Harness::after(80, 24, |script| {
            let call = Script::call(9, Some(&name), "1", false);
            script.working().rings(&call).wait(2).connects(&call).wait(3).missed(&call).rings(&call);
            script.toast(crate::desk::ToastVariant::Info, &name);
        });
        for keys in ["", "t", "d", "n", "s", "?", "f4"] {
            at.keys(keys);
            for (width, height) in [(60, 18), (79, 24), (80, 24), (101, 30), (160, 50)] {
                let buffer = crate::toolbar::render(&at.app, width, height);
                for row in buffer.content.chunks(usize::from(width)) {
                    let mut cells = row.iter().peekable();
                    while let Some(cell) = cells.next() {
                        let wide = unicode_width::UnicodeWidthStr::width(cell.symbol()) > 1;
                        let after = cells.peek().map(|cell| cell.symbol());
                        assert!(!wide || after == Some(" "), "{keys:?} {width}:\n{}", text(&buffer));
                    }
                }
            }
            at.keys("esc");
        }
    }
}

fn rgb(colour: Color) -> Rgb {
    match colour {
        Color::Rgb(r, g, b) => Rgb([r, g, b]),
        Color::Indexed(at) => indexed(at).unwrap(),
        other => panic!("{other:?} is drawn by a theme that names all its colours"),
    }
}

/// Whether people read it: a line, or the rest of a bar, is not read.
fn is_read(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    !symbol.trim().is_empty() && !symbol.chars().all(|c| ('\u{2500}'..='\u{257f}').contains(&c))
}

/// Where fields begin and end, on any ground: WCAG's 1.4.11 asks for 3 to 1 of what is no text.
#[test]
fn a_field_is_seen_on_every_ground() {
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.keys("n");
    for (name, _) in BUILT_IN.iter().filter(|(name, _)| !name.starts_with("sixteen")) {
        for depth in [Depth::Full, Depth::Palette] {
            let buffer = at.buffer_in(&Theme::load(name, None).0.at_depth(depth));
            let edges = |symbol| {
                let cells = buffer.content.iter().filter(move |cell| cell.symbol() == symbol);
                cells.map(|cell| rgb(cell.fg).contrast(rgb(cell.bg))).collect::<Vec<_>>()
            };
            let (begin, end) = (edges("▏"), edges("▕"));
            assert_eq!((begin.len(), end.len()), (4, 4), "{name}:\n{}", text(&buffer));
            assert!(begin.iter().chain(&end).all(|contrast| *contrast >= 3.0), "{name} {begin:?} {end:?}");
        }
    }
}

/// A terminal draws the caret itself; a picture has to.
#[test]
fn a_picture_has_a_caret_where_one_types() {
    let reversed = |at: &Harness| {
        let buffer = picture(&at.app, 80, 24);
        let cells = buffer.content.iter().enumerate();
        let found = cells.filter(|(_, cell)| cell.modifier.contains(Modifier::REVERSED));
        found.map(|(place, _)| buffer.pos_of(place)).collect::<Vec<_>>()
    };
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    assert_eq!(reversed(&at), []);
    at.keys("n");
    let [(x, y)] = reversed(&at)[..] else { panic!("one caret") };
    at.keys("78");
    assert_eq!(reversed(&at), [(x + 2, y)]);
}

/// Lines and dim words fall apart on cells that are reversed.
#[test]
fn without_colours_lines_are_whole_and_what_is_chosen_can_be_read() {
    let at = ringing().without_colours();
    let strokes: Vec<Cell> = at.buffer().content.into_iter().filter(|cell| cell.symbol() == "━").collect();
    assert!(!strokes.is_empty());
    let lines =
        at.buffer().content.into_iter().filter(|cell| !is_read(cell) && !cell.symbol().trim().is_empty());
    assert!(lines.chain(strokes).all(|cell| !cell.modifier.contains(Modifier::REVERSED)), "{}", at.screen());
    for keys in ["s", ": a", "x", "f4"] {
        let mut at = Harness::after(80, 24, busy).without_colours();
        at.keys(keys);
        let chosen =
            at.buffer().content.into_iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        assert!(chosen.clone().count() > 20, "{keys}:\n{}", at.screen());
        assert!(
            chosen.clone().all(|cell| !cell.modifier.contains(Modifier::DIM)),
            "{keys}:\n{}",
            at.screen()
        );
    }
}

/// With 16 colours lines are dim, and what stands in them was too.
#[test]
fn what_stands_in_a_frame_has_not_its_weight() {
    let at = Harness::after(120, 36, |script| {
        script.working();
    });
    let buffer = at.buffer_in(&Theme::load("sixteen", None).0.at_depth(Depth::Sixteen));
    let row = |words: &str| text(&buffer).lines().position(|line| line.contains(words)).unwrap();
    let line: Vec<&Cell> = buffer.content.chunks(120).nth(row("f read")).unwrap().iter().collect();
    let key = line.windows(3).find(|cells| cells[0].symbol() == "f" && cells[2].symbol() == "r").unwrap()[0];
    assert!(!key.modifier.contains(Modifier::DIM), "{:?}", key.style());
}

#[test]
fn a_chat_has_room_for_ten_rows_of_talk_on_a_small_terminal() {
    let at = Harness::after(80, 24, |script| {
        conversation::on_whatsapp(script);
        for number in 0..30 {
            super::chat::says(script, ChatSide::Customer, &format!("row {number}"));
        }
    });
    let screen = at.screen();
    let rows = (0..30).filter(|number| screen.contains(&format!("  row {number} "))).count();
    assert!(rows >= 10, "{rows} rows:\n{screen}");
}

/// What goes to a terminal for one drawing.
fn bytes(terminal: &mut Terminal<CrosstermBackend<Sent>>, sent: &Sent, at: &Harness) -> usize {
    sent.0.borrow_mut().clear();
    terminal.draw(|frame| drop(at.app.view(frame))).unwrap();
    sent.0.borrow().len()
}

/// Bytes on their way to a terminal.
#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_second_and_a_changed_row_cost_few_bytes() {
    for (width, height) in [(80, 24), (200, 60)] {
        let mut at = Harness::after(width, height, several::side_by_side);
        at.keys("2").wait(1_000);
        let sent = Sent::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(sent.clone());
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let whole = bytes(&mut terminal, &sent, &at);
        let same = bytes(&mut terminal, &sent, &at);
        at.keys("i x");
        bytes(&mut terminal, &sent, &at);
        at.keys("y");
        let row = bytes(&mut terminal, &sent, &at);
        at.keys("esc").wait(400);
        bytes(&mut terminal, &sent, &at);
        at.wait(1_000);
        let second = bytes(&mut terminal, &sent, &at);
        let figures = format!("{width}x{height}: whole {whole}, same {same}, row {row}, second {second}");
        assert!(same <= 32 && row <= 300 && second <= 600, "{figures}");
    }
}
