//! The trace: what integrations called, with arguments, answer or error, and how long it took.

use ratatui::layout::Rect;

use super::{Outcome, Reader};
use crate::desk::change::TracedCall;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::trace::{TraceLog, Traced, broken, laid_out};
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::text::{fit, width};
use crate::toolbar::widgets::{list, span};

/// The rows that a page goes on in the list.
const PAGE: isize = 10;
/// The columns of a peer's name.
const PEER: u16 = 5;
/// The fewest columns in which arguments say something.
const ARGUMENTS: u16 = 12;
/// From this width on, a row shows the answer in short.
const WIDE: u16 = 100;

/// Which call is looked at, and how far its text is scrolled.
#[derive(Debug, Clone, Copy, Default)]
pub struct TraceReader {
    /// The running number of the call; `None` follows the newest.
    chosen: Option<u64>,
    /// Open, with what is in it.
    open: Option<Reader>,
}

impl TraceReader {
    /// What keys mean in it.
    pub fn context(&self) -> Context {
        if self.open.is_some() { Context::Reader } else { Context::Trace }
    }

    pub(in crate::toolbar) fn act(&mut self, action: Action, log: &TraceLog) -> Outcome {
        let at = self.at(log);
        if let Some(reader) = &mut self.open {
            match (reader.act(action), log.get(at)) {
                (Outcome::Close, _) | (_, None) => {
                    self.open = None;
                    self.chosen = self.chosen.filter(|_| at + 1 < log.len());
                }
                (_, Some(one)) => reader.clamp(lines(&one.call).len()),
            }
            return Outcome::Stay;
        }
        let to = match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                if !log.is_empty() {
                    // What is open stays so when others come.
                    self.chosen = Some(log.number(at));
                    self.open = Some(Reader::default());
                }
                return Outcome::Stay;
            }
            Action::PageUp => list::moved(at, log.len(), -PAGE),
            Action::PageDown => list::moved(at, log.len(), PAGE),
            Action::Previous => list::moved(at, log.len(), -1),
            Action::Next => list::moved(at, log.len(), 1),
            Action::ToStart => 0,
            Action::ToEnd => log.len().saturating_sub(1),
            _ => return Outcome::Stay,
        };
        self.chosen = (to + 1 < log.len()).then(|| log.number(to));
        Outcome::Stay
    }

    fn at(&self, log: &TraceLog) -> usize {
        self.chosen.map_or(log.len().saturating_sub(1), |number| log.place(number))
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let log = &app.trace;
        let at = self.at(log);
        canvas.cover(area, Role::Surface);
        if let (Some(reader), Some(one)) = (&self.open, log.get(at)) {
            draw_open(app, one, *reader, canvas, area);
            return;
        }
        let note = if self.chosen.is_none() { "following" } else { "" };
        let inside = canvas.panel(area, "Trace", &[piece(Role::Muted, note)], true);
        if log.is_empty() {
            let says = "Nothing yet. What a CRM page or an app calls by the SDK will stand here, with \
                        arguments, answer and duration. M runs a method as one of them.";
            canvas.wrapped(left(inside, 70).0, &piece(Role::Muted, says));
        }
        list::rows(canvas, inside, log.len(), Some(at), |canvas, at, place| {
            if let Some(one) = log.get(at) {
                draw_row(app, one, canvas, place);
            }
        });
    }
}

/// Time, who, what, and at the right what came of it and how long it took.
fn draw_row(app: &App, one: &Traced, canvas: &mut Canvas<'_>, area: Rect) {
    let call = &one.call;
    let wide = area.width >= WIDE;
    let (role, outcome) = match &call.error {
        Some((code, message)) => (Role::FrameError, format!("{code} {message}")),
        None if wide => (Role::FrameAnswer, answer(call)),
        None => (Role::FrameAnswer, "ok".to_owned()),
    };
    let took = format!("  {:>8}", took(call));
    let room = area.width / 3;
    let right = [piece(role, fit(&outcome, room)), piece(Role::Muted, took)];
    let left_room = area.width.saturating_sub(total(&right) + 1);
    let mut pieces: Vec<Piece<'_>> = vec![
        piece(Role::Muted, format!("{} ", span::time(one.at, app.zone))),
        piece(Role::Muted, format!("{:<8}", call.role.as_str())),
        piece(Role::Muted, padded(&call.peer, PEER)),
    ];
    let name_room = left_room.saturating_sub(total(&pieces));
    // Where there is no room, what comes before the point says least.
    let name = match call.method.rsplit_once('.') {
        Some((_, last)) if width(&call.method) > name_room => last,
        _ => &call.method,
    };
    pieces.push(piece(if call.error.is_some() { Role::FrameError } else { Role::FrameCall }, name));
    if call.note.is_some() {
        pieces.push(piece(Role::ToastWarning, " !"));
    }
    let params_room = left_room.saturating_sub(total(&pieces) + 1);
    if let Some(params) = call.params.as_ref().filter(|_| params_room >= ARGUMENTS) {
        pieces.push(piece(Role::Muted, format!(" {}", fit(params.get(), params_room))));
    }
    canvas.both(area, &pieces, &right);
}

