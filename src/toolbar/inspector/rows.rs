//! A frame in one row, in as many columns as there is room for.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::inspect::said::{arrow, duration, said};
use crate::inspect::{Row, Word};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::left;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::{fit, width};

/// From this width on, a row has the whole word for what kind of frame it is; below, a short one.
const WITH_WORD: u16 = 58;
/// From this width on, it has the milliseconds.
const WITH_MILLIS: u16 = 48;
/// How wide times are, with a gap: to the millisecond, and to the second.
const MILLIS: u16 = 13;
const SECONDS: u16 = 9;
/// From this width on, it has how long it took.
const WITH_TOOK: u16 = 48;
/// From this width on, the interaction too, and names are whole.
const WITH_INTERACTION: u16 = 88;
/// From this width on, the peer has a column.
const WITH_PEER: u16 = 96;
/// How wide it is.
const PEER: u16 = 7;
/// What most names begin with: in little room all of them go without it.
const OFTEN: &str = "interaction.";
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
    /// Whether it stands below the names of the columns, so that nothing else may stand in one.
    pub heads: bool,
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

/// The columns at the right: from which width of the row on, what they are called, and how wide they are.
const RIGHT: [(u16, &str, usize); 2] = [(WITH_TOOK, "took", 8), (WITH_INTERACTION, "interaction", 11)];

/// What the columns are, above them.
pub(super) fn draw_heads(canvas: &mut Canvas<'_>, area: Rect) {
    let columns = RIGHT.iter().filter(|(from, ..)| area.width >= *from);
    let right: Vec<Piece<'_>> =
        columns.map(|(_, name, wide)| piece(Role::Muted, format!(" {name:>wide$}"))).collect();
    let time = usize::from(if area.width >= WITH_MILLIS { MILLIS } else { SECONDS });
    let kind = kind("kind", "kind", area.width);
    let peer = if area.width >= WITH_PEER { padded("peer") } else { String::new() };
    let heads = format!("   {:<time$}  {kind}{peer}name", "time");
    canvas.both(area, &[piece(Role::Muted, heads)], &right);
}

/// What kind of frame it is, in its column.
fn kind(word: &str, short: &str, width: u16) -> String {
    if width >= WITH_WORD { format!("{word:<7}") } else { format!("{short:<5}") }
}

/// The same word where there is little room.
fn short_word(word: Word) -> &'static str {
    match word {
        Word::Call => "call",
        Word::Ok => "ok",
        Word::Error => "err",
        Word::Event => "evt",
        Word::Change => "chg",
        Word::Trace => "trc",
        Word::Raw => "raw",
    }
}

/// When, which way, who, what, what it carries or what went wrong, and at the right how long it took and what it is
/// about. Where columns have no names, what it carries goes on over those that are empty.
pub fn draw_row(canvas: &mut Canvas<'_>, area: Rect, row: &Row, look: Look<'_>) {
    let columns = right_columns(row, area.width, look.heads);
    let (main, right) = left(area, area.width.saturating_sub(total(&columns)));
    canvas.left(right, &columns);
    let time = match area.width >= WITH_MILLIS {
        true => span::exact_time(row.at, look.zone),
        false => span::time(row.at, look.zone),
    };
    let mut pieces: Vec<Piece<'_>> = vec![
        piece(Role::Accent, look.sign),
        piece(Role::Muted, format!("{time} ")),
        piece(role(row), format!("{} ", arrow(row))),
    ];
    pieces.push(piece(Role::Muted, kind(row.word.as_str(), short_word(row.word), area.width)));
    pieces.extend(peer(row, look, area.width));
    let name = match area.width >= WITH_INTERACTION || row.word == Word::Raw {
        true => &row.name,
        false => row.name.strip_prefix(OFTEN).unwrap_or(&row.name),
    };
    // What went wrong is never told by colour alone: its code always has room.
    let code = row.fault.as_ref().map(|fault| fault.code.to_string()).unwrap_or_default();
    let kept = if code.is_empty() { 0 } else { width(&code) + 1 };
    // What it carries ends where columns begin; a name, which is known as one, has what is free in them too.
    let all: String = columns.iter().map(|Piece(_, text)| text.as_ref()).collect();
    let free = leading_spaces(&all).saturating_sub(1);
    let wide = main.width + free;
    pieces.push(piece(role(row), fit(name, wide.saturating_sub(total(&pieces) + kept))));
    let used = total(&pieces) + 1;
    let (room, roomy) = (main.width.saturating_sub(used), wide.saturating_sub(used));
    match &row.fault {
        Some(fault) if room > kept => {
            let says = format!("{code} {}", fault.message);
            pieces.push(piece(Role::FrameError, format!(" {}", fit(&says, room))));
        }
        Some(_) if roomy > 0 => pieces.push(piece(Role::FrameError, format!(" {}", fit(&code, roomy)))),
        _ if room >= SAYS => {
            let said = said(row);
            let said = without_id(&said, row);
            pieces.push(piece(Role::Muted, format!(" {}", fit(&said, room))));
        }
        _ => {}
    }
    canvas.left(Rect { width: wide, ..main }, &pieces);
}

fn leading_spaces(text: &str) -> u16 {
    width(text) - width(text.trim_start())
}

/// The peer: in a column of its own where there is room, else only where it is somebody else.
fn peer(row: &Row, look: Look<'_>, wide: u16) -> Option<Piece<'static>> {
    let is_other = &*row.peer != "*" && &*row.peer != look.me;
    let who = match (row.role, &*row.peer) {
        (_, "*") => "all".to_owned(),
        // Where not both fit, what it is says more.
        (Some(role), peer) => match format!("{role} {peer}") {
            both if wide >= WITH_PEER && width(&both) > PEER => role.to_string(),
            both => both,
        },
        (None, peer) => peer.to_owned(),
    };
    if wide >= WITH_PEER {
        return Some(piece(Role::Muted, padded(&who)));
    }
    // Who speaks, and what: else it would look like a part of the name.
    is_other.then(|| piece(Role::Muted, format!("{}: ", fit(&who, 14))))
}

fn padded(who: &str) -> String {
    let shown = fit(who, PEER).into_owned();
    let gap = usize::from(PEER.saturating_sub(width(&shown))) + 1;
    format!("{shown}{}", " ".repeat(gap))
}

/// The columns at the right: all, or those from the first on that is not empty.
fn right_columns(row: &Row, width: u16, all: bool) -> Vec<Piece<'static>> {
    let texts = [row.lasted().map(duration), row.interaction.as_deref().map(tail)];
    RIGHT
        .iter()
        .zip(texts)
        .filter(|((from, ..), _)| width >= *from)
        .skip_while(|(_, text)| text.is_none() && !all)
        .map(|((_, _, wide), text)| {
            piece(Role::Muted, format!(" {:>wide$}", text.unwrap_or_default(), wide = *wide))
        })
        .collect()
}

/// What is said without the interaction at its beginning, which has a column of its own.
fn without_id<'a>(said: &'a str, row: &Row) -> Cow<'a, str> {
    let rest = row
        .interaction
        .as_deref()
        .and_then(|id| said.strip_prefix("{\"interactionId\":\"")?.strip_prefix(id)?.strip_prefix('"'));
    rest.map_or(Cow::Borrowed(said), |rest| format!("{{{}", rest.trim_start_matches(',')).into())
}

/// A name without what comes before its last point.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The end of an id, which tells it from others.
pub fn tail(id: &str) -> String {
    let count = id.chars().count();
    match count {
        0..=8 => id.to_owned(),
        _ => format!("…{}", id.chars().skip(count - 7).collect::<String>()),
    }
}
