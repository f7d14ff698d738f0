//! The arguments of `offhook workspace`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
#[command(after_help = "\
A workspace file configures a site: users, campaigns, channels, teams, labels, bots, customers, the CRM. The \
page docs/workspace.md explains every key. A file that a running hub was started with is read again when it \
changes; an edit with an error changes nothing.

Examples:
  offhook workspace init site.toml
  offhook workspace check site.toml
  offhook --workspace site.toml")]
pub(in crate::cli) struct WorkspaceArgs {
    #[command(subcommand)]
    pub command: WorkspaceCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum WorkspaceCommand {
    /// Begin a workspace file from a template; a file that is there stays as it is.
    #[command(
        after_help = "Examples:\n  offhook workspace init\n  offhook workspace init --template support support.toml"
    )]
    Init {
        /// What to begin with.
        #[arg(long, value_name = "NAME", value_enum, default_value_t = Template::Minimal)]
        template: Template,
        /// The file to make.
        #[arg(value_name = "FILE", default_value = "workspace.toml")]
        file: PathBuf,
    },
    /// Say everything that is wrong with a file, and which mandatory parts it lacks.
    #[command(after_help = "\
Each problem stands on a line of stderr: the file, line and column, the keys down to it, what was found, what \
was expected, and what to write instead. A site works without the mandatory parts, by defaults, so they \
are only named; --strict makes the answer no.

Exit codes: 0 well; 1 a mandatory part is missing (--strict); 2 something is wrong; 6 the file can't be read.

Examples:
  offhook workspace check site.toml
  offhook workspace check --strict site.toml && echo ready
  offhook workspace check --json site.toml | jq -r .problems[].message")]
    Check {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The verdict as JSON on stdout: {file, ok, problems, missingParts}.
        #[arg(long)]
        json: bool,
        /// Whether a missing mandatory part counts: exit code 1.
        #[arg(long)]
        strict: bool,
    },
    /// Show who and what is in a workspace.
    #[command(
        after_help = "Examples:\n  offhook workspace show\n  offhook workspace show site.toml | jq .counts"
    )]
    Show {
        /// The file; the built-in demo where absent.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// JSON, also on a terminal.
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schema of workspace files, as `offhook schema workspace` does.
    #[command(after_help = "Example:\n  offhook workspace schema > workspace.schema.json")]
    Schema,
}

/// What a file begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Template {
    /// The built-in demonstration: a shop with everything in it.
    Demo,
    /// The smallest site with all mandatory parts.
    Minimal,
    /// A support desk of two levels.
    Support,
    /// An outbound sales floor.
    Sales,
}