fn padded(text: &str, columns: u16) -> String {
    let text = fit(text, columns);
    let gap = usize::from(columns + 1 - width(&text).min(columns));
    format!("{text}{}", " ".repeat(gap))
}

fn answer(call: &TracedCall) -> String {
    call.answer.as_ref().map_or_else(|| "ok".to_owned(), |answer| answer.get().to_owned())
}

/// How long the call took.
fn took(call: &TracedCall) -> String {
    duration(call.took)
}

/// `85 µs`, `1.2 ms`, `3.45 s`.
pub(super) fn duration(took: crate::wire::Micros) -> String {
    match took.0 {
        0..1_000 => format!("{} µs", took.0),
        1_000..1_000_000 => format!("{}.{} ms", took.0 / 1_000, took.0 / 100 % 10),
        _ => format!("{}.{:02} s", took.0 / 1_000_000, took.0 / 10_000 % 100),
    }
}

fn draw_open(app: &App, one: &Traced, reader: Reader, canvas: &mut Canvas<'_>, area: Rect) {
    let call = &one.call;
    let head = [piece(Role::Muted, span::exact_time(one.at, app.zone))];
    let inside = canvas.panel(area, &call.method, &head, true);
    let says = [
        piece(Role::Muted, format!("{} ", call.role)),
        piece(Role::Text, call.peer.as_str()),
        piece(Role::Muted, "  took "),
        piece(Role::Text, took(call)),
    ];
    canvas.left(row(inside, 0), &says);
    let (_, text) = top(inside, 2);
    draw_lines(&lines(call), reader, canvas, text);
}

/// Lines of text with their roles, scrolled.
pub(super) fn draw_lines(lines: &[(Role, String)], reader: Reader, canvas: &mut Canvas<'_>, area: Rect) {
    let first = reader.first_of(lines.len(), area.height);
    for (at, (role, line)) in (0..area.height).zip(lines.iter().skip(first)) {
        canvas.left(row(area, at), &[piece(*role, line.as_str())]);
    }
    if first + usize::from(area.height) < lines.len() && area.height > 0 {
        canvas.right(row(area, area.height - 1), &[piece(Role::Accent, " ↓ more")]);
    }
}

/// All that is known of a call: note, arguments, then answer or error.
fn lines(call: &TracedCall) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    if let Some(note) = &call.note {
        lines.extend(broken(&format!("! {note}")).into_iter().map(|line| (Role::ToastWarning, line)));
        lines.push((Role::Text, String::new()));
    }
    lines.push((Role::Title, "Arguments".to_owned()));
    json(&mut lines, call.params.as_deref().map(|raw| raw.get()));
    lines.push((Role::Text, String::new()));
    match &call.error {
        Some((code, message)) => {
            lines.push((Role::Title, format!("Error {code}")));
            lines.extend(message.lines().flat_map(broken).map(|line| (Role::Error, format!("  {line}"))));
        }
        None => {
            lines.push((Role::Title, "Answer".to_owned()));
            json(&mut lines, call.answer.as_deref().map(|raw| raw.get()));
        }
    }
    lines
}

fn json(lines: &mut Vec<(Role, String)>, text: Option<&str>) {
    match text {
        Some(text) => lines.extend(laid_out(text).into_iter().map(|line| (Role::Text, format!("  {line}")))),
        None => lines.push((Role::Muted, "  none, or too large to be mirrored".to_owned())),
    }
}
