//! What integrations put on the agent's screens: shown by itself where nothing else has the keys, else
//! said.

use std::borrow::Cow;

use serde::Deserialize;

use super::App;
use crate::contract::ids::InteractionId;
use crate::desk::integration::{Filled, NewInteraction};
use crate::desk::{Change, Stage, ToastVariant};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::calls::Hand;
use crate::toolbar::overlays::{DialForm, Overlay, RecordList};
use crate::wire::Push;
use crate::wire::push::Body;

/// Only what tells a change from another, so that the others need not be read twice.
#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

/// The change of a push, where it is of one of these kinds.
fn change_of(push: &Push, kinds: &[&str]) -> Option<Change> {
    let Body::Change(raw) = &push.body else { return None };
    let Kind { kind } = serde_json::from_str(raw.get()).ok()?;
    if !kinds.contains(&&*kind) {
        return None;
    }
    serde_json::from_str(raw.get()).ok()
}

impl App {
    /// After a pushed frame: `before` is what stood on the screens until then.
    pub(super) fn follow_integrations(&mut self, push: &Push, before: &Filled) {
        if self.desk.filled.username != before.username && self.desk.stage() == Stage::SignedOut {
            self.on_login_info();
        }
        if self.desk.filled.extension != before.extension
            && self.desk.stage() == Stage::Extension
            && let Some(session) = &self.desk.session
        {
            self.extension.start(session, self.desk.filled.extension.as_ref());
        }
        // Whoever has it read out hears of them as they come.
        if self.hand == Hand::Words {
            return;
        }
        match change_of(push, &["records", "newInteraction"]) {
            Some(Change::Records { interaction_id, records }) => {
                self.on_records(&interaction_id, records.len())
            }
            Some(Change::NewInteraction { form, by_integration: true }) => self.on_new_interaction(&form),
            _ => {}
        }
    }

    /// Whether a dialog can come up by itself and take no key from the agent.
    fn is_idle(&self) -> bool {
        self.overlays.is_empty() && self.context() == Context::Workbench
    }

    fn on_login_info(&mut self) {
        let username = self.desk.filled.username.clone();
        if !self.login.suggest(username.as_deref())
            && let Some(username) = username
        {
            let text = format!("The CRM filled in {username}; what you have typed was kept");
            self.say(ToastVariant::Info, text);
        }
    }

    /// The CRM offers records to choose from.
    fn on_records(&mut self, id: &InteractionId, count: usize) {
        if self.is_read_only() || self.desk.interaction(id).is_none() {
            return;
        }
        let open =
            self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Records(one) if one.id() == id));
        match count {
            _ if open => {}
            0 => self.say(ToastVariant::Info, "The CRM has no record for this interaction"),
            _ if self.is_idle() => self.overlays.push(Overlay::Records(RecordList::new(id))),
            1 => {
                let text = format!("The CRM offers a record: press {}", self.key(Action::Record));
                self.say(ToastVariant::Info, text);
            }
            many => {
                let text = format!("The CRM offers {many} records: press {}", self.key(Action::Record));
                self.say(ToastVariant::Info, text);
            }
        }
    }

    /// An integration filled in the screen that starts an interaction.
    fn on_new_interaction(&mut self, form: &NewInteraction) {
        let Some(session) = self.desk.session.as_ref().filter(|session| session.may_dial) else { return };
        if let Some(Overlay::Dial(dial)) = self.overlays.last_mut() {
            dial.fill(form);
        } else if self.is_idle() {
            let dial = DialForm::new(session, Some(form));
            self.overlays.push(Overlay::Dial(dial));
        } else if !self.is_read_only() {
            let text = format!("The CRM filled in a call: press {}", self.key(Action::Dial));
            self.say(ToastVariant::Info, text);
        }
    }
}
