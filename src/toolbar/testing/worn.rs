//! How each cell of every state looks in every theme, with all colours, 256, 16 and none: a name for each look,
//! and what all of them are held to.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::harness::text;
use super::states;
use crate::toolbar::theme::colour::{Rgb, indexed};
use crate::toolbar::theme::terminals::{PC, XTERM, in_terminal};
use crate::toolbar::theme::{BUILT_IN, Depth, Role, Theme};
use crate::toolbar::{App, render};

/// The size at which looks are taken.
const SIZE: (u16, u16) = (80, 24);

/// Looked at once, for all tests.
pub static ALL: LazyLock<Worn> = LazyLock::new(Worn::all);

/// Every state with the looks of its cells, and what these are.
pub struct Worn {
    /// A state's name; its text, a letter for each cell, and which look each letter is.
    pub pictures: Vec<(&'static str, String)>,
    dresses: Vec<Dress>,
    looks: Vec<Look>,
}

/// A theme with so many colours. Those that come to the same are one.
struct Dress {
    names: Vec<(&'static str, Depth)>,
    theme: Theme,
}

/// What a cell can look like.
struct Look {
    /// By the roles that it was drawn in.
    name: String,
    /// In each dress.
    worn: Vec<Style>,
    /// Where it is read first: a state, a place, a text.
    read: Option<String>,
    /// Where it is a line first.
    line: Option<String>,
}

/// Of a cell without a text, only what is seen of it.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    fg: Color,
    bg: Color,
    weight: Modifier,
}

/// What tells most looks apart: the roles, whether there is a text, the weight without colours.
type Kind = (Color, Color, bool, Modifier);

impl Style {
    fn of(cell: &Cell, is_blank: bool) -> Style {
        let Cell { fg, bg, modifier, .. } = *cell;
        if !is_blank {
            return Style { fg, bg, weight: modifier };
        }
        let weight = modifier & (Modifier::UNDERLINED | Modifier::REVERSED);
        Style { fg: if weight.is_empty() { Color::Reset } else { fg }, bg, weight }
    }

    fn words(self) -> String {
        let colour = |colour: Color| match colour {
            Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
            Color::Reset => "-".to_owned(),
            other => other.to_string().to_lowercase(),
        };
        let weight: String =
            self.weight.iter_names().map(|(name, _)| format!(" {}", name.to_lowercase())).collect();
        format!("{} on {}{weight}", colour(self.fg), colour(self.bg))
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol().trim().is_empty()
}

/// Whether it is a part of a line: of a frame, of a bar, or the edge of a field. Those are not read. Without
/// shapes a line is made of signs.
fn is_line(cell: &Cell) -> bool {
    let drawn = cell.symbol().chars().all(|c| matches!(c, '\u{2500}'..='\u{257f}' | '▏' | '▕'));
    let lines = [Role::Border, Role::BorderFocused, Role::BarEmpty, Role::BarFilled];
    drawn || "+-|=.".contains(cell.symbol()) && lines.contains(&role(cell.fg))
}

/// The role that a colour stands for in a theme of roles.
fn role(colour: Color) -> Role {
    match colour {
        Color::Rgb(_, _, role) => Role::ALL[usize::from(role)],
        other => panic!("{other:?} is no role"),
    }
}

fn dresses() -> Vec<Dress> {
    let mut dresses: Vec<Dress> = Vec::new();
    for (name, _) in BUILT_IN {
        for depth in [Depth::Full, Depth::Palette, Depth::Sixteen, Depth::None] {
            let theme = Theme::load(name, None).0.at_depth(depth);
            let same =
                |dress: &&mut Dress| Role::ALL.iter().all(|one| dress.theme.style(*one) == theme.style(*one));
            match dresses.iter_mut().find(same) {
                Some(dress) => dress.names.push((name, depth)),
                None => dresses.push(Dress { names: vec![(name, depth)], theme }),
            }
        }
    }
    dresses
}

impl Worn {
    fn all() -> Worn {
        let mut worn = Worn { pictures: Vec::new(), dresses: dresses(), looks: Vec::new() };
        let mut kinds = HashMap::new();
        for state in states::all() {
            let at = state.at();
            let names = worn.take(state.name, &at.app, &mut kinds);
            let screen = text(&render(&at.app, SIZE.0, SIZE.1));
            worn.pictures.push((state.name, format!("{screen}\n{}", legend(&names))));
        }
        worn
    }

