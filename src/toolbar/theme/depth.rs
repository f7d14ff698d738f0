//! How many colours a terminal shows: as the user says, else as its environment does.

use crate::toolbar::settings::Colors;

/// How many colours a terminal can show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// All of them.
    #[default]
    Full,
    /// The 256 of xterm's palette.
    Palette,
    /// The 16 that a terminal's user chooses.
    Sixteen,
    /// None: states are told apart by weight, words and shapes.
    None,
}

/// Terminals that show all colours and may set nothing but `TERM`.
const FULL: [&str; 7] = ["-direct", "kitty", "alacritty", "ghostty", "foot", "wezterm", "contour"];
/// Terminals with 16 colours or fewer.
const SIXTEEN: [&str; 6] = ["linux", "ansi", "cygwin", "16color", "cons25", "pcansi"];
/// Terminals without colours.
const NONE: [&str; 5] = ["dumb", "vt100", "vt102", "vt220", "-m"];

impl Depth {
    /// What the user has set, else what the environment says.
    pub fn of(colors: Colors, var: impl Fn(&str) -> Option<String>) -> Depth {
        match colors {
            Colors::Auto => Depth::from_env(var),
            Colors::Truecolor => Depth::Full,
            Colors::Palette => Depth::Palette,
            Colors::Sixteen => Depth::Sixteen,
            Colors::None => Depth::None,
        }
    }

    /// What the environment says. What is wanted goes before what there is: `FORCE_COLOR` (0 to 3), then
    /// `NO_COLOR` (set and not empty) and `CLICOLOR=0`; then `COLORTERM` and `TERM`.
    pub fn from_env(var: impl Fn(&str) -> Option<String>) -> Depth {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        let forced = set("FORCE_COLOR");
        match forced.as_deref() {
            Some("0" | "false") => return Depth::None,
            Some("2") => return Depth::Palette,
            Some("3") => return Depth::Full,
            _ => {}
        }
        if forced.is_none() && (set("NO_COLOR").is_some() || var("CLICOLOR").as_deref() == Some("0")) {
            return Depth::None;
        }
        match (Depth::of_terminal(set), forced) {
            (Depth::None, Some(_)) => Depth::Sixteen,
            (depth, _) => depth,
        }
    }

    fn of_terminal(set: impl Fn(&str) -> Option<String>) -> Depth {
        let term = set("TERM").unwrap_or_default();
        if NONE.iter().any(|name| if name.starts_with('-') { term.ends_with(name) } else { term == *name }) {
            return Depth::None;
        }
        if SIXTEEN.iter().any(|name| term.contains(name)) {
            return Depth::Sixteen;
        }
        // GNU screen hands on the variable of the terminal around it and drops its colours.
        let full = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        let inherited = set("STY").is_some();
        let known = FULL.iter().any(|name| term.contains(name)) || set("WT_SESSION").is_some();
        if (full || known) && !inherited { Depth::Full } else { Depth::Palette }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], Depth::None)]
    #[case(&[("NO_COLOR", ""), ("COLORTERM", "truecolor")], Depth::Full)]
    #[case(&[("COLORTERM", "24bit")], Depth::Full)]
    #[case(&[("TERM", "xterm-256color")], Depth::Palette)]
    #[case(&[("TERM", "xterm-kitty")], Depth::Full)]
    #[case(&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None)]
    #[case(&[("TERM", "vt220")], Depth::None)]
    #[case(&[("TERM", "xterm-mono-m")], Depth::None)]
    #[case(&[("TERM", "linux")], Depth::Sixteen)]
    #[case(&[("TERM", "xterm-16color")], Depth::Sixteen)]
    #[case(&[], Depth::Palette)]
    // tmux shows what the terminal around it can; screen does not.
    #[case(&[("TERM", "tmux-256color"), ("TMUX", "x"), ("COLORTERM", "truecolor")], Depth::Full)]
    #[case(&[("TERM", "screen-256color"), ("STY", "1.tty"), ("COLORTERM", "truecolor")], Depth::Palette)]
    #[case(&[("FORCE_COLOR", "0"), ("COLORTERM", "truecolor")], Depth::None)]
    #[case(&[("FORCE_COLOR", "3"), ("TERM", "xterm"), ("NO_COLOR", "1")], Depth::Full)]
    #[case(&[("FORCE_COLOR", "2"), ("TERM", "dumb")], Depth::Palette)]
    #[case(&[("FORCE_COLOR", "1"), ("TERM", "dumb")], Depth::Sixteen)]
    #[case(&[("FORCE_COLOR", "1"), ("COLORTERM", "truecolor")], Depth::Full)]
    #[case(&[("CLICOLOR", "0"), ("TERM", "xterm")], Depth::None)]
    fn the_environment_says_how_many_colours(#[case] vars: &[(&str, &str)], #[case] depth: Depth) {
        let var = |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(Depth::from_env(var), depth);
    }
}
