//! The arguments of commands that talk to a hub, or about its methods and events.

use clap::{Args, Subcommand, ValueEnum};

use crate::wire::Role;

/// Which hub, and which desk there.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct HubArgs {
    /// The hub; else OFFHOOK_URL, port 4650, or the hub of a running toolbar.
    #[arg(long, value_name = "URL", global = true)]
    pub url: Option<String>,
    /// The hub's token, where it runs on another machine; else that of the hub's file, or
    /// OFFHOOK_TOKEN.
    #[arg(long, value_name = "TOKEN", global = true)]
    pub token: Option<String>,
    /// The desk.
    #[arg(long, value_name = "NAME", default_value = "default", global = true)]
    pub desk: String,
}

/// How long the answer of a call is waited for, in s: longer than a hub waits where its workspace says nothing.
pub(in crate::cli) const TIMEOUT: u64 = 30;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum As {
    /// The page that embeds the toolbar.
    Crm,
    /// A custom app inside the toolbar.
    App,
    /// A test: may call everything.
    Control,
}

impl As {
    /// The role on the wire.
    pub(in crate::cli) fn role(self) -> Role {
        match self {
            As::Crm => Role::Crm,
            As::App => Role::App,
            As::Control => Role::Control,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Parameters stand in the method's order; texts need no quotes, everything else is JSON. What a method \
takes is told by: offhook explain METHOD

An error of the SDK goes to stderr, with exit code 4. Other spellings of a name are taken for the \
documented one, which is then named on stderr.

Examples:
  offhook call session.login executive executive
  offhook call toolbar.selectCampaigns '[172]'
  offhook call interaction.initiateInteraction voice '{\"phone\":\"5550100\"}' 172
  offhook call toolbar.answer
  offhook call crm.getAllContacts 23 32 --as crm
  offhook call interaction.disposeInteraction --json '{\"channelType\":\"voice\",
      \"interactionId\":\"…\",\"dispositionCodeId\":1345}'")]
pub(in crate::cli) struct CallArgs {
    /// The method, e.g. session.login.
    pub method: String,
    /// Its parameters in order; null for none, and after -- also what begins with a hyphen.
    #[arg(allow_negative_numbers = true)]
    pub params: Vec<String>,
    /// All parameters as one JSON array or object; - reads it from stdin.
    #[arg(long, value_name = "JSON", conflicts_with = "params")]
    pub json: Option<String>,
    /// Who calls. As crm or app one sees what an integration would get.
    #[arg(long = "as", value_name = "ROLE", default_value = "control")]
    pub who: As,
    /// The page's origin, for --as crm and app; else the hub's own, which is always allowed.
    #[arg(long, value_name = "ORIGIN")]
    pub origin: Option<String>,
    /// The app, for --as app.
    #[arg(long, value_name = "ID", default_value = "shell")]
    pub app: String,
    /// How long to wait for the answer, in seconds: longer than the hub waits for its own, so that it says why.
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT)]
    pub timeout: u64,
    #[command(flatten)]
    pub hub: HubArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The answer is printed as JSON. --set gives any parameter of the control method behind a command, by its \
path; offhook explain control.customerCall tells what there is.

Examples:
  offhook trigger                                       lists what there is
  offhook trigger call --phone 1234567890 --name Anshika
  offhook trigger call --set phone=5550100 --set campaignId=172
  offhook trigger chat --name Test
  offhook trigger message \"Hello?\"
  offhook trigger answer          the customer who is being dialled picks up
  offhook trigger hangup")]
pub(in crate::cli) struct TriggerArgs {
    #[command(subcommand)]
    pub doing: Option<Doing>,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// What customers and those whom an agent asks into a call can do. The first line of each and its
/// example are what `offhook trigger` alone prints.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Doing {
    /// A customer calls.
    #[command(after_help = "Example:\n  offhook trigger call --phone 1234567890 --name Anshika")]
    Call {
        /// The caller's number; 1234567890 where it is not given.
        #[arg(long, value_name = "NUMBER")]
        phone: Option<String>,
        /// The caller's name; else the workspace may know it.
        #[arg(long)]
        name: Option<String>,
        /// The campaign that is called; else calls are routed.
        #[arg(long, value_name = "ID")]
        campaign: Option<u32>,
        #[command(flatten)]
        sets: Sets,
    },
    /// A customer begins a chat.
    #[command(after_help = "Example:\n  offhook trigger chat --name Test --channel whatsapp")]
    Chat {
        /// The sub channel: webchat, whatsapp, facebook or email, as far as the workspace has it in use.
        #[arg(long, value_name = "NAME")]
        channel: Option<String>,
        /// The customer's name; else the workspace may know it.
        #[arg(long)]
        name: Option<String>,
        /// The customer's number; else none is known.
        #[arg(long, value_name = "NUMBER")]
        phone: Option<String>,
        /// The campaign; else chats are routed.
        #[arg(long, value_name = "ID")]
        campaign: Option<u32>,
        #[command(flatten)]
        sets: Sets,
    },
    /// A customer writes a line in a chat.
    #[command(after_help = "Example:\n  offhook trigger message \"Hello?\"")]
    Message {
        /// What they write.
        text: Option<String>,
        #[command(flatten)]
        which: Which,
    },
    /// A customer types in a chat.
    #[command(after_help = "Example:\n  offhook trigger typing")]
    Typing {
        /// They have stopped, without a line.
        #[arg(long)]
        stop: bool,
        #[command(flatten)]
        which: Which,
    },
    /// A customer sends a file in a chat.
    #[command(after_help = "Example:\n  offhook trigger file photo.jpg --type image/jpeg --size 52100")]
    File {
        /// Its name; nothing of its content is needed.
        name: Option<String>,
        /// Its media type.
        #[arg(long = "type", value_name = "TYPE")]
        media_type: Option<String>,
        /// Its size, in bytes.
        #[arg(long, value_name = "BYTES")]
        size: Option<u64>,
        #[command(flatten)]
        which: Which,
    },
    /// A customer has read what was written to them.
    #[command(after_help = "Example:\n  offhook trigger reads")]
    Reads {
        /// It is on their device only.
        #[arg(long)]
        delivered: bool,
        #[command(flatten)]
        which: Which,
    },
    /// A dialled customer picks up.
    #[command(after_help = "Example:\n  offhook trigger answer")]
    Answer(Which),
    /// A dialled customer is busy or refuses.
    #[command(after_help = "Example:\n  offhook trigger refuse")]
    Refuse(Which),
    /// A customer hangs up, or leaves a chat.
    #[command(after_help = "Example:\n  offhook trigger hangup")]
    Hangup(Which),
    /// A number that was asked into a call picks up.
    #[command(after_help = "Example:\n  offhook trigger member-answer")]
    MemberAnswer(Which),
    /// A number that was asked into a call hangs up.
    #[command(after_help = "Example:\n  offhook trigger member-hangup")]
    MemberHangup(Which),
}