    /// The names of the looks of a state's cells.
    fn take(&mut self, state: &str, app: &App, kinds: &mut HashMap<Kind, Vec<usize>>) -> Vec<String> {
        let drawn = |theme: &Theme| {
            let area = Rect::new(0, 0, SIZE.0, SIZE.1);
            let mut buffer = Buffer::empty(area);
            app.paint_in(theme, area, &mut buffer);
            buffer
        };
        let roles = drawn(&Theme::of_roles());
        let worn: Vec<Buffer> = self.dresses.iter().map(|dress| drawn(&dress.theme)).collect();
        let plain =
            self.dresses.iter().position(|dress| dress.names.contains(&("dark", Depth::None))).unwrap();
        let mut names = Vec::new();
        for (place, cell) in roles.content.iter().enumerate() {
            let blank = is_blank(cell);
            let style = |buffer: &Buffer| Style::of(&buffer.content[place], blank);
            let fg = if blank { Color::Reset } else { cell.fg };
            let alike = kinds.entry((fg, cell.bg, blank, style(&worn[plain]).weight)).or_default();
            let same = |look: &&usize| {
                self.looks[**look].worn.iter().zip(&worn).all(|(known, buffer)| *known == style(buffer))
            };
            let look = alike.iter().find(same).copied().unwrap_or_else(|| {
                alike.push(self.looks.len());
                let name = self.name_of(cell);
                self.looks.push(Look {
                    name,
                    worn: worn.iter().map(style).collect(),
                    read: None,
                    line: None,
                });
                self.looks.len() - 1
            });
            let look = &mut self.looks[look];
            if !blank {
                let seen = if is_line(cell) { &mut look.line } else { &mut look.read };
                seen.get_or_insert_with(|| {
                    format!("{state} at {:?}: {:?}", roles.pos_of(place), cell.symbol())
                });
            }
            names.push(look.name.clone());
        }
        names
    }

    /// A name that no other look has.
    fn name_of(&self, cell: &Cell) -> String {
        let (over, ground) = (role(cell.fg).name(), role(cell.bg).name());
        let name = format!("{over} on {ground}");
        let names: Vec<String> = match is_blank(cell) {
            true => vec![format!("blank on {ground}"), format!("blank of {name}")],
            false => vec![name],
        };
        let last = names[names.len() - 1].clone();
        let mut names = names.into_iter().chain((2..).map(|number| format!("{last} ({number})")));
        names.find(|name| self.looks.iter().all(|look| look.name != *name)).unwrap()
    }

    /// For each theme what each look is in it, with all colours, with 256, and with 16; and without any.
    pub fn by_theme(&self) -> Vec<(&'static str, String)> {
        let mut looks: Vec<&Look> = self.looks.iter().collect();
        looks.sort_by(|one, two| one.name.cmp(&two.name));
        let dress = |name: &str, depth: Depth| {
            self.dresses.iter().position(|dress| dress.names.contains(&(name, depth))).unwrap()
        };
        let text = |dresses: Vec<usize>| -> String {
            let line = |look: &&Look| {
                let words: Vec<String> = dresses.iter().map(|at| look.worn[*at].words()).collect();
                format!("{}: {}\n", look.name, words.join(" | "))
            };
            looks.iter().map(line).collect()
        };
        let mut themes: Vec<(&str, String)> = BUILT_IN
            .iter()
            .map(|(name, _)| {
                let mut all =
                    [Depth::Full, Depth::Palette, Depth::Sixteen].map(|depth| dress(name, depth)).to_vec();
                all.dedup();
                (*name, text(all))
            })
            .collect();
        themes.push(("none", text(vec![dress("dark", Depth::None)])));
        themes
    }

