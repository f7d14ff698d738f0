//! Random sessions: whatever happened and wherever the file ends, the site is there again as it was.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::bench::{arrival, join, options, site};
use crate::clock::Clock;
use crate::hub::kept::restore::{as_it_was, workspace_of};
use crate::hub::outbox::Next;
use crate::hub::public::ByThemselves;
use crate::hub::site::{PeerNo, Post, Site};
use crate::journal::read;
use crate::journal::testing::MemoryDisk;
use crate::wire::rpc::{self, Message};
use crate::wire::{HelloAnswer, Micros, Resume, Role};
use crate::workspace::Workspace;

/// One random step.
#[derive(Debug, Clone)]
enum Step {
    Join { role: u8, resumes: bool },
    Leave { peer: u8 },
    Edit { number: u8 },
    Call { peer: u8, again: bool, what: (&'static str, Value) },
    NewFile,
}

const ROLES: [Role; 4] = [Role::Control, Role::Toolbar, Role::Crm, Role::App];

fn what() -> impl Strategy<Value = (&'static str, Value)> {
    let phone = prop_oneof![Just("1234567890"), Just("5550100"), Just("no number")];
    prop_oneof![
        3 => Just(("session.login", json!(["executive", "executive"]))),
        1 => Just(("session.login", json!(["executive", "wrong"]))),
        1 => Just(("session.login", json!(["executive", 5]))),
        1 => Just(("session.logout", json!([]))),
        2 => Just(("toolbar.selectCampaigns", json!([[172]]))),
        2 => Just(("toolbar.selectExtension", json!(["1234567890"]))),
        2 => Just(("toolbar.setAvailability", json!(["Available"]))),
        3 => phone.clone().prop_map(|phone| ("control.customerCall", json!([phone, null, 172]))),
        2 => phone.prop_map(|phone| ("interaction.initiateInteraction", json!(["voice", {"phone": phone}, 172]))),
        2 => Just(("toolbar.answer", json!([]))),
        2 => Just(("toolbar.hangup", json!([]))),
        1 => Just(("control.customerHangup", json!([]))),
        1 => Just(("toolbar.setDraft", json!(["x", null, "notes of \u{202e}a kind"]))),
        2 => Just(("store.set", json!(["token", "a value"]))),
        1 => Just(("http.invokeThirdPartyApi", json!(["http://127.0.0.1:9/", "GET"]))),
        1 => Just(("crm.sendDataToApp", json!([{"a": [1.5, null, "\n"]}]))),
        1 => Just(("nonsense.method", json!([]))),
        3 => (0..400_000u64).prop_map(|ms| ("control.advanceTime", json!([ms]))),
        1 => Just(("control.advanceTime", json!([3_600_000]))),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..4u8, any::<bool>()).prop_map(|(role, resumes)| Step::Join { role, resumes }),
        1 => any::<u8>().prop_map(|peer| Step::Leave { peer }),
        1 => (0..3u8).prop_map(|number| Step::Edit { number }),
        20 => (any::<u8>(), proptest::bool::weighted(0.05), what())
            .prop_map(|(peer, again, what)| Step::Call { peer, again, what }),
        1 => Just(Step::NewFile),
    ]
}

/// A session under way.
struct Session {
    disk: MemoryDisk,
    site: Site,
    peers: Vec<(PeerNo, Role)>,
    keys: Vec<(Role, Resume)>,
    last_id: i64,
}

impl Session {
    fn step(&mut self, step: Step) {
        match step {
            Step::Join { role, resumes } => self.join(ROLES[usize::from(role)], resumes),
            Step::Leave { peer } => {
                if let Some(place) = usize::from(peer).checked_rem(self.peers.len()) {
                    let (no, _) = self.peers.remove(place);
                    self.site.on_post(Post::Left(no, "by chance".to_owned()));
                }
            }
            Step::Edit { number } => {
                let mut workspace = Workspace::demo();
                match number {
                    0 => workspace.users.retain(|user| user.id.as_str() != "executive"),
                    _ => workspace.session.command_timeout += u64::from(number),
                }
                self.site.on_post(Post::Edited(Ok(workspace.into())));
            }
            Step::Call { peer, again, what: (method, params) } => {
                let Some(place) = usize::from(peer).checked_rem(self.peers.len()) else { return };
                let (no, role) = self.peers[place];
                self.last_id += i64::from(!again);
                self.site.on_post(Post::Message(no, arrival(role, self.last_id, method, &params)));
            }
            Step::NewFile => self.site.begin_file(),
        }
        self.site.settle_owed();
        // A clock on its way goes on while nobody says anything.
        while self.site.advances.under_way() {
            self.site.advance_turn();
            self.site.settle_owed();
        }
    }

    fn join(&mut self, role: Role, resumes: bool) {
        let resume =
            self.keys.iter().rev().find(|(of, _)| resumes && *of == role).map(|(_, key)| key.clone());
        let (join, outbox, mut joined) = join(role, resume);
        self.site.on_post(Post::Join(Box::new(join)));
        let no = joined.try_recv().unwrap().unwrap();
        self.peers.retain(|(_, of)| !resumes || *of != role);
        self.peers.push((no, role));
        let (gate, n) = (self.site.log.as_ref().unwrap().gate(), self.now().0);
        self.disk.wait(|_| gate.safe() == n + 1);
        let Next::Messages(texts) = outbox.take() else { panic!("no greeting") };
        let Ok(Message::Response { result: Ok(answer), .. }) = rpc::parse(&texts[0]) else {
            panic!("{texts:?}")
        };
        let HelloAnswer { epoch, key, seq, .. } = serde_json::from_str(answer.get()).unwrap();
        self.keys.push((role, Resume { epoch, key, seq }));
    }

