//! Themes in the toolbar's state: looked at before one is chosen, chosen, and edited while they are worn.

use super::App;
use crate::desk::ToastVariant;
use crate::toolbar::action::Action;
use crate::toolbar::effect::Effect;
use crate::toolbar::overlays::{Overlay, ThemePicker};
use crate::toolbar::screens::toasts;
use crate::toolbar::settings::Setting;
use crate::toolbar::theme::{Loaded, Warning};

impl App {
    /// The theme that is set, for the colours that are set.
    pub(super) fn wear(&self) -> Effect {
        Effect::Theme { name: self.settings.theme.clone(), colors: self.settings.color }
    }

    /// Lays the list of themes over the screen.
    pub(super) fn open_themes(&mut self) -> Vec<Effect> {
        self.overlays.retain(|one| !matches!(one, Overlay::Themes(_)));
        self.overlays.push(Overlay::Themes(ThemePicker::at(&self.settings.theme, &self.theme_names)));
        vec![Effect::Themes]
    }

    /// An action on that list: who moves in it sees each theme at once; leaving it restores what was.
    pub(super) fn act_on_themes(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Themes(picker)) = self.overlays.last_mut() else { return Vec::new() };
        match action {
            Action::Cancel => {
                self.overlays.pop();
                vec![self.wear()]
            }
            Action::Confirm => {
                let name = picker.name().to_owned();
                self.overlays.pop();
                self.change(Setting::Theme, &name)
            }
            action if picker.moved(action) => {
                vec![Effect::Theme { name: picker.name().to_owned(), colors: self.settings.color }]
            }
            _ => Vec::new(),
        }
    }

    /// What was loaded is worn from now on. What can't be used leaves everything as it looks.
    pub(super) fn on_theme(&mut self, loaded: Loaded) -> Vec<Effect> {
        let Loaded { theme, warnings, usable } = loaded;
        if usable {
            self.theme = theme;
        }
        self.warn(warnings);
        Vec::new()
    }

    /// Says what is wrong in the user's files: as much of it as is seen at once, what stands first before the rest,
    /// and where the rest is.
    pub(super) fn warn(&mut self, mut warnings: Vec<Warning>) {
        let shown = if warnings.len() > toasts::MOST { toasts::MOST - 1 } else { warnings.len() };
        let more = warnings.split_off(shown).len();
        for Warning(text) in warnings {
            self.say(ToastVariant::Warning, text);
        }
        if more > 0 {
            let place = self.logs.as_ref().map(|folder| format!(": see {folder}")).unwrap_or_default();
            self.say(
                ToastVariant::Warning,
                format!("… and {more} more things in your files are wrong{place}"),
            );
        }
    }

    pub(super) fn on_themes(&mut self, names: Vec<String>) -> Vec<Effect> {
        if let Some(Overlay::Themes(picker)) = self.overlays.last_mut() {
            picker.list(names.clone());
        }
        self.theme_names = names;
        Vec::new()
    }
}
