//! Where a journal's files are: a folder of its own, or what a test puts in its place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::JournalError;
use crate::config;

/// The file by which hubs keep out of each other's way.
const LOCK: &str = "lock";
/// The longest text that is read from it, in bytes.
const MAX_LOCK: u64 = 32;

/// A place for a site's journal. Nothing is safe there before it is synced.
pub trait Disk: Send {
    /// The names of the files that are there.
    fn names(&self) -> io::Result<Vec<String>>;
    /// A file from its beginning.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read>>;
    /// A new file; an older one of that name is emptied.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Sink>>;
    /// Gives a file another name, in the place of what went by that.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file.
    fn remove(&mut self, name: &str) -> io::Result<()>;
    /// Makes safe which files there are.
    fn sync(&mut self) -> io::Result<()>;
    /// What a person calls it.
    fn label(&self) -> String;
}

/// A file that is written to its end.
pub trait Sink: Send {
    /// Adds bytes; after an error it is not known how many of them.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes all of them safe.
    fn sync(&mut self) -> io::Result<()>;
    /// Takes everything away after the first `length` bytes.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// Where the journals of a hub's sites are.
pub trait Shelf: Send + Sync {
    /// The names of the sites that are kept.
    fn sites(&self) -> Result<Vec<String>, JournalError>;
    /// The place of a site, for nobody else while this lives.
    fn disk(&self, site: &str) -> Result<Box<dyn Disk>, JournalError>;
}

fn failed(path: &Path) -> impl Fn(io::Error) -> JournalError + '_ {
    |source| JournalError::Io { path: path.to_owned(), source }
}

/// A shelf is a folder, with one of its own for each site.
impl Shelf for PathBuf {
    fn sites(&self) -> Result<Vec<String>, JournalError> {
        let entries = match fs::read_dir(self) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(self)(error)),
        };
        let folders = entries.flatten().filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> =
            folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }

    fn disk(&self, site: &str) -> Result<Box<dyn Disk>, JournalError> {
        Ok(Box::new(Folder::open(&self.join(site))?))
    }
}

/// A folder for one site, locked.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Held until the process ends, however it does.
    _lock: File,
}

impl Folder {
    /// Makes the folder where there is none, for this user only, and locks it.
    pub fn open(path: &Path) -> Result<Folder, JournalError> {
        config::create_private(path).map_err(failed(path))?;
        let file = path.join(LOCK);
        let mut lock = private(OpenOptions::new().read(true).write(true).create(true).truncate(false), &file)
            .map_err(failed(&file))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let _ = lock.take(MAX_LOCK).read_to_string(&mut pid);
                return Err(JournalError::InUse { path: path.to_owned(), pid: pid.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(failed(&file)(error)),
        }
        // Only for those who find it locked; a full disk is no reason not to start.
        let _ = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
        Ok(Folder { path: path.to_owned(), _lock: lock })
    }
}

fn private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

impl Disk for Folder {
    fn names(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.path)?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(self.path.join(name))?))
    }

    fn create(&mut self, name: &str) -> io::Result<Box<dyn Sink>> {
        let path = self.path.join(name);
        Ok(Box::new(private(OpenOptions::new().write(true).create(true).truncate(true), &path)?))
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    fn sync(&mut self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        // The folder itself may be new.
        self.path.parent().map_or(Ok(()), |parent| match parent.as_os_str().is_empty() {
            true => File::open(".")?.sync_all(),
            false => File::open(parent)?.sync_all(),
        })
    }

    fn label(&self) -> String {
        self.path.display().to_string()
    }
}

impl Sink for File {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        Write::write_all(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.seek(SeekFrom::Start(length)).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_hubs_and_one_users() {
        let home = tempfile::tempdir().unwrap();
        let shelf = home.path().join("data");
        assert_eq!(shelf.sites().unwrap(), [""; 0]);
        let first = shelf.disk("default").unwrap();
        let error = shelf.disk("default").err().unwrap();
        let JournalError::InUse { pid, .. } = &error else { panic!("{error}") };
        assert_eq!(*pid, Some(std::process::id()));
        assert!(error.to_string().contains("in use by another hub (process "), "{error}");
        let _second = shelf.disk("other").unwrap();
        assert_eq!(shelf.sites().unwrap(), ["default", "other"]);
        drop(first);
        shelf.disk("default").unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_their_user_only() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(&home.path().join("a/b")).unwrap();
        folder.create("x").unwrap().write_all(b"1").unwrap();
        folder.sync().unwrap();
        let mode = |path: &str| fs::metadata(home.path().join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(["a", "a/b", "a/b/lock", "a/b/x"].map(mode), [0o700, 0o700, 0o600, 0o600]);
    }

    #[test]
    fn a_file_is_cut_and_goes_on_from_there() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(home.path()).unwrap();
        let mut sink = folder.create("draft").unwrap();
        sink.write_all(b"one two").unwrap();
        sink.cut(4).unwrap();
        sink.write_all(b"three").unwrap();
        sink.sync().unwrap();
        folder.rename("draft", "whole").unwrap();
        let mut text = String::new();
        folder.open("whole").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "one three");
        folder.remove("whole").unwrap();
        assert_eq!(folder.names().unwrap(), [LOCK]);
    }

    #[test]
    fn a_folder_that_cant_be_made_is_named() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, "").unwrap();
        let error = file.disk("default").err().unwrap().to_string();
        assert!(error.contains("file") && error.contains("choose a folder"), "{error}");
    }
}