    /// How many inputs there were, and the whole site.
    fn now(&self) -> (u64, Vec<String>) {
        let n = self.site.log.as_ref().unwrap().gate.last();
        (n, self.site.snapshot_lines(n, 7))
    }
}

fn again(disk: &MemoryDisk) -> (u64, Vec<String>) {
    let found = read(&mut disk.clone()).unwrap().unwrap();
    let n = found.header.n + found.inputs.len() as u64;
    let workspace = workspace_of(&found, &Workspace::demo().into());
    let options = options(Workspace::clone(&workspace));
    let (site, restored) = as_it_was(options, "another".to_owned(), &found).unwrap();
    assert_eq!(restored.missing, [""; 0]);
    assert_eq!(restored.replayed, found.inputs.len() as u64);
    (n, site.snapshot_lines(n, 7))
}

/// A line in which timers are numbered in their order: those that are over do not count in a snapshot.
fn as_read(line: &str) -> String {
    let mut line: Value = serde_json::from_str(line).unwrap();
    for (place, timer) in line["state"]["timers"].as_array_mut().into_iter().flatten().enumerate() {
        timer[1] = json!(place);
    }
    line.to_string()
}

/// The two are the same; where they are not, it is shown where they part.
fn same(again: &[String], before: &[String]) {
    assert_eq!(again.len(), before.len());
    for (again, before) in again.iter().zip(before).map(|(again, before)| (as_read(again), as_read(before))) {
        let part = again.bytes().zip(before.bytes()).position(|(a, b)| a != b);
        let part = part.or((again.len() != before.len()).then_some(again.len().min(before.len())));
        if let Some(part) = part {
            let around =
                |text: &str| text.chars().skip(part.saturating_sub(150)).take(300).collect::<String>();
            panic!("again …{}…\nbefore …{}…", around(&again), around(&before));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn a_site_is_there_again_as_it_was(
        steps in proptest::collection::vec(step(), 1..90),
        cuts in proptest::collection::vec(0.0_f64..=1.0, 4),
    ) {
        // Requests to third parties are begun and never get on.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _entered = runtime.enter();
        let disk = MemoryDisk::default();
        let (site, _) = site(&disk);
        let mut session = Session { disk: disk.clone(), site, peers: Vec::new(), keys: Vec::new(), last_id: 0 };
        // Where an input is not the last of its step, what is between is no whole state of its own.
        let mut states = vec![session.now()];
        for step in steps {
            session.step(step);
            states.push(session.now());
        }
        let (n, last) = session.now();
        let gate = session.site.log.as_ref().unwrap().gate();
        disk.wait(|_| gate.safe() == n + 1);
        // All of it, as after a crash that tore nothing.
        let (whole, lines) = again(&disk.after_a_crash(0));
        prop_assert_eq!(whole, n);
        same(&lines, &last);
        // Its last file, cut anywhere.
        let name = disk.names_of_files().pop().unwrap();
        let bytes = disk.bytes(&name);
        let found = read(&mut disk.clone()).unwrap().unwrap();
        let beginning: usize =
            bytes.split_inclusive(|byte| *byte == b'\n').take(1 + found.header.snapshots).map(<[u8]>::len).sum();
        for cut in cuts {
            let length = beginning + ((bytes.len() - beginning) as f64 * cut) as usize;
            let left = MemoryDisk::default();
            left.put(&name, &bytes[..length]);
            let (n, lines) = again(&left);
            let whole = bytes[beginning..length].iter().filter(|byte| **byte == b'\n').count() as u64;
            prop_assert_eq!(n, found.header.n + whole);
            if let Some((_, state)) = states.iter().rev().find(|(of, _)| *of == n) {
                same(&lines, state);
            }
        }
    }
}

#[test]
fn what_was_due_while_the_hub_was_down_happened_at_its_own_time() {
    let disk = MemoryDisk::default();
    let (site, _) = site(&disk);
    let mut session = Session { disk: disk.clone(), site, peers: Vec::new(), keys: Vec::new(), last_id: 0 };
    session.step(Step::Join { role: 0, resumes: false });
    for what in [
        ("session.login", json!(["executive", "executive"])),
        ("toolbar.selectCampaigns", json!([[172]])),
        ("toolbar.selectExtension", json!(["1234567890"])),
        ("interaction.initiateInteraction", json!(["voice", {"phone": "5124576870"}, 172])),
    ] {
        session.step(Step::Call { peer: 0, again: false, what });
    }
    let (n, _) = session.now();
    let gate = session.site.log.as_ref().unwrap().gate();
    disk.wait(|_| gate.safe() == n + 1);
    let found = read(&mut disk.after_a_crash(0)).unwrap().unwrap();
    let (mut site, _) = as_it_was(options(Workspace::demo()), "another".to_owned(), &found).unwrap();
    let desk = |site: &Site| site.desks.values().next().unwrap().state.clone();
    assert_eq!(desk(&site).interactions.len(), 1);
    let dialled = desk(&site).at;
    // Two days later.
    site.clock = Clock::virtual_at(dialled + Micros::from_secs(2 * 24 * 60 * 60));
    site.come_back(ByThemselves::Nobody, &[]);
    let desk = desk(&site);
    assert!(desk.interactions.is_empty() && desk.session.is_some());
    let past = desk.past.back().unwrap();
    let rang = Micros::from_secs(60 * 60);
    assert!(past.ended > dialled && past.ended < dialled + rang, "{past:?}");
    assert_eq!(site.now, site.clock.now());
    assert!(site.seats.is_empty());
}