/// Parameters by their paths.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Sets {
    /// A parameter of the method behind this, by its path; may be given again. Goes before the others.
    #[arg(long, value_name = "PATH=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
}

/// Which interaction.
#[derive(Debug, Args)]
pub(in crate::cli) struct Which {
    /// The interaction; else the newest that fits.
    #[arg(long, value_name = "ID")]
    pub interaction: Option<String>,
    #[command(flatten)]
    pub sets: Sets,
}

#[derive(Debug, Args)]
#[command(after_help = "\
One line for each frame, from now on: the time (UTC), which way it went, the peer (* is everyone at the \
desk), its name, what it carries. As JSON:
  {\"at\":µs,\"seq\":7,\"kind\":\"event\",\"name\":\"session.loginStatus\",\"payload\":{…}}
kind is event, change (what the SDK does not say) or trace (a call that another peer made, its answer \
included). JSON is what is printed where stdout is no terminal.

A filter is event=, method=, peer= and what else docs/inspector.md lists: dur:>200ms, error:*, /pattern/, \
a word of the text, - before what must not be (behind --, as in the last example). A value matches any part of a name, but a peer's only \
whole; with * or ? it matches the whole name, or what follows its dot. Several of one kind widen, \
different kinds narrow.

A dropped connection comes back by itself, and stderr says so. Exit code 0 after --count, or when nobody \
reads any more; 5 after --timeout; 130 after Ctrl-C.

Examples:
  offhook tail
  offhook tail event=interaction.* method=session.*
  offhook tail --text method=initiateInteraction error=4000
  offhook tail --count 1 --timeout 10 event=callRinging | jq .payload
  offhook tail --text -- event=* -peer:crm")]
pub(in crate::cli) struct TailArgs {
    /// event=NAME, method=NAME, peer=NAME, or any other filter.
    #[arg(value_name = "FILTER")]
    pub filters: Vec<String>,
    /// JSON, also on a terminal.
    #[arg(long, conflicts_with = "text")]
    pub json: bool,
    /// Lines for people, also where stdout is no terminal.
    #[arg(long)]
    pub text: bool,
    /// End after this many frames.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// End after so many seconds, with exit code 5.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    #[command(flatten)]
    pub hub: HubArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A name is a method's or an event's with its namespace or without, in any documented or likely spelling, \
or an error's code or name. No hub is needed.

Examples:
  offhook explain callRinging
  offhook explain interaction.initiateInteraction
  offhook explain 2001
  offhook explain --json session.login | jq -r .methods[0].params[].name")]
pub(in crate::cli) struct ExplainArgs {
    /// What to explain.
    pub name: String,
    /// As JSON: {methods, events, errors}, each a list.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Where the vendor shows a sample and says nothing else, the shape is inferred from the sample. No hub is \
needed.

Examples:
  offhook schema openrpc > openrpc.json
  offhook schema workspace > workspace.schema.json
  offhook schema json-schema | jq '.\"$defs\"[\"interaction.callRinging.payload\"]'")]
pub(in crate::cli) struct SchemaArgs {
    /// Which document.
    pub document: Document,
}

/// The documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Document {
    /// All methods, by OpenRPC 1.3.
    Openrpc,
    /// The websocket and its events, by AsyncAPI 3.0.
    Asyncapi,
    /// Parameters, answers and payloads, by JSON Schema 2020-12.
    JsonSchema,
    /// The SDK's types for TypeScript: sdk/ameyo.sdk.d.ts.
    Typescript,
    /// The workspace file, by JSON Schema 2020-12, for editors.
    Workspace,
}
