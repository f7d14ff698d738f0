//! The current interaction: who, what, how long, and which keys work it. It is the most important
//! thing on the screen.

use ratatui::layout::Rect;

use super::{chat, head, idle, looks};
use crate::contract::payload::AssociationType;
use crate::desk::{Consult, Interaction, Phase};
use crate::toolbar::action::{Action, Context, rows};
use crate::toolbar::app::App;
use crate::toolbar::overlays::members;
use crate::toolbar::screens::chrome::call_label;
use crate::toolbar::theme::Role;
use crate::toolbar::theme::state::{self, State};
use crate::toolbar::widgets::area::{bottom, inset, row, top};
use crate::toolbar::widgets::bar::bar;
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece, total};
use crate::toolbar::widgets::span;
use crate::toolbar::widgets::zone::Target;
use crate::wire::Micros;

/// From this height of the panel on, it has room above and below.
const ROOMY: u16 = 14;

/// What can be done with a call, in the order of the panel's keys.
const CONTROLS: [Action; 15] = [
    Action::Answer,
    Action::Reject,
    Action::Write,
    Action::Hold,
    Action::Mute,
    Action::Hangup,
    Action::Dispose,
    Action::Transfer,
    Action::Confer,
    Action::Swap,
    Action::StopAsking,
    Action::HoldAll,
    Action::Leave,
    Action::Members,
    Action::Keypad,
];

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let current = app.current();
    let title = match current {
        Some(one) if one.is_chat() && !one.conversation.sub_channel.is_empty() => looks::way(&app.desk, one),
        Some(one) if one.is_chat() => "Current chat",
        Some(_) => "Current call",
        None => "Call",
    };
    let inside = canvas.panel(area, title, &[], true);
    let chat = current.is_some_and(Interaction::is_chat);
    let inside = inset(inside, 0, u16::from(area.height >= ROOMY && !chat));
    match current {
        Some(one) => draw_call(app, one, canvas, inside),
        None => idle::draw(app, canvas, inside),
    }
}

/// A row below the head of the panel.
enum Line<'a> {
    Text(Vec<Piece<'a>>),
    /// What is left out where there is no room for it, the last first, then what stands at the right.
    State(Vec<Piece<'a>>, [Piece<'a>; 2], Option<Piece<'a>>),
    Limit,
    Gap,
}

fn draw_call(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let (controls, above) = bottom(area, u16::from(!app.is_read_only()));
    draw_controls(app, one, canvas, controls);
    // A row stays free above the keys, whatever the size.
    let (_, area) = bottom(above, controls.height);
    let mut lines = lines(app, one);
    if one.is_chat() {
        draw_chat(app, one, canvas, area, lines);
        return;
    }
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let large = area.height >= wanted + 3;
    let (place, rest) = top(area, if large { 3 } else { 2 });
    head::draw(app, one, canvas, place);
    if rest.height > wanted {
        lines.insert(0, Line::Gap);
    }
    draw_lines(app, one, canvas, rest, lines);
}

fn draw_lines(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect, lines: Vec<Line<'_>>) {
    for (at, line) in (0..area.height).zip(lines) {
        let place = row(area, at);
        match line {
            Line::Text(pieces) => {
                canvas.left(place, &pieces);
            }
            Line::State(mut state, more, right) => {
                let room = place
                    .width
                    .saturating_sub(right.as_ref().map_or(0, |right| total(std::slice::from_ref(right)) + 2));
                for one in more {
                    if total(&state) + total(std::slice::from_ref(&one)) > room {
                        break;
                    }
                    state.push(one);
                }
                canvas.both(place, &state, right.as_slice());
            }
            Line::Limit => draw_limit(app, one, looks::interaction(one).role, canvas, place),
            Line::Gap => {}
        }
    }
}

/// A chat's head is small, since what is written needs the room: who and how long, then its state.
fn draw_chat(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect, lines: Vec<Line<'_>>) {
    let (place, rest) = top(area, 1);
    head::draw_line(app, one, canvas, place);
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let least = chat::least(app, one, rest.width).min(rest.height.min(4));
    let (above, text) = top(rest, wanted.min(rest.height - least));
    draw_lines(app, one, canvas, above, lines);
    chat::draw(app, one, canvas, text);
}

