//! The arguments of plain mode.

use clap::Args;

/// Line by line instead of drawn.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct PlainArgs {
    /// Work line by line: typed commands, and whole sentences that say what happens. For screen readers, terminals
    /// that can't be drawn on, and pipes.
    #[arg(long)]
    pub plain: bool,
    /// With --plain and commands from a pipe: go on behind one that failed. The exit code is the first one's.
    #[arg(long, requires = "plain")]
    pub keep_going: bool,
}