    /// Every look in every dress, with where it is seen first.
    fn each(&self) -> impl Iterator<Item = (&Look, &Dress, Style)> {
        self.looks.iter().flat_map(|look| {
            self.dresses.iter().zip(&look.worn).map(move |(dress, style)| (look, dress, *style))
        })
    }
}

/// A letter for each cell, in order, and what the letters are. What is empty is a point.
fn legend(names: &[String]) -> String {
    const EMPTY: &str = "blank on background";
    let mut letters = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain('α'..='ω');
    let mut known: Vec<(char, &str)> = vec![('.', EMPTY)];
    let mut out = String::new();
    for row in names.chunks(usize::from(SIZE.0)) {
        let mut line = String::new();
        for name in row {
            let letter = known.iter().find(|(_, one)| one == name).map(|(letter, _)| *letter);
            line.push(letter.unwrap_or_else(|| {
                let letter = letters.next().expect("no screen has a hundred looks");
                known.push((letter, name));
                letter
            }));
        }
        out.push_str(line.trim_end_matches('.'));
        out.push('\n');
    }
    for (letter, name) in &known[1..] {
        out.push_str(&format!("{letter} {name}\n"));
    }
    out
}

/// What a colour is for the eye; those of the terminal's own as one of two terminals has them.
fn seen(colour: Color, is_text: bool, theme: &str, terminal: &[u32; 16]) -> Rgb {
    match colour {
        Color::Rgb(r, g, b) => Rgb([r, g, b]),
        Color::Indexed(at) => indexed(at).unwrap(),
        // Its own text and ground, as a terminal has them that is light, or dark.
        Color::Reset => match (theme.ends_with("light"), is_text) {
            (true, false) => in_terminal(terminal, Color::White),
            (false, true) => in_terminal(terminal, Color::Gray),
            _ => in_terminal(terminal, Color::Black),
        },
        named => in_terminal(terminal, named),
    }
}

/// What a text must have at least: WCAG's AA, and AAA in the themes that promise it.
fn least(name: &str, depth: Depth) -> f64 {
    if name.starts_with("high-contrast") && depth != Depth::Sixteen { 7.0 } else { 4.5 }
}

#[test]
fn every_text_can_be_read_in_every_state_theme_and_depth() {
    let mut looked_at = 0;
    for (look, dress, style) in ALL.each() {
        let Some(place) = &look.read else { continue };
        for (name, depth) in dress.names.iter().filter(|(_, depth)| *depth != Depth::None) {
            for (terminal, of) in [(&XTERM, "xterm"), (&PC, "a PC")] {
                let (fg, bg) = (seen(style.fg, true, name, terminal), seen(style.bg, false, name, terminal));
                let contrast = fg.contrast(bg);
                let at = format!("{name} {depth:?} as {of}: {}, {place}", look.name);
                assert!(contrast >= least(name, *depth), "{at}: {contrast:.2}, {}", style.words());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 3_000, "{looked_at} looks of texts");
}

/// Lines are decoration, whatever they enclose has a title or a ground of its own: seen, but quiet. The frame of
/// what is looked at is no decoration.
#[test]
fn every_line_is_seen_and_the_one_that_counts_is_clear() {
    for (look, dress, style) in ALL.each() {
        let Some(place) = &look.line else { continue };
        for (name, depth) in dress.names.iter().filter(|(_, depth)| *depth != Depth::None) {
            let (fg, bg) = (seen(style.fg, true, name, &XTERM), seen(style.bg, false, name, &XTERM));
            let quiet = ["border on", "bar.empty on"].iter().any(|role| look.name.starts_with(role));
            let least = if quiet { 1.15 } else { 3.0 };
            let contrast = fg.contrast(bg);
            assert!(contrast >= least, "{name} {depth:?}: {}, {place}: {contrast:.2}", look.name);
        }
    }
}

#[test]
fn no_colour_is_beyond_what_the_terminal_has() {
    for (look, dress, style) in ALL.each() {
        for (name, depth) in &dress.names {
            for colour in [style.fg, style.bg] {
                let own = match (depth, colour) {
                    (_, Color::Reset) => true,
                    (Depth::None, _) => false,
                    (Depth::Sixteen, Color::Rgb(..) | Color::Indexed(_)) => false,
                    (Depth::Palette, Color::Rgb(..)) => false,
                    _ => true,
                };
                assert!(own, "{name} {depth:?}: {} is {}", look.name, style.words());
            }
        }
    }
}

/// Without colours too what is chosen, typed into or wrong is marked; and nothing is hidden.
#[test]
fn nothing_is_hidden_or_blinks() {
    for (look, dress, style) in ALL.each() {
        let never = Modifier::HIDDEN | Modifier::SLOW_BLINK | Modifier::RAPID_BLINK | Modifier::CROSSED_OUT;
        assert!(!style.weight.intersects(never), "{:?}: {}", dress.names, look.name);
        let same = style.fg == style.bg && style.fg != Color::Reset;
        assert!(look.read.is_none() || !same, "{:?}: {}", dress.names, look.name);
    }
}

#[test]
fn every_role_is_seen_somewhere() {
    let seen: BTreeMap<&str, &str> = ALL
        .looks
        .iter()
        .filter_map(|look| look.name.split_once(" on "))
        .flat_map(|(over, ground)| {
            let ground = ground.split(" (").next().unwrap_or(ground);
            [(over, over), (ground, ground)]
        })
        .collect();
    let unseen: Vec<&str> =
        Role::ALL.iter().map(|role| role.name()).filter(|name| !seen.contains_key(name)).collect();
    assert!(unseen.is_empty(), "no state shows {unseen:?}");
}
