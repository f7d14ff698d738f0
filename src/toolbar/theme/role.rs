//! The roles that text can have, and what each is made of where a theme says nothing else.

use ratatui::style::Modifier;

use super::tone::Tone;

macro_rules! roles {
    ($( $(#[doc = $doc:literal])* $variant:ident = $name:literal, $fg:ident on $bg:ident $($rich:ident)*, $($plain:ident)+; )*) => {
        /// What a piece of text is for. Themes give each a look.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Role { $( $(#[doc = $doc])* $variant, )* }

        impl Role {
            /// All roles, in order.
            pub const ALL: &'static [Role] = &[$( Role::$variant, )*];

            /// The name in a theme file.
            pub fn name(self) -> &'static str {
                match self { $( Role::$variant => $name, )* }
            }

            /// What it is for.
            pub fn about(self) -> &'static str {
                match self { $( Role::$variant => concat!($($doc),*).trim_ascii(), )* }
            }

            /// The tone of its text, and the one behind it; [`Tone::Open`] is left as it is.
            pub fn tones(self) -> (Tone, Tone) {
                match self { $( Role::$variant => (Tone::$fg, Tone::$bg), )* }
            }

            /// Its weight where there are colours.
            pub(super) fn weight(self) -> Modifier {
                match self { $( Role::$variant => sum(&[$( Weight::$rich ),*]), )* }
            }

            /// How it differs where there are no colours.
            pub(super) fn without_colour(self) -> Modifier {
                match self { $( Role::$variant => sum(&[$( Weight::$plain ),+]), )* }
            }
        }
    };
}

enum Weight {
    As,
    Bold,
    Dim,
    Under,
    Reverse,
}

fn sum(all: &[Weight]) -> Modifier {
    all.iter().fold(Modifier::empty(), |sum, one| {
        sum | match one {
            Weight::As => Modifier::empty(),
            Weight::Bold => Modifier::BOLD,
            Weight::Dim => Modifier::DIM,
            Weight::Under => Modifier::UNDERLINED,
            Weight::Reverse => Modifier::REVERSED,
        }
    })
}

// The name, its tones with a weight, and the weight that stands for them where there are no colours.
roles! {
    /// The whole screen, before anything is drawn on it.
    Background = "background", Text on Ground, As;
    /// What lies over the screen: dialogs, toasts.
    Surface = "surface", Text on Surface, As;
    /// The screen while a dialog lies over it.
    Behind = "behind", Muted on Ground, Dim;
    /// Plain text.
    Text = "text", Text on Open, As;
    /// What is read first: names, running times.
    Strong = "text.strong", Strong on Open Bold, Bold;
    /// Labels, hints, what is less important.
    Muted = "muted", Muted on Open, Dim;
    /// What draws the eye.
    Accent = "accent", Accent on Open, Bold;
    /// The program's own name.
    Brand = "brand", Accent on Open Bold, Bold;
    /// Frames of panels.
    Border = "border", Line on Open, Dim;
    /// The frame of the panel that keys go to.
    BorderFocused = "border.focused", Accent on Open, Bold;
    /// Titles of panels.
    Title = "title", Title on Open, As;
    /// The title of the panel that keys go to.
    TitleFocused = "title.focused", Accent on Open Bold, Bold;
    /// The chosen row.
    Selection = "selection", Open on Selected, Reverse;
    /// Keys in footer and help.
    Key = "key", Accent on Open Bold, Bold;
    /// What one most likely wants to press.
    Button = "button", Ground on Accent Bold, Bold Reverse;
    /// A field that can be typed into.
    Field = "field", Text on Field, Under;
    /// The one that is typed into.
    FieldFocused = "field.focused", Strong on Focused, Under Bold;
    /// What went wrong.
    Error = "error", Bad on Open, Bold Under;
    /// The agent waits for calls.
    AgentAvailable = "agent.available", Ok on Open, Bold;
    /// The agent is on a break or not ready.
    AgentAway = "agent.away", Title on Open, As;
    /// A customer is dialled.
    InteractionDialling = "interaction.dialling", Warn on Open, Bold;
    /// A call rings at the desk.
    InteractionRinging = "interaction.ringing", Warn on Open Bold, Bold Reverse;
    /// In a talk.
    InteractionConnected = "interaction.connected", Ok on Open, Bold;
    /// On hold.
    InteractionHeld = "interaction.held", Hold on Open, Bold;
    /// After-call work.
    InteractionWrapUp = "interaction.wrapup", Wrap on Open, Bold Under;
    /// Disposed, or over.
    InteractionDisposed = "interaction.disposed", Muted on Open, Dim;
    /// A time that will soon be too long.
    TimerWarn = "timer.warn", Warn on Open, Bold;
    /// One that is.
    TimerLate = "timer.late", Bad on Open Bold, Bold Under;
    /// Lines that nobody has looked at.
    Unread = "unread", Ground on Accent Bold, Bold Reverse;
    /// Callers in the queues.
    Waiting = "waiting", Warn on Open, Bold;
    /// The bell with something behind it.
    BellUnread = "bell.unread", Warn on Open Bold, Bold Reverse;
    /// The hub is there.
    ConnectionUp = "connection.up", Ok on Open, As;
    /// The hub is looked for.
    ConnectionTrying = "connection.trying", Warn on Open, Bold;
    /// The hub is gone.
    ConnectionLost = "connection.lost", Ground on Bad Bold, Bold Reverse;
    /// It worked.
    ToastSuccess = "toast.success", Ok on Open, Bold;
    /// It did not.
    ToastError = "toast.error", Bad on Open, Bold Under;
    /// It may not.
    ToastWarning = "toast.warning", Warn on Open, Bold;
    /// For your information.
    ToastInfo = "toast.info", Info on Open, Bold;
    /// A request in the list of frames.
    FrameCall = "frame.call", Info on Open, Bold;
    /// A good answer.
    FrameAnswer = "frame.answer", Title on Open, As;
    /// An error as answer.
    FrameError = "frame.error", Bad on Open, Bold Under;
    /// An event of the SDK.
    FrameEvent = "frame.event", Ok on Open, As;
    /// A change of the desk.
    FrameChange = "frame.change", Muted on Open, Dim;
    /// The part of a bar that is gone by.
    BarFilled = "bar.filled", Accent on Open, Bold;
    /// The rest of it.
    BarEmpty = "bar.empty", Faint on Open, Dim;
}

impl Role {
    /// Its look in the words of a theme file.
    pub(super) fn look(self) -> String {
        let (fg, bg) = self.tones();
        let mut words = vec![fg.name().to_owned()];
        if bg != Tone::Open {
            words.push(format!("on {}", bg.name()));
        }
        if self.weight().contains(Modifier::BOLD) {
            words.push("bold".to_owned());
        }
        words.join(" ").trim_start().to_owned()
    }

    /// Whether it is what others stand on, or a line that nobody reads, rather than text.
    pub fn is_text(self) -> bool {
        !matches!(self.tones().0, Tone::Open | Tone::Line | Tone::Faint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_at_its_place() {
        for (at, role) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, at);
        }
    }
}
