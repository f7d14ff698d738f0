//! Themes chosen in the toolbar, and edited while they are worn.

use super::harness::Harness;
use super::session::Script;
use crate::toolbar::settings::{Colors, Setting};
use crate::toolbar::theme::{Loaded, Role, UserThemes, Warning};
use crate::toolbar::{Effect, Message, Theme};

/// Carries out what the toolbar wants of themes, as its terminal does.
fn carry_out(at: &mut Harness) {
    let mut themes = UserThemes::of(None);
    for effect in std::mem::take(&mut at.others) {
        match effect {
            Effect::Theme { name, .. } => {
                let loaded = themes.load(&name, Colors::Truecolor);
                at.tell(Message::Theme(Box::new(loaded)));
            }
            Effect::Themes => {
                let mut names = themes.names();
                names.push("mine".to_owned());
                at.tell(Message::Themes(names));
            }
            _ => {}
        }
    }
}

fn picking() -> Harness {
    let mut at = Harness::after(80, 24, |script: &mut Script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(2).connects(&call);
    });
    at.others.clear();
    at.keys("f4");
    carry_out(&mut at);
    at
}

fn wears(at: &Harness) -> &str {
    at.app.theme.name()
}

#[test]
fn the_screen_wears_each_theme_that_one_moves_to() {
    let mut at = picking();
    at.shows("Theme").shows("› dark").shows("Blue-grey night").shows("mine");
    at.keys("down");
    carry_out(&mut at);
    assert_eq!(wears(&at), "light");
    at.keys("down down");
    carry_out(&mut at);
    assert_eq!(wears(&at), "dusk");
    at.shows("› dusk").shows("Dark violet");
}

#[test]
fn the_palette_finds_themes_of_ones_own() {
    let mut at = picking();
    for keys in ["esc : theme", "esc g ,"] {
        // Others may have come since the list was last asked for.
        at.app.theme_names.retain(|name| name != "mine");
        at.keys(keys);
        carry_out(&mut at);
        at.keys("mine").shows("Theme: mine");
    }
    at.keys("enter");
    let kept = Effect::Keep { setting: Setting::Theme, word: "mine".to_owned() };
    assert!(at.others.contains(&kept), "{:?}", at.others);
}

#[test]
fn leaving_restores_what_was() {
    let mut at = picking();
    at.keys("down down");
    carry_out(&mut at);
    at.keys("esc");
    carry_out(&mut at);
    assert_eq!(wears(&at), "dark");
    assert_eq!(at.app.settings.theme, "dark");
    at.shows_no("› ");
}

#[test]
fn choosing_keeps_it_in_the_settings() {
    let mut at = picking();
    at.keys("down enter");
    let kept = Effect::Keep { setting: Setting::Theme, word: "light".to_owned() };
    assert!(at.others.contains(&kept), "{:?}", at.others);
    carry_out(&mut at);
    assert_eq!((wears(&at), at.app.settings.theme.as_str()), ("light", "light"));
    at.keys("f4").shows("› light").shows("set");
}

#[test]
fn another_number_of_colours_dresses_the_theme_anew() {
    let mut at = picking();
    at.keys("esc");
    let effects = at.app.change(Setting::Color, "16");
    let wanted = Effect::Theme { name: "dark".to_owned(), colors: Colors::Sixteen };
    assert!(effects.contains(&wanted), "{effects:?}");
}

#[test]
fn a_broken_edit_keeps_the_look_and_says_where_it_is() {
    let mut at = picking();
    at.keys("esc");
    let before = at.app.theme.style(Role::Accent);
    let why = "mine.toml, line 3: it is broken".to_owned();
    let light = Theme::load("light", None).0;
    let broken = Loaded { theme: light.clone(), warnings: vec![Warning(why)], usable: false };
    at.tell(Message::Theme(Box::new(broken))).shows("mine.toml, line 3");
    assert_eq!(at.app.theme.style(Role::Accent), before);
    let mended = Loaded { theme: light, warnings: vec![], usable: true };
    at.tell(Message::Theme(Box::new(mended)));
    assert_ne!(at.app.theme.style(Role::Accent), before);
}

#[test]
fn it_opens_on_every_screen_and_once() {
    let mut at = Harness::connected(60, 18);
    at.keys("f4").shows("high-contrast").keys("f4 esc").shows_no("high-contrast").shows("enter Sign in");
}
