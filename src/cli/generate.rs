//! Completion scripts and the man page, from the same arguments.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Cli;
use super::failure::{Failure, code};
use super::out;

pub(super) fn completions(shell: Shell) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "offhook", &mut script);
    out::text(&script)
}

/// One page: the command itself, then each subcommand.
pub(super) fn man() -> Result<u8, Failure> {
    let command = Cli::command();
    let mut page = Vec::new();
    let render = |command: clap::Command, page: &mut Vec<u8>| {
        clap_mangen::Man::new(command).render(page).map_err(|error| Failure::new(code::IO, error.to_string()))
    };
    render(command.clone(), &mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        render(sub.clone().name(format!("offhook {}", sub.get_name())), &mut page)?;
    }
    out::text(&page)
}
