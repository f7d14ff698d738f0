//! What is written in a chat, the newest lowest, and the line that the agent writes.

use ratatui::layout::Rect;

use super::looks;
use crate::desk::conversation::{Conversation, Status};
use crate::desk::interaction::{ChatLine, ChatSide, Tick};
use crate::desk::setup::Reply;
use crate::desk::{Interaction, Phase};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::app::App;
use crate::toolbar::chat;
use crate::toolbar::placeholders;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::list::{self, Hidden};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::wrap;
use crate::wire::Micros;

/// From this height on, what is said stands apart from the head, and what one says from what another does.
const ROOMY: u16 = 13;
/// How far a text stands in from the name above it, in columns.
const INDENT: u16 = 2;
/// What stands there where a text's beginning is out of sight.
const CUT: &str = "…";
/// The most rows of one message that are laid out.
const MOST_ROWS: usize = 200;
/// The most rows of the line that the agent writes.
const MOST_INPUT: u16 = 6;
/// From this height on, the topmost line keeps the name above it, and a row says that there is newer text.
const KEEPS_NAMES: u16 = 6;
/// Lines of one side within this time stand below one name.
const TOGETHER: Micros = Micros::from_secs(60);

/// The rows without which what is written makes no sense: the newest ones, and the line.
pub(super) fn least(app: &App, one: &Interaction, width: u16) -> u16 {
    let rows = newest_rows(app, one, width, 4, false).len().max(1);
    let line = u16::from(chat::is_open(one) && !app.is_read_only());
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(line)
}

/// How long free text may be written, where the channel has an end to that.
pub(super) fn reply_within(app: &App, one: &Interaction) -> Option<Piece<'static>> {
    let until = one.conversation.window_until.filter(|_| one.phase.urgency() < Phase::WrapUp.urgency())?;
    Some(match until <= app.now() {
        true => piece(Role::ToastWarning, "reply time over: only templates"),
        false => piece(Role::Muted, format!("reply within {}", span::roughly(until.since(app.now())))),
    })
}

/// The chat in what is left of the panel.
pub(super) fn draw(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let open = chat::is_open(one) && !app.is_read_only();
    let typing = app.chat.typing() == Some(&one.id);
    let (head, area) = top(area, u16::from(is_sorted(one) && area.height > 5));
    draw_head(one, canvas, head);
    let roomy = area.height >= ROOMY;
    let (_, area) = top(area, u16::from(roomy));
    let written = app.chat.line(&one.id).filter(|_| open).map_or(1, |text| text.height(area.width));
    let most = (area.height / 2).clamp(1, MOST_INPUT);
    let (line, above) = bottom(area, if open || typing { written.clamp(1, most) } else { 0 });
    let offered = if typing { app.chat.offered(&app.desk.setup.replies) } else { Default::default() };
    let rows = u16::try_from(offered.0.len()).unwrap_or(0).min(above.height / 2);
    let (replies, above) = bottom(above, rows);
    // A row of its own for what the customer does, or an empty one between what was written and the line.
    let (notice, text) = bottom(above, u16::from(line.height > 0 && above.height > 4));
    draw_lines(app, one, canvas, text, roomy);
    if one.customer_types {
        let says = [piece(Role::Muted, format!("{} is typing …", one.customer_label()))];
        // At the other end than what was written; replies count there.
        if replies.is_empty() {
            canvas.right(notice, &says)
        } else {
            canvas.left(notice, &says)
        };
    }
    // The row above them has no other word at its right end.
    draw_replies(&offered, canvas, replies).in_row(canvas, notice);
    if line.height > 0 {
        draw_input(app, one, canvas, line, typing);
    }
}

/// Whether there is more to say of the conversation than its channel, which is the panel's title.
fn is_sorted(one: &Interaction) -> bool {
    let Conversation { subject, priority, status, labels, .. } = &one.conversation;
    !subject.is_empty() || priority.is_some() || *status != Status::Open || !labels.is_empty()
}

/// What an e-mail is about, and how the conversation is sorted.
fn draw_head(one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let sorted = &one.conversation;
    let mut words: Vec<Piece<'_>> = Vec::new();
    if !sorted.subject.is_empty() {
        words.push(piece(Role::Strong, sorted.subject.as_str()));
    }
    if let Some(priority) = sorted.priority {
        words.push(piece(Role::ToastWarning, looks::priority(priority)));
    }
    if sorted.status != Status::Open {
        words.push(piece(Role::Strong, looks::status(sorted.status)));
    }
    for label in &sorted.labels {
        words.push(piece(Role::Muted, format!("#{label}")));
    }
    let mut left: Vec<Piece<'_>> = Vec::new();
    for word in words {
        if !left.is_empty() {
            left.push(piece(Role::Text, "  "));
        }
        left.push(word);
    }
    canvas.left(area, &left);
}

