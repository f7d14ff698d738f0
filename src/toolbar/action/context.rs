//! Where the agent is.

/// Where the agent is; decides what keys mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The login screen.
    Login,
    /// The choice of campaigns.
    Campaigns,
    /// The choice of the extension.
    Extension,
    /// The workbench.
    Workbench,
    /// A recording is shown.
    Replay,
    /// Another desk's toolbar is shown, to be looked at only.
    LookingOn,
    /// A dialog with fields.
    Form,
    /// The disposition dialog.
    Disposition,
    /// A dialog with a list to choose from.
    Menu,
    /// A question.
    Question,
    /// Something to be read: help, notifications.
    Reader,
    /// The inspector's list of frames.
    Frames,
    /// What a frame carries, in the inspector.
    FrameText,
    /// A filter that is typed, or what is looked for.
    InspectorLine,
    /// As what a frame is copied.
    CopyAs,
    /// An interaction as a ladder.
    Ladder,
    /// Two frames side by side.
    Compare,
    /// The line of a chat that is written.
    Chat,
    /// The form with which a customer is called.
    Dial,
    /// A list that narrows down while one types.
    Pick,
    /// Everything that can be done.
    Palette,
    /// A newcomer is shown around.
    Tour,
    /// The other desks of the site.
    Desks,
    /// Records of the CRM to choose from.
    Records,
    /// The choice of a method to run.
    Methods,
    /// The parameters of a method that is to be run.
    Runner,
    /// What a method answered.
    Answer,
    /// To whom a call is given, or who is asked in.
    Target,
    /// The keypad.
    Keypad,
    /// Who is in a call.
    Members,
    /// Promised callbacks.
    Callbacks,
    /// The hub does not want this toolbar.
    Refused,
}

impl Context {
    /// All of them, in the help's order.
    pub const ALL: &'static [Context] = &[
        Context::Workbench,
        Context::Login,
        Context::Campaigns,
        Context::Extension,
        Context::Chat,
        Context::Dial,
        Context::Target,
        Context::Keypad,
        Context::Members,
        Context::Callbacks,
        Context::Disposition,
        Context::Records,
        Context::Pick,
        Context::Palette,
        Context::Tour,
        Context::Desks,
        Context::Form,
        Context::Menu,
        Context::Question,
        Context::Frames,
        Context::FrameText,
        Context::InspectorLine,
        Context::CopyAs,
        Context::Ladder,
        Context::Compare,
        Context::Methods,
        Context::Runner,
        Context::Answer,
        Context::Reader,
        Context::Refused,
        Context::Replay,
        Context::LookingOn,
    ];

    /// Those in which letters are text.
    pub const TYPED: &'static [Context] = &[
        Context::Login,
        Context::Form,
        Context::Dial,
        Context::Target,
        Context::Keypad,
        Context::Disposition,
        Context::Chat,
        Context::Pick,
        Context::Palette,
        Context::Methods,
        Context::Runner,
        Context::InspectorLine,
    ];

    /// What the help calls it.
    pub fn title(self) -> &'static str {
        match self {
            Context::Login => "Login",
            Context::Campaigns => "Campaigns",
            Context::Extension => "Extension",
            Context::Workbench => "Workbench",
            Context::Replay => "Replay",
            Context::LookingOn => "Looking on",
            Context::Form => "Forms",
            Context::Disposition => "Disposition",
            Context::Menu => "Menus",
            Context::Question => "Questions",
            Context::Reader => "Reading",
            Context::Frames => "Inspector",
            Context::FrameText => "Inspector: a message",
            Context::InspectorLine => "Inspector: typing a filter",
            Context::CopyAs => "Inspector: copying",
            Context::Ladder => "Inspector: the ladder",
            Context::Compare => "Inspector: comparing",
            Context::Chat => "Writing in a chat",
            Context::Dial => "Dialling",
            Context::Records => "Records",
            Context::Pick => "Choosing",
            Context::Palette => "The palette",
            Context::Tour => "The tour",
            Context::Desks => "Desks",
            Context::Methods => "Methods",
            Context::Runner => "A method's parameters",
            Context::Answer => "A method's answer",
            Context::Target => "Transfer and conference",
            Context::Keypad => "Keypad",
            Context::Members => "Who is in a call",
            Context::Callbacks => "Callbacks",
            Context::Refused => "Refused by the hub",
        }
    }

    /// What a file of keys calls it.
    pub fn name(self) -> &'static str {
        match self {
            Context::Login => "login",
            Context::Campaigns => "campaigns",
            Context::Extension => "extension",
            Context::Workbench => "workbench",
            Context::Replay => "replay",
            Context::LookingOn => "looking-on",
            Context::Form => "form",
            Context::Disposition => "disposition",
            Context::Menu => "menu",
            Context::Question => "question",
            Context::Reader => "reader",
            Context::Frames => "frames",
            Context::Chat => "chat",
            Context::Dial => "dial",
            Context::Pick => "pick",
            Context::Palette => "palette",
            Context::Tour => "tour",
            Context::Desks => "desks",
            Context::Records => "records",
            Context::FrameText => "frame-text",
            Context::InspectorLine => "inspector-line",
            Context::CopyAs => "copy-as",
            Context::Ladder => "ladder",
            Context::Compare => "compare",
            Context::Methods => "methods",
            Context::Runner => "runner",
            Context::Answer => "answer",
            Context::Target => "target",
            Context::Keypad => "keypad",
            Context::Members => "members",
            Context::Callbacks => "callbacks",
            Context::Refused => "refused",
        }
    }

    /// The one with this name.
    pub fn of(name: &str) -> Option<Context> {
        Context::ALL.iter().copied().find(|context| context.name() == name)
    }

    /// Whether one can go from here to any other place: letters are free, and nothing must be answered first.
    pub fn leads_on(self) -> bool {
        !self.takes_text()
            && !matches!(self, Context::Question | Context::Refused | Context::Tour | Context::CopyAs)
    }

    /// Whether letters are typed here, and so can't be keys of actions.
    pub fn takes_text(self) -> bool {
        Context::TYPED.contains(&self)
    }
}
