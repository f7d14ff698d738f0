//! The choice of campaigns: a list of which several can be chosen.

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use serde_json::json;

use crate::contract::ids::CampaignId;
use crate::desk::{DeskState, Session};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::overlays::Outcome;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::{error_height, width};

/// How wide it is at least inside its panel, in columns.
const INSIDE: u16 = 54;

/// What stands before a campaign that is not chosen.
const MARK: &str = "[ ] ";
/// The columns between two columns.
const GAP: u16 = 2;

/// Which campaigns are chosen, and on which row the agent is.
#[derive(Debug, Clone, Default)]
pub struct CampaignChoice {
    at: usize,
    chosen: BTreeSet<CampaignId>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// The call that chooses campaigns.
pub(in crate::toolbar) fn select(ids: &[CampaignId]) -> Call {
    let params = json!({"campaignIds": ids});
    Call { method: "toolbar.selectCampaigns", params, place: Place::Campaigns }
}

impl CampaignChoice {
    /// Begins with what is selected now; a sole campaign is chosen already.
    pub fn start(&mut self, session: &Session) {
        self.at = 0;
        self.error = None;
        self.chosen = session.selected.iter().copied().collect();
        if let [only] = session.campaigns.as_slice() {
            self.chosen.insert(only.about.campaign_id);
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let Some(session) = &desk.session else { return Outcome::Close };
        let len = session.campaigns.len();
        match action {
            Action::Previous => self.at = list::moved(self.at, len, -1),
            Action::Next => self.at = list::moved(self.at, len, 1),
            Action::Toggle => {
                let Some(campaign) = session.campaigns.get(self.at) else { return Outcome::Stay };
                let id = campaign.about.campaign_id;
                if !self.chosen.remove(&id) {
                    self.chosen.insert(id);
                }
                self.error = None;
            }
            Action::Cancel => return Outcome::Close,
            Action::Confirm => return self.submit(session),
            _ => {}
        }
        Outcome::Stay
    }

    fn submit(&mut self, session: &Session) -> Outcome {
        let known = session.campaigns.iter().map(|one| one.about.campaign_id);
        let ids: Vec<CampaignId> = known.filter(|id| self.chosen.contains(id)).collect();
        if ids.is_empty() {
            self.error = Some("Choose at least one first".to_owned());
            return Outcome::Stay;
        }
        Outcome::Call(select(&ids))
    }

    /// How many rows it would like.
    pub(in crate::toolbar) fn height(&self, desk: &DeskState) -> u16 {
        let rows = desk.session.as_ref().map_or(0, |session| session.campaigns.len());
        let said = error_height(self.error.as_deref(), INSIDE).max(2);
        u16::try_from(rows).unwrap_or(u16::MAX).clamp(1, 20) + 3 + said
    }

    /// How many columns it would like: so many that each name is seen whole.
    pub(in crate::toolbar) fn width(&self, desk: &DeskState) -> u16 {
        let Some(session) = &desk.session else { return INSIDE };
        let (kinds, ids) = columns(session);
        let names = session.campaigns.iter().map(|one| width(&session.campaign_name(one.about.campaign_id)));
        let beside = list::beside(Rect::new(0, 0, INSIDE, 1));
        let row = names.max().unwrap_or(0) + width(MARK) + GAP + kinds + GAP + ids;
        (row + INSIDE - beside.width).max(INSIDE)
    }

    pub(in crate::toolbar) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(session) = &app.desk.session else { return };
        canvas.left(row(area, 0), &[piece(Role::Muted, "Which campaigns do you work for?")]);
        let (_, rest) = top(area, 2);
        let said = error_height(self.error.as_deref(), area.width).max(2);
        let (places, below) = top(rest, rest.height.saturating_sub(said));
        if session.campaigns.is_empty() {
            let text = "No campaign is assigned to you; the workspace file says who gets which.";
            canvas.wrapped(places, &piece(Role::Muted, text));
        } else {
            let (head, places) = top(places, 1);
            self.draw_list(session, canvas, head, places);
        }
        let hint = match &self.error {
            Some(error) => piece(Role::Error, error.as_str()),
            None => piece(Role::Muted, app.worded(&self.next())),
        };
        canvas.wrapped(top(below, 1).1, &hint);
    }

    /// What there is to do with the choice as it is.
    fn next(&self) -> String {
        match self.chosen.len() {
            0 => "Choose at least one; {list.toggle} takes the one you are on.".to_owned(),
            1 => "1 campaign is chosen; {list.confirm} goes on with it.".to_owned(),
            many => format!("{many} campaigns are chosen; {{list.confirm}} goes on with them."),
        }
    }

    /// The campaigns, each with its kind and the id by which integrations know it, below the columns' names.
    fn draw_list(&self, session: &Session, canvas: &mut Canvas<'_>, head: Rect, places: Rect) {
        let about = |at: usize| &session.campaigns[at].about;
        let (kinds, ids) = columns(session);
        let right = |kind: &str, id: &str| {
            let gap = kinds.saturating_sub(width(kind)) + ids.saturating_sub(width(id)) + GAP;
            piece(Role::Muted, format!("{kind}{:gap$}{id}", "", gap = usize::from(gap)))
        };
        canvas.both(list::beside(head), &[piece(Role::Muted, "    Campaign")], &[right("Type", "Id")]);
        list::choices(canvas, places, session.campaigns.len(), self.at, |canvas, at, place| {
            let about = about(at);
            let mark = match self.chosen.contains(&about.campaign_id) {
                true => piece(Role::Accent, "[x] "),
                false => piece(Role::Muted, MARK),
            };
            let name = piece(Role::Text, session.campaign_name(about.campaign_id));
            canvas.both(place, &[mark, name], &[right(&about.campaign_type, &about.campaign_id.to_string())]);
        });
    }
}

/// The widest kind and the widest id, with what stands above them.
fn columns(session: &Session) -> (u16, u16) {
    let all = || session.campaigns.iter().map(|one| &one.about);
    let kinds = all().map(|one| width(&one.campaign_type)).max().unwrap_or(0).max(width("Type"));
    let ids = all().map(|one| width(&one.campaign_id.to_string())).max().unwrap_or(0).max(width("Id"));
    (kinds, ids)
}
