//! A peer's message, read and checked before the site sees it: envelope, method, role, parameters,
//! password.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::guard::{Origin, same_secret};
use super::refused::{self, Refused};
use super::server::wrong_origin;
use crate::contract::check::{Args, check};
use crate::contract::spec::Method;
use crate::contract::{Contract, SdkError, nearest};
use crate::ecc;
use crate::recording::redact::secrets;
use crate::wire::depth::{MAX_DEPTH, is_too_deep};
use crate::wire::rpc::{self, Message};
use crate::wire::{Credential, RequestId, Role, RpcError};
use crate::workspace::model::Secret;
use crate::workspace::{User, Workspace};

/// The largest parameters that a toolbar's trace shows, in bytes.
const MAX_TRACED_PARAMS: usize = 4 << 10;
/// The longest method name that a trace shows, in characters.
pub(super) const MAX_TRACED_METHOD: usize = 200;

/// The policy by which the CRM signs its user in, which is the default.
const POLICY_CRM: &str = "auth.type.crm.http";
/// The policy by which people sign in.
const POLICY_PASSWORD: &str = "auth.type.passwd";

/// A message as the site takes it.
#[derive(Debug)]
pub(super) struct Arrival {
    /// As it came, secrets blanked.
    pub(super) text: Arc<str>,
    /// What came of the password that stood in it.
    pub(super) auth: Option<Credential>,
    /// What it is.
    pub(super) what: Arrived,
}

/// What a message is.
#[derive(Debug)]
pub(super) enum Arrived {
    /// A request.
    Call(Box<Call>),
    /// Not a message of ours.
    Broken {
        /// Of the request, where it could be read.
        id: Option<RequestId>,
        /// The answer.
        error: RpcError,
    },
    /// A call that the SDK refused before it was sent.
    Refused(Box<Refused>),
    /// Another notification or an answer: peers have nothing to say by those.
    Ignored,
}

/// A request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Call {
    /// To be given back.
    pub(super) id: RequestId,
    /// The wire name as sent.
    pub(super) method: String,
    /// What a toolbar is shown of it; `None` for what is no call of the SDK.
    pub(super) traced: Option<Traced>,
    /// By name and checked, or why it is refused.
    pub(super) checked: Result<Checked, SdkError>,
}

/// What a toolbar is shown of a call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Traced {
    /// The wire name, shortened where it is absurd.
    pub(super) method: String,
    /// Secrets blanked; `None` where they are large or nested deeply.
    pub(super) params: Option<Box<RawValue>>,
    /// Which name is the documented one, where another was used; whether the SDK refused the call.
    pub(super) note: Option<String>,
}

/// A call that may be done.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Checked {
    /// The documented name.
    pub(super) method: &'static str,
    /// By name, without a password.
    pub(super) params: Map<String, Value>,
    /// What came of the password.
    pub(super) credential: Option<Credential>,
}

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Checked, D::Error> {
        #[derive(Deserialize)]
        struct Kept {
            method: String,
            params: Map<String, Value>,
            credential: Option<Credential>,
        }
        let Kept { method, params, credential } = Kept::deserialize(from)?;
        let method = Contract::get().require_method(&method).map_err(serde::de::Error::custom)?;
        Ok(Checked { method: &method.id, params, credential })
    }
}

/// Who sends messages, as far as that decides what they may.
#[derive(Debug)]
pub(super) struct Caller<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) role: Role,
    /// The origin of the hub's own pages, as the peer calls it.
    pub(super) own: &'a Origin,
    /// The base under which it reaches its site.
    pub(super) base: &'a str,
}

/// Reads and checks a text message of a peer.
pub(super) fn read(caller: &Caller<'_>, text: &str) -> Arrival {
    let safe: Arc<str> = Arc::from(secrets(text));
    let (id, method, params) = match rpc::parse(text) {
        Ok(Message::Request { id, method, params }) => (id, method, params),
        Ok(Message::Notification { method, params }) if method == refused::METHOD => {
            let refused = params.and_then(|params| refused::read(caller.role, &params));
            let what = refused.map_or(Arrived::Ignored, |refused| Arrived::Refused(Box::new(refused)));
            return Arrival { text: safe, auth: None, what };
        }
        Ok(_) => return Arrival { text: safe, auth: None, what: Arrived::Ignored },
        Err(broken) => {
            let what = Arrived::Broken { id: broken.id, error: broken.error };
            return Arrival { text: safe, auth: None, what };
        }
    };
    let checked = prepare(caller, &method, params.as_deref());
    let auth = checked.as_ref().ok().and_then(|checked| checked.credential);
    let traced = traced(caller.role, &method, &safe);
    Arrival { text: safe, auth, what: Arrived::Call(Box::new(Call { id, method, traced, checked })) }
}

