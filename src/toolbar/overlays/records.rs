//! Records of the CRM: those that it offers for an interaction, and what can be done with the one that
//! the interaction is linked with.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::ask::AskForm;
use super::{Outcome, Overlay, dialog, telling};
use crate::contract::ids::InteractionId;
use crate::contract::payload::CrmRecordInfo;
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::screens::workbench::looks;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::{error_height, fit, width};
use crate::toolbar::widgets::{list, span};

/// The dialogs' width, in columns.
const WIDTH: u16 = 70;
/// The most records that are seen at once.
const MOST: u16 = 14;

/// A record in a row: its name, and at the right its type and id.
pub(in crate::toolbar) fn record_row(canvas: &mut Canvas<'_>, area: Rect, record: &CrmRecordInfo) {
    let about = format!("{}  {}", record.record_type, record.record_id);
    // Half of the row is the record's, and what the name leaves of the other half.
    let room = area.width.saturating_sub(width(&record.record_name) + 2).max(area.width / 2);
    canvas.both(
        area,
        &[piece(Role::Text, record.record_name.as_str())],
        &[piece(Role::Muted, fit(&about, room))],
    );
}

fn params(record: &CrmRecordInfo) -> Map<String, Value> {
    let mut params = Map::new();
    params.insert("recordId".to_owned(), record.record_id.as_str().into());
    params.insert("recordType".to_owned(), record.record_type.as_str().into());
    params.insert("recordName".to_owned(), record.record_name.as_str().into());
    params
}

/// The call that links an interaction with a record.
pub(in crate::toolbar) fn attach(id: &InteractionId, record: &CrmRecordInfo, place: Place) -> Call {
    let mut params = params(record);
    params.insert("interactionId".to_owned(), json!(id));
    Call { method: "toolbar.attachRecord", params: Value::Object(params), place }
}

/// The call that has the CRM open a record.
pub(in crate::toolbar) fn open(record: &CrmRecordInfo) -> Call {
    Call { method: "toolbar.openRecord", params: Value::Object(params(record)), place: Place::Workbench }
}

/// The call that undoes the link.
pub(in crate::toolbar) fn unattach(id: &InteractionId) -> Call {
    let params = json!({"interactionId": id});
    Call { method: "toolbar.unattachRecord", params, place: Place::Workbench }
}

/// The call that asks the CRM what it shows.
pub(in crate::toolbar) fn ask_shown() -> Call {
    Call { method: "toolbar.askCurrentRecord", params: Value::Object(Map::new()), place: Place::Workbench }
}

/// The records that the CRM offers for one interaction.
#[derive(Debug, Clone)]
pub struct RecordList {
    id: InteractionId,
    at: usize,
    /// What the hub said against it.
    pub error: Option<String>,
}

impl RecordList {
    /// On the first record.
    pub fn new(id: &InteractionId) -> RecordList {
        RecordList { id: id.clone(), at: 0, error: None }
    }

    /// The interaction.
    pub fn id(&self) -> &InteractionId {
        &self.id
    }

    /// Whether there is nothing to choose for any more.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        desk.interaction(&self.id).is_none_or(|one| one.phase == Phase::Disposed)
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let Some(one) = desk.interaction(&self.id) else { return Outcome::Close };
        self.at = self.at.min(one.records.len().saturating_sub(1));
        match action {
            Action::Previous => self.at = list::moved(self.at, one.records.len(), -1),
            Action::Next => self.at = list::moved(self.at, one.records.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some(record) = one.records.get(self.at) else { return Outcome::Close };
                return Outcome::Call(attach(&self.id, record, Place::Records));
            }
            Action::OpenRecord => {
                let Some(record) = one.records.get(self.at) else { return Outcome::Stay };
                return Outcome::Call(open(record));
            }
            _ => {}
        }
        self.error = None;
        Outcome::Stay
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = app.desk.interaction(&self.id) else { return };
        let rows = u16::try_from(one.records.len()).unwrap_or(u16::MAX).clamp(1, MOST);
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, rows + 6, said, "Records");
        let who = one.customer_label();
        let offers = match one.records.len() {
            1 => "The CRM offers 1 record for ".to_owned(),
            many => format!("The CRM offers {many} records for "),
        };
        let head = [piece(Role::Muted, offers), piece(Role::Strong, who)];
        let left = match (one.phase, one.deadline) {
            (Phase::Connected | Phase::Disposed, _) | (_, None) => String::new(),
            (_, Some(until)) => format!("{} left", span::left(until.since(app.now()))),
        };
        canvas.both(row(inside, 0), &head, &[piece(looks::interaction(one).role, left)]);
        let (error, rest) = bottom(top(inside, 2).1, said);
        if one.records.is_empty() {
            let says = app.worded("No record; {record.menu} and Attach by its id links one");
            canvas.left(row(rest, 0), &[piece(Role::Muted, says)]);
        }
        let at = self.at.min(one.records.len().saturating_sub(1));
        list::choices(canvas, rest, one.records.len(), at, |canvas, at, place| {
            record_row(canvas, place, &one.records[at]);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(error, 1).1, &piece(Role::Error, text.as_str()));
        }
    }
}

/// What can be done with a customer's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Offered,
    Shown,
    Typed,
    Unattach,
    Open,
    Create,
    Ask,
}

const DOINGS: [Doing; 7] =
    [Doing::Offered, Doing::Shown, Doing::Typed, Doing::Unattach, Doing::Open, Doing::Create, Doing::Ask];

