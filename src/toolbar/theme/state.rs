//! The states that are shown: of agents, of calls and chats, of connections, of times, and what toasts say. Each
//! has a shape, a word and a role, so that colour is never the only sign.

use super::Role;

/// A state's shape, word and role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Of what it is a state.
    pub of: &'static str,
    /// One column.
    pub shape: &'static str,
    /// As it stands within a sentence; an agent's own status has the word that the site gives it.
    pub word: &'static str,
    /// How it looks.
    pub role: Role,
}

macro_rules! states {
    ($( $of:literal { $( $name:ident = $shape:literal $word:literal $role:ident; )* } )*) => {
        $($(
            #[doc = concat!("Of ", $of, ": ", $word, ".")]
            pub const $name: State = State { of: $of, shape: $shape, word: $word, role: Role::$role };
        )*)*

        /// All of them, what belongs together side by side.
        pub const ALL: &[State] = &[$($( $name, )*)*];
    };
}

states! {
    "an agent" {
        AVAILABLE = "◆" "available" AgentAvailable;
        AWAY = "◇" "away" AgentAway;
    }
    "a call or chat" {
        ARRIVING = "◌" "arriving" InteractionDialling;
        DIALLING = "◌" "dialling" InteractionDialling;
        RINGING = "◉" "ringing" InteractionRinging;
        OFFERED = "◉" "offered" InteractionRinging;
        CONNECTED = "●" "connected" InteractionConnected;
        ON_HOLD = "‖" "on hold" InteractionHeld;
        MUTED = "⊘" "muted" InteractionHeld;
        WRAP_UP = "◔" "wrap-up" InteractionWrapUp;
        DISPOSED = "○" "disposed" InteractionDisposed;
    }
    "whom one asks" {
        ASKED = "◉" "ringing; customer waits" InteractionRinging;
        CONSULTED = "●" "talking; customer waits" InteractionConnected;
        ASIDE = "‖" "waiting; customer talks" InteractionHeld;
    }
    "a time" {
        WARN = "▵" "waits" TimerWarn;
        LATE = "▲" "late" TimerLate;
    }
    "the connection" {
        CONNECTING = "◰" "connecting …" ConnectionTrying;
        UP = "■" "hub" ConnectionUp;
        LOOKING_ON = "▣" "looking on" ConnectionUp;
        RECONNECTING = "◲" "reconnecting …" ConnectionTrying;
        REFUSED = "□" "refused" Error;
        RECORDING = "▤" "replay" Accent;
    }
    "a toast" {
        SUCCESS = "✓" "done" ToastSuccess;
        ERROR = "✗" "failed" ToastError;
        WARNING = "!" "careful" ToastWarning;
        INFO = "i" "news" ToastInfo;
    }
}

/// The shape that takes turns with another one while something goes on, at a beat.
pub fn moving(shape: &'static str, beat: u64) -> &'static str {
    let turns: &[&'static str] = match shape {
        "◉" => &["◉", "◎"],
        "◰" | "◲" => &["◰", "◳", "◲", "◱"],
        _ => return shape,
    };
    let at = usize::try_from(beat % 4).unwrap_or(0) % turns.len();
    turns[at]
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::toolbar::theme::colour::{Rgb, indexed};
    use crate::toolbar::theme::icon::plain;
    use crate::toolbar::theme::sight::{Lacks, apart};
    use crate::toolbar::theme::{BUILT_IN, Depth, Theme};

    /// Whether people tell two states of one thing apart without colours: shape or its sign differs, and so does
    /// the word.
    fn differ(one: &State, two: &State) -> bool {
        let sign = |state: &State| plain(state.shape).unwrap_or(state.shape);
        one.word != two.word && (one.shape != two.shape && sign(one) != sign(two))
    }

    #[test]
    fn states_of_one_thing_have_words_of_their_own() {
        for (at, one) in ALL.iter().enumerate() {
            for two in ALL[..at].iter().filter(|two| two.of == one.of) {
                assert_ne!(one.word, two.word, "{one:?}");
            }
        }
    }

    #[test]
    fn any_two_states_differ_for_every_eye_or_by_shape_and_word() {
        let mut by_colour = 0;
        let names = BUILT_IN.iter().map(|(name, _)| *name).filter(|name| !name.starts_with("sixteen"));
        for (name, depth) in names.flat_map(|name| [(name, Depth::Full), (name, Depth::Palette)]) {
            let theme = Theme::load(name, None).0.at_depth(depth);
            let look = |state: &State| match theme.style(state.role).fg {
                Some(Color::Rgb(r, g, b)) => Rgb([r, g, b]),
                Some(Color::Indexed(at)) => indexed(at).unwrap(),
                other => panic!("{other:?}"),
            };
            for (at, one) in ALL.iter().enumerate() {
                for two in ALL[..at].iter().filter(|two| two.of == one.of && two.role != one.role) {
                    let eyes = Lacks::ALL.map(|lacks| apart(lacks.sees(look(one)), lacks.sees(look(two))));
                    let colours = eyes.iter().all(|apart| *apart >= 10.0);
                    by_colour += u32::from(colours);
                    assert!(colours || differ(one, two), "{name} {depth:?}: {one:?} {two:?} {eyes:?}");
                }
            }
        }
        assert!(by_colour > 100, "colours tell only {by_colour} pairs apart");
    }

    #[test]
    fn what_moves_comes_back_to_its_own_shape() {
        for state in ALL {
            let turns: Vec<&str> = (0..4).map(|beat| moving(state.shape, beat)).collect();
            assert!(turns.contains(&state.shape), "{state:?}");
            assert!(turns.iter().all(|shape| shape.is_ascii() || plain(shape).is_some()));
        }
        assert_eq!((moving("◉", 0), moving("◉", 1), moving("●", 1)), ("◉", "◎", "●"));
    }
}
