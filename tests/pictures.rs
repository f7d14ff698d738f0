//! The pictures in the docs are the program's own, and of today. `OFFHOOK_UPDATE=1 cargo test --test
//! pictures` draws them anew.

use std::path::{Path, PathBuf};

use offhook::picture::{self, Ground, svg};
use offhook::screenshot::{self, At, SCREENS, START};
use offhook::toolbar::theme::Theme;
use offhook::toolbar::{App, SMALLEST, Setup, render};
use offhook::wire::{Micros, Moment};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn setup(theme: &str, now: Moment) -> Setup {
    let (theme, warnings) = Theme::load(theme, None);
    assert!(warnings.is_empty());
    Setup { warnings, ..Setup::plain(theme, now) }
}

async fn screen(name: &str, theme: &str) -> (App, &'static str) {
    let screen = screenshot::find(name).unwrap();
    let app = screenshot::play(screen, setup(theme, START)).await;
    (app.unwrap_or_else(|error| panic!("{error}")), screen.about)
}

fn is_fresh(name: &str, app: &App, title: &str) {
    let buffer = render(app, 120, 36);
    let drawn = svg(&buffer, Ground::under(&buffer), title);
    let path = file(name);
    if std::env::var_os("OFFHOOK_UPDATE").is_some() {
        std::fs::write(&path, &drawn).expect("the picture is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "{name} is stale: OFFHOOK_UPDATE=1 cargo test --test pictures");
}

#[tokio::test]
async fn the_pictures_of_screens_are_fresh() {
    let pictures = [
        ("docs/workbench.svg", "workbench", "dark"),
        ("docs/workbench-light.svg", "workbench", "light"),
        ("docs/records.svg", "records", "dark"),
        ("docs/palette.svg", "palette", "dark"),
        ("docs/figures.svg", "figures", "dark"),
        ("docs/inspector.svg", "inspector", "dark"),
        ("docs/ladder.svg", "ladder", "dark"),
    ];
    for (file, name, theme) in pictures {
        let (app, about) = screen(name, theme).await;
        is_fresh(file, &app, about);
    }
}

#[test]
fn the_picture_of_a_replay_is_fresh() {
    let at = At::Time(Micros::from_secs(10));
    let app = screenshot::replay(&file("recordings/outbound.jsonl"), at, |started| setup("dark", started));
    is_fresh("docs/replay.svg", &app.expect("a recording"), "A recorded call, ten seconds in");
}

/// Every screen comes out at every size, the same each time.
#[tokio::test]
async fn every_screen_is_the_same_each_time() {
    for one in SCREENS {
        let (first, _) = screen(one.name, "dark").await;
        let (second, _) = screen(one.name, "dark").await;
        for (width, height) in [SMALLEST, (80, 24), (120, 40), (200, 60)] {
            let drawn = picture::text(&render(&first, width, height));
            assert_eq!(drawn, picture::text(&render(&second, width, height)), "{}", one.name);
            assert!(drawn.lines().count() == usize::from(height) && drawn.contains("offhook"), "{drawn}");
        }
    }
}

#[test]
fn a_screen_that_is_misspelt_is_told_the_nearest() {
    let refused = screenshot::find("dispositon").unwrap_err();
    let screenshot::ScreenshotError::NoScreen { nearest, .. } = refused else { panic!("{refused}") };
    assert_eq!(nearest, Some("disposition"));
}
