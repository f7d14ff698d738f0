//! `offhook replay`: a recording in the toolbar.

use std::io;
use std::path::PathBuf;

use super::args::ReplayArgs;
use super::failure::{Failure, code};
use super::{find, screen};
use crate::config::Folders;
use crate::recording::{Player, ReadError, keep};
use crate::toolbar::{self, Options};

pub(super) fn run(args: &ReplayArgs) -> Result<u8, Failure> {
    let folders = find::folders()?;
    let file = match &args.file {
        Some(file) => file.clone(),
        None => newest(&folders)?,
    };
    let player = Player::open(&file).map_err(|error| unreadable(&error))?.looked_through();
    let instead = "a recording is text, one JSON object a line: jq and grep read it too";
    let plain = screen::face(&args.plain, instead)?;
    let recording = Some(file);
    let options = Options { plain, recording, ..screen::options(&args.look, &folders) };
    let _logs = screen::log_to_file(&folders)?;
    super::runtime()?.block_on(async {
        let stop = screen::stop_on_signals()?;
        screen::ended(toolbar::run_replay(options, Box::new(player), stop).await)
    })
}

/// The newest of the sessions that plain `offhook` has kept.
fn newest(folders: &Folders) -> Result<PathBuf, Failure> {
    let folder = folders.state.join(keep::FOLDER);
    match keep::latest(&folder) {
        Ok(Some(file)) => Ok(file),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::new(code::IO, format!("can't read {}: {error}", folder.display())))
        }
        _ => Err(Failure::new(code::USAGE, format!("there is no recording in {} yet", folder.display()))
            .hint("offhook alone makes one; offhook replay FILE shows another")),
    }
}

fn unreadable(error: &ReadError) -> Failure {
    let code = match error {
        ReadError::Open { .. } | ReadError::Io { .. } => code::IO,
        _ => code::USAGE,
    };
    Failure::new(code, error.to_string())
}
