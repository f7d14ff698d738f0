//! Notices of the desktop, by way of the terminal.

use super::settings::Notify;
use super::widgets::text::head;
use crate::wire::text::visible;

/// How much of a notice goes to the desktop, in bytes.
const MAX_NOTICE: usize = 256;
/// Names of terminals, in `TERM` or `TERM_PROGRAM`, that know OSC 777 and not OSC 9.
const BY_777: [&str; 3] = ["rxvt", "foot", "contour"];

/// What the environment says of the terminal. Most pass over what they do not know.
pub fn guess(var: impl Fn(&str) -> Option<String>) -> Notify {
    let names = [var("TERM"), var("TERM_PROGRAM")].map(|name| name.unwrap_or_default().to_lowercase());
    if ["", "dumb", "linux"].contains(&names[0].as_str()) {
        return Notify::Off;
    }
    let vte = var("VTE_VERSION").is_some();
    let is_777 = names.iter().any(|name| BY_777.iter().any(|known| name.contains(known)));
    if vte || is_777 { Notify::Osc777 } else { Notify::Osc9 }
}

/// What the terminal is told; `guessed` is what it seems to understand.
pub fn sequence(how: Notify, guessed: Notify, text: &str) -> Option<String> {
    let shown = visible(head(text, MAX_NOTICE));
    match if how == Notify::Auto { guessed } else { how } {
        // A text that begins with a number and a semicolon would mean something else there.
        Notify::Osc9 => Some(format!("\u{1b}]9;offhook: {shown}\u{7}")),
        Notify::Osc777 => Some(format!("\u{1b}]777;notify;offhook;{shown}\u{7}")),
        Notify::Off | Notify::Auto => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[("TERM", "xterm-256color")], Notify::Osc9)]
    #[case(&[("TERM", "xterm-kitty")], Notify::Osc9)]
    #[case(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], Notify::Osc777)]
    #[case(&[("TERM", "foot")], Notify::Osc777)]
    #[case(&[("TERM", "rxvt-unicode-256color")], Notify::Osc777)]
    #[case(&[("TERM", "linux")], Notify::Off)]
    #[case(&[], Notify::Off)]
    fn the_environment_tells_what_a_terminal_understands(
        #[case] vars: &[(&str, &str)],
        #[case] expected: Notify,
    ) {
        let var = |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(guess(var), expected);
    }

    #[test]
    fn a_notice_is_harmless_and_short() {
        let said = sequence(Notify::Auto, Notify::Osc777, &"a\u{7}\u{1b}]0;x".repeat(99)).unwrap();
        assert_eq!(said.matches(['\u{7}', '\u{1b}']).count(), 2);
        assert!(said.len() < 2 * MAX_NOTICE);
        assert_eq!(sequence(Notify::Osc9, Notify::Off, "4;x").unwrap(), "\u{1b}]9;offhook: 4;x\u{7}");
        assert_eq!(sequence(Notify::Off, Notify::Osc9, "x"), None);
    }
}
