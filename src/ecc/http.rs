//! HTTP for integrations: stubs of the ECC's microservices, and requests to others.

mod asked;
mod render;
mod third_party;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Ecc;
use super::dispatch::{Answer, Call, not_there};
use super::input::{HttpAnswer, HttpFailure, HttpReply, Ticket};
use super::params::Params;
use super::timers::Timer;
use crate::contract::{SdkError, nearest};
use crate::wire::Micros;
use crate::wire::depth::is_too_deep;
use crate::workspace::{Stub, StubPath};
use asked::Asked;

/// The most stubs' answers that wait for their time; one more is refused with 429.
const MAX_WAITING: usize = 256;
/// The most bytes of answers that wait, as for [`MAX_WAITING`]: they stand in every snapshot.
const MAX_WAITING_BYTES: usize = 4 << 20;
/// How much of a body a refusal's message shows, in characters.
const SHOWN: usize = 200;

/// What a stub answers, made and not said yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum StubAnswer {
    /// The body.
    Fine(Value),
    /// A refusal.
    Refused {
        /// The status, from 400 on.
        status: u16,
        /// What was asked and answered.
        message: String,
    },
}

/// A stub's answer that comes later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Waiting {
    answer: StubAnswer,
    /// The body's length as it was made.
    bytes: usize,
}

impl From<StubAnswer> for Answer {
    fn from(answer: StubAnswer) -> Answer {
        match answer {
            StubAnswer::Fine(body) => Ok(body),
            StubAnswer::Refused { status, message } => Err(SdkError::http(status, message)
                .hint("the status is the stub's, see [[stubs]] of the workspace")),
        }
    }
}

/// The method that makes requests to third parties.
pub const THIRD_PARTY: &str = "http.invokeThirdPartyApi";

/// Checks the parameters of a request to a third party as far as that goes without a network; 2001 where it can't
/// be made. The engine does so again; who keeps calls asks first, so that what is in a request need not be kept.
pub fn check_third_party(params: &Map<String, Value>) -> Result<(), SdkError> {
    third_party::request(&Params(params.clone())).map(drop)
}

impl Ecc {
    pub(super) fn on_http(&mut self, name: &str, call: &Call) -> Option<Answer> {
        match name {
            "invokeECCApi" => self.invoke_ecc(call),
            "invokeThirdPartyApi" => match third_party::request(&call.params) {
                Ok(request) => {
                    self.out.http(call.ticket, request);
                    None
                }
                Err(error) => Some(Err(error)),
            },
            _ => Some(Err(not_there())),
        }
    }

    /// What a third party answered, or why it did not.
    pub(super) fn on_http_answer(&mut self, answer: HttpAnswer) {
        let result = match answer.result {
            Ok(HttpReply { status, status_text, data }) if status < 400 => {
                Ok(json!({"status": status, "data": data, "statusText": status_text}))
            }
            Ok(HttpReply { status, status_text, data }) => {
                let mut message = format!("the other side answered {status}");
                for part in [status_text, short(&data)].iter().filter(|part| !part.is_empty()) {
                    message = format!("{message}: {part}");
                }
                Err(SdkError::http(status, message))
            }
            Err(HttpFailure { status, message, hint }) => {
                let error = SdkError::http(status, message);
                Err(match hint {
                    Some(hint) => error.hint(hint),
                    None => error,
                })
            }
        };
        self.out.late_answer(answer.ticket, result);
    }

    fn invoke_ecc(&mut self, call: &Call) -> Option<Answer> {
        match self.stub_answer(call) {
            // After `commandTimeout` nobody listens any more: the caller has heard so from the hub.
            Ok((_, _, delay)) if delay > self.workspace.session.command_timeout => None,
            Ok((answer, _, 0)) => Some(answer.into()),
            Ok((answer, bytes, delay)) => self.answer_later(call.ticket, Waiting { answer, bytes }, delay),
            Err(error) => Some(Err(error)),
        }
    }