fn prepare(caller: &Caller<'_>, method: &str, params: Option<&RawValue>) -> Result<Checked, SdkError> {
    let Caller { workspace, role, .. } = *caller;
    let method: &'static Method = Contract::get().require_method(method)?;
    allow(method, role)?;
    let params = params.map(|raw| {
        // The envelope was JSON, so what can't be read is nested too deeply.
        let value = serde_json::from_str(raw.get()).ok().filter(|value| !is_too_deep(value));
        let expected = || format!("an array or an object of at most {MAX_DEPTH} levels");
        value.ok_or_else(|| SdkError::field("params", expected()))
    });
    let params = params.transpose()?;
    let mut params = check(method, Args::from_json(params)?)?;
    let credential = match method.id.as_str() {
        "session.login" | "session.forceLogin" => Some(credential(workspace, &mut params)?),
        "ui.setLoginInfo" => Some(token(workspace, &mut params)),
        _ => None,
    };
    match method.id.as_str() {
        "initialize" => allow_origin(caller, &params)?,
        ecc::THIRD_PARTY => ecc::check_third_party(&params)?,
        // Only the hub knows by which address it was reached.
        "getBaseUrl" => drop(params.insert("base".to_owned(), Value::from(caller.base))),
        _ => {}
    }
    if method.namespace == "sdk" {
        let event = params.get("event").and_then(Value::as_str).unwrap_or_default();
        Contract::get().require_event(event)?;
    }
    Ok(Checked { method: &method.id, params, credential })
}

/// Takes the password out and says whether it is what the policy asks of this user.
fn credential(workspace: &Workspace, params: &mut Map<String, Value>) -> Result<Credential, SdkError> {
    let given = params.remove("password");
    let user = named_user(workspace, params);
    let right = match params.get("authPolicy").and_then(Value::as_str).unwrap_or(POLICY_CRM) {
        POLICY_PASSWORD => user.map(|user| &user.password),
        POLICY_CRM => user.map(|user| user.sso_token.as_ref().unwrap_or(&user.password)),
        other => {
            let known = [POLICY_CRM, POLICY_PASSWORD];
            let error = SdkError::field("authPolicy", format!("one of {}", known.join(", ")));
            return Err(match nearest(other, known.into_iter()) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error,
            });
        }
    };
    Ok(verdict(is_secret(given.as_ref(), right)))
}

/// Takes the token out and says whether the user can sign in with it: it is their token, or their password.
fn token(workspace: &Workspace, params: &mut Map<String, Value>) -> Credential {
    let given = params.remove("token");
    let user = named_user(workspace, params);
    let is_token = is_secret(given.as_ref(), user.and_then(|user| user.sso_token.as_ref()));
    let is_password = is_secret(given.as_ref(), user.map(|user| &user.password));
    verdict(is_token | is_password)
}

fn named_user<'a>(workspace: &'a Workspace, params: &Map<String, Value>) -> Option<&'a User> {
    params.get("username").and_then(Value::as_str).and_then(|id| workspace.user(id))
}

/// Compared also where there is no such user or secret, so that the time does not tell.
fn is_secret(given: Option<&Value>, right: Option<&Secret>) -> bool {
    let given = given.and_then(Value::as_str).unwrap_or_default();
    same_secret(given, right.map_or("", Secret::expose)) & right.is_some()
}

fn verdict(is_right: bool) -> Credential {
    if is_right { Credential::Ok } else { Credential::Bad }
}

