//! The mouse: a click does what a key would do that is shown there, and the wheel scrolls what is under it.

use crossterm::event::KeyCode;

use super::App;
use crate::toolbar::action::{Action, Context, rows};
use crate::toolbar::effect::Effect;
use crate::toolbar::keymap::{GO, Key};
use crate::toolbar::message::Gesture;
use crate::toolbar::widgets::zone::Target;
use crate::toolbar::widths::Widths;

/// How many rows the wheel goes on in a text.
const NOTCH: usize = 3;

impl App {
    pub(super) fn on_mouse(&mut self, gesture: Gesture, target: Option<Target>) -> Vec<Effect> {
        if !self.settings.mouse {
            return Vec::new();
        }
        match (gesture, target) {
            (Gesture::Click, Some(target)) => {
                self.pressed.clear();
                self.on_click(target)
            }
            (Gesture::Drag(x), _) => {
                if let Some(divider) = self.dragged {
                    self.widths.drag(divider, x);
                }
                Vec::new()
            }
            (Gesture::Release, _) => {
                let was_dragged = self.dragged.take().is_some();
                if was_dragged { vec![Effect::KeepWidths(self.widths)] } else { Vec::new() }
            }
            (Gesture::Up | Gesture::Down, target) => self.on_wheel(gesture == Gesture::Down, target),
            _ => Vec::new(),
        }
    }

    /// The columns are as wide again as the layout has them.
    pub(super) fn reset_widths(&mut self) -> Vec<Effect> {
        self.widths = Widths::default();
        vec![Effect::KeepWidths(self.widths)]
    }

    fn on_click(&mut self, target: Target) -> Vec<Effect> {
        match target {
            Target::Row(row) if row.action == Action::Jump => Vec::new(),
            Target::Row(row) => self.perform(row, GO),
            Target::Interaction(at) => self.look_at_place(at),
            Target::Choose(by) => self.choose_row(by),
            Target::Field(by) => self.go_to_field(by),
            Target::Turn(by, on) => {
                let mut effects = self.go_to_field(by);
                effects.extend(self.type_key(Key::of(if on { KeyCode::Right } else { KeyCode::Left })));
                effects
            }
            Target::Frame(number) => self.open_frame(number),
            Target::Scroll(..) | Target::Ground => Vec::new(),
            Target::Beside => self.leave(),
            Target::Divider(divider) => {
                self.dragged = Some(divider);
                Vec::new()
            }
        }
    }

    fn go_to_field(&mut self, by: isize) -> Vec<Effect> {
        let action = if by > 0 { Action::NextField } else { Action::PreviousField };
        self.repeat(action, by.unsigned_abs())
    }

    /// The inspector at a frame.
    fn open_frame(&mut self, number: u64) -> Vec<Effect> {
        let Some(row) = rows(Context::Workbench).find(|row| row.action == Action::Frames) else {
            return Vec::new();
        };
        let effects = self.perform(row, GO);
        self.with_inspector(|inspector, place| inspector.look_at(number, place));
        effects
    }

    /// What lies on top is left, as by the key that does so there: a question is answered with no, a draft is kept.
    fn leave(&mut self) -> Vec<Effect> {
        self.act(if self.context() == Context::Question { Action::No } else { Action::Cancel })
    }

    /// A row of the list that has the keys is chosen; one that was chosen already is taken.
    fn choose_row(&mut self, by: isize) -> Vec<Effect> {
        let action = if by > 0 { Action::Next } else { Action::Previous };
        let mut effects = self.repeat(action, by.unsigned_abs());
        // Where several can be chosen, a click chooses or does not.
        if self.is_enabled(Action::Toggle) && matches!(self.context(), Context::Campaigns | Context::Menu) {
            effects.extend(self.act(Action::Toggle));
        } else if by == 0 {
            // What is offered while one types is not yet what is done.
            let is_offer = self.context() == Context::InspectorLine;
            effects.extend(self.act(if is_offer { Action::Complete } else { Action::Confirm }));
        }
        effects
    }

    fn on_wheel(&mut self, down: bool, target: Option<Target>) -> Vec<Effect> {
        match target {
            Some(Target::Scroll(up, on)) => self.act(if down { on } else { up }),
            Some(Target::Choose(_)) => self.repeat(if down { Action::Next } else { Action::Previous }, 1),
            Some(Target::Interaction(_)) => self.choose(if down { 1 } else { -1 }),
            _ if self.context() == Context::Reader => {
                self.repeat(if down { Action::Next } else { Action::Previous }, NOTCH)
            }
            _ => Vec::new(),
        }
    }

    fn repeat(&mut self, action: Action, times: usize) -> Vec<Effect> {
        (0..times).flat_map(|_| self.act(action)).collect()
    }
}
