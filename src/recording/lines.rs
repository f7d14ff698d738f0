//! A file of any size as lines, read in pieces from any place, forward and back.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::error::ReadError;
use super::format::MAX_LINE;

/// How much is read at once, in bytes: some tens of frames.
const PIECE: u64 = 16 << 10;

/// How much of a file's end may be no lines, in bytes; with more it is no recording.
const MAX_TORN: u64 = 256 << 20;

/// How much of it is searched at once, in bytes.
const SEARCHED_AT_ONCE: u64 = 1 << 20;

/// A line in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Where it begins, in bytes from the start of the file.
    pub start: u64,
    /// Where the next begins.
    pub end: u64,
    /// What it says, without its line break.
    pub bytes: &'a [u8],
}

/// A file's lines. Holds one piece of it in memory: `PIECE` bytes, or the longest line that was read
/// lately, at most twice [`MAX_LINE`].
#[derive(Debug)]
pub struct Lines {
    file: File,
    path: PathBuf,
    /// Where the last whole line ends; before the first [`Lines::refresh`], where the file does.
    len: u64,
    /// How long the file was when its end was looked at last.
    size: Option<u64>,
    torn: bool,
    /// The piece, and where it begins.
    piece: Vec<u8>,
    start: u64,
}

impl Lines {
    /// Opens a file. What its last line is like is not looked at before [`Lines::refresh`].
    pub fn open(path: &Path) -> Result<Lines, ReadError> {
        let open = |source| ReadError::Open { path: path.to_owned(), source };
        // Looked at before it is opened: opening a FIFO waits for somebody who writes to it.
        if !fs::metadata(path).map_err(open)?.is_file() {
            let why = "it is not a regular file".to_owned();
            return Err(ReadError::NotARecording { path: path.to_owned(), why });
        }
        let file = File::open(path).map_err(open)?;
        let (path, len) = (path.to_owned(), file.metadata().map_err(open)?.len());
        Ok(Lines { file, path, len, size: None, torn: false, piece: Vec::new(), start: 0 })
    }

    /// The file's name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the last whole line ends, in bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether the file ends in the middle of a line, as after a crash, or while it is written.
    pub fn torn(&self) -> bool {
        self.torn
    }

    /// Looks how long the file is now; `true` where whole lines were added.
    pub fn refresh(&mut self) -> Result<bool, ReadError> {
        let size = self.file.metadata().map_err(|source| self.io(self.len, source))?.len();
        if self.size == Some(size) {
            return Ok(false);
        }
        let before = if self.size.is_some() { self.len } else { 0 };
        if size < before {
            let source = io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter");
            return Err(self.io(size, source));
        }
        // While the end is not known all of the file counts.
        self.len = size;
        let whole = self.whole(before, size);
        self.len = *whole.as_ref().unwrap_or(&before);
        self.size = whole.is_ok().then_some(size);
        self.torn = size > self.len;
        whole.map(|len| len > before)
    }

    /// Where the last whole line ends, given that one ends at `known`.
    fn whole(&mut self, known: u64, size: u64) -> Result<u64, ReadError> {
        if size == known {
            return Ok(known);
        }
        // The last line may lack its line break and be whole all the same.
        let (start, end) = match self.find_ending(size) {
            Ok(Some(last)) => last,
            Ok(None) => return Ok(known),
            // No line of ours is that long: where the power failed a file can end in zeros.
            Err(ReadError::LineTooLong { .. }) => return self.last_break(known, size),
            Err(error) => return Err(error),
        };
        let last = self.bytes(start, end);
        let whole = last.ends_with(b"\n") || serde_json::from_slice::<serde::de::IgnoredAny>(last).is_ok();
        Ok(if whole { size } else { start.max(known) })
    }

    /// Where the line before the last ends, however long the last one is.
    fn last_break(&mut self, known: u64, size: u64) -> Result<u64, ReadError> {
        let mut end = size.saturating_sub(1);
        while end > known {
            let begin = end.saturating_sub(SEARCHED_AT_ONCE).max(known);
            if size - begin > MAX_TORN {
                return Err(ReadError::LineTooLong { path: self.path.clone(), offset: end });
            }
            self.load(begin, end)?;
            if let Some(at) = self.piece.iter().rposition(|byte| *byte == b'\n') {
                return Ok(begin + at as u64 + 1);
            }
            end = begin;
        }
        Ok(known)
    }

