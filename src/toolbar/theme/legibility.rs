//! What each theme promises to eyes: that every text can be read on everything that it may stand on, and that
//! states differ for eyes that lack a kind of cone. Computed from the styles that are drawn, for each depth.

use ratatui::style::Color;

use super::colour::{Rgb, indexed};
use super::sight::{Lacks, apart};
use super::tone::Tone;
use super::{BUILT_IN, Depth, Role, Theme};

/// Contrast that WCAG 2.2 asks of text for AA, whatever its size and weight.
const AA: f64 = 4.5;
/// The same for AAA.
const AAA: f64 = 7.0;
/// From here on people tell two colours apart at a glance (ΔE2000).
const APART: f64 = 10.0;

/// The themes whose colours are their own, with what each must come to.
fn themes() -> impl Iterator<Item = (&'static str, f64)> {
    let own = BUILT_IN.iter().map(|(name, _)| *name).filter(|name| !name.starts_with("sixteen"));
    own.map(|name| (name, if name.starts_with("high-contrast") { AAA } else { AA }))
}

fn at(name: &str, depth: Depth) -> Theme {
    let (theme, warnings) = Theme::load(name, None);
    assert_eq!(warnings, []);
    theme.at_depth(depth)
}

fn rgb(colour: Color) -> Rgb {
    match colour {
        Color::Rgb(r, g, b) => Rgb([r, g, b]),
        Color::Indexed(at) => indexed(at).unwrap(),
        other => panic!("{other:?} has no fixed look"),
    }
}

/// What text of a role can stand on: what the role lays under itself, else every ground there is.
fn grounds(theme: &Theme, role: Role) -> Vec<(Role, Rgb)> {
    if let Some(own) = theme.style(role).bg {
        return vec![(role, rgb(own))];
    }
    let all = [Role::Background, Role::Surface, Role::Selection, Role::Field, Role::FieldFocused];
    all.into_iter().map(|ground| (ground, rgb(theme.style(ground).bg.unwrap()))).collect()
}

#[test]
fn every_text_can_be_read_on_everything_it_may_stand_on() {
    let mut pairs = 0;
    for (name, least) in themes() {
        for depth in [Depth::Full, Depth::Palette] {
            let theme = at(name, depth);
            for &role in Role::ALL {
                let Some(text) = theme.style(role).fg.map(rgb).filter(|_| role.is_text()) else { continue };
                for (ground, behind) in grounds(&theme, role) {
                    // A ground that gives its text a colour too says so of all that stands on it.
                    let text = match ground {
                        Role::Selection => theme.style(ground).fg.map_or(text, rgb),
                        _ => text,
                    };
                    let contrast = text.contrast(behind);
                    let at = format!("{name} at {depth:?}: {} on {}", role.name(), ground.name());
                    assert!(contrast >= least, "{at}: {contrast:.2}");
                    pairs += 1;
                }
            }
        }
    }
    assert!(pairs > 3_000, "{pairs} pairs were looked at");
}

#[test]
fn what_is_chosen_typed_into_or_lies_above_is_seen_to_be() {
    for (name, _) in themes() {
        for depth in [Depth::Full, Depth::Palette] {
            let theme = at(name, depth);
            let ground = theme.style(Role::Background).bg;
            for role in [Role::Selection, Role::Field, Role::FieldFocused] {
                assert_ne!(theme.style(role).bg, ground, "{name} {depth:?} {role:?}");
            }
            assert_ne!(theme.style(Role::Selection).bg, theme.style(Role::Surface).bg, "{name} {depth:?}");
            for line in [Role::Border, Role::BarEmpty] {
                let line = rgb(theme.style(line).fg.unwrap());
                assert!(line.contrast(rgb(ground.unwrap())) > 1.2, "{name} {depth:?}");
            }
        }
    }
}

#[test]
fn the_hues_of_the_safe_themes_differ_for_every_eye() {
    let hues = [Tone::Ok, Tone::Warn, Tone::Bad, Tone::Hold, Tone::Wrap, Tone::Accent];
    for name in ["safe-dark", "safe-light"] {
        let theme = at(name, Depth::Full);
        let looks = hues.map(|hue| {
            let role = Role::ALL.iter().find(|role| role.tones() == (hue, Tone::Open)).unwrap();
            rgb(theme.style(*role).fg.unwrap())
        });
        let eyes = Lacks::ALL.map(|lacks| looks.map(|look| lacks.sees(look)));
        for seen in eyes.iter().chain([&looks]) {
            for (at, one) in seen.iter().enumerate() {
                for (other, two) in seen.iter().enumerate().take(at) {
                    let apart = apart(*one, *two);
                    assert!(apart >= APART, "{name}: {:?} and {:?}: {apart:.1}", hues[at], hues[other]);
                }
            }
        }
    }
}

/// On a light ground no hue of the cube has 7 to 1: there shapes and words must do.
#[test]
fn with_256_colours_the_hues_of_states_still_differ() {
    let hues = [Tone::Ok, Tone::Warn, Tone::Bad, Tone::Hold, Tone::Wrap, Tone::Accent];
    for (name, _) in themes().filter(|(name, _)| !["mono", "high-contrast-light"].contains(name)) {
        let theme = at(name, Depth::Palette);
        let looks = hues.map(|hue| {
            let role = Role::ALL.iter().find(|role| role.tones() == (hue, Tone::Open)).unwrap();
            rgb(theme.style(*role).fg.unwrap())
        });
        for (at, one) in looks.iter().enumerate() {
            let Rgb([r, g, b]) = *one;
            assert!(r != g || g != b, "{name}: {:?} is grey", hues[at]);
            assert!(!looks[..at].contains(one), "{name}: {:?} looks like another", hues[at]);
        }
    }
}