/// The quick replies that fit what is typed.
fn draw_replies(offered: &(Vec<&Reply>, usize), canvas: &mut Canvas<'_>, area: Rect) -> Hidden {
    let (replies, chosen) = offered;
    list::choices_among(canvas, area, replies.len(), *chosen, |canvas, at, place| {
        let reply = replies[at];
        let code = piece(Role::Key, format!("/{}  ", reply.short_code));
        let text = piece(Role::Muted, placeholders::readable(&reply.content).replace('\n', " "));
        let needed = match placeholders::words(&reply.content) {
            0 => String::new(),
            words => placeholders::counted(words),
        };
        canvas.both(place, &[code, text], &[piece(Role::Muted, needed)]);
    })
}

fn draw_input(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect, typing: bool) {
    if !chat::is_open(one) {
        let says = app.keymap.worded(Context::Chat, "The customer has left; {chat.leave} leaves this line.");
        canvas.left(area, &[piece(Role::ToastWarning, says)]);
        return;
    }
    match app.chat.line(&one.id) {
        Some(field) if typing || !field.value().is_empty() => field.draw(canvas, area, typing),
        _ => {
            let inside = canvas.field(row(area, 0), false);
            let key = app.key(Action::Write);
            if !key.is_empty() {
                canvas.left(inside, &[piece(Role::Key, key), piece(Role::Muted, " writes to the customer")]);
            }
        }
    }
}

fn draw_lines(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect, roomy: bool) {
    if area.is_empty() {
        return;
    }
    if one.chat.is_empty() {
        canvas.left(row(area, 0), &[piece(Role::Muted, nothing_yet(one))]);
        return;
    }
    let keeps = area.height >= KEEPS_NAMES;
    let (newer, area) = bottom(area, u16::from(keeps && app.chat.back() > 0));
    let height = usize::from(area.height);
    let rows = newest_rows(app, one, area.width, height + app.chat.back(), roomy);
    let back = app.chat.back().min(rows.len().saturating_sub(height));
    if back > 0 {
        let place = if newer.is_empty() { row(area, area.height - 1) } else { newer };
        canvas
            .right(place, &[piece(Role::Accent, "↓ newer  "), piece(Role::Key, key(app, Action::PageDown))]);
    }
    // From the newest upwards, without those that are out of sight below.
    let seen = &rows[back..rows.len().min(back + height)];
    let Some((topmost, below)) = seen.split_last() else { return };
    for (at, laid) in (1u16..).zip(below.iter().rev()) {
        canvas.left(left(row(area, at), laid.indent).1, &laid.pieces);
    }
    let top = Top::of(topmost, below.last().filter(|_| keeps));
    let pieces = match top.name {
        Name::Own => topmost.pieces.clone(),
        Name::Kept => author(app, one, &one.chat[top.first]).into(),
        Name::None => Vec::new(),
    };
    let indent = if matches!(top.name, Name::Own) { topmost.indent } else { 0 };
    if top.is_cut {
        canvas.left(row(area, 1), &[piece(Role::Muted, CUT)]);
    }
    let earlier = earlier(app, top.first + usize::from(top.is_cut));
    canvas.both(left(row(area, 0), indent).1, &pieces, if keeps { &earlier } else { &[] });
    if !keeps {
        Hidden::of(one.chat.len(), top.first, one.chat.len()).in_line(canvas, area);
    }
}

/// What stands in the topmost row.
enum Name {
    /// What belongs there.
    Own,
    /// Whose the text below is, which would be out of sight.
    Kept,
    /// Nothing: half of what was written there would make no sense.
    None,
}

/// The upper end of what is seen of a chat.
struct Top {
    name: Name,
    /// The first line of the chat of which something is seen.
    first: usize,
    /// Whether its beginning is not.
    is_cut: bool,
}

impl Top {
    /// Of the topmost row, and the one below it where names are to be kept.
    fn of(topmost: &Laid<'_>, below: Option<&Laid<'_>>) -> Top {
        match below {
            Some(_) if !topmost.is_text => Top { name: Name::Own, first: topmost.of, is_cut: false },
            Some(next) if !next.is_text => Top { name: Name::None, first: next.of, is_cut: false },
            Some(next) => Top { name: Name::Kept, first: next.of, is_cut: next.of == topmost.of },
            None => Top { name: Name::Own, first: topmost.of, is_cut: false },
        }
    }
}

/// How many lines are out of sight above, and the key that leads there; nothing where none is.
fn earlier(app: &App, many: usize) -> Vec<Piece<'static>> {
    match many {
        0 => Vec::new(),
        _ => vec![
            piece(Role::Accent, format!("  ↑ {many} earlier  ")),
            piece(Role::Key, key(app, Action::PageUp)),
        ],
    }
}

/// The key that scrolls the chat, wherever the agent is.
fn key(app: &App, action: Action) -> String {
    app.key_in(if app.context() == Context::Chat { Context::Chat } else { Context::Workbench }, action)
}

fn nothing_yet(one: &Interaction) -> &'static str {
    match one.phase {
        Phase::Initiated | Phase::Ringing => "A customer wants to chat. Nothing is written yet.",
        _ => "Nothing is written yet.",
    }
}