impl Doing {
    fn words(self) -> &'static str {
        match self {
            Doing::Offered => "Attach one that the CRM offers",
            Doing::Shown => "Attach what the CRM shows",
            Doing::Typed => "Attach one by its id",
            Doing::Unattach => "Unattach",
            Doing::Open => "Open in the CRM",
            Doing::Create => "Create in the CRM",
            Doing::Ask => "Ask the CRM what it shows",
        }
    }

    /// What there is to do it with: said beside it. An error says why it can't be done.
    fn with(self, one: &Interaction, shown: Option<&CrmRecordInfo>) -> Result<String, &'static str> {
        match self {
            Doing::Offered if one.records.is_empty() => Err("none offered"),
            Doing::Offered => Ok(one.records.len().to_string()),
            Doing::Shown => shown.map(name).ok_or("not known: ask it first"),
            Doing::Unattach => match (&one.record, one.customer.customer_id) {
                (Some(record), _) => Ok(name(record)),
                (None, Some(id)) => Ok(format!("customer {id}")),
                (None, None) => Err("nothing is linked"),
            },
            Doing::Open => one.record.as_ref().map(name).ok_or("no record is linked"),
            Doing::Ask => Ok(shown.map(|record| format!("last: {}", name(record))).unwrap_or_default()),
            Doing::Typed | Doing::Create => Ok(String::new()),
        }
    }
}

fn name(record: &CrmRecordInfo) -> String {
    format!("{}, {}", record.record_name, record.record_type)
}

/// The menu of an interaction's record.
#[derive(Debug, Clone)]
pub struct RecordMenu {
    id: InteractionId,
    at: usize,
    /// Whether the row was asked for although it can't be: its note says why.
    refused: bool,
}

impl RecordMenu {
    /// On the first row that is possible.
    pub fn new(one: &Interaction, desk: &DeskState) -> RecordMenu {
        let shown = desk.filled.current_record.as_ref();
        let at = DOINGS.iter().position(|doing| doing.with(one, shown).is_ok()).unwrap_or(0);
        RecordMenu { id: one.id.clone(), at, refused: false }
    }

    /// Whether the interaction is over.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        desk.interaction(&self.id).is_none_or(|one| one.phase == Phase::Disposed)
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        self.refused = false;
        let Some(one) = desk.interaction(&self.id) else { return Outcome::Close };
        match action {
            Action::Previous => self.at = list::moved(self.at, DOINGS.len(), -1),
            Action::Next => self.at = list::moved(self.at, DOINGS.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => return self.choose(one, desk),
            _ => {}
        }
        Outcome::Stay
    }

    fn choose(&mut self, one: &Interaction, desk: &DeskState) -> Outcome {
        let shown = desk.filled.current_record.as_ref();
        let Some(doing) = DOINGS.get(self.at).copied() else { return Outcome::Close };
        if doing.with(one, shown).is_err() {
            self.refused = true;
            return Outcome::Stay;
        }
        let call = match doing {
            Doing::Offered => return Outcome::Open(Box::new(Overlay::Records(RecordList::new(&one.id)))),
            Doing::Typed => return Outcome::Open(Box::new(Overlay::Ask(typed(one)))),
            Doing::Create => return Outcome::Open(Box::new(Overlay::Ask(create(one)))),
            Doing::Shown => shown.map(|record| attach(&one.id, record, Place::Workbench)),
            Doing::Open => one.record.as_ref().map(open),
            Doing::Unattach => Some(unattach(&one.id)),
            Doing::Ask => Some(ask_shown()),
        };
        call.map_or(Outcome::Close, Outcome::CallAndClose)
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = app.desk.interaction(&self.id) else { return };
        let rows = u16::try_from(DOINGS.len()).unwrap_or(u16::MAX);
        let inside = dialog(canvas, area, WIDTH, rows + 6, "The customer's record");
        canvas.left(row(inside, 0), &[piece(Role::Strong, one.customer_label())]);
        let shown = app.desk.filled.current_record.as_ref();
        list::choices(canvas, top(inside, 2).1, DOINGS.len(), self.at, |canvas, at, place| {
            let (role, note) = match DOINGS[at].with(one, shown) {
                Ok(note) => (Role::Text, piece(Role::Muted, note)),
                Err(why) if self.refused && at == self.at => (Role::Muted, piece(Role::Error, why)),
                Err(why) => (Role::Muted, piece(Role::Muted, why)),
            };
            let words = piece(role, DOINGS[at].words());
            let room = place.width.saturating_sub(34);
            let note = piece(note.0, fit(&note.1, room));
            canvas.both(place, &[words], &[note]);
        });
    }
}

/// The form that links a record by what is typed.
pub(in crate::toolbar) fn typed(one: &Interaction) -> AskForm {
    AskForm::new("Attach a record", "toolbar.attachRecord", "Attach")
        .about(one)
        .text("Record id", "recordId", "", "enter the CRM's id of the record")
        .text("Type", "recordType", "Contact", "enter a type, Contact or Case")
        .text("Name", "recordName", one.customer.name.as_deref().unwrap_or(""), "enter its name")
}

/// The form that has the CRM make a record.
pub(in crate::toolbar) fn create(one: &Interaction) -> AskForm {
    AskForm::new("Create a record", "toolbar.createRecord", "Create").about(one).text(
        "Object type",
        "objectType",
        "Contact",
        "enter a type, Contact or Case",
    )
}