/// Whether the origin that `initialize` gives is one that may connect.
fn allow_origin(caller: &Caller<'_>, params: &Map<String, Value>) -> Result<(), SdkError> {
    let text = params.get("config").and_then(|config| config.get("origin")).and_then(Value::as_str);
    let Some(given) = Origin::given(text) else {
        return Err(SdkError::field("config.origin", "string"));
    };
    let allowed = &caller.workspace.security.allowed_origins;
    match Origin::parse(given) {
        Some(origin) if &origin == caller.own || origin.is_allowed(allowed) => Ok(()),
        _ => Err(wrong_origin()),
    }
}

/// Whether a peer of this role may call the method.
fn allow(method: &Method, role: Role) -> Result<(), SdkError> {
    let listed = |names: &[String]| names.iter().any(|name| name == role.as_str());
    let may = match role {
        _ if method.contexts.is_empty() => listed(&method.roles),
        Role::Crm | Role::App => listed(&method.contexts),
        Role::Toolbar | Role::Control => true,
        Role::Observer => false,
    };
    if may {
        return Ok(());
    }
    let whose = if method.contexts.is_empty() { &method.roles } else { &method.contexts };
    Err(SdkError::forbidden(format!("{} may not be called by a peer of role {role}", method.id))
        .hint(format!("it is for {}", whose.join(", "))))
}

/// What the toolbar sees of a call: those of other peers, of the SDK, also of a name that is none.
pub(super) fn traced(role: Role, method: &str, safe: &str) -> Option<Traced> {
    let ours = method.starts_with("toolbar.") || method.starts_with("control.") || method == "hello";
    if role == Role::Toolbar || ours {
        return None;
    }
    let params = match rpc::parse(safe) {
        Ok(Message::Request { params, .. }) => {
            params.filter(|params| params.get().len() <= MAX_TRACED_PARAMS && !is_deep(params))
        }
        _ => None,
    };
    let note = documented(method, params.as_deref());
    Some(Traced { method: method.chars().take(MAX_TRACED_METHOD).collect(), params, note })
}

/// Whether a toolbar could fail to read it inside of a frame.
fn is_deep(params: &RawValue) -> bool {
    let opened = params.get().bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    // What can't be read at all is nested too deeply.
    opened > MAX_DEPTH && serde_json::from_str(params.get()).map_or(true, |value| is_too_deep(&value))
}

/// What is to be said of a name that is taken for the documented one and is not it.
fn documented(method: &str, params: Option<&RawValue>) -> Option<String> {
    let contract = Contract::get();
    let known = contract.method(method)?;
    if known.id != method {
        return Some(format!("the documented name is {}", known.id));
    }
    if known.namespace != "sdk" {
        return None;
    }
    let params: Value = serde_json::from_str(params?.get()).ok()?;
    let event = params.get("event").or_else(|| params.get(0))?.as_str()?;
    let known = contract.event(event)?;
    (known.id != event).then(|| format!("the documented name is {}", known.id))
}

