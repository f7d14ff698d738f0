//! Actions done: each is routed to what lies on top, else to the screen, else done here.

use serde_json::{Value, json};

use super::copy::copied;
use super::{App, Mode};
use crate::desk::{Interaction, Phase, Stage, ToastVariant};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::calls::{Call, Hand, NOT_CONNECTED, Place, not_connected};
use crate::toolbar::chat::{Filling, is_open};
use crate::toolbar::connection::Connection;
use crate::toolbar::effect::Effect;
use crate::toolbar::inspector::TRACE;
use crate::toolbar::overlays::members::hold_all;
use crate::toolbar::overlays::palette::Kind;
use crate::toolbar::overlays::{
    Callbacks, CustomerForm, CustomerMenu, Desks, DialForm, Disposition, FindCustomers, Keypad, Members,
    Outcome, Overlay, Pick, Question, Reader, RecordMenu, Runner, StatusMenu, Subject, TargetForm, Tour,
    WaitingList, notifications,
};
use crate::toolbar::replay::PlayerCommand;
use crate::toolbar::runs::{Answered, Run};
use crate::toolbar::widths::Widths;
use crate::wire::{Micros, Moment, Role};

/// Whether an action can be done now.
pub(super) fn is_enabled(app: &App, action: Action) -> bool {
    let session = app.desk.session.as_ref();
    if !action.is_allowed(&app.desk) {
        return false;
    }
    match action {
        Action::Answer | Action::Reject => app.offered().is_some(),
        Action::Hold | Action::Mute | Action::Keypad | Action::Members => app.talking().is_some(),
        Action::Transfer if app.consulting().is_some() => app.consulted().is_some(),
        Action::Transfer => app.transferable().is_some(),
        Action::Confer if app.consulting().is_some() => app.consulted().is_some(),
        Action::Confer => app.conferable().is_some(),
        Action::Swap => app.consulted().is_some(),
        Action::StopAsking => app.consulting().is_some(),
        Action::HoldAll => app.company().is_some_and(|one| !one.is_guest),
        Action::Drop if app.is_in_members() => app.company().is_some_and(|one| !one.is_guest),
        Action::Leave => app.company().is_some(),
        Action::Redial => app.talking().is_none(),
        Action::NextNeed => app.next_need().is_some(),
        Action::Write => app.writable().is_some(),
        Action::Record | Action::Conversation => app.recordable().is_some(),
        Action::PageUp | Action::PageDown if app.overlays.is_empty() => {
            app.current().is_some_and(|one| !one.chat.is_empty())
        }
        Action::Hangup => app.on_line().is_some(),
        Action::Dispose => app.disposable().is_some(),
        Action::Dial => session.is_some(),
        Action::AllFrames => {
            matches!(app.overlays.last(), Some(Overlay::Inspector(inspector)) if inspector.is_filtered())
        }
        Action::Run | Action::EditRun | Action::Ladder | Action::OnlyThis => {
            app.why_not_in_inspector(action).is_none()
        }
        Action::Home => !app.overlays.is_empty(),
        Action::ResetWidths => app.widths != Widths::default(),
        // All of it is seen at once.
        Action::Previous | Action::PageUp if matches!(app.overlays.last(), Some(Overlay::Figures)) => false,
        Action::Copy => app.current().is_some(),
        Action::Interactions => !app.desk.interactions.is_empty(),
        Action::Jump => app.desk.interactions.len() > 1,
        // In front of the work only who is known to supervise is offered it.
        Action::Desks => app.desk.stage() == Stage::Working || app.desk.setup.permissions.is_some(),
        Action::Toggle => app.context() == Context::Campaigns || app.chooses_campaigns(),
        Action::Previous | Action::Next if app.overlays.is_empty() && app.desk.stage() == Stage::Working => {
            app.desk.interactions.len() > 1
        }
        // On their screens, campaigns and extension can't be left undecided.
        Action::Cancel => !app.overlays.is_empty() || app.context() == Context::Chat,
        _ => true,
    }
}

