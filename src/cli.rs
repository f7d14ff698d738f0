//! The command line: arguments in, exit code out. One file a subcommand.

mod args;
mod attach;
mod call;
mod embedded;
mod explain;
pub mod failure;
mod find;
mod generate;
mod load;
mod names;
mod others;
mod out;
mod replay;
mod schema;
mod screen;
mod screenshot;
mod serve;
mod set;
mod tail;
mod trigger;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use failure::Failure;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.code)
        }
    }
}

fn run(cli: Cli) -> Result<u8, Failure> {
    match cli.command {
        None => embedded::run(&cli.session),
        Some(Command::Serve(args)) => serve::run(&args),
        Some(Command::Attach(args)) => attach::run(&args),
        Some(Command::Call(args)) => call::run(&args),
        Some(Command::Trigger(args)) => trigger::run(&args),
        Some(Command::Tail(args)) => tail::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Replay(args)) => replay::run(&args),
        Some(Command::Screenshot(args)) => screenshot::run(&args),
        Some(Command::Workspace(args)) => workspace::run(&args),
        Some(Command::Completions { shell }) => generate::completions(shell),
        Some(Command::Man) => generate::man(),
    }
}

/// The runtime of commands that talk to a hub, or are one.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(failure::code::IO, format!("can't start threads: {error}")))
}
