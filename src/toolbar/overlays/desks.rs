//! The other desks of the site, live, for those who supervise.

use ratatui::layout::Rect;
use serde_json::json;

use super::pick::{Pick, Subject};
use super::{Heard, Outcome, Overlay};
use crate::contract::ids::DeskId;
use crate::contract::payload::ChannelType;
use crate::desk::watch::InteractionSummary;
use crate::desk::{Activity, DeskState, DeskSummary};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::screens::workbench::looks;
use crate::toolbar::theme::Role;
use crate::toolbar::theme::state::{self, State};
use crate::toolbar::widgets::area::{bottom, inset, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::text::{error_height, width};
use crate::toolbar::widgets::{list, span};
use crate::wire::Moment;

/// The columns between two of the table's.
const GAP: u16 = 2;
/// The columns of how long.
const SINCE: u16 = 9;
/// From this width on, the table names the desks.
const WITH_DESKS: u16 = 64;
/// The widest that the list is, in columns.
const WIDEST: u16 = 120;

/// The list, and which desk is chosen.
#[derive(Debug, Clone, Default)]
pub struct Desks {
    chosen: Option<DeskId>,
    /// What the hub said against the last gesture.
    pub error: Option<String>,
}

/// The call that asks to look into another desk.
pub(in crate::toolbar) fn listen(id: &DeskId) -> Call {
    Call { method: "toolbar.listen", params: json!({"desk": id}), place: Place::Desks }
}

impl Desks {
    /// With a desk chosen.
    pub fn at(desk: DeskId) -> Desks {
        Desks { chosen: Some(desk), error: None }
    }

    /// The call that begins or ends the watching.
    pub fn watch(on: bool) -> Call {
        Call { method: "toolbar.watchDesks", params: json!({"on": on}), place: Place::Desks }
    }

    /// The chosen desk, else the first.
    fn chosen<'a>(&self, desk: &'a DeskState) -> Option<(&'a DeskId, &'a DeskSummary)> {
        let watched = desk.watched.as_ref()?;
        let chosen = self.chosen.as_ref().and_then(|id| watched.get_key_value(id));
        chosen.or_else(|| watched.first_key_value())
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        self.error = None;
        match action {
            Action::Previous | Action::Next => self.go(action == Action::Next, desk),
            Action::Cancel => return Outcome::CallAndClose(Desks::watch(false)),
            Action::Confirm => {
                let Some((id, _)) = self.chosen(desk) else { return Outcome::Stay };
                return Outcome::Call(listen(id));
            }
            Action::Status => {
                let Some((_, one)) = self.chosen(desk) else { return Outcome::Stay };
                let pick = Pick::new(Subject::StatusOf(one.user_id.clone()));
                return Outcome::Over(Box::new(Overlay::Pick(pick)));
            }
            Action::SignOut => {
                let Some((_, one)) = self.chosen(desk) else { return Outcome::Stay };
                let pick = Pick::new(Subject::SignOut(one.user_id.clone()));
                return Outcome::Over(Box::new(Overlay::Pick(pick)));
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn go(&mut self, on: bool, desk: &DeskState) {
        let Some((now, _)) = self.chosen(desk) else { return };
        let ids = desk.watched.iter().flat_map(|watched| watched.keys());
        let next = match on {
            true => ids.clone().find(|id| *id > now),
            false => ids.clone().rev().find(|id| *id < now),
        };
        self.chosen = Some(next.unwrap_or(now).clone());
    }

    /// The hub agreed.
    pub(super) fn answered(&mut self, method: &str) -> Heard {
        match method {
            "toolbar.listen" => Heard::Listen,
            _ => Heard::Stay,
        }
    }

    /// The desk that is to be looked into.
    pub fn listened(&self, desk: &DeskState) -> Option<DeskId> {
        self.chosen(desk).map(|(id, _)| id.clone())
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let wide = area.width.min(WIDEST);
        let place = inset(area, (area.width - wide) / 2, 0);
        canvas.cover(place, Role::Surface);
        let count = app.desk.watched.as_ref().map_or(0, |watched| watched.len());
        let note = [piece(Role::Muted, format!("{count} signed in"))];
        let inside = canvas.panel(place, "Desks", &note, true);
        let said = error_height(self.error.as_deref(), inside.width);
        let (error, rest) = bottom(inside, said);
        let Some(watched) = app.desk.watched.as_ref().filter(|watched| !watched.is_empty()) else {
            let words = match app.desk.watched {
                Some(_) => "Nobody else is signed in.",
                None => "Asking …",
            };
            canvas.left(row(rest, 0), &[piece(Role::Muted, words)]);
            return;
        };
        let chosen = self.chosen(&app.desk).map(|(id, _)| id);
        let at = watched.keys().position(|id| Some(id) == chosen).unwrap_or(0);
        let all: Vec<(&DeskId, &DeskSummary)> = watched.iter().collect();
        let columns = Columns::of(&all, rest.width);
        let (head, places) = top(rest, 1);
        let muted = |text| [piece(Role::Muted, text)];
        let names = [muted("Agent"), muted("Desk"), muted("State"), muted("For"), muted("Interaction")];
        columns.draw(canvas, list::beside(head), names.each_ref().map(<[Piece<'_>; 1]>::as_slice));
        list::choices(canvas, places, all.len(), at, |canvas, at, place| {
            let (id, one) = all[at];
            draw_one(app, id, one, &columns, canvas, place);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(error, 1).1, &piece(Role::Error, text.as_str()));
        }
    }
}

/// The widths of the table's columns, gaps included; the last one has the rest.
struct Columns {
    agent: u16,
    desk: u16,
    state: u16,
    since: u16,
}

impl Columns {
    /// As wide as what stands in them, within bounds; narrow tables do without the desk.
    fn of(all: &[(&DeskId, &DeskSummary)], room: u16) -> Columns {
        let widest = |of: &dyn Fn(&(&DeskId, &DeskSummary)) -> u16, least: u16, most: u16| {
            all.iter().map(of).max().unwrap_or(0).clamp(least, most) + GAP
        };
        Columns {
            agent: widest(&|(_, one)| width(&one.user_name), 8, room / 5),
            desk: if room < WITH_DESKS { 0 } else { widest(&|(id, _)| width(id.as_str()), 6, room / 6) },
            state: widest(&|(_, one)| width(Doing::of(one).word) + 2, 10, room / 4),
            since: SINCE,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cells: [&[Piece<'_>]; 5]) {
        let mut rest = area;
        let [agent, desk, state, since, last] = cells;
        for (wide, pieces) in
            [(self.agent, agent), (self.desk, desk), (self.state, state), (self.since, since)]
        {
            let (cell, next) = left(rest, wide);
            canvas.left(left(cell, wide.saturating_sub(GAP)).0, pieces);
            rest = next;
        }
        canvas.left(rest, last);
    }
}

/// What somebody does: what needs them most, else their status.
struct Doing<'a> {
    state: State,
    word: &'a str,
    since: Moment,
    /// Which of their interactions it is.
    on: Option<usize>,
}

impl<'a> Doing<'a> {
    fn of(one: &'a DeskSummary) -> Doing<'a> {
        let known = one.interactions.iter().enumerate().filter_map(|(at, on)| Some((at, on, activity(on)?)));
        let Some((at, on, doing)) = known.min_by_key(|(_, on, _)| urgency(&on.phase)) else {
            let state = if one.available { state::AVAILABLE } else { state::AWAY };
            return Doing { state, word: &one.status, since: one.since, on: None };
        };
        let (state, word) = looks::activity(doing);
        let word = looks::of_chat(doing).filter(|_| on.channel_type == ChannelType::Chat).or(word);
        Doing { state, word: word.unwrap_or(&one.status), since: on.since, on: Some(at) }
    }
}

/// The phases of a summary, what presses most first.
const PHASES: [(&str, Activity); 5] = [
    ("ringing", Activity::Ringing),
    ("dialling", Activity::Dialling),
    ("connected", Activity::OnCall),
    ("held", Activity::OnHold),
    ("wrapUp", Activity::WrapUp),
];

fn urgency(phase: &str) -> usize {
    PHASES.iter().position(|(name, _)| *name == phase).unwrap_or(PHASES.len())
}

fn activity(one: &InteractionSummary) -> Option<Activity> {
    PHASES.get(urgency(&one.phase)).map(|(_, activity)| *activity)
}

fn draw_one(
    app: &App,
    id: &DeskId,
    one: &DeskSummary,
    columns: &Columns,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let doing = Doing::of(one);
    let role = doing.state.role;
    columns.draw(
        canvas,
        area,
        [
            &[piece(Role::Strong, one.user_name.as_str())],
            &[piece(Role::Muted, id.as_str())],
            &[piece(role, format!("{} {}", doing.state.shape, doing.word))],
            &[piece(role, span::lasted(app.now().since(doing.since)))],
            &on(app, one, &doing),
        ],
    );
}

/// Whom they are on with; what needs them most first, the others with their own state and time.
fn on<'a>(app: &App, one: &'a DeskSummary, doing: &Doing<'a>) -> Vec<Piece<'a>> {
    let Some(first) = doing.on else { return vec![piece(Role::Muted, "none")] };
    let named = |on: &'a InteractionSummary| {
        [piece(Role::Text, on.customer.as_str()), piece(Role::Muted, format!("  {}", channel(on)))]
    };
    let mut pieces: Vec<Piece<'a>> = one.interactions.get(first).into_iter().flat_map(named).collect();
    for (at, on) in one.interactions.iter().enumerate().filter(|(at, _)| *at != first) {
        let state = activity(on).map_or(state::DISPOSED, |activity| looks::activity(activity).0);
        pieces.push(piece(state.role, format!("   {} ", state.shape)));
        pieces.extend(named(&one.interactions[at]));
        pieces.push(piece(Role::Muted, format!(" {}", span::lasted(app.now().since(on.since)))));
    }
    pieces
}

fn channel(one: &InteractionSummary) -> &str {
    if one.sub_channel.is_empty() { one.channel_type.as_str() } else { &one.sub_channel }
}

/// What somebody is on, in a few words.
pub(in crate::toolbar) fn about(app: &App, one: &InteractionSummary) -> String {
    let channel = channel(one);
    let since = span::lasted(app.now().since(one.since));
    format!("{channel} {} {} {since}", one.phase, one.customer)
}