/// Why an action can't be done now, where the agent may wonder.
pub(super) fn why_not(action: Action, app: &App) -> Option<&'static str> {
    let desk = &app.desk;
    let talking = desk.interactions.iter().any(|one| one.phase == Phase::Connected && !one.is_chat());
    let asking = desk.interactions.iter().any(|one| one.consult.is_some());
    Some(match action {
        Action::Run | Action::EditRun | Action::Ladder | Action::OnlyThis => {
            return app.why_not_in_inspector(action);
        }
        Action::Dial => "You may not dial",
        _ if !action.is_allowed(desk) => "Your role or this site forbids that",
        Action::NextNeed => "Nothing else needs you now",
        Action::Answer => "No call to answer",
        Action::Reject => "No call to reject",
        Action::Hangup | Action::Dispose | Action::Transfer | Action::Confer if app.is_on_elsewhere() => {
            "Not with this one: choose the other one first"
        }
        Action::Transfer | Action::Confer | Action::Swap if asking => "They have not answered yet",
        Action::Transfer if app.current().is_some_and(|one| !one.members.is_empty()) => {
            "Others are in the call"
        }
        Action::Transfer if talking => "The call is another agent's",
        Action::Transfer => "No call to transfer",
        Action::Confer if app.current().is_some_and(|one| one.is_guest) => "The call is another agent's",
        Action::Confer => "No call to ask someone into",
        Action::Swap | Action::StopAsking => "Nobody is asked",
        Action::HoldAll | Action::Leave => "Nobody else is in the call",
        Action::Keypad => "No call to send tones on",
        Action::Members => "No call to be in",
        Action::Redial => "End the call on the line first",
        Action::Record => "No interaction to link a record with",
        Action::Conversation => "No conversation to sort",
        Action::Find => "You may not look at customers",
        Action::Desks => "You may not watch other desks",
        Action::Hold => "No call to hold",
        Action::Copy => "No call or chat to copy from",
        Action::ResetWidths => "No column was made wider",
        Action::Interactions => "No call or chat now",
        Action::Mute => "No call to mute",
        Action::Hangup => "No call to end",
        Action::Dispose => "Nothing to dispose",
        _ => return None,
    })
}

