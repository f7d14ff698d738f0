//! Logs: to stderr for commands without a screen, to a file for those with one.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// Which logs are kept, as tracing-subscriber's directives: `OFFHOOK_LOG=offhook=debug`.
pub const LOG_VARIABLE: &str = "OFFHOOK_LOG";

/// How many lines wait to be written. Where stderr or the disk does not take them as fast as they come,
/// further lines are lost: what is logged must never hold up those who log.
const WAITING: usize = 4_096;

fn filter(default: &str) -> EnvFilter {
    EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new(default))
}

/// A thread of its own writes, so that a pipe that nobody reads blocks no one else.
fn behind_a_thread(to: impl Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().lossy(true).buffered_lines_limit(WAITING).finish(to)
}

/// Logs to stderr, warnings and what a server tells. What is logged is written, where stderr takes it,
/// when the guard is dropped at the latest; that takes no longer than a second or two.
pub fn to_stderr() -> WorkerGuard {
    let colours = std::env::var_os("NO_COLOR").is_none() && io::stderr().is_terminal();
    let (writer, guard) = behind_a_thread(io::stderr());
    // A second call (in tests) keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter("offhook=info"))
        .with_writer(writer)
        .with_ansi(colours)
        .with_target(false)
        // It would tell of a closed stderr on stderr.
        .log_internal_errors(false)
        .try_init();
    guard
}

/// Logs to `offhook.log` in a folder, a new file each day, seven kept. What is logged is written
/// when the guard is dropped at the latest.
pub fn to_file(folder: &Path) -> Result<WorkerGuard, tracing_appender::rolling::InitError> {
    let file = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("offhook")
        .filename_suffix("log")
        .max_log_files(7)
        .build(folder)?;
    let (writer, guard) = behind_a_thread(file);
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter("offhook=info"))
        .with_writer(writer)
        .with_ansi(false)
        .log_internal_errors(false)
        .try_init();
    Ok(guard)
}
