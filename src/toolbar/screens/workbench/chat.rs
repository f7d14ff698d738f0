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
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::text::wrap;
use crate::toolbar::widgets::{list, span};
use crate::wire::Micros;

/// From this height on, what is said stands apart from the head.
const ROOMY: u16 = 13;
/// How far a text stands in from the name above it, in columns.
const INDENT: u16 = 2;
/// The most rows of one message that are laid out.
const MOST_ROWS: usize = 200;
/// The most rows of the line that the agent writes.
const MOST_INPUT: u16 = 6;
/// Lines of one side within this time stand below one name.
const TOGETHER: Micros = Micros::from_secs(60);

/// The chat in what is left of the panel.
pub(super) fn draw(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let open = chat::is_open(one) && !app.is_read_only();
    let typing = app.chat.typing() == Some(&one.id);
    let (head, area) = top(area, u16::from(is_sorted(one) && area.height > 5));
    draw_head(app, one, canvas, head);
    let (_, area) = top(area, u16::from(area.height >= ROOMY));
    let written = app.chat.line(&one.id).filter(|_| open).map_or(1, |text| text.height(area.width));
    let most = (area.height / 2).clamp(1, MOST_INPUT);
    let (line, above) = bottom(area, if open || typing { written.clamp(1, most) } else { 0 });
    let offered = if typing { app.chat.offered(&app.desk.setup.replies) } else { Default::default() };
    let rows = u16::try_from(offered.0.len()).unwrap_or(0).min(above.height / 2);
    let (replies, above) = bottom(above, rows);
    // A row of its own for what the customer does, or an empty one between what was written and the line.
    let (notice, text) = bottom(above, u16::from(line.height > 0 && above.height > 4));
    draw_lines(app, one, canvas, text);
    if one.customer_types {
        canvas.left(notice, &[piece(Role::Muted, format!("{} is typing …", one.customer_label()))]);
    }
    draw_replies(&offered, canvas, replies);
    if line.height > 0 {
        draw_input(app, one, canvas, line, typing);
    }
}

/// Whether there is more to say of the conversation than its channel, which is the panel's title.
fn is_sorted(one: &Interaction) -> bool {
    let Conversation { subject, priority, status, labels, window_until, .. } = &one.conversation;
    let has_words = !subject.is_empty() || priority.is_some();
    has_words || *status != Status::Open || !labels.is_empty() || window_until.is_some()
}

/// What an e-mail is about, how the conversation is sorted, and how long free text may be written.
fn draw_head(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
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
    let right = match sorted.window_until {
        Some(until) if until <= app.now() => vec![piece(Role::ToastWarning, "window closed: templates only")],
        Some(until) => vec![piece(Role::Muted, format!("window {}", span::left(until.since(app.now()))))],
        None => Vec::new(),
    };
    canvas.both(area, &left, &right);
}

/// The quick replies that fit what is typed.
fn draw_replies(offered: &(Vec<&Reply>, usize), canvas: &mut Canvas<'_>, area: Rect) {
    let (replies, chosen) = offered;
    list::choices(canvas, area, replies.len(), *chosen, |canvas, at, place| {
        let reply = replies[at];
        let code = piece(Role::Key, format!("/{}  ", reply.short_code));
        canvas.left(place, &[code, piece(Role::Muted, reply.content.replace('\n', " "))]);
    });
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

fn draw_lines(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    if area.is_empty() {
        return;
    }
    if one.chat.is_empty() {
        canvas.left(row(area, 0), &[piece(Role::Muted, nothing_yet(one))]);
        return;
    }
    let rows = newest_rows(app, one, area.width, usize::from(area.height) + app.chat.back());
    let height = usize::from(area.height);
    let back = app.chat.back().min(rows.len().saturating_sub(height));
    // From the newest upwards, without those that are out of sight below.
    let seen = rows.iter().skip(back).take(height).rev();
    for (at, (indent, pieces)) in (0u16..).zip(seen) {
        canvas.left(left(row(area, at), *indent).1, pieces);
    }
    if back > 0 {
        canvas.right(row(area, area.height - 1), &[piece(Role::Accent, "↓ newer")]);
    }
}

fn nothing_yet(one: &Interaction) -> &'static str {
    match one.phase {
        Phase::Initiated | Phase::Ringing => "A customer wants to chat. Nothing is written yet.",
        _ => "Nothing is written yet.",
    }
}

type Rows<'a> = Vec<(u16, Vec<Piece<'a>>)>;

/// Rows from the newest upwards, no more than are wanted (and what belongs to the last of them).
fn newest_rows<'a>(app: &App, one: &'a Interaction, width: u16, wanted: usize) -> Rows<'a> {
    let mut rows: Rows<'a> = Vec::new();
    let first_new = one.chat.iter().position(|line| is_new(one, line)).filter(|_| one.seen > 0);
    for (at, line) in one.chat.iter().enumerate().rev() {
        if rows.len() >= wanted {
            break;
        }
        rows.extend(text_rows(line, width));
        let before = at.checked_sub(1).and_then(|before| one.chat.get(before));
        if before.is_none_or(|before| !belong_together(before, line)) {
            let (role, who) = match line.from {
                ChatSide::Customer => (Role::Accent, one.customer_label()),
                ChatSide::Agent => (Role::Strong, "you".into()),
                ChatSide::Bot => (Role::Strong, line.author.as_deref().unwrap_or("bot").into()),
                ChatSide::System => (Role::Muted, line.author.as_deref().unwrap_or("system").into()),
            };
            let time = format!("  {}", span::short_time(line.at, app.zone));
            rows.push((0, vec![piece(role, who), piece(Role::Muted, time)]));
        }
        if first_new == Some(at) {
            rows.push((0, vec![piece(Role::Accent, "── new ──")]));
        }
    }
    rows
}

/// Whether the agent has not seen it.
fn is_new(one: &Interaction, line: &ChatLine) -> bool {
    line.from == ChatSide::Customer && line.number > one.seen
}

/// What one line says, from its end upwards: text or file, and behind the last row how far it has come.
fn text_rows(line: &ChatLine, width: u16) -> Rows<'static> {
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
    let mut rows: Rows<'static> = Vec::new();
    for text in texts.into_iter().rev() {
        let mut pieces = vec![piece(role, text)];
        let room = width.saturating_sub(INDENT + total(&pieces));
        if rows.is_empty() && total(&behind) > room {
            rows.push((INDENT, std::mem::take(&mut behind)));
        }
        pieces.append(&mut behind);
        rows.push((INDENT, pieces));
    }
    rows
}

fn belong_together(before: &ChatLine, line: &ChatLine) -> bool {
    before.author == line.author && before.from == line.from && line.at.since(before.at) < TOGETHER
}
