//! A person at the toolbar: presses keys, reads the screen. The hub behind it is the test.

use std::rc::Rc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::session::{NOW, Script};
use super::words::Words;
use crate::contract::Contract;
use crate::contract::check::{Args, check};
use crate::desk::DeskState;
use crate::toolbar::keymap::{Key, key};
use crate::toolbar::theme::Depth;
use crate::toolbar::{App, Effect, Message, Setup, Theme, render};
use crate::wire::{ClientEvent, Joined};
use crate::wire::{HelloAnswer, Micros, RpcError};

pub struct Harness {
    pub app: App,
    size: (u16, u16),
    sent: Vec<(&'static str, Value)>,
    /// What is told by the way: that the agent types.
    told: Vec<(&'static str, Value)>,
    /// The calls that are not answered yet.
    tags: Vec<u64>,
    pub others: Vec<Effect>,
    /// What all texts from outside end in.
    words: Option<Rc<Words>>,
}

fn setup(theme: &str) -> Setup {
    let (theme, warnings) = Theme::load(theme, None);
    Setup { warnings, ..Setup::plain(theme, NOW) }
}

pub fn hello(answer: Value) -> Box<HelloAnswer> {
    let mut whole = json!({
        "peer": "toolbar-1", "key": "k", "desk": "default", "epoch": "e1", "seq": 0, "now": NOW,
        "virtualClock": false, "pingInterval": 1000, "pingNotificationTimeout": 3000,
        "commandTimeout": 1000, "resumed": false,
        "greeting": "Demo session: user executive, password executive",
    });
    for (name, value) in answer.as_object().unwrap() {
        whole[name] = value.clone();
    }
    Box::new(serde_json::from_value(whole).unwrap())
}

impl Harness {
    /// A toolbar that waits for its hub.
    pub fn new(width: u16, height: u16) -> Harness {
        Harness::of(App::live(setup("dark")), width, height)
    }

    fn of(app: App, width: u16, height: u16) -> Harness {
        Harness {
            app,
            size: (width, height),
            sent: Vec::new(),
            told: Vec::new(),
            tags: Vec::new(),
            others: Vec::new(),
            words: None,
        }
    }

    /// One of somebody who begins, at the login screen.
    pub fn of_a_newcomer(width: u16, height: u16) -> Harness {
        Harness::waiting_newcomer(width, height).greeted()
    }

    /// The same that waits for its hub.
    pub fn waiting_newcomer(width: u16, height: u16) -> Harness {
        Harness::of(App::live(Setup { tour: true, ..setup("dark") }), width, height)
    }

    /// One that has connected to another desk, to look at it.
    pub fn looking_on(width: u16, height: u16) -> Harness {
        Harness::waiting_onlooker(width, height).greeted()
    }

    /// The same that waits for its hub.
    pub fn waiting_onlooker(width: u16, height: u16) -> Harness {
        Harness::of(App::looking_on(setup("dark")), width, height)
    }

    /// One of somebody who comes back from another desk, at work.
    pub fn back_from(desk: &str, write: impl FnOnce(&mut Script)) -> Harness {
        let app = App::live(setup("dark")).back_from(Some(desk.into()));
        let mut harness = Harness::of(app, 100, 30).greeted();
        let mut script = Script::new();
        write(&mut script);
        harness.play(script);
        harness
    }

    /// A toolbar that shows a recording.
    pub fn replay(width: u16, height: u16) -> Harness {
        Harness::of(App::replay(setup("dark")), width, height)
    }

    /// One that has connected and stands at the login screen.
    pub fn connected(width: u16, height: u16) -> Harness {
        Harness::new(width, height).greeted()
    }

    /// The same with another ending at all texts that come in from now on.
    pub fn with_words(self, words: Option<&Rc<Words>>) -> Harness {
        Harness { words: words.cloned(), ..self }
    }

    /// The hub is there.
    pub fn greeted(mut self) -> Harness {
        self.hub(ClientEvent::Connected { answer: hello(json!({})), how: Joined::First });
        self
    }

    /// One at whose desk all of this has happened.
    pub fn after(width: u16, height: u16, write: impl FnOnce(&mut Script)) -> Harness {
        let mut harness = Harness::connected(width, height);
        let mut script = Script::new();
        write(&mut script);
        harness.play(script);
        harness
    }

    /// The frames of a script come in; then it is as late as the script says.
    pub fn play(&mut self, script: Script) -> &mut Self {
        for push in script.pushes {
            self.tell(Message::Tick(push.at));
            self.hub(ClientEvent::Push(push));
        }
        self.tell(Message::Tick(script.at))
    }

    /// More happens at the desk.
    pub fn then(&mut self, write: impl FnOnce(&mut Script)) -> &mut Self {
        let mut script = Script::after(&self.app.desk, self.app.tick);
        write(&mut script);
        self.play(script)
    }

    pub fn without_colours(mut self) -> Harness {
        let (theme, _) = Theme::load("dark", None);
        self.app.theme = theme.at_depth(Depth::None);
        self
    }

    /// In a terminal of another size.
    pub fn sized(self, width: u16, height: u16) -> Harness {
        Harness { size: (width, height), ..self }
    }

    /// What its desk says is recorded in a file, from which it can be read back.
    pub fn recorded(&mut self) -> &mut Self {
        let app = std::mem::replace(&mut self.app, App::live(setup("dark")));
        self.app = app.recorded_in(Some("session.jsonl".into()));
        self
    }

    pub fn tell(&mut self, message: Message) -> &mut Self {
        if self.app.context() == crate::toolbar::action::Context::Reader {
            let (width, height) = self.size;
            let zones = self.app.zones(Rect::new(0, 0, width, height));
            self.app.drawn(&zones);
        }
        for effect in self.app.update(message) {
            match effect {
                Effect::Send { tag, method, params } => {
                    let known = Contract::get().method(method).expect("a method of the contract");
                    let checked = check(known, Args::Named(params.as_object().unwrap().clone()));
                    // What is too long for a parameter is for the hub to refuse.
                    assert!(self.words.is_some() || checked.is_ok(), "{method} {params}: {checked:?}");
                    if method == "toolbar.typing" {
                        self.told.push((method, params));
                        continue;
                    }
                    self.sent.push((method, params));
                    self.tags.push(tag);
                }
                other => self.others.push(other),
            }
        }
        self
    }

    pub fn hub(&mut self, event: ClientEvent) -> &mut Self {
        let event = match &self.words {
            Some(words) => words.event(event),
            None => event,
        };
        self.tell(Message::Hub(event))
    }

    /// Presses keys: names of keys (`enter`, `ctrl-c`, `up`), and texts that are typed.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            for key in named(word) {
                self.tell(Message::Key(key));
            }
        }
        self
    }

    /// Time goes by, as far as the machine's clock can tell.
    pub fn wait(&mut self, millis: u64) -> &mut Self {
        let now = self.app.tick + Micros::from_millis(millis);
        self.tell(Message::Tick(now))
    }

    /// What was sent since the last time, with method and parameters.
    pub fn sent(&mut self) -> Vec<(&'static str, Value)> {
        std::mem::take(&mut self.sent)
    }

    /// What was told by the way since the last time.
    pub fn told(&mut self) -> Vec<(&'static str, Value)> {
        std::mem::take(&mut self.told)
    }

    /// The hub answers the newest call.
    pub fn answers(&mut self, answer: Value) -> &mut Self {
        let tag = self.tags.pop().expect("nothing was sent");
        self.sent.clear();
        let result = Ok(RawValue::from_string(answer.to_string()).unwrap());
        self.hub(ClientEvent::Answer { tag, result })
    }

    /// The hub answers the newest call, if there is one.
    pub fn answers_if_sent(&mut self) -> &mut Self {
        match self.tags.is_empty() {
            true => self,
            false => self.answers(json!({})),
        }
    }

    /// The hub refuses the newest call, if there is one.
    pub fn refuses_if_sent(&mut self, message: &str) -> &mut Self {
        match self.tags.is_empty() {
            true => self,
            false => self.refuses(3000, message, json!({"hint": message})),
        }
    }

    /// The hub refuses the newest call.
    pub fn refuses(&mut self, code: i64, message: &str, data: Value) -> &mut Self {
        let tag = self.tags.pop().expect("nothing was sent");
        self.sent.clear();
        let error = RpcError { code, message: message.to_owned(), data: Some(data) };
        self.hub(ClientEvent::Answer { tag, result: Err(error) })
    }

    pub fn lost(&mut self, seconds: u64, attempt: u32) -> &mut Self {
        let reason = "connection reset by the hub".to_owned();
        self.hub(ClientEvent::Lost { reason, retry_in: Duration::from_secs(seconds), attempt })
    }

    pub fn buffer(&self) -> Buffer {
        render(&self.app, self.size.0, self.size.1)
    }

    /// The same in another theme.
    pub fn buffer_in(&self, theme: &Theme) -> Buffer {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let mut buffer = Buffer::empty(area);
        self.app.paint_in(theme, area, &mut buffer);
        buffer
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        text(&self.buffer())
    }

    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn shows_no(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} is on the screen:\n{screen}");
        self
    }
}

/// A buffer as text, a line for each row, without spaces at the ends.
pub fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width.max(1));
    let rows = buffer.content.chunks(width);
    rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned() + "\n")
        .collect()
}

fn named(word: &str) -> Vec<Key> {
    word.parse().map_or_else(|_| word.chars().map(key).collect(), |one| vec![one])
}

impl Script {
    /// A script that goes on where a desk stands.
    pub fn after(desk: &DeskState, now: crate::wire::Moment) -> Script {
        let mut script = Script::new();
        script.at = now.max(desk.at);
        script.seq = desk.seq;
        script
    }
}
