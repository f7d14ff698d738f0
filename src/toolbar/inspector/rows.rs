//! A frame in one row, in as many columns as there is room for.

use ratatui::layout::Rect;

use crate::inspect::said::{arrow, duration, said};
use crate::inspect::{Row, Word};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::left;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::{fit, width};

/// From this width on, a row says what kind of frame it is.
const WITH_WORD: u16 = 58;
/// From this width on, it has the milliseconds.
const WITH_MILLIS: u16 = 48;
/// From this width on, columns for duration and error stand at the right.
const WITH_COLUMNS: u16 = 70;
/// From this width on, the interaction too.
const WITH_INTERACTION: u16 = 88;
/// From this width on, the peer has a column.
const WITH_PEER: u16 = 96;
/// How wide it is.
const PEER: usize = 10;
/// The fewest columns in which what a frame carries says something.
const SAYS: u16 = 12;

/// Who looks, and what is known of a row.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Our own name at the hub.
    pub me: &'a str,
    /// The offset of times from UTC, in minutes.
    pub zone: i32,
    /// What stands before it: pinned, marked.
    pub sign: &'static str,
}

/// How a row's word and name look.
pub(super) fn role(row: &Row) -> Role {
    match row.word {
        _ if row.fault.is_some() => Role::FrameError,
        Word::Call | Word::Trace => Role::FrameCall,
        Word::Ok => Role::FrameAnswer,
        Word::Error | Word::Raw => Role::FrameError,
        Word::Event => Role::FrameEvent,
        Word::Change => Role::FrameChange,
    }
}

/// What the columns are, above them.
pub(super) fn draw_heads(canvas: &mut Canvas<'_>, area: Rect) {
    let columns = [(WITH_INTERACTION, "    about "), (WITH_COLUMNS, "    took "), (WITH_COLUMNS, "error")];
    let right: Vec<Piece<'_>> = columns
        .iter()
        .filter(|(from, _)| area.width >= *from)
        .map(|(_, name)| piece(Role::Muted, *name))
        .collect();
    let word = if area.width >= WITH_WORD { "kind   " } else { "" };
    let peer =
        if area.width >= WITH_PEER { format!("{:<width$} ", "peer", width = PEER) } else { String::new() };
    canvas.both(area, &[piece(Role::Muted, format!("  {:<15}{word}{peer}name", "time"))], &right);
}

/// When, which way, who, what, and at the right how long it took and what went wrong.
pub fn draw_row(canvas: &mut Canvas<'_>, area: Rect, row: &Row, look: Look<'_>) {
    let columns = right_columns(row, area.width);
    let (main, right) = left(area, area.width.saturating_sub(total(&columns)));
    canvas.left(right, &columns);
    let time = match main.width >= WITH_MILLIS {
        true => span::exact_time(row.at, look.zone),
        false => span::time(row.at, look.zone),
    };
    let mut pieces: Vec<Piece<'_>> = vec![
        piece(Role::Accent, look.sign),
        piece(Role::Muted, format!("{time} ")),
        piece(role(row), format!("{} ", arrow(row))),
    ];
    if area.width >= WITH_WORD {
        pieces.push(piece(Role::Muted, format!("{:<7}", row.word.as_str())));
    }
    pieces.extend(peer(row, look, area.width));
    let room = main.width.saturating_sub(total(&pieces));
    // Where there is no room, what comes before the last point says least.
    let name = match row.name.rsplit_once('.') {
        Some((_, last)) if width(&row.name) > room && row.word != Word::Raw => last,
        _ => &row.name,
    };
    pieces.push(piece(role(row), name));
    let room = main.width.saturating_sub(total(&pieces) + 1);
    match &row.fault {
        Some(fault) if room > 0 => {
            let says = fit(&format!("{} {}", fault.code, fault.message), room).into_owned();
            pieces.push(piece(Role::FrameError, format!(" {says}")));
        }
        _ if room >= SAYS => pieces.push(piece(Role::Muted, format!(" {}", fit(&said(row), room)))),
        _ => {}
    }
    canvas.left(main, &pieces);
}

/// The peer: in a column of its own where there is room, else only where it is somebody else.
fn peer(row: &Row, look: Look<'_>, width: u16) -> Option<Piece<'static>> {
    let is_other = &*row.peer != "*" && &*row.peer != look.me;
    let who = match (row.role, &*row.peer) {
        (_, "*") => "all".to_owned(),
        (Some(role), peer) => format!("{role} {peer}"),
        (None, peer) => peer.to_owned(),
    };
    if width >= WITH_PEER {
        return Some(piece(Role::Muted, format!("{} ", padded(&who))));
    }
    is_other.then(|| piece(Role::Muted, format!("{} ", fit(&who, 14))))
}

fn padded(who: &str) -> String {
    let shown = fit(who, u16::try_from(PEER).unwrap_or(u16::MAX)).into_owned();
    let gap = PEER.saturating_sub(usize::from(width(&shown)));
    format!("{shown}{}", " ".repeat(gap))
}

/// The columns at the right: interaction, duration, the error's code.
fn right_columns(row: &Row, width: u16) -> Vec<Piece<'static>> {
    if width < WITH_COLUMNS {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    if width >= WITH_INTERACTION {
        let id = row.interaction.as_deref().map(tail).unwrap_or_default();
        pieces.push(piece(Role::Muted, format!(" {id:>8}")));
    }
    let took = row.took.map(duration).unwrap_or_default();
    let code = row.fault.as_ref().map(|fault| fault.code.to_string()).unwrap_or_default();
    pieces.push(piece(Role::Muted, format!(" {took:>8}")));
    pieces.push(piece(Role::FrameError, format!(" {code:>5}")));
    pieces
}

/// The end of an id, which tells it from others.
pub(super) fn tail(id: &str) -> String {
    let count = id.chars().count();
    match count {
        0..=8 => id.to_owned(),
        _ => format!("…{}", id.chars().skip(count - 7).collect::<String>()),
    }
}
