//! The live interactions, two rows each: its number, who, what is unread and how long; where it stands and on
//! which channel.

use ratatui::layout::Rect;

use super::looks;
use crate::desk::{Interaction, Phase};
use crate::toolbar::app::App;
use crate::toolbar::attention::{self, Counts, Level};
use crate::toolbar::overlays::members;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::list::{Hidden, first_seen};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::zone::Target;

/// Rows for each.
const EACH: u16 = 2;
/// The column of the mark before the one that is looked at.
const MARK: u16 = 1;
/// The columns of a number with a gap.
const NUMBER: u16 = 2;
/// How many have a key of their own.
const MOST_NUMBERS: usize = 9;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let all = &app.desk.interactions;
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    let inside = canvas.panel(area, "Interactions", &[piece(Role::Muted, count)], false);
    if all.is_empty() {
        let says = "None now. What rings or is dialled appears here.";
        canvas.wrapped(inside, &piece(Role::Muted, says));
        return;
    }
    let current = app.current_id();
    let at = all.iter().position(|one| Some(&one.id) == current);
    let mut rest = inside;
    let first = first_seen(at.unwrap_or(0), all.len(), inside.height / EACH);
    for (place, one) in all.iter().enumerate().skip(first) {
        let (rows, below) = top(rest, EACH);
        if rows.height < EACH {
            break;
        }
        draw_one(app, place, one, canvas, rows);
        canvas.zone(rows, Target::Interaction(place));
        if at == Some(place) && all.len() > 1 {
            canvas.left(rows, &[piece(Role::Accent, "›")]);
            // The tint goes a column further than mark and text, at both sides.
            canvas.choose(Rect { x: rows.x.saturating_sub(1), width: rows.width + 2, ..rows });
        }
        rest = below;
    }
    Hidden::of(all.len(), first, inside.height / EACH).in_line(canvas, inside);
}

fn draw_one(app: &App, place: usize, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let look = looks::interaction(one);
    // The number is the key that leads here.
    let numbered = app.desk.interactions.len() > 1;
    let (_, area) = left(area, if numbered { MARK } else { 0 });
    let (numbers, area) = left(area, if numbered { NUMBER } else { 0 });
    if place < MOST_NUMBERS && numbered {
        canvas.left(row(numbers, 0), &[piece(Role::Muted, (place + 1).to_string())]);
    }
    let who =
        [piece(look.role, format!("{} ", app.moving(look.shape))), piece(Role::Strong, one.customer_label())];
    // A name goes before a word that the mark beside it says too.
    let timer = Some(timer(app, one, true))
        .filter(|timer| total(&who) + total(std::slice::from_ref(timer)) < area.width);
    canvas.both(row(area, 0), &who, &[timer.unwrap_or_else(|| self::timer(app, one, false))]);
    let indent = if numbered { "" } else { "  " };
    let mut state = vec![piece(look.role, format!("{indent}{}", look.word))];
    if one.muted && one.phase == Phase::Connected {
        state.push(piece(Role::InteractionHeld, " ⊘ muted"));
    }
    if let Some(consult) = &one.consult {
        state.push(piece(
            Role::Accent,
            format!(" asks {}", members::name(&app.desk, &consult.with, consult.is_user)),
        ));
    }
    if one.customer_types {
        state.push(piece(Role::Accent, "  is typing"));
    }
    let name = app.desk.campaign_name(one.campaign_id);
    let unread = unread(one);
    // What there is no room for is left out whole: the panel of the current one says it too.
    for more in [format!("  {}", looks::way(&app.desk, one)), format!(" · {name}")] {
        let more = piece(Role::Muted, more);
        if total(&state) + total(std::slice::from_ref(&more)) + total(&unread) < area.width {
            state.push(more);
        }
    }
    canvas.both(row(area, 1), &state, &unread);
}

/// How many of the customer's lines nobody has looked at.
fn unread(one: &Interaction) -> Vec<Piece<'static>> {
    match one.unread() {
        0 => Vec::new(),
        // What is offered is taken first: nothing beside its time is as loud.
        many if attention::is_offered(one) => vec![piece(Role::Accent, format!("{many} new"))],
        many => vec![piece(Role::Unread, format!("{many} new"))],
    }
}

/// The time that matters, with a mark and, where there is room, a word where it becomes pressing.
fn timer(app: &App, one: &Interaction, words: bool) -> Piece<'static> {
    let look = looks::interaction(one);
    let timer = attention::timer(&app.desk, one, app.now());
    let (role, mark) = looks::level(timer.level, look.role);
    let time = match timer.counts {
        Counts::Left => format!("{} left", span::left(timer.span)),
        Counts::Waits if words && timer.level < Level::Late => format!("waits {}", span::lasted(timer.span)),
        Counts::Waits | Counts::Lasted => span::lasted(timer.span),
    };
    piece(role, format!("{mark}{time}"))
}