/// What stands below the head, the most important first.
fn lines<'a>(app: &'a App, one: &'a Interaction) -> Vec<Line<'a>> {
    let look = looks::interaction(one);
    let mut state =
        vec![piece(look.role, format!("{} {}", app.moving(look.shape), look.word.to_uppercase()))];
    if let Some(about) = about(app, one) {
        state.push(piece(Role::Muted, format!("  {about}")));
    }
    if one.muted && one.phase == Phase::Connected {
        state.push(piece(Role::InteractionHeld, "  ⊘ MUTED"));
    }
    let mut lines = match one.is_chat() {
        true => {
            let [way, campaign] = source(app, one);
            let source = [piece(Role::Muted, format!("  {way}")), piece(Role::Muted, campaign)];
            vec![Line::State(state, source, chat::reply_within(app, one))]
        }
        false => vec![Line::Text(state), Line::Text(vec![piece(Role::Muted, source(app, one).concat())])],
    };
    if one.deadline.is_some() {
        lines.push(Line::Limit);
    }
    if let Some(consult) = &one.consult {
        lines.push(Line::Text(asked(app, consult)));
    } else if let Some(others) = others(app, one) {
        lines.push(Line::Text(others));
    }
    if one.is_guest {
        lines.push(Line::Text(vec![piece(Role::Accent, "asked in by another agent")]));
    }
    let more = more(app, one);
    if !more.is_empty() {
        lines.push(Line::Text(more));
    }
    if let Some(draft) = draft(app, one) {
        lines.push(Line::Text(vec![piece(Role::Muted, "draft: "), piece(Role::Text, draft)]));
    }
    lines
}

/// Whom the agent asks, and who of them and the customer waits meanwhile.
fn asked<'a>(app: &'a App, consult: &'a Consult) -> Vec<Piece<'a>> {
    let State { shape, word, role, .. } = match consult {
        Consult { joined: false, .. } => state::ASKED,
        Consult { talks: true, .. } => state::CONSULTED,
        _ => state::ASIDE,
    };
    let name = members::name(&app.desk, &consult.with, consult.is_user);
    vec![piece(Role::Muted, "asking "), piece(Role::Strong, name), piece(role, format!("  {shape} {word}"))]
}

