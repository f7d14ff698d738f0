//! Where things are kept: the folders, and the files by which our own commands find a running hub.

pub mod watched;

use std::fmt;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::wire::Moment;

/// The variable that puts all folders below one.
pub const HOME: &str = "OFFHOOK_HOME";
/// The variable that names a hub.
pub const URL: &str = "OFFHOOK_URL";
/// The variable that holds a hub's token, for `serve` and for commands that find it nowhere else.
pub const TOKEN: &str = "OFFHOOK_TOKEN";
/// Where `serve` listens unless told otherwise.
pub const DEFAULT_PORT: u16 = 4650;

/// The largest hub file that is read, in bytes, and how many of them.
const MAX_FILE: u64 = 64 << 10;
const MAX_FILES: usize = 1_000;

/// A folder or file that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The system names no home.
    #[error("there is no home directory; set {HOME} to a folder to use")]
    NoHome,
    /// The system said no.
    #[error("{}: {source}; set {HOME} to a folder that can be written", .path.display())]
    Io {
        /// Which folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ConfigError + '_ {
    |source| ConfigError::Io { path: path.to_owned(), source }
}

/// Where things are kept. Each is created, for this user only, when it is first used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// What is true only while something runs: the files of running hubs.
    pub runtime: PathBuf,
    /// Recordings and logs.
    pub state: PathBuf,
    /// The user's themes and settings.
    pub config: PathBuf,
    /// What can be thrown away.
    pub cache: PathBuf,
}

impl Folders {
    /// All below one folder.
    pub fn under(home: &Path) -> Folders {
        Folders {
            runtime: home.join("runtime"),
            state: home.join("state"),
            config: home.join("config"),
            cache: home.join("cache"),
        }
    }

    /// Below `OFFHOOK_HOME` where that is set, else where the system keeps such things.
    pub fn locate() -> Result<Folders, ConfigError> {
        if let Some(home) = std::env::var_os(HOME).filter(|home| !home.is_empty()) {
            return Ok(Folders::under(Path::new(&home)));
        }
        let dirs = ProjectDirs::from("", "", "offhook").ok_or(ConfigError::NoHome)?;
        let local = dirs.data_local_dir();
        Ok(Folders {
            runtime: dirs.runtime_dir().map_or_else(|| dirs.cache_dir().join("runtime"), Path::to_owned),
            state: dirs.state_dir().map_or_else(|| local.join("state"), Path::to_owned),
            config: dirs.config_dir().to_owned(),
            cache: dirs.cache_dir().to_owned(),
        })
    }

    fn hubs(&self) -> PathBuf {
        self.runtime.join("hubs")
    }
}

/// Creates a folder, and those above it, for this user only.
pub fn create(folder: &Path) -> Result<(), ConfigError> {
    create_private(folder).map_err(at(folder))
}

/// As [`create`], with the system's own words where it can't be.
pub fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// What kind of hub runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HubKind {
    /// By `offhook serve`.
    Serve,
    /// Inside a toolbar.
    Embedded,
}

/// How our own commands find a running hub and its token: `runtime/hubs/ADDRESS-PORT.json`, the
/// colons of an address as underscores. Hubs at one port of different addresses have each its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubFile {
    /// Its base, `http://127.0.0.1:4650`.
    pub url: String,
    /// The websocket of its default site.
    pub ws: String,
    /// What toolbars, control and observers must know.
    pub token: String,
    /// The process.
    pub pid: u32,
    /// What kind of hub it is.
    pub kind: HubKind,
    /// Since when, in µs since the Unix epoch.
    pub started: Moment,
}

impl fmt::Debug for HubFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let HubFile { url, ws, pid, kind, started, .. } = self;
        let mut shown = f.debug_struct("HubFile");
        shown
            .field("url", url)
            .field("ws", ws)
            .field("pid", pid)
            .field("kind", kind)
            .field("started", started);
        shown.finish_non_exhaustive()
    }
}

/// A hub file that stands as long as this does.
#[derive(Debug)]
pub struct Published {
    path: PathBuf,
    pid: u32,
}