/// An answer as a trace shows it, secrets blanked; `None` where it is large.
pub(super) fn traced_answer(answer: &str) -> Option<Box<RawValue>> {
    if answer.len() > MAX_TRACED_PARAMS {
        return None;
    }
    match rpc::parse(&secrets(answer)) {
        Ok(Message::Response { result: Ok(result), .. }) => Some(result),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::contract::ErrorCode;

    fn read_in(workspace: &Workspace, role: Role, text: &str) -> Arrival {
        let base = "http://127.0.0.1:4650";
        let own = Origin::parse(base).unwrap();
        read(&Caller { workspace, role, own: &own, base }, text)
    }

    fn call(role: Role, method: &str, params: Value) -> (Arrival, Call) {
        call_in(&Workspace::demo(), role, method, params)
    }

    fn call_in(workspace: &Workspace, role: Role, method: &str, params: Value) -> (Arrival, Call) {
        let text = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        let arrival = read_in(workspace, role, &text);
        match arrival.what {
            Arrived::Call(call) => (Arrival { what: Arrived::Ignored, ..arrival }, *call),
            other => panic!("no call: {other:?}"),
        }
    }

    #[rstest]
    #[case(json!(["executive", "executive"]), Credential::Ok)]
    #[case(json!({"username": "executive", "password": "executive"}), Credential::Ok)]
    #[case(json!(["executive", "Executive"]), Credential::Bad)]
    #[case(json!(["executive", ""]), Credential::Bad)]
    #[case(json!(["nobody", ""]), Credential::Bad)]
    fn a_password_becomes_a_credential(#[case] params: Value, #[case] right: Credential) {
        let (arrival, call) = call(Role::Crm, "session.login", params);
        let checked = call.checked.unwrap();
        assert_eq!((checked.credential, arrival.auth), (Some(right), Some(right)));
        assert!(!checked.params.contains_key("password"));
    }

    #[rstest]
    #[case(json!(["executive", "executive"]), Credential::Bad)]
    #[case(json!(["executive", "sesame"]), Credential::Ok)]
    #[case(json!(["executive", "sesame", "auth.type.crm.http"]), Credential::Ok)]
    #[case(json!(["executive", "executive", "auth.type.crm.http"]), Credential::Bad)]
    #[case(json!(["executive", "executive", "auth.type.passwd"]), Credential::Ok)]
    #[case(json!(["executive", "sesame", "auth.type.passwd"]), Credential::Bad)]
    #[case(json!(["moh5", "moh5"]), Credential::Ok)]
    #[case(json!(["nobody", "", "auth.type.passwd"]), Credential::Bad)]
    fn the_policy_says_what_is_asked_of_a_user(#[case] params: Value, #[case] right: Credential) {
        let mut workspace = Workspace::demo();
        workspace.users.iter_mut().find(|user| user.id.as_str() == "executive").unwrap().sso_token =
            Some("sesame".into());
        for method in ["session.login", "session.forceLogin"] {
            let (_, call) = call_in(&workspace, Role::Crm, method, params.clone());
            assert_eq!(call.checked.unwrap().credential, Some(right));
        }
    }

    #[test]
    fn a_policy_that_is_none_is_refused() {
        let params = json!(["executive", "executive", "auth.type.password"]);
        let (arrival, call) = call(Role::Crm, "session.login", params);
        let error = call.checked.unwrap_err();
        assert_eq!((error.code, arrival.auth), (ErrorCode::RequiredFieldMissing, None));
        assert_eq!(error.data.field.as_deref(), Some("authPolicy"));
        assert_eq!(error.data.expected.as_deref(), Some("one of auth.type.crm.http, auth.type.passwd"));
        assert_eq!(error.data.hint.as_deref(), Some("did you mean auth.type.passwd?"));
    }

    #[rstest]
    #[case("executive", "sesame", Credential::Ok)]
    #[case("executive", "executive", Credential::Ok)]
    #[case("executive", "", Credential::Bad)]
    #[case("moh5", "moh5", Credential::Ok)]
    #[case("moh5", "", Credential::Bad)]
    #[case("nobody", "", Credential::Bad)]
    fn a_token_becomes_a_credential(#[case] user: &str, #[case] token: &str, #[case] right: Credential) {
        let mut workspace = Workspace::demo();
        workspace.users.iter_mut().find(|user| user.id.as_str() == "executive").unwrap().sso_token =
            Some("sesame".into());
        let (arrival, call) = call_in(&workspace, Role::Crm, "interface.setLoginInfo", json!([user, token]));
        let checked = call.checked.unwrap();
        assert_eq!((checked.credential, arrival.auth), (Some(right), Some(right)));
        assert_eq!(Value::Object(checked.params), json!({"username": user}));
    }

    #[test]
    fn a_password_is_in_nothing_that_goes_on() {
        for method in ["session.login", "session.forceLogin", "ui.setLoginInfo", "interface.setLoginInfo"] {
            let secret = if method.starts_with("session") { "password" } else { "token" };
            let policies = [None, Some("auth.type.passwd"), Some("auth.type.none")];
            for policy in &policies[..if secret == "password" { 3 } else { 1 }] {
                let mut named = json!({"username": "executive", secret: "hunter2"});
                let mut listed = json!(["executive", "hunter2"]);
                if let (Some(policy), Some(list)) = (policy, listed.as_array_mut()) {
                    named["authPolicy"] = json!(policy);
                    list.push(json!(policy));
                }
                for params in [named, listed] {
                    let (arrival, call) = call(Role::Crm, method, params);
                    assert!(!format!("{arrival:?} {call:?}").contains("hunter2"), "{arrival:?} {call:?}");
                }
            }
        }
    }

    #[rstest]
    #[case("https://crm.example.com", None)]
    #[case("http://127.0.0.1:4650", None)]
    #[case("https://evil.example", Some(ErrorCode::InvalidOrigin))]
    #[case("rubbish", Some(ErrorCode::InvalidOrigin))]
    #[case("null", Some(ErrorCode::RequiredFieldMissing))]
    #[case("https://undefined", Some(ErrorCode::RequiredFieldMissing))]
    fn initialize_takes_an_allowed_origin(#[case] origin: &str, #[case] refused: Option<ErrorCode>) {
        let params = json!([{"context": "crm", "origin": origin}]);
        let (_, call) = call(Role::Crm, "initialize", params);
        assert_eq!(call.checked.err().map(|error| error.code), refused);
    }

    #[test]
    fn the_hub_says_by_which_base_it_was_reached() {
        let (_, call) = call(Role::App, "getBaseUrl", json!([]));
        assert_eq!(call.checked.unwrap().params["base"], "http://127.0.0.1:4650");
    }

    #[rstest]
    #[case(Role::Crm, "session.getCurrentUser", true)]
    #[case(Role::App, "session.getCurrentUser", true)]
    #[case(Role::Toolbar, "session.getCurrentUser", true)]
    #[case(Role::Control, "session.getCurrentUser", true)]
    #[case(Role::Observer, "session.getCurrentUser", false)]
    #[case(Role::App, "crm.sendDataToApp", false)]
    #[case(Role::Crm, "appInstance.getAllInfo", false)]
    #[case(Role::Crm, "toolbar.answer", false)]
    #[case(Role::Crm, "control.getSite", false)]
    #[case(Role::Toolbar, "control.advanceTime", false)]
    #[case(Role::Toolbar, "toolbar.answer", true)]
    #[case(Role::Observer, "control.getDesk", true)]
    #[case(Role::Observer, "toolbar.answer", false)]
    fn a_role_may_call_what_is_its(#[case] role: Role, #[case] method: &str, #[case] may: bool) {
        let refusal = call(role, method, json!([])).1.checked.err();
        let forbidden = refusal.is_some_and(|error| error.data.http == Some(403));
        assert_eq!(!forbidden, may);
    }

    #[test]
    fn an_unknown_method_and_deep_nesting_are_refused() {
        let refusal = call(Role::Crm, "session.logon", json!([])).1.checked.unwrap_err();
        assert_eq!(refusal.code, ErrorCode::DataNotFound);
        let nested = |levels: usize| {
            let nested = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            let text =
                format!(r#"{{"jsonrpc":"2.0","id":1,"method":"crm.sendDataToApp","params":{nested}}}"#);
            match read_in(&Workspace::demo(), Role::Crm, &text).what {
                Arrived::Call(call) => call.checked.map(|_| ()).map_err(|error| error.data.field),
                other => panic!("no call: {other:?}"),
            }
        };
        let wrong = |field: &str| Err(Some(field.to_owned()));
        assert_eq!(nested(MAX_DEPTH), Ok(()));
        assert_eq!([MAX_DEPTH + 1, 5_000].map(nested), [wrong("params"), wrong("params")]);
    }

    #[test]
    fn a_trace_is_for_calls_of_the_sdk_and_small() {
        assert!(call(Role::Toolbar, "session.login", json!([])).1.traced.is_none());
        assert!(call(Role::Control, "control.getSite", json!([])).1.traced.is_none());
        let traced = call(Role::Crm, "session.login", json!(["executive", "hunter2"])).1.traced.unwrap();
        assert!(traced.params.unwrap().get().contains("executive"));
        let traced = call(Role::Crm, "store.set", json!(["k", "x".repeat(5_000)])).1.traced.unwrap();
        assert!(traced.params.is_none());
        let traced = call(Role::Crm, &"x".repeat(5_000), json!([])).1.traced.unwrap();
        assert_eq!(traced.method.len(), MAX_TRACED_METHOD);
        let nested = |levels: usize| {
            let params = (1..levels).fold(json!([]), |inner, _| json!([inner]));
            call(Role::Crm, "crm.sendDataToApp", params).1.traced.unwrap().params.is_some()
        };
        assert_eq!([MAX_DEPTH, MAX_DEPTH + 1].map(nested), [true, false]);
    }
}
