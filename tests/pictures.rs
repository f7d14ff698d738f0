//! The pictures in the docs are the program's own, and of today. `OFFHOOK_UPDATE=1 cargo test --test
//! pictures` draws them anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use offhook::picture::{self, Ground, svg};
use offhook::screenshot::{self, At, SCREENS, START, Screen};
use offhook::toolbar::theme::Theme;
use offhook::toolbar::{self, App, SMALLEST, Setup, render};
use offhook::wire::{Micros, Moment};

/// Where the pictures are.
const FOLDER: &str = "docs/screens";

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

/// Compares a file with what it should hold, or writes it.
fn is_fresh(name: &str, made: &str) {
    let path = file(name);
    if std::env::var_os("OFFHOOK_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, made).expect("the picture is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "{name} is stale: OFFHOOK_UPDATE=1 cargo test --test pictures");
}

fn is_drawn(name: &str, app: &App, title: &str) {
    let buffer = toolbar::picture(app, 120, 36);
    is_fresh(&format!("{FOLDER}/{name}.svg"), &svg(&buffer, Ground::under(&buffer), title));
}

#[tokio::test]
async fn the_pictures_are_fresh() {
    for one in SCREENS {
        let (app, about) = screen(one.name, "dark").await;
        is_drawn(one.name, &app, about);
    }
    let (app, about) = screen("workbench", "light").await;
    is_drawn("workbench-light", &app, about);
    let at = At::Time(Micros::from_secs(10));
    let app = screenshot::replay(&file("recordings/outbound.jsonl"), at, |started| setup("dark", started));
    is_drawn("replay", &app.expect("a recording"), "A recorded call, ten seconds in");
    let kept = std::fs::read_dir(file(FOLDER)).expect("the folder").count();
    assert_eq!(kept, SCREENS.len() + 2, "a picture in {FOLDER} that is of no screen");
}

#[test]
fn the_page_of_screens_shows_each_of_them() {
    let mut page = String::from(
        "# Screens\n\nEach of these is a short session of the demo, drawn by the program itself: \
         `offhook screenshot NAME`, as SVG, HTML, in colours for a terminal or as text, of any size and in any \
         theme ([cli.md](cli.md)). Which keys lead where stands in [keys.md](keys.md).\n",
    );
    for one in SCREENS {
        let Screen { name, about, .. } = one;
        write!(page, "\n## {about}\n\n`{name}`\n\n![{about}](screens/{name}.svg)\n").expect("a text");
    }
    page.push_str(
        "\n## A recorded call, ten seconds in\n\n`recordings/outbound.jsonl@10s`\n\n\
         ![A recorded call, ten seconds in](screens/replay.svg)\n\n## By day\n\n\
         `workbench --theme light`\n\n![A call and a chat beside each other](screens/workbench-light.svg)\n",
    );
    is_fresh("docs/screens.md", &page);
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