    /// The answer of the stub that matches, the length of its body, and how long it takes in ms.
    fn stub_answer(&self, call: &Call) -> Result<(StubAnswer, usize, u64), SdkError> {
        self.agent(&call.desk)?;
        let asked = Asked::read(&call.params)?;
        let stubs = &self.workspace.stubs;
        let Found { at, stub, named } = find(stubs, &asked).ok_or_else(|| no_stub(stubs, &asked))?;
        let body = self.render(&call.desk, stub, &asked, named).map_err(|problem| {
            let message = format!("the template of {asked} failed: stubs[{at}].body, {problem}");
            SdkError::http(502, message).hint("mend it in [[stubs]] of the workspace")
        })?;
        let bytes = body.len();
        let body = value_of(body);
        let answer = match stub.status {
            status @ 400.. => {
                let message = match short(&body) {
                    body if body.is_empty() => format!("{asked} answered {status}"),
                    body => format!("{asked} answered {status}: {body}"),
                };
                StubAnswer::Refused { status, message }
            }
            _ => StubAnswer::Fine(body),
        };
        Ok((answer, bytes, stub.delay))
    }

    fn answer_later(&mut self, ticket: Ticket, waiting: Waiting, delay: u64) -> Option<Answer> {
        let bytes: usize = self.state.slow_answers.values().map(|one| one.bytes).sum();
        if self.state.slow_answers.len() >= MAX_WAITING || bytes + waiting.bytes > MAX_WAITING_BYTES {
            let error = SdkError::http(429, "too many answers of slow stubs are waited for");
            return Some(Err(error.hint("wait for answers before you call again")));
        }
        self.state.timers.set(Timer::Stub(ticket), self.state.now + Micros::from_millis(delay));
        self.state.slow_answers.insert(ticket, waiting);
        None
    }

    /// A slow stub has taken its time.
    pub(super) fn stub_answers(&mut self, ticket: Ticket) {
        if let Some(waiting) = self.state.slow_answers.remove(&ticket) {
            self.out.late_answer(ticket, waiting.answer.into());
        }
    }
}

/// The stub that answers.
struct Found<'a> {
    /// Its place in the workspace.
    at: usize,
    stub: &'a Stub,
    /// What stands in its path's named parts.
    named: Vec<(&'a str, String)>,
}

/// Of several that match it is the one whose first part that differs is literal.
fn find<'a>(stubs: &'a [Stub], asked: &Asked) -> Option<Found<'a>> {
    let matching = stubs.iter().enumerate().filter_map(|(at, stub)| {
        if stub.microservice != asked.microservice || stub.method != asked.method {
            return None;
        }
        let path = StubPath::parse(&stub.path).ok()?;
        let named = path.matches(&asked.parts)?;
        Some((path.rank(), Found { at, stub, named }))
    });
    matching.min_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, found)| found)
}

/// 3000 with 404, and the stub that was probably meant.
fn no_stub(stubs: &[Stub], asked: &Asked) -> SdkError {
    let there: Vec<&Stub> = stubs.iter().filter(|stub| stub.microservice == asked.microservice).collect();
    let matches =
        |stub: &&&Stub| StubPath::parse(&stub.path).is_ok_and(|path| path.matches(&asked.parts).is_some());
    let with = |method_matters: bool| {
        let mut names = there.iter().filter(|stub| !method_matters || stub.method == asked.method);
        let path = nearest(&asked.path, names.clone().map(|stub| stub.path.as_str()))?;
        names.find(|stub| stub.path == path)
    };
    let near = there.iter().find(matches).or_else(|| with(true)).or_else(|| with(false));
    let add = "add one to [[stubs]] of the workspace";
    let hint = match (near, there.as_slice()) {
        (Some(stub), _) => format!("the nearest is {} {}; or {add}", stub.method, stub.path),
        (None, []) => format!("{} has none; {add}", asked.microservice),
        (None, _) => add.to_owned(),
    };
    SdkError::http(404, format!("there is no stub for {asked}")).hint(hint)
}

/// A body as the SDK gives it: JSON where it is that and not too deep for others to read, else a text.
fn value_of(body: String) -> Value {
    let json = serde_json::from_str(&body).ok().filter(|json| !is_too_deep(json));
    json.unwrap_or(Value::String(body))
}

/// A body in a message.
fn short(body: &Value) -> String {
    let text = match body {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    shortened(&text, SHOWN)
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
