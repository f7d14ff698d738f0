//! The roles that text can have.

use ratatui::style::Modifier;

macro_rules! roles {
    ($( $(#[$doc:meta])* $variant:ident = $name:literal, $($plain:ident)|+; )*) => {
        /// What a piece of text is for. Themes give each a look.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Role { $( $(#[$doc])* $variant, )* }

        impl Role {
            /// All roles, in order.
            pub const ALL: &'static [Role] = &[$( Role::$variant, )*];

            /// The name in a theme file.
            pub fn name(self) -> &'static str {
                match self { $( Role::$variant => $name, )* }
            }

            /// How it differs where there are no colours.
            pub(super) fn without_colour(self) -> Modifier {
                match self { $( Role::$variant => plain(&[$( Plain::$plain ),+]), )* }
            }
        }
    };
}

enum Plain {
    As,
    Bold,
    Dim,
    Under,
    Reverse,
}

fn plain(all: &[Plain]) -> Modifier {
    all.iter().fold(Modifier::empty(), |sum, one| {
        sum | match one {
            Plain::As => Modifier::empty(),
            Plain::Bold => Modifier::BOLD,
            Plain::Dim => Modifier::DIM,
            Plain::Under => Modifier::UNDERLINED,
            Plain::Reverse => Modifier::REVERSED,
        }
    })
}

roles! {
    /// The whole screen, before anything is drawn on it.
    Background = "background", As;
    /// What lies over the screen: dialogs, toasts.
    Surface = "surface", As;
    /// Plain text.
    Text = "text", As;
    /// What is read first: names, running times.
    Strong = "text.strong", Bold;
    /// Labels, hints, what is less important.
    Muted = "muted", Dim;
    /// What draws the eye.
    Accent = "accent", Bold;
    /// The program's own name.
    Brand = "brand", Bold;
    /// Frames of panels.
    Border = "border", Dim;
    /// The frame of the panel that keys go to.
    BorderFocused = "border.focused", Bold;
    /// Titles of panels.
    Title = "title", As;
    /// The title of the panel that keys go to.
    TitleFocused = "title.focused", Bold;
    /// The chosen row.
    Selection = "selection", Reverse;
    /// Keys in footer and help.
    Key = "key", Bold;
    /// A field that can be typed into.
    Field = "field", Under;
    /// The one that is typed into.
    FieldFocused = "field.focused", Under | Bold;
    /// What went wrong.
    Error = "error", Bold | Under;
    /// The agent waits for calls.
    AgentAvailable = "agent.available", Bold;
    /// The agent is on a break or not ready.
    AgentAway = "agent.away", As;
    /// A customer is dialled.
    InteractionDialling = "interaction.dialling", Bold;
    /// A call rings at the desk.
    InteractionRinging = "interaction.ringing", Bold | Reverse;
    /// In a talk.
    InteractionConnected = "interaction.connected", Bold;
    /// On hold.
    InteractionHeld = "interaction.held", Bold;
    /// After-call work.
    InteractionWrapUp = "interaction.wrapup", Bold | Under;
    /// Disposed, or over.
    InteractionDisposed = "interaction.disposed", Dim;
    /// A time that will soon be too long.
    TimerWarn = "timer.warn", Bold;
    /// One that is.
    TimerLate = "timer.late", Bold | Under;
    /// Lines that nobody has looked at.
    Unread = "unread", Bold | Reverse;
    /// Callers in the queues.
    Waiting = "waiting", Bold;
    /// The bell with something behind it.
    BellUnread = "bell.unread", Bold | Reverse;
    /// The hub is there.
    ConnectionUp = "connection.up", As;
    /// The hub is looked for.
    ConnectionTrying = "connection.trying", Bold;
    /// The hub is gone.
    ConnectionLost = "connection.lost", Bold | Reverse;
    /// It worked.
    ToastSuccess = "toast.success", Bold;
    /// It did not.
    ToastError = "toast.error", Bold | Under;
    /// It may not.
    ToastWarning = "toast.warning", Bold;
    /// For your information.
    ToastInfo = "toast.info", Bold;
    /// A request in the list of frames.
    FrameCall = "frame.call", Bold;
    /// A good answer.
    FrameAnswer = "frame.answer", As;
    /// An error as answer.
    FrameError = "frame.error", Bold | Under;
    /// An event of the SDK.
    FrameEvent = "frame.event", As;
    /// A change of the desk.
    FrameChange = "frame.change", Dim;
    /// The part of a bar that is gone by.
    BarFilled = "bar.filled", Bold;
    /// The rest of it.
    BarEmpty = "bar.empty", Dim;
}