impl Drop for Published {
    fn drop(&mut self) {
        // Another hub may have taken the port, and the file, in the meantime.
        if read(&self.path).is_some_and(|file| file.pid == self.pid) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl HubFile {
    /// Writes the file, for this user only, in one step. It is removed when the result is dropped.
    pub fn publish(&self, folders: &Folders, port: u16) -> Result<Published, ConfigError> {
        let folder = folders.hubs();
        create(&folder)?;
        let path = file_of(folders, self.host(), port);
        let draft = path.with_extension(format!("{}.tmp", self.pid));
        // One that was left by a process of the same number that is no more.
        let _ = fs::remove_file(&draft);
        let write = || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let line = serde_json::to_string(self)? + "\n";
            options.open(&draft)?.write_all(line.as_bytes())?;
            fs::rename(&draft, &path)
        };
        write().map_err(at(&path))?;
        Ok(Published { path, pid: self.pid })
    }

    /// That of the hub at an address, if there is one.
    pub fn at(folders: &Folders, host: IpAddr, port: u16) -> Option<HubFile> {
        read(&file_of(folders, host, port))
    }

    /// Those of all hubs, newest first, with their ports. Some may have died without a word.
    pub fn all(folders: &Folders) -> Vec<(u16, HubFile)> {
        let Ok(entries) = fs::read_dir(folders.hubs()) else { return Vec::new() };
        let mut files: Vec<(u16, HubFile)> = entries
            .flatten()
            .take(MAX_FILES)
            .filter_map(|entry| {
                let name = entry.file_name();
                let (_, port) = name.to_str()?.strip_suffix(".json")?.rsplit_once('-')?;
                Some((port.parse().ok()?, read(&entry.path())?))
            })
            .collect();
        files.sort_by_key(|(_, file)| std::cmp::Reverse(file.started));
        files
    }

    /// Removes the file of a hub that is no more.
    pub fn forget(&self, folders: &Folders, port: u16) {
        drop(Published { path: file_of(folders, self.host(), port), pid: self.pid });
    }

    /// The address in its base; a hub's own base always has one.
    fn host(&self) -> IpAddr {
        let addr = self.url.strip_prefix("http://").and_then(|addr| addr.parse::<SocketAddr>().ok());
        addr.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |addr| addr.ip())
    }
}

fn file_of(folders: &Folders, host: IpAddr, port: u16) -> PathBuf {
    let host = host.to_canonical().to_string().replace(':', "_");
    folders.hubs().join(format!("{host}-{port}.json"))
}

fn read(path: &Path) -> Option<HubFile> {
    let mut text = String::new();
    fs::File::open(path).ok()?.take(MAX_FILE).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn file(port: u16, started: u64) -> HubFile {
        HubFile {
            url: format!("http://127.0.0.1:{port}"),
            ws: format!("ws://127.0.0.1:{port}/ws"),
            token: "very-secret".to_owned(),
            pid: 7,
            kind: HubKind::Embedded,
            started: Moment(started),
        }
    }

    #[test]
    fn a_hub_is_found_while_it_is_published() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        assert_eq!(HubFile::all(&folders), []);
        let older = file(1, 5).publish(&folders, 1).unwrap();
        let _newer = file(2, 6).publish(&folders, 2).unwrap();
        fs::write(folders.hubs().join("127.0.0.1-3.json"), "rubbish").unwrap();
        fs::write(folders.hubs().join("4.json"), "rubbish").unwrap();
        assert_eq!(HubFile::all(&folders), [(2, file(2, 6)), (1, file(1, 5))]);
        assert_eq!(HubFile::at(&folders, LOCAL, 1), Some(file(1, 5)));
        drop(older);
        assert_eq!(HubFile::at(&folders, LOCAL, 1), None);
        assert_eq!(HubFile::at(&folders, LOCAL, 3), None);
    }

    #[test]
    fn hubs_at_one_port_of_different_addresses_do_not_touch_each_other() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let hosts = ["127.0.0.1:1", "127.0.0.2:1", "[::1]:1"];
        let files = hosts.map(|host| HubFile { url: format!("http://{host}"), ..file(1, 5) });
        let mut published = files.clone().map(|file| Some(file.publish(&folders, 1).unwrap()));
        let addresses = [LOCAL, Ipv4Addr::new(127, 0, 0, 2).into(), Ipv6Addr::LOCALHOST.into()];
        let found = || addresses.map(|host| HubFile::at(&folders, host, 1));
        assert_eq!(found(), files.clone().map(Some));
        published[1] = None;
        let [first, _, third] = files;
        assert_eq!(found(), [Some(first), None, Some(third)]);
    }

    #[test]
    fn a_file_that_another_hub_has_taken_over_stays() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let ours = file(1, 5).publish(&folders, 1).unwrap();
        let theirs = HubFile { pid: 8, ..file(1, 9) };
        let _theirs = theirs.publish(&folders, 1).unwrap();
        drop(ours);
        assert_eq!(HubFile::at(&folders, LOCAL, 1), Some(theirs));
    }

    #[cfg(unix)]
    #[test]
    fn tokens_are_for_this_user_only() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let _published = file(1, 5).publish(&folders, 1).unwrap();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folders.hubs()), 0o700);
        assert_eq!(mode(file_of(&folders, LOCAL, 1)), 0o600);
    }

    #[test]
    fn a_token_is_not_shown_by_accident() {
        assert!(!format!("{:?}", file(1, 5)).contains("very-secret"));
    }

    #[test]
    fn a_folder_that_cant_be_written_is_named_with_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let blocked = home.path().join("file");
        fs::write(&blocked, "").unwrap();
        let error = file(1, 5).publish(&Folders::under(&blocked), 1).unwrap_err().to_string();
        assert!(error.contains("OFFHOOK_HOME") && error.contains("hubs"), "{error}");
    }
}
