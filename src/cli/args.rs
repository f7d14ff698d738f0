//! The arguments.

mod look;
mod plain;
mod screenshot;
mod talk;
mod workspace;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use look::LookArgs;
pub(super) use plain::PlainArgs;
pub(super) use screenshot::{Format, ScreenshotArgs};
pub(super) use talk::{
    CallArgs, Document, Doing, ExplainArgs, HubArgs, SchemaArgs, TIMEOUT, TailArgs, TriggerArgs,
};
pub(super) use workspace::{Template, WorkspaceArgs, WorkspaceCommand};

const EXAMPLES: &str = "\
Examples:
  offhook                                  a toolbar with its own contact centre
  offhook serve                            a contact centre for tests
  offhook call session.login executive executive
  offhook trigger call --phone 1234567890  a customer calls
  offhook tail event=callRinging           the desk's frames as they happen
  offhook explain callRinging              what a method, event or error is
  offhook schema json-schema               the contract for other tools
  offhook workspace check site.toml        what is wrong with a workspace file
  offhook replay session.jsonl             step through what happened
  offhook --plain                          line by line, for screen readers

Exit codes:
  0 done   1 the answer is no   2 usage, or an input file with an error
  3 no hub   4 the SDK answered with an error   5 timed out
  6 can't read, write or bind   130 interrupted

Environment:
  OFFHOOK_URL       the hub that commands talk to
  OFFHOOK_TOKEN     the token of serve, and of a hub whose file is not found
  OFFHOOK_PASSWORD  what login in a script of --plain takes
  OFFHOOK_HOME      one folder for all files
  OFFHOOK_LOG       what is logged (offhook=debug)
  NO_COLOR          no colours";

/// The Omni Toolbar in a terminal, with a whole mock contact centre behind it.
#[derive(Debug, Parser)]
#[command(name = "offhook", version, about, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub session: SessionArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a contact centre without a toolbar.
    Serve(ServeArgs),
    /// Open a toolbar on a running hub.
    Attach(AttachArgs),
    /// Call a method of a running hub and print its answer as JSON.
    Call(CallArgs),
    /// Make a customer do something; alone it lists what.
    Trigger(TriggerArgs),
    /// Follow a desk: its events, changes and calls as they happen.
    Tail(TailArgs),
    /// Say what a method, an event or an error is, and how sure we are of it.
    Explain(ExplainArgs),
    /// Print the contract, or the workspace file, as a document for other tools.
    Schema(SchemaArgs),
    /// Show a recorded session in the toolbar.
    Replay(ReplayArgs),
    /// Draw a screen, or a moment of a recording, as a picture.
    Screenshot(ScreenshotArgs),
    /// Begin, check or show a workspace file.
    Workspace(WorkspaceArgs),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Example:\n  offhook completions bash > ~/.local/share/bash-completion/completions/offhook"
    )]
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the man page.
    #[command(after_help = "Example:\n  offhook man | man -l -")]
    Man,
}

#[derive(Debug, Args)]
pub(super) struct SessionArgs {
    /// The file that configures the site; the built-in demo where absent.
    #[arg(long, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// Record to this file; else to the state folder, where the last 20 are kept.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// No customer calls by themselves; the customer menu still makes them.
    #[arg(long)]
    pub quiet: bool,
    /// Where the ids come from: the same seed and doings, the same session.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub plain: PlainArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

/// Which sites a hub has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SitesArg {
    /// Only the default one.
    Fixed,
    /// One for each name that is used.
    Auto,
}

#[derive(Debug, Args)]
#[command(after_help = "\
When it listens it prints one JSON line on stdout:
  {\"ready\":true,\"url\":\"http://127.0.0.1:4650\",\"ws\":\"ws://…/ws\",\"token\":\"…\"}
Logs go to stderr. SIGTERM stops it with exit code 0, Ctrl-C with 130.

Examples:
  offhook serve
  offhook serve --listen 127.0.0.1:0 --workspace site.toml
  offhook serve --virtual-clock   time moves by control.advanceTime only
  offhook serve --data ./site     what was acknowledged survives a crash
  offhook serve --sites auto      a site for each test, at the URL with /s/NAME
  offhook serve --listen 0.0.0.0:4650 --token \"$(openssl rand -hex 32)\"")]
