//! What is written in a chat, the newest lowest, and the line that the agent writes.

use ratatui::layout::Rect;

use crate::desk::interaction::{ChatLine, ChatSide};
use crate::desk::{Interaction, Phase};
use crate::toolbar::app::App;
use crate::toolbar::chat;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::wrap;
use crate::wire::Micros;

/// How far a text stands in from the name above it, in columns.
const INDENT: u16 = 2;
/// The most rows of one message that are laid out.
const MOST_ROWS: usize = 200;
/// Lines of one side within this time stand below one name.
const TOGETHER: Micros = Micros::from_secs(60);

/// The chat in what is left of the panel.
pub(super) fn draw(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let open = chat::is_open(one) && !app.is_replay();
    let typing = app.chat.typing() == Some(&one.id);
    let (line, above) = bottom(area, u16::from(open || typing));
    let (_, text) = bottom(above, u16::from(line.height > 0 && above.height > 4));
    draw_lines(app, one, canvas, text);
    if line.height > 0 {
        draw_input(app, one, canvas, line, typing);
    }
}

fn draw_input(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect, typing: bool) {
    if !chat::is_open(one) {
        let says = "The customer has left; esc leaves this line.";
        canvas.left(area, &[piece(Role::ToastWarning, says)]);
        return;
    }
    match app.chat.line(&one.id) {
        Some(field) if typing || !field.value().is_empty() => field.draw(canvas, area, typing),
        _ => {
            canvas.tint(area, Role::Field);
            let (_, inside) = left(area, 1);
            canvas.left(inside, &[piece(Role::Key, "i"), piece(Role::Muted, " writes to the customer")]);
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
    for (at, line) in one.chat.iter().enumerate().rev() {
        if rows.len() >= wanted {
            break;
        }
        let texts = wrap(&line.text, width.saturating_sub(INDENT), MOST_ROWS);
        rows.extend(texts.into_iter().rev().map(|text| (INDENT, vec![piece(Role::Text, text)])));
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
    }
    rows
}

fn belong_together(before: &ChatLine, line: &ChatLine) -> bool {
    before.from == line.from && line.at.since(before.at) < TOGETHER
}
