//! What is behind the bell, newest first.

use jiff::Timestamp;
use ratatui::layout::Rect;
use serde_json::Value;

use super::dialog;
use super::reader::Reader;
use crate::contract::payload::Notification;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list::Hidden;
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::text::wrap;
use crate::toolbar::widgets::zone::Extent;
use crate::wire::Moment;

/// Rows for one notification.
const EACH: u16 = 2;
/// The widest dialog, in columns.
const WIDEST: u16 = 100;
/// Room for the time at the right, with a gap.
const TIME: u16 = 10;
/// What the vendor calls a missed call.
const MISSED: &str = "missed.call";
/// What the text of a missed chat begins with.
const CHAT: &str = "Chat Missed";

/// The call by which they count as looked at.
pub(in crate::toolbar) fn read() -> Call {
    let params = Value::Object(serde_json::Map::new());
    Call { method: "toolbar.readNotifications", params, place: Place::Quiet }
}

pub(super) fn draw(app: &App, reader: &Reader, canvas: &mut Canvas<'_>, area: Rect) {
    let all = &app.desk.notifications;
    let wanted = u16::try_from(all.len()).unwrap_or(u16::MAX).saturating_mul(EACH).clamp(2, 20);
    let wide = area.width.saturating_sub(4).min(WIDEST);
    let inside = dialog(canvas, area, wide, wanted + 4, "Notices");
    if all.is_empty() {
        canvas.left(
            row(inside, 0),
            &[piece(Role::Muted, "Nothing yet. Missed calls and chats are noted here.")],
        );
        return;
    }
    let first = reader.first_of(Extent::of(all.len(), inside.height / EACH), canvas);
    let mut rest = inside;
    for one in all.iter().rev().skip(first) {
        let (place, below) = top(rest, EACH);
        draw_one(app, one, canvas, place);
        rest = below;
    }
    Hidden::of(all.len(), first, inside.height / EACH).in_line(canvas, inside);
}

fn draw_one(app: &App, one: &Notification, canvas: &mut Canvas<'_>, area: Rect) {
    let (shape, role) = match one.severity {
        0 | 1 => ("i", Role::ToastInfo),
        _ => ("!", Role::ToastWarning),
    };
    canvas.right(row(area, 0), &[piece(Role::Muted, time(app, &one.date_added))]);
    let (mark, rest) = left(area, 2);
    canvas.left(mark, &[piece(role, shape)]);
    let words = Rect { width: rest.width.saturating_sub(TIME), ..rest };
    let call = &one.specific_info;
    if call.context != MISSED || call.contact.is_empty() {
        for (at, line) in (0u16..).zip(wrap(&one.display_message, words.width, usize::from(EACH))) {
            canvas.left(row(words, at), &[piece(Role::Text, line)]);
        }
        return;
    }
    // The vendor's page has one kind of notice for both.
    let what = if one.display_message.starts_with(CHAT) { "Missed chat  " } else { "Missed call  " };
    let mut says = vec![piece(Role::Text, what)];
    if let Some(name) = call.name.as_deref().filter(|name| !name.is_empty()) {
        says.push(piece(Role::Strong, name));
        says.push(piece(Role::Text, "  "));
    }
    says.push(piece(Role::Text, call.contact.as_str()));
    canvas.left(row(words, 0), &says);
    let campaign = app.desk.session.as_ref().map(|session| session.campaign_name(call.campaign_id));
    canvas.left(row(words, 1), &[piece(Role::Muted, campaign.unwrap_or_default())]);
}

/// `2025-07-14T08:31:48.925Z` as the time of day on the clock that the rest of the screen has; what
/// can't be read is left out.
fn time(app: &App, added: &str) -> String {
    let micros = added.parse::<Timestamp>().ok().and_then(|at| u64::try_from(at.as_microsecond()).ok());
    micros.map(|micros| span::time(Moment(micros), app.zone)).unwrap_or_default()
}