pub(super) struct ServeArgs {
    /// Address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4650")]
    pub listen: SocketAddr,
    /// The file that configures the site; the built-in demo where absent.
    #[arg(long, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// The token that toolbars and commands must give; a new one where absent. Needed for any address
    /// but loopback.
    #[arg(long, value_name = "TOKEN", env = "OFFHOOK_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// A further host name under which clients reach this hub.
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Time stands still until control.advanceTime moves it.
    #[arg(long)]
    pub virtual_clock: bool,
    /// Which sites there are below /s/: fixed, or auto, where one is made when it is first used, with a
    /// contact centre of its own.
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = SitesArg::Fixed)]
    pub sites: SitesArg,
    /// Keep the sites in this folder, for this user only: sessions, calls, notes, preferences and records are
    /// there again when a hub is started with it. Without it each start is a fresh one.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Customers call by themselves, at the workspace's pace.
    #[arg(long)]
    pub public: bool,
    /// Where the ids come from: the same seed and doings, the same session.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  offhook attach\n  offhook attach http://127.0.0.1:4650 --desk second\n  \
    offhook attach --desk second --observe      only look on\n  \
    offhook attach --plain < commands.txt       line by line, as a script"
)]
pub(super) struct AttachArgs {
    /// The hub; else as for --url.
    #[arg(value_name = "URL")]
    pub at: Option<String>,
    /// Only look at the desk: what happens there is shown, and nothing can be done.
    #[arg(long)]
    pub observe: bool,
    #[command(flatten)]
    pub hub: HubArgs,
    #[command(flatten)]
    pub plain: PlainArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Keys: space plays and pauses, . and , step one frame, ] and [ jump 10 seconds, + and - change \
the speed, Home and End go there, q leaves.

Examples:
  offhook replay                          the newest session
  offhook replay recordings/inbound.jsonl
  offhook replay --plain inbound.jsonl | cat   what happened, in sentences")]
pub(super) struct ReplayArgs {
    /// The recording; else the newest of those that plain `offhook` has kept.
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub plain: PlainArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        Cli::command().debug_assert();
    }

    /// What is longer is broken by clap in the middle of a table, or behind each line of a paragraph. A paragraph is
    /// one line.
    #[test]
    fn no_help_has_lines_that_are_broken_badly() {
        fn look(command: &clap::Command, wrong: &mut Vec<String>) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let lines: Vec<&str> = help.lines().collect();
            let is_prose =
                |at: usize| lines.get(at).is_some_and(|line| !line.is_empty() && !line.starts_with(' '));
            for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.chars().count() > 80) {
                if !is_prose(at) || is_prose(at + 1) || at > 0 && is_prose(at - 1) {
                    wrong.push(format!("{}: {line}", command.get_name()));
                }
            }
            command.get_subcommands().for_each(|one| look(one, wrong));
        }
        let mut wrong = Vec::new();
        look(&Cli::command(), &mut wrong);
        assert!(wrong.is_empty(), "longer than 80 columns:\n{}", wrong.join("\n"));
    }

    #[test]
    fn options_may_stand_behind_parameters_and_numbers_may_be_negative() {
        let line = "offhook call crm.searchCase 23 Case -5 --as crm --desk two -- -x";
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        let Some(Command::Call(args)) = cli.command else { panic!("no call") };
        assert_eq!(args.params, ["23", "Case", "-5", "-x"]);
        assert_eq!((args.who.role(), args.hub.desk.as_str()), (crate::wire::Role::Crm, "two"));
    }

    #[test]
    fn the_hub_is_named_before_what_is_triggered_or_behind_it() {
        for line in ["offhook trigger --desk two hangup", "offhook trigger hangup --desk two"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            let Some(Command::Trigger(args)) = cli.command else { panic!("no trigger") };
            assert_eq!(args.hub.desk, "two", "{line}");
        }
    }
}
