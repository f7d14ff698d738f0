//! Where a bench draws: a pipe of the system's that somebody empties, as a terminal does.

use std::fs::File;
use std::io::{BufWriter, Read, pipe};
use std::os::fd::OwnedFd;
use std::thread::spawn;

/// As the toolbar's own: a frame goes out in one piece.
const BUFFER: usize = 64 << 10;

/// The writer's end; the reader ends with it.
pub fn terminal() -> BufWriter<File> {
    let (mut reader, writer) = pipe().expect("a pipe");
    spawn(move || {
        let mut buffer = vec![0; BUFFER];
        while reader.read(&mut buffer).is_ok_and(|read| read > 0) {}
    });
    BufWriter::with_capacity(BUFFER, File::from(OwnedFd::from(writer)))
}
