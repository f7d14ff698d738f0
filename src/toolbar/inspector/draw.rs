//! The inspector drawn: list and message, one above the other or side by side, and what lies over them.

use ratatui::layout::Rect;

use super::reading::Reading;
use super::rows::{Look, draw_heads, draw_row, role, tail};
use super::typing::{For, Typing};
use super::{Inspector, Over, Pane, TRACE, ladder, line, place_of, source, text};
use crate::inspect::said::{arrow, duration};
use crate::inspect::{Log, Row};
use crate::recording::player::Edge;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, middle, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::list::{Hidden, mark, older, point_at};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::{fit, width};
use crate::toolbar::widgets::zone::Target;

/// From this width on, list and message stand side by side.
const SIDE_BY_SIDE: u16 = 130;
/// From this width on, the ladder of the interaction stands beside them.
const THREE: u16 = 180;
/// What the ladder has then of the list's columns, for names that say more there.
const FOR_NAMES: u16 = 9;
/// From this height on, the message of the chosen row stands below the ladder.
const LADDER_AND_MESSAGE: u16 = 20;
/// From this height of a message on, what is known of it may take a third row.
const THIRD_HEAD: u16 = 12;
/// From this height on, the list says above what its columns are.
const WITH_HEADS: u16 = 12;

impl Inspector {
    pub(in crate::toolbar) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let log = source(&self.past, &app.frames);
        canvas.cover(area, Role::Surface);
        match &self.over {
            Some(Over::Ladder { id, shown, at }) => {
                let at = place_of(shown, *at, log);
                let rows: Vec<&Row> = (0..shown.len(log)).filter_map(|at| shown.row(log, at)).collect();
                let note = [piece(Role::Muted, format!("{} frames of {}", shown.len(log), tail(id)))];
                let below = if area.height >= LADDER_AND_MESSAGE { area.height * 2 / 5 } else { 0 };
                let (message, area) = bottom(area, below);
                let inside = canvas.panel(area, "Ladder", &note, true);
                let rungs = ladder::Rungs { rows, at, all: true };
                ladder::draw(&rungs, app.zone, canvas, inside);
                if below > 0 {
                    self.draw_message(app, rungs.rows.get(at).copied(), canvas, message);
                }
            }
            Some(Over::Compare(compare)) => compare.draw(app, canvas, area),
            None => self.draw_panes(app, log, canvas, area),
        }
        if self.copies {
            self.draw_copies(app, canvas, area);
        }
    }

    fn draw_panes(&self, app: &App, log: &Log, canvas: &mut Canvas<'_>, area: Rect) {
        let area = match &self.typing {
            Some(typing) => {
                let (line, area) = top(area, line::height(typing, area.height));
                self.draw_typing(typing, log, canvas, line);
                area
            }
            None => area,
        };
        let chosen = self.row(log);
        let in_text = self.pane == Pane::Text;
        if area.width >= SIDE_BY_SIDE {
            let three = area.width >= THREE;
            let share = if three { area.width * 2 / 5 - FOR_NAMES } else { area.width / 2 };
            let (list, rest) = left(area, share);
            self.draw_list(app, log, canvas, list);
            let (message, third) = if three { left(rest, area.width * 3 / 10) } else { (rest, Rect::ZERO) };
            self.draw_message(app, chosen, canvas, message);
            if three {
                self.draw_beside(app, log, chosen, canvas, third);
            }
        } else {
            let share = if in_text { area.height * 2 / 3 } else { area.height * 2 / 5 };
            let (message, list) = bottom(area, share);
            self.draw_list(app, log, canvas, list);
            self.draw_message(app, chosen, canvas, message);
        }
    }

    /// The line that is typed, with how much it finds.
    fn draw_typing(&self, typing: &Typing, log: &Log, canvas: &mut Canvas<'_>, area: Rect) {
        let finds = match (typing.what, &self.reading) {
            (For::Filter, _) => format!("{} of {}", self.shown.len(log), log.len()),
            (For::Search, Some(reading)) => format!("{} of {}", reading.hits().0, reading.hits().1),
            (For::Search, None) => String::new(),
        };
        line::draw(typing, &finds, canvas, area);
    }

    /// Whether a part has the keys.
    fn has_keys(&self, pane: Pane) -> bool {
        self.pane == pane && self.typing.is_none() && self.over.is_none()
    }

    /// Whether there may be frames in a recording before those that are seen.
    fn has_older(&self, app: &App) -> bool {
        let before_memory = match app.edge() {
            Some(Edge::Push { seq, .. }) => seq > 1,
            Some(Edge::Place(_)) => true,
            None => false,
        };
        before_memory && self.past.as_ref().is_none_or(|past| !past.is_first)
    }

    fn draw_list(&self, app: &App, log: &Log, canvas: &mut Canvas<'_>, area: Rect) {
        let len = self.shown.len(log);
        let at = self.at(log);
        let is_past = self.past.as_ref().is_some_and(|past| !past.log.is_empty());
        let mut note: Vec<Piece<'_>> = Vec::new();
        // While it is typed it stands above.
        if self.shown.is_filtered() && self.typing.is_none() {
            note.push(piece(Role::Accent, fit(&self.filter, area.width / 3)));
            note.push(piece(Role::Muted, format!(" {len} of {} ", log.len())));
        }
        note.push(match &self.past {
            Some(past) if past.waits.is_some() && past.searched > 0 => {
                piece(Role::Accent, format!("reading back … {}", past.searched))
            }
            Some(past) if past.waits.is_some() => piece(Role::Accent, "reading back …"),
            Some(_) if is_past => piece(Role::Accent, "from the recording"),
            _ if self.at.is_none() => piece(Role::Muted, "following"),
            _ if self.shown.is_filtered() => piece(Role::Muted, format!("row {}", at + 1)),
            _ => piece(Role::Muted, format!("row {} of {len}", at + 1)),
        });
        let inside = canvas.panel(area, "Frames", &note, self.has_keys(Pane::List));
        let (heads, inside) = top(inside, u16::from(inside.height >= WITH_HEADS));
        draw_heads(canvas, heads);
        let named = !heads.is_empty();
        let (pins, inside) = top(inside, pins_height(app, inside.height));
        for (place, pin) in (0u16..).zip(app.kept.pins().iter().take(usize::from(pins.height))) {
            draw_row(
                canvas,
                row(pins, place),
                pin,
                Look { me: &app.me, zone: app.zone, sign: " ↑ ", heads: named },
            );
        }
        if len == 0 {
            let says = match (self.shown.is_filtered(), self.filter.as_str()) {
                (true, TRACE) => {
                    "Nothing yet. What a CRM page or an app calls by the SDK will appear here, with arguments, answer \
                     and duration. {inspector.filter} changes the filter."
                }
                (true, _) if self.has_older(app) => {
                    "Nothing in memory fits; {inspector.up} looks further back in the recording. {inspector.filter} \
                     changes the filter."
                }
                (true, _) => "No frame fits the filter. {inspector.filter} changes it.",
                (false, _) => {
                    "No frames yet: each call, answer, event and change at this desk will appear here."
                }
            };
            let (says_here, below) = top(left(inside, 70).0, 3);
            canvas.wrapped(says_here, &piece(Role::Muted, app.keymap.worded(Context::Frames, says)));
            if let Some(doubt) = self.shown.filter().and_then(|filter| filter.doubts().into_iter().next()) {
                canvas.wrapped(below, &piece(Role::ToastWarning, doubt));
            }
            return;
        }
        let height = usize::from(inside.height);
        // Rows keep their places while one reads: what comes is below, as many rows as were below before.
        let last = (at + self.below.min(height.saturating_sub(1))).min(len - 1);
        let first = (last + 1).saturating_sub(height);
        for (place, index) in (0..inside.height).zip(first..len) {
            let Some(one) = self.shown.row(log, index) else { continue };
            let marked = app.kept.is_marked(one.number);
            let pinned = app.kept.is_pinned(one.number);
            let sign = match (marked, pinned) {
                (true, _) => " = ",
                (false, true) => " ↑ ",
                (false, false) => "   ",
            };
            let line = row(inside, place);
            draw_row(canvas, line, one, Look { me: &app.me, zone: app.zone, sign, heads: named });
            canvas.zone(
                line,
                match self.pane {
                    Pane::List => Target::Choose(index.cast_signed() - at.cast_signed()),
                    Pane::Text => Target::Field(1),
                },
            );
            // Which row it is stands in the first column, how it is kept in the next.
            let (_, behind) = left(line, 1);
            match index == at {
                true if self.has_keys(Pane::List) => mark(canvas, behind),
                true => point_at(canvas, behind),
                false => {}
            }
        }
        match self.at {
            Some(_) => Hidden::of(len, first, inside.height).in_line(canvas, inside),
            None if first > 0 => older(canvas, inside),
            None => {}
        }
    }

    fn draw_message(&self, app: &App, chosen: Option<&Row>, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = chosen else {
            canvas.panel(area, "Message", &[], false);
            return;
        };
        let made;
        let reading = match &self.reading {
            Some(reading) if reading.is_of(one) => reading,
            _ => {
                made = Reading::new(one, self.whole);
                &made
            }
        };
        let (hit, hits) = reading.hits();
        let note = match self.search.is_empty() || self.pane == Pane::List {
            true => reading.part.to_owned(),
            false => format!("{}: {hit} of {hits}", fit(&self.search, 20)),
        };
        let has_keys = self.has_keys(Pane::Text);
        let inside = canvas.panel(area, "Message", &[piece(Role::Muted, note)], has_keys);
        let heads = heads(app, one, inside);
        let rows = u16::try_from(heads.len()).unwrap_or(0).min(inside.height / 2);
        let (head, body) = top(inside, rows);
        for (place, line) in (0u16..).zip(heads.iter().take(usize::from(rows))) {
            canvas.left(row(head, place), line);
        }
        text::draw(reading, has_keys, canvas, body);
        canvas.zone(
            inside,
            match self.pane {
                Pane::List => Target::Field(1),
                Pane::Text => Target::Scroll(Action::Previous, Action::Next),
            },
        );
    }

    /// The ladder of what the row is about, beside its message.
    fn draw_beside(&self, app: &App, log: &Log, chosen: Option<&Row>, canvas: &mut Canvas<'_>, area: Rect) {
        let id = chosen.and_then(|one| one.interaction.as_deref());
        let Some((one, id)) = chosen.zip(id) else {
            let inside = canvas.panel(area, "Interaction", &[], false);
            canvas.wrapped(inside, &piece(Role::Muted, "This frame is about no interaction."));
            return;
        };
        let note = [piece(Role::Muted, tail(id))];
        let inside = canvas.panel(area, "Interaction", &note, false);
        ladder::draw(&ladder::near(log, one, inside.height), app.zone, canvas, inside);
    }

    fn draw_copies(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let lines = [
            (Action::CopyJson, "JSON"),
            (Action::CopyCommand, "a command for the shell"),
            (Action::CopyJavaScript, "JavaScript of the SDK"),
            (Action::Cancel, "nothing"),
        ]
        .map(|(action, what)| (app.key_in(Context::CopyAs, action), what));
        let widest = lines.iter().map(|(key, _)| width(key)).max().unwrap_or(0).max(3) + 2;
        let place = middle(area, 40, 6);
        canvas.zone(area, Target::Beside);
        canvas.cover(place, Role::Surface);
        let inside = canvas.panel(place, "Copy as", &[], true);
        for (at, (key, what)) in (0u16..).zip(lines) {
            let (name, words) = left(row(inside, at), widest);
            canvas.left(name, &[piece(Role::Key, key)]);
            canvas.left(words, &[piece(Role::Text, what)]);
        }
    }
}

