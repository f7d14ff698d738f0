//! Every state as a picture, at the sizes that screens are designed for; at the smallest with the look of each
//! cell. What each look is in a theme stands in a picture of the theme. `INSTA_UPDATE=always` takes them anew.

use std::collections::BTreeSet;

use super::harness::{Harness, text};
use super::states;
use super::worn;
use crate::toolbar::render;

/// The sizes of the pictures. In the first, looks are seen too.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

const FOLDER: &str = "src/toolbar/snapshots";

fn picture(name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots");
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

#[test]
fn every_state_at_every_size() {
    for state in states::all() {
        let at = state.at();
        for (width, height) in &SIZES[1..] {
            let screen = text(&render(&at.app, *width, *height));
            picture(&format!("{}_{width}x{height}", state.name), &screen);
        }
    }
}

#[test]
fn no_state_names_a_key_that_was_moved() {
    for state in states::all() {
        for (width, height) in SIZES {
            super::moved::names_no_old_key(state.name, state.at().sized(width, height));
        }
    }
}

#[test]
fn a_terminal_that_is_too_small() {
    let at = Harness::connected(59, 17);
    picture("too_small_59x17", &at.screen());
}

/// The text, then for each row the letters of its cells' looks, then what the letters mean.
#[test]
fn every_state_with_its_looks() {
    let (width, height) = SIZES[0];
    for (name, of_it) in &worn::ALL.pictures {
        picture(&format!("{name}_{width}x{height}"), of_it);
    }
}

#[test]
fn every_look_in_every_theme() {
    for (theme, of_it) in worn::ALL.by_theme() {
        picture(&format!("theme_{theme}"), &of_it);
    }
}

#[test]
fn no_picture_is_left_of_what_is_gone() {
    let mut wanted: BTreeSet<String> = states::all()
        .flat_map(|state| SIZES.map(|(width, height)| format!("{}_{width}x{height}.snap", state.name)))
        .collect();
    wanted.insert("too_small_59x17.snap".to_owned());
    wanted.extend(worn::ALL.by_theme().iter().map(|(name, _)| format!("theme_{name}.snap")));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = names.filter(|name| name.ends_with(".snap") && !wanted.contains(name)).collect();
    assert!(left.is_empty(), "no state has these pictures any more: {left:?}");
}
