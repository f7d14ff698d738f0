//! The customer's side, for tests and demonstrations: have a customer call now, answer, hang up or
//! refuse.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::dial::{FORM_WIDTH, selected};
use super::{Outcome, dialog};
use crate::contract::ids::CampaignId;
use crate::desk::{DeskState, Phase, Session};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::row;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::list;
use crate::wire::RpcError;

const PHONE: usize = 0;
const NAME: usize = 1;
const CAMPAIGN: usize = 2;

/// The customer of the vendor's own pages, with whom the form begins.
const ANSHIKA: (&str, &str) = ("1234567890", "Anshika");

/// Who calls, and which campaign.
#[derive(Debug, Clone)]
pub struct CustomerForm {
    /// The fields.
    pub form: Form,
    campaigns: Vec<CampaignId>,
}

impl CustomerForm {
    /// A customer whom the demonstration knows, calling the first of the chosen campaigns.
    pub fn new(session: &Session) -> CustomerForm {
        let (campaigns, names) = selected(session);
        let fields = vec![
            Field::text("Phone", ANSHIKA.0),
            Field::text("Name", ANSHIKA.1),
            Field::choice("Campaign", names, 0),
        ];
        CustomerForm { form: Form::new(fields), campaigns }
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm | Action::Submit => return self.submit(),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    fn submit(&mut self) -> Outcome {
        self.form.forgive();
        let phone = self.form.field(PHONE).value().trim().to_owned();
        if phone.is_empty() {
            self.form.blame(PHONE, "enter a number");
            return Outcome::Stay;
        }
        let mut params = Map::new();
        params.insert("phone".to_owned(), phone.into());
        let name = self.form.field(NAME).value().trim();
        if !name.is_empty() {
            params.insert("name".to_owned(), name.into());
        }
        if let Some(campaign) = self.campaigns.get(self.form.field(CAMPAIGN).chosen()) {
            params.insert("campaignId".to_owned(), json!(campaign));
        }
        let params = Value::Object(params);
        Outcome::Call(Call { method: "control.customerCall", params, place: Place::Customer })
    }

    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match blamed(error) {
            Some("phone") => self.form.blame(PHONE, text),
            Some("name") => self.form.blame(NAME, text),
            Some("campaignId") => self.form.blame(CAMPAIGN, text),
            _ => self.form.error = Some(text),
        }
    }

    pub(super) fn draw(&self, _: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let height = self.form.height(FORM_WIDTH);
        let inside = dialog(canvas, area, FORM_WIDTH + 6, height + 5, "A customer calls");
        self.form.draw(canvas, inside);
        let hint = "enter has them call now; esc closes";
        canvas.left(row(inside, height), &[piece(Role::Muted, hint)]);
    }
}

/// What a customer can do: as the hub calls it, in words, and when.
struct Doing {
    method: &'static str,
    words: &'static str,
    needs: Needs,
}

#[derive(Clone, Copy)]
enum Needs {
    /// A customer who is being dialled.
    Dialled,
    /// Any customer who waits, rings, is dialled or talks.
    Line,
}

const DOINGS: [Doing; 3] = [
    Doing { method: "control.customerAnswer", words: "The customer answers", needs: Needs::Dialled },
    Doing { method: "control.customerHangup", words: "The customer hangs up", needs: Needs::Line },
    Doing {
        method: "control.customerRefuse",
        words: "The customer is busy or refuses",
        needs: Needs::Dialled,
    },
];

impl Needs {
    fn met(self, desk: &DeskState) -> bool {
        let calls = &desk.interactions;
        match self {
            Needs::Dialled => calls
                .iter()
                .any(|one| one.is_outbound() && matches!(one.phase, Phase::Initiated | Phase::Ringing)),
            Needs::Line => {
                let live = |phase: Phase| !matches!(phase, Phase::WrapUp | Phase::Disposed);
                !desk.waiting.is_empty() || calls.iter().any(|one| live(one.phase))
            }
        }
    }

    fn words(self) -> &'static str {
        match self {
            Needs::Dialled => "needs a dialled call",
            Needs::Line => "nobody is on the line",
        }
    }
}

/// A menu of what a customer does.
#[derive(Debug, Clone, Copy)]
pub struct CustomerMenu {
    at: usize,
    /// Whether the row was asked for although it can't be: its note says why.
    refused: bool,
}

impl CustomerMenu {
    /// Whether a customer can do anything.
    pub fn fits(desk: &DeskState) -> bool {
        DOINGS.iter().any(|doing| doing.needs.met(desk))
    }

    /// The menu on the first row that is possible.
    pub fn new(desk: &DeskState) -> CustomerMenu {
        let at = DOINGS.iter().position(|doing| doing.needs.met(desk)).unwrap_or(0);
        CustomerMenu { at, refused: false }
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        self.refused = false;
        match action {
            Action::Previous => self.at = list::moved(self.at, DOINGS.len(), -1),
            Action::Next => self.at = list::moved(self.at, DOINGS.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some(doing) = DOINGS.get(self.at) else { return Outcome::Close };
                if !doing.needs.met(desk) {
                    self.refused = true;
                    return Outcome::Stay;
                }
                // Without an interaction named, the hub takes the newest call to which it can happen.
                let params = Value::Object(Map::new());
                return Outcome::CallAndClose(Call { method: doing.method, params, place: Place::Workbench });
            }
            _ => {}
        }
        Outcome::Stay
    }

    pub(super) fn draw(self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let inside = dialog(canvas, area, 66, 7, "What the customer does");
        list::choices(canvas, inside, DOINGS.len(), self.at, |canvas, at, place| {
            let doing = &DOINGS[at];
            let (role, note) = match doing.needs.met(&app.desk) {
                true => (Role::Text, ""),
                false => (Role::Muted, doing.needs.words()),
            };
            let loud = if self.refused && at == self.at { Role::Error } else { Role::Muted };
            canvas.both(place, &[piece(role, doing.words)], &[piece(loud, note)]);
        });
    }
}