/// Who else is in the call, or was asked into it.
fn others<'a>(app: &'a App, one: &'a Interaction) -> Option<Vec<Piece<'a>>> {
    let mut pieces = Vec::new();
    for member in &one.members {
        let joint = if pieces.is_empty() { "with " } else { ", " };
        pieces.push(piece(Role::Muted, joint));
        pieces.push(piece(Role::Text, members::name(&app.desk, &member.who, member.is_user)));
        pieces.push(piece(Role::Text, " "));
        pieces.push(members::state_of(member));
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// What there is to say of the state that its word does not.
fn about(app: &App, one: &Interaction) -> Option<String> {
    let now = app.now();
    match one.phase {
        Phase::Connected => one.held_since.map(|since| format!("for {}", span::lasted(now.since(since)))),
        Phase::Ringing | Phase::Initiated if one.is_outbound() => {
            one.deadline.map(|until| format!("rings for {} more", span::left(until.since(now))))
        }
        _ => None,
    }
}

/// How the agent came to it, and for which campaign.
fn source(app: &App, one: &Interaction) -> [String; 2] {
    let way = match one.association {
        AssociationType::ManualDial => "outbound",
        AssociationType::InboundDial => "inbound",
        AssociationType::Transfer | AssociationType::TransferToCampaign => "transferred",
        AssociationType::Confer => "conference",
    };
    [way.to_owned(), format!(" · {}", app.desk.campaign_name(one.campaign_id))]
}

/// How much is left until the phase runs out.
fn draw_limit(app: &App, one: &Interaction, role: Role, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(deadline) = one.deadline else { return };
    let whole = deadline.since(one.phase_since);
    bar(canvas, area, deadline.since(app.now()).0, whole.0, role);
}

/// What else there is to say in this phase.
fn more<'a>(app: &App, one: &Interaction) -> Vec<Piece<'a>> {
    let mut words: Vec<Piece<'_>> = Vec::new();
    if one.phase == Phase::Connected && one.held > Micros(0) && one.held_since.is_none() {
        words.push(piece(Role::Muted, format!("was on hold for {}", span::lasted(one.held))));
    }
    if one.phase == Phase::WrapUp {
        if let Some(by) = one.cleared {
            words.push(piece(Role::Muted, looks::cleared(by, one.is_chat())));
        }
        if let Some(talk) = one.talk(app.now()) {
            let joint = if words.is_empty() { "" } else { ", " };
            let what = if one.is_chat() { "chat" } else { "talk" };
            words.push(piece(Role::Muted, format!("{joint}{what} {}", span::lasted(talk))));
        }
    }
    words
}

/// The disposition as far as it is chosen and typed.
fn draft(app: &App, one: &Interaction) -> Option<String> {
    let campaign = app.desk.session.as_ref()?.campaign(one.campaign_id)?;
    let name = one.draft.code.and_then(|code| {
        let codes = campaign.dispositions.iter().flat_map(|class| &class.codes);
        codes.into_iter().find(|known| known.id == code).map(|known| known.name.as_str())
    });
    match (name, one.draft.notes.as_str()) {
        (None, "") => None,
        (name, "") => name.map(str::to_owned),
        (name, notes) => Some(format!("{} — {notes}", name.unwrap_or("no code"))),
    }
}

/// The keys that work this call now.
fn draw_controls(app: &App, one: &Interaction, canvas: &mut Canvas<'_>, area: Rect) {
    let first = if one.phase == Phase::WrapUp { Action::Dispose } else { Action::Answer };
    draw_keys(app, canvas, area, Some(first), |action| CONTROLS.contains(&action) && fits(one, action));
}

/// The keys of those of the wanted actions that can be done now, in the order of the footer; the one that has a limit of
/// time is filled.
pub(super) fn draw_keys(
    app: &App,
    canvas: &mut Canvas<'_>,
    area: Rect,
    first: Option<Action>,
    wanted: impl Fn(Action) -> bool,
) {
    let mut targets = Vec::new();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for row in rows(Context::Workbench).filter(|row| wanted(row.action) && app.is_enabled(row.action)) {
        let label = call_label(app, row.action).unwrap_or(row.label);
        // While a line is written, letters are letters.
        let works = app.reaches(row.action) && app.context() != Context::Chat;
        let (key, text) = match (works, row.action) {
            (true, action) if first == Some(action) => (Role::Button, Role::Button),
            (true, Action::Reject) => (Role::Key, Role::Muted),
            (true, _) => (Role::Key, Role::Text),
            (false, _) => (Role::Muted, Role::Muted),
        };
        let name = app.keymap.key_of(Context::Workbench, row);
        if name.is_empty() {
            continue;
        }
        // What fills a ground of its own has a column of it at each side.
        let air = if key == Role::Button { " " } else { "" };
        let next = [
            piece(key, format!("{air}{name}")),
            piece(text, format!(" {label}{air}")),
            piece(Role::Text, &"   "[air.len()..]),
        ];
        if total(&pieces) + total(&next) > area.width + 3 {
            break;
        }
        targets.push((pieces.len(), Target::Row(row)));
        pieces.extend(next);
    }
    // Nothing follows the last one.
    pieces.pop();
    canvas.left(area, &pieces);
    canvas.zone_pieces(area, &pieces, &targets);
}

/// Whether an action is about this call rather than another one at the desk.
fn fits(one: &Interaction, action: Action) -> bool {
    match (one.phase, action) {
        (Phase::Ringing | Phase::Initiated, Action::Answer | Action::Reject) => !one.is_outbound(),
        (Phase::Ringing | Phase::Initiated, Action::Hangup) => one.is_outbound(),
        // While somebody is asked, what becomes of that comes first.
        (Phase::Connected, Action::Transfer | Action::Confer | Action::Swap | Action::StopAsking)
            if one.consult.is_some() =>
        {
            true
        }
        (Phase::Connected, _) if one.consult.is_some() => false,
        (Phase::Connected, Action::Hangup | Action::Dispose) => true,
        (Phase::Connected, Action::Write) => one.is_chat(),
        (Phase::Connected, Action::Transfer) => true,
        (Phase::Connected, Action::Answer | Action::Reject) => false,
        (Phase::Connected, _) => !one.is_chat(),
        (Phase::WrapUp, Action::Dispose) => true,
        _ => false,
    }
}