    /// The line that begins at `start`; `None` at the end.
    pub fn starting(&mut self, start: u64) -> Result<Option<Line<'_>>, ReadError> {
        Ok(self.find_starting(start)?.map(|(start, end)| self.line(start, end)))
    }

    /// The line that ends at `end`; `None` at the start of the file.
    pub fn ending(&mut self, end: u64) -> Result<Option<Line<'_>>, ReadError> {
        Ok(self.find_ending(end)?.map(|(start, end)| self.line(start, end)))
    }

    /// Where the first line begins that begins at `offset` or after it; the end where there is none.
    pub fn next_start(&mut self, offset: u64) -> Result<u64, ReadError> {
        if offset == 0 {
            return Ok(0);
        }
        // The rest of the line in which the byte before `offset` stands.
        Ok(self.find_starting(offset - 1)?.map_or(self.len, |(_, end)| end))
    }

    fn find_starting(&mut self, start: u64) -> Result<Option<(u64, u64)>, ReadError> {
        if start >= self.len {
            return Ok(None);
        }
        let mut want = PIECE;
        loop {
            let held = self.held_from(start);
            let found = held.iter().position(|byte| *byte == b'\n');
            let held = held.len() as u64;
            let length = match found {
                Some(at) => at as u64 + 1,
                None if start + held >= self.len => held,
                None => {
                    if held > MAX_LINE as u64 {
                        return Err(ReadError::LineTooLong { path: self.path.clone(), offset: start });
                    }
                    self.load(start, (start + want.max(held + 1)).min(self.len))?;
                    want = want.saturating_mul(2).min(MAX_LINE as u64 + 1);
                    continue;
                }
            };
            if length > MAX_LINE as u64 {
                return Err(ReadError::LineTooLong { path: self.path.clone(), offset: start });
            }
            return Ok(Some((start, start + length)));
        }
    }

    fn find_ending(&mut self, end: u64) -> Result<Option<(u64, u64)>, ReadError> {
        let end = end.min(self.len);
        if end == 0 {
            return Ok(None);
        }
        let mut want = PIECE;
        loop {
            let held = self.held_before(end - 1);
            let found = held.iter().rposition(|byte| *byte == b'\n').map(|at| (held.len() - at - 1) as u64);
            let held = held.len() as u64;
            // The line's own last byte is in the piece too, or the piece is of no use.
            let useful = self.start < end && self.start + self.piece.len() as u64 >= end;
            let length = match found {
                Some(after) if useful => after + 1,
                None if useful && held + 1 == end => end,
                _ => {
                    if useful && held > MAX_LINE as u64 {
                        return Err(ReadError::LineTooLong { path: self.path.clone(), offset: end - held });
                    }
                    self.load(end.saturating_sub(want.max(held + 2)), end)?;
                    want = want.saturating_mul(2).min(MAX_LINE as u64 + 2);
                    continue;
                }
            };
            if length > MAX_LINE as u64 {
                return Err(ReadError::LineTooLong { path: self.path.clone(), offset: end - length });
            }
            return Ok(Some((end - length, end)));
        }
    }

    /// What of the piece lies at `offset` and after it.
    fn held_from(&self, offset: u64) -> &[u8] {
        let skip = offset.checked_sub(self.start).and_then(|skip| usize::try_from(skip).ok());
        let end = self.len.saturating_sub(self.start).min(self.piece.len() as u64) as usize;
        skip.and_then(|skip| self.piece.get(skip..end)).unwrap_or_default()
    }

    /// What of the piece lies before `offset`, up to it.
    fn held_before(&self, offset: u64) -> &[u8] {
        let until = offset.checked_sub(self.start).and_then(|until| usize::try_from(until).ok());
        until.and_then(|until| self.piece.get(..until)).unwrap_or_default()
    }

    fn line(&self, start: u64, end: u64) -> Line<'_> {
        let bytes = self.bytes(start, end);
        Line { start, end, bytes: bytes.strip_suffix(b"\n").unwrap_or(bytes) }
    }

    fn bytes(&self, start: u64, end: u64) -> &[u8] {
        let held = self.held_from(start);
        usize::try_from(end - start).ok().and_then(|length| held.get(..length)).unwrap_or_default()
    }

    /// Makes the piece what stands between two offsets.
    fn load(&mut self, start: u64, end: u64) -> Result<(), ReadError> {
        let length = usize::try_from(end - start).unwrap_or(usize::MAX).min(2 * MAX_LINE);
        self.piece.clear();
        self.start = start;
        // A long line is rare; its memory is given back with the next short one.
        self.piece.shrink_to(length.max(4 * PIECE as usize));
        self.piece.resize(length, 0);
        let mut done = 0;
        while done < length {
            let offset = start + done as u64;
            match read_at(&self.file, &mut self.piece[done..], offset) {
                Ok(0) => {
                    self.piece.clear();
                    let source = io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter");
                    return Err(self.io(offset, source));
                }
                Ok(read) => done += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => {
                    self.piece.clear();
                    return Err(self.io(offset, source));
                }
            }
        }
        Ok(())
    }

    fn io(&self, offset: u64, source: io::Error) -> ReadError {
        ReadError::Io { path: self.path.clone(), offset, source }
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, offset)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, offset)
}