impl App {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::QuitNow => return vec![Effect::Quit],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Home => return self.go_home(),
            Action::ResetWidths => return self.reset_widths(),
            Action::Palette if self.context() != Context::Palette => return self.open_palette(None),
            Action::Interactions => return self.open_palette(Some(Kind::Interaction)),
            Action::Settings => return self.open_palette(Some(Kind::Setting)),
            // Whoever rings is not kept waiting by what lies over the screen.
            Action::Answer if !self.is_read_only() => return self.answer(),
            Action::Help => {
                if !self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Help { .. })) {
                    let of = self.context();
                    self.overlays.push(Overlay::Help { of, reader: Reader::default() });
                }
                return Vec::new();
            }
            Action::Themes => return self.open_themes(),
            _ if matches!(self.overlays.last(), Some(Overlay::Themes(_))) => {
                return self.act_on_themes(action);
            }
            _ => {}
        }
        if !self.overlays.is_empty() {
            return self.act_on_overlay(action);
        }
        if self.is_replay() {
            return self.act_on_replay(action);
        }
        if self.looks_on() {
            return self.act_looking_on(action);
        }
        match self.desk.stage() {
            _ if action == Action::Quit => self.quit(),
            _ if action == Action::SignOut => self.sign_out(),
            // An integration may begin before the agent does.
            _ if matches!(action, Action::Frames | Action::Trace | Action::Methods) => self.open(action),
            // Who supervises need not take calls.
            _ if action == Action::Desks => self.act_on_workbench(action),
            Stage::SignedOut => {
                let outcome = self.login.act(action, self.calls.busy(Place::Login));
                self.after(outcome)
            }
            Stage::Campaigns => {
                let outcome = self.campaigns.act(action, &self.desk);
                self.after_once(action, outcome)
            }
            Stage::Extension => {
                let outcome = self.extension.act(action, &self.desk);
                self.after_once(action, outcome)
            }
            Stage::Working => self.act_on_workbench(action),
        }
    }

    fn act_on_overlay(&mut self, action: Action) -> Vec<Effect> {
        if self.context() == Context::Palette {
            return self.act_on_palette(action);
        }
        let clock = self.clock();
        if matches!(self.overlays.last(), Some(Overlay::Inspector(_))) {
            let outcome = self.with_inspector(|inspector, place| inspector.act(action, place));
            return self.after(outcome.unwrap_or(Outcome::Stay));
        }
        let Some(overlay) = self.overlays.last_mut() else { return Vec::new() };
        let outcome = match overlay {
            Overlay::Question(Question::ForceLogin) if action == Action::Yes => {
                Outcome::CallAndClose(self.login.by_force())
            }
            Overlay::Runner(runner) => runner.act(action, &self.desk, &self.runs),
            overlay => match overlay.reader() {
                Some(reader) => reader.act(action, self.read),
                None => overlay.act(action, &self.desk, clock),
            },
        };
        self.after_once(action, outcome)
    }

    /// What a key came to: what is under way is not sent again by it, and the footer says that it waits.
    fn after_once(&mut self, action: Action, outcome: Outcome) -> Vec<Effect> {
        let sends = matches!(action, Action::Confirm | Action::Submit);
        match &outcome {
            Outcome::Call(call) | Outcome::CallAndClose(call) if sends && self.calls.awaits(call) => {
                Vec::new()
            }
            _ => self.after(outcome),
        }
    }

    /// What a screen or dialog wants of the whole.
    pub(super) fn after(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Stay => Vec::new(),
            Outcome::Close => {
                self.overlays.pop();
                Vec::new()
            }
            Outcome::Call(call) => self.call(call),
            Outcome::CallAndClose(call) => {
                self.overlays.pop();
                self.call(call)
            }
            Outcome::Keep(draft) => {
                self.overlays.pop();
                match self.is_cut_off() {
                    true => self.say(ToastVariant::Error, NOT_CONNECTED),
                    false => self.say(ToastVariant::Success, "Draft kept"),
                }
                self.call(draft)
            }
            Outcome::Open(overlay) => {
                self.overlays.pop();
                self.overlays.push(*overlay);
                Vec::new()
            }
            Outcome::Over(overlay) => {
                self.overlays.push(*overlay);
                Vec::new()
            }
            Outcome::Copy { what, text } => {
                self.overlays.pop();
                vec![copied(what, &text)]
            }
            Outcome::Run(run) => self.run(*run),
            Outcome::Pin(row) => {
                self.kept.pin(*row);
                Vec::new()
            }
            Outcome::Mark(row) => {
                self.kept.set_mark(*row);
                Vec::new()
            }
            Outcome::Do(effect) => vec![effect],
            Outcome::Say(variant, text) => {
                self.say(variant, text);
                Vec::new()
            }
            Outcome::Quit => vec![Effect::Quit],
        }
    }

    /// Runs a method, and shows that it is under way. What only the toolbar may call goes over its own
    /// connection.
    pub(super) fn run(&mut self, run: Run) -> Vec<Effect> {
        let (role, method, params) = (run.role, run.method.id.as_str(), run.params.clone());
        let number = self.runs.begin(run, self.now());
        if self.hand == Hand::Keys && !matches!(self.overlays.last(), Some(Overlay::Runner(_))) {
            self.overlays.push(Overlay::Runner(Box::new(Runner::passing())));
        }
        if let Some(Overlay::Runner(runner)) = self.overlays.last_mut() {
            runner.show(number);
        }
        let effects = match role {
            _ if self.is_cut_off() => Vec::new(),
            Role::Toolbar => self.call(Call { method, params, place: Place::Runner }),
            role => vec![Effect::Run { number, role, method, params }],
        };
        match effects.first() {
            Some(Effect::Send { tag, .. }) => self.runs.sent(number, *tag),
            Some(_) => {}
            None => {
                let answered = Answered { result: Err(not_connected()), took: Micros(0) };
                self.runs.answered(number, answered);
            }
        }
        effects
    }

    fn act_on_replay(&mut self, action: Action) -> Vec<Effect> {
        let command = match action {
            Action::PlayPause => PlayerCommand::Toggle,
            Action::StepForward => PlayerCommand::Step,
            Action::StepBack => PlayerCommand::StepBack,
            Action::JumpForward => PlayerCommand::Jump,
            Action::JumpBack => PlayerCommand::JumpBack,
            Action::ToStart => PlayerCommand::ToStart,
            Action::ToEnd => PlayerCommand::ToEnd,
            Action::Faster => PlayerCommand::Faster,
            Action::Slower => PlayerCommand::Slower,
            Action::Quit => return vec![Effect::Quit],
            _ => return self.act_on_workbench(action),
        };
        vec![Effect::Player(command)]
    }

    /// Nothing is lost by leaving, and what is asked for on the workbench is not sent.
    fn act_looking_on(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => vec![Effect::Quit],
            Action::Frames | Action::Trace => self.open(action),
            _ => self.act_on_workbench(action),
        }
    }

    /// Fills in the quick reply that is typed; `None` where the line is none.
    fn fill_in(&mut self) -> Option<Vec<Effect>> {
        match self.chat.expand(&self.desk.setup.replies) {
            Filling::NoReply => return None,
            Filling::Completed => {}
            Filling::Lacks(says) => self.say(ToastVariant::Info, says),
            Filling::Call(call) => return Some(self.call(call)),
        }
        Some(Vec::new())
    }

    fn act_on_workbench(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::NextNeed => self.look_at_next_need(),
            Action::Write => self.write(),
            Action::Newline => {
                self.chat.newline();
                Vec::new()
            }
            Action::Complete => self.fill_in().unwrap_or_default(),
            Action::Submit => match self.current().is_some_and(is_open) {
                true => self
                    .fill_in()
                    .unwrap_or_else(|| self.chat.send().map(|call| self.call(call)).unwrap_or_default()),
                false => {
                    self.chat.leave();
                    Vec::new()
                }
            },
            Action::Cancel => {
                self.chat.leave();
                Vec::new()
            }
            Action::PageUp | Action::PageDown => {
                let lines = self.current().map_or(0, |one| one.chat.len());
                self.chat.page(action == Action::PageUp, lines);
                Vec::new()
            }
            Action::Transfer if self.consulting().is_some() => {
                self.gesture("toolbar.completeTransfer", App::consulted)
            }
            Action::Confer if self.consulting().is_some() => {
                self.gesture("toolbar.mergeConsult", App::consulted)
            }
            Action::Swap => self.gesture("toolbar.swap", App::consulted),
            Action::StopAsking => self.gesture("toolbar.cancelConsult", App::consulting),
            Action::HoldAll => {
                let method = self.company().map_or("toolbar.holdAll", hold_all);
                self.gesture(method, App::company)
            }
            Action::Leave => self.gesture("toolbar.leave", App::company),
            Action::Redial => {
                let params = Value::Object(serde_json::Map::new());
                self.call(Call { method: "toolbar.redial", params, place: Place::Workbench })
            }

            Action::Reject => self.gesture("toolbar.reject", App::offered),
            Action::Hold if self.talking().is_some_and(|one| one.held_since.is_some()) => {
                self.gesture("toolbar.unhold", App::talking)
            }
            Action::Hold => self.gesture("toolbar.hold", App::talking),
            Action::Mute if self.talking().is_some_and(|one| one.muted) => {
                self.gesture("toolbar.unmute", App::talking)
            }
            Action::Mute => self.gesture("toolbar.mute", App::talking),
            Action::Hangup => self.gesture("toolbar.hangup", App::on_line),
            Action::Previous => self.choose(-1),
            Action::Next => self.choose(1),
            Action::Waiting => {
                self.overlays.push(Overlay::Waiting(WaitingList::default()));
                self.call(WaitingList::ask())
            }
            Action::Desks => {
                self.overlays.push(Overlay::Desks(Desks::default()));
                self.call(Desks::watch(true))
            }
            other => self.open(other),
        }
    }

    /// One of the agent's own gestures on a call.
    fn gesture(&mut self, method: &'static str, on: fn(&App) -> Option<&Interaction>) -> Vec<Effect> {
        let Some(one) = on(self) else { return Vec::new() };
        let call = Call { method, params: json!({"interactionId": one.id}), place: Place::Workbench };
        // A key that is held down, or pressed twice, is one gesture.
        if self.calls.awaits(&call) { Vec::new() } else { self.call(call) }
    }

    /// Lays a dialog over the workbench.
    fn open(&mut self, action: Action) -> Vec<Effect> {
        let desk = &self.desk;
        let session = desk.session.as_ref();
        let overlay = match (action, session) {
            (Action::Dispose, Some(session)) => {
                self.disposable().and_then(|one| Disposition::new(one, session)).map(Overlay::Disposition)
            }
            (Action::Dial, Some(session)) => {
                Some(Overlay::Dial(DialForm::new(session, desk.filled.new_interaction.as_ref())))
            }
            (Action::Transfer, _) => {
                self.transferable().map(|one| Overlay::Target(TargetForm::transfer(one, desk)))
            }
            (Action::Confer, _) => {
                self.conferable().map(|one| Overlay::Target(TargetForm::confer(one, desk)))
            }
            (Action::Keypad, _) => self.talking().map(|one| Overlay::Keypad(Keypad::new(one))),
            (Action::Members, _) => self.talking().map(|one| Overlay::Members(Members::new(one))),
            (Action::Colleagues, _) => Some(Overlay::Pick(Pick::new(Subject::Colleagues))),
            (Action::Callbacks, _) => Some(Overlay::Callbacks(Callbacks::default())),
            (Action::Record, _) => {
                self.recordable().map(|one| Overlay::RecordMenu(RecordMenu::new(one, desk)))
            }
            (Action::Conversation, _) => {
                self.recordable().map(|one| Overlay::Pick(Pick::new(Subject::Conversation(one.id.clone()))))
            }
            (Action::Copy, _) => {
                self.current().map(|one| Overlay::Pick(Pick::new(Subject::Copy(one.id.clone()))))
            }
            (Action::Find, _) => Some(Overlay::Find(FindCustomers::new())),
            (Action::Preferences, _) => Some(Overlay::Pick(Pick::new(Subject::Preferences))),
            (Action::Trace, _) => Some(self.inspector(TRACE)),
            (Action::Methods, _) => Some(Overlay::Runner(Box::default())),
            (Action::Status, Some(session)) => {
                Some(Overlay::Status(StatusMenu::new(session, &self.desk.setup)))
            }
            (Action::CustomerCall, Some(session)) => Some(Overlay::Customer(CustomerForm::new(session))),
            (Action::CustomerMenu, _) => Some(Overlay::CustomerMenu(CustomerMenu::new(desk))),
            (Action::ChangeCampaigns, Some(session)) => {
                let mut choice = super::CampaignChoice::default();
                choice.start(session);
                Some(Overlay::Campaigns(choice))
            }
            (Action::ChangeExtension, Some(session)) => {
                let mut choice = super::ExtensionChoice::default();
                choice.start(session, None);
                Some(Overlay::Extension(choice))
            }
            (Action::Bell, _) => Some(Overlay::Notifications(Reader::default())),
            (Action::Tour, _) => Some(Overlay::Tour(Tour::default())),
            (Action::Figures, _) => Some(Overlay::Figures),
            (Action::Frames, _) => Some(self.inspector(self.filters.now())),
            _ => None,
        };
        self.overlays.extend(overlay);
        let read = action == Action::Bell && self.desk.unread > 0;
        if !read {
            return Vec::new();
        }
        self.call(notifications::read())
    }

    fn quit(&mut self) -> Vec<Effect> {
        if self.has_call() && !matches!(self.mode, Mode::Live(Connection::Refused { .. })) {
            self.overlays.push(Overlay::Question(Question::Quit));
            return Vec::new();
        }
        vec![Effect::Quit]
    }

    fn sign_out(&mut self) -> Vec<Effect> {
        self.overlays.push(Overlay::Question(Question::SignOut));
        Vec::new()
    }

    /// Whether the dialog on top is the choice of campaigns.
    fn chooses_campaigns(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Campaigns(_)))
    }

    /// Sends what is drafted in a dialog where it has rested for a moment.
    pub(super) fn send_due_draft(&mut self, now: Moment) -> Vec<Effect> {
        let call = self.overlays.iter_mut().find_map(|overlay| match overlay {
            Overlay::Disposition(dialog) => dialog.take_due(now),
            Overlay::Dial(dial) => dial.take_due(now),
            _ => None,
        });
        call.map(|call| self.call(call)).unwrap_or_default()
    }
}
