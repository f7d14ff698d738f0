//! Looks, as a terminal gets them: themes chosen and edited, as many colours as there are, shapes in ASCII.

use std::fs;

use super::*;

/// The bytes that put a ground behind text, in all colours.
pub fn ground(colour: [u8; 3]) -> String {
    let [r, g, b] = colour;
    format!("48;2;{r};{g};{b}")
}

const DARK: [u8; 3] = [0x10, 0x14, 0x1b];
pub const LIGHT: [u8; 3] = [0xfb, 0xfa, 0xf7];

#[test]
fn a_theme_is_worn_while_it_is_looked_at_and_kept_when_it_is_chosen() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet"], 80, 24);
    terminal.wait_for("Password").wait_for_bytes(0, &ground(DARK)).keys("\x1bOS").wait_for("› dark");
    let from = terminal.raw().len();
    terminal.keys("\x1b[B").wait_for("› light").wait_for_bytes(from, &ground(LIGHT));
    let from = terminal.raw().len();
    terminal.keys(ESC).wait_gone("› light").wait_for_bytes(from, &ground(DARK));
    terminal.keys("\x1bOS").wait_for("› dark").keys("\x1b[B").wait_for("› light").keys(ENTER);
    terminal.wait_gone("› light").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    let settings = fs::read_to_string(home.path().join("config/settings.toml")).expect("it is kept");
    assert_eq!(settings, "theme = \"light\"\n");
    let mut again = Terminal::start(&home, &["--quiet"], 80, 24);
    again.wait_for("Password").wait_for_bytes(0, &ground(LIGHT)).keys("\x03");
    assert_eq!(again.exit_code(), 0);
}

#[test]
fn an_edited_theme_is_taken_and_a_broken_edit_is_told_with_its_line() {
    let home = Home::new();
    let file = home.path().join("config/themes/mine.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("the folder is made");
    fs::write(&file, "[palette]\nground = \"#010203\"\n").expect("the theme is written");
    let mut terminal = Terminal::start(&home, &["--quiet", "--theme", "mine"], 80, 24);
    terminal.wait_for("Password").wait_for_bytes(0, &ground([1, 2, 3]));
    fs::write(&file, "[palette]\nground = \"#030201\"\n").expect("the theme is written");
    terminal.wait_for_bytes(0, &ground([3, 2, 1]));
    let from = terminal.raw().len();
    fs::write(&file, "[palette]\nground = #ffffff\n").expect("the theme is written");
    terminal.wait_for("mine.toml, line 2").wait_for_bytes(from, &ground([3, 2, 1]));
    // One word is wrong: it is told with the nearest right one, and the rest of the edit holds.
    fs::write(&file, "[palette]\nground = \"#040506\"\ntxt = \"#ffffff\"\n").expect("the theme is written");
    terminal
        .wait_for("mine.toml, line 3")
        .wait_for("did you mean text?")
        .wait_for_bytes(from, &ground([4, 5, 6]));
    assert!(
        !String::from_utf8_lossy(&terminal.raw()).contains(&ground([255, 255, 255])),
        "a broken file was worn"
    );
    terminal.keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn colours_are_forced_by_a_flag() {
    let all = [("truecolor", "\x1b[38;2;"), ("256", "\x1b[38;5;")];
    let home = Home::new();
    for (word, sign) in all {
        let mut terminal = Terminal::start(&home, &["--quiet", "--color", word], 80, 24);
        terminal.wait_for("Password").wait_for_bytes(0, sign).keys("\x03");
        assert_eq!(terminal.exit_code(), 0);
        for (_, other) in all.iter().filter(|(other, _)| *other != word) {
            assert!(!String::from_utf8_lossy(&terminal.raw()).contains(other), "{word}");
        }
    }
    // The sixteen go out as numbers of the palette below 16.
    let mut terminal = Terminal::start(&home, &["--quiet", "--color", "16"], 80, 24);
    terminal.wait_for("Password").wait_for_bytes(0, "48;5;0").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw);
    assert!(!text.contains("8;2;"));
    let numbers = text.split("8;5;").skip(1).map(|rest| {
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().expect("a number")
    });
    assert!(numbers.into_iter().all(|number| number < 16));
}

#[test]
fn the_plain_set_sends_ascii_only() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--quiet", "--icons", "plain"], 80, 24);
    terminal.wait_for("# hub").wait_for("Password").keys("\x1bOS").wait_for("> dark").keys(ESC);
    terminal.wait_gone("> dark").keys("\x03");
    assert_eq!(terminal.exit_code(), 0);
    assert!(terminal.raw().is_ascii());
}