/// A row of what is written.
struct Laid<'a> {
    /// The line of the chat to which it belongs.
    of: usize,
    /// Whether it is said there, rather than standing above it.
    is_text: bool,
    indent: u16,
    pieces: Vec<Piece<'a>>,
}

type Rows<'a> = Vec<Laid<'a>>;

/// Rows from the newest upwards, no more than are wanted (and what belongs to the last of them); `apart` with an empty
/// one above each name.
fn newest_rows<'a>(app: &App, one: &'a Interaction, width: u16, wanted: usize, apart: bool) -> Rows<'a> {
    let mut rows: Rows<'a> = Vec::new();
    let first_new = one.chat.iter().position(|line| is_new(one, line)).filter(|_| one.seen > 0);
    for (at, line) in one.chat.iter().enumerate().rev() {
        if rows.len() >= wanted {
            break;
        }
        let text = text_rows(line, width).into_iter();
        rows.extend(text.map(|pieces| Laid { of: at, is_text: true, indent: INDENT, pieces }));
        let above = |pieces| Laid { of: at, is_text: false, indent: 0, pieces };
        let before = at.checked_sub(1).and_then(|before| one.chat.get(before));
        if before.is_none_or(|before| !belong_together(before, line)) {
            rows.push(above(author(app, one, line).into()));
        }
        if first_new == Some(at) {
            rows.push(above(vec![piece(Role::Accent, "── new ──")]));
        }
        if apart && at > 0 && rows.last().is_some_and(|row| !row.is_text) {
            rows.push(above(Vec::new()));
        }
    }
    rows
}

/// Who wrote a line, and when.
fn author<'a>(app: &App, one: &'a Interaction, line: &'a ChatLine) -> [Piece<'a>; 2] {
    let (role, who) = match line.from {
        ChatSide::Customer => (Role::Accent, one.customer_label()),
        ChatSide::Agent => (Role::Strong, "you".into()),
        ChatSide::Bot => (Role::Strong, line.author.as_deref().unwrap_or("bot").into()),
        ChatSide::System => (Role::Muted, line.author.as_deref().unwrap_or("system").into()),
    };
    [piece(role, who), piece(Role::Muted, format!("  {}", span::short_time(line.at, app.zone)))]
}

/// Whether the agent has not seen it.
fn is_new(one: &Interaction, line: &ChatLine) -> bool {
    line.from == ChatSide::Customer && line.number > one.seen
}

/// What one line says, from its end upwards: text or file, and behind the last row how far it has come.
fn text_rows(line: &ChatLine, width: u16) -> Vec<Vec<Piece<'static>>> {
    let text = match &line.attachment {
        Some(file) => format!("▤ {}  {}, {}", file.name, file.media_type, looks::size(file.size)),
        None => line.text.clone(),
    };
    let role = if line.from == ChatSide::System { Role::Muted } else { Role::Text };
    let tick = match line.tick {
        None => None,
        Some(Tick::Sent) => Some(piece(Role::Muted, "  ✓ sent")),
        Some(Tick::Delivered) => Some(piece(Role::Muted, "  ✓✓ delivered")),
        Some(Tick::Read) => Some(piece(Role::Accent, "  ✓✓ read")),
    };
    let template = line.template.as_ref().map(|name| piece(Role::Muted, format!("  [{name}]")));
    let mut behind: Vec<Piece<'static>> = template.into_iter().chain(tick).collect();
    let texts = wrap(&text, width.saturating_sub(INDENT), MOST_ROWS);
    let mut rows: Vec<Vec<Piece<'static>>> = Vec::new();
    for text in texts.into_iter().rev() {
        let mut pieces = vec![piece(role, text)];
        let room = width.saturating_sub(INDENT + total(&pieces));
        if rows.is_empty() && total(&behind) > room {
            // In a row of its own it begins where the text does.
            if let Some(Piece(_, first)) = behind.first_mut() {
                *first = first.trim_start().to_owned().into();
            }
            rows.push(std::mem::take(&mut behind));
        }
        pieces.append(&mut behind);
        rows.push(pieces);
    }
    rows
}

fn belong_together(before: &ChatLine, line: &ChatLine) -> bool {
    before.author == line.author && before.from == line.from && line.at.since(before.at) < TOGETHER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Moment;

    #[test]
    fn how_far_a_line_has_come_stands_behind_it_or_below_its_beginning() {
        let mut line = ChatLine::new(ChatSide::Agent, Moment(0), "It left us".to_owned());
        line.tick = Some(Tick::Delivered);
        let rows = |width| -> Vec<String> {
            let texts = |row: Vec<Piece<'static>>| row.iter().map(|Piece(_, text)| text.as_ref()).collect();
            text_rows(&line, width).into_iter().map(texts).collect()
        };
        assert_eq!(rows(40), ["It left us  ✓✓ delivered"]);
        assert_eq!(rows(20), ["✓✓ delivered", "It left us"]);
    }
}