/// The rows that pinned frames have.
fn pins_height(app: &App, height: u16) -> u16 {
    u16::try_from(app.kept.pins().len()).unwrap_or(0).min(height / 3)
}

/// What is known of a row, in two lines; a third one for an interaction that has no room in the second.
fn heads<'a>(app: &App, one: &'a Row, area: Rect) -> Vec<Vec<Piece<'a>>> {
    let mut first = vec![
        piece(role(one), format!("{} {} ", arrow(one), one.word)),
        piece(Role::Strong, if one.name.is_empty() { "answer" } else { &*one.name }),
    ];
    if &*one.peer != "*" {
        let who = one.role.map(|role| format!("{role} ")).unwrap_or_default();
        first.push(piece(Role::Muted, format!("  {who}{}", one.peer)));
    }
    let mut second = vec![piece(Role::Muted, span::exact_time(one.at, app.zone))];
    if let Some(took) = one.lasted() {
        second.push(piece(Role::Muted, "  took "));
        second.push(piece(Role::Text, duration(took)));
    }
    if let Some(seq) = one.seq {
        second.push(piece(Role::Muted, format!("  seq {seq}")));
    }
    second.push(piece(Role::Muted, format!("  {} bytes", one.text.len())));
    let mut third = None;
    if let Some(id) = &one.interaction {
        let room = area.width.saturating_sub(total(&second) + 2);
        match width(id) <= room {
            true => second.push(piece(Role::Muted, format!("  {id}"))),
            false if area.height >= THIRD_HEAD => third = Some(vec![piece(Role::Muted, &**id)]),
            false => second.push(piece(Role::Muted, format!("  {}", tail(id)))),
        }
    }
    let mut lines = vec![first, second];
    lines.extend(third);
    if let Some(fault) = &one.fault {
        lines.push(vec![piece(Role::FrameError, format!("{} {}", fault.code, fault.message))]);
    }
    lines.push(Vec::new());
    lines
}
