//! A peer's message, read and checked before the site sees it: envelope, method, role, parameters,
//! password.

use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::guard::same_secret;
use crate::contract::check::{Args, check};
use crate::contract::spec::Method;
use crate::contract::{Contract, SdkError};
use crate::recording::redact::secrets;
use crate::wire::rpc::{self, Message};
use crate::wire::{Credential, RequestId, Role, RpcError};
use crate::workspace::Workspace;

/// The largest parameters that a toolbar's trace shows, in bytes.
const MAX_TRACED_PARAMS: usize = 4 << 10;
/// The longest method name that a trace shows, in characters.
const MAX_TRACED_METHOD: usize = 200;

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
    /// A notification or an answer: peers have nothing to say by those.
    Ignored,
}

/// A request.
#[derive(Debug)]
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
#[derive(Debug)]
pub(super) struct Traced {
    /// The wire name, shortened where it is absurd.
    pub(super) method: String,
    /// Secrets blanked; `None` where they are large.
    pub(super) params: Option<Box<RawValue>>,
    /// Which name is the documented one, where another was used.
    pub(super) note: Option<String>,
}

/// A call that may be done.
#[derive(Debug)]
pub(super) struct Checked {
    /// The documented name.
    pub(super) method: &'static str,
    /// By name, without a password.
    pub(super) params: Map<String, Value>,
    /// What came of the password.
    pub(super) credential: Option<Credential>,
}

/// Reads and checks a text message of a peer.
pub(super) fn read(workspace: &Workspace, role: Role, text: &str) -> Arrival {
    let safe: Arc<str> = Arc::from(secrets(text));
    let (id, method, params) = match rpc::parse(text) {
        Ok(Message::Request { id, method, params }) => (id, method, params),
        Ok(_) => return Arrival { text: safe, auth: None, what: Arrived::Ignored },
        Err(broken) => {
            let what = Arrived::Broken { id: broken.id, error: broken.error };
            return Arrival { text: safe, auth: None, what };
        }
    };
    let checked = prepare(workspace, role, &method, params.as_deref());
    let auth = checked.as_ref().ok().and_then(|checked| checked.credential);
    let traced = traced(role, &method, &safe);
    Arrival { text: safe, auth, what: Arrived::Call(Box::new(Call { id, method, traced, checked })) }
}

fn prepare(
    workspace: &Workspace,
    role: Role,
    method: &str,
    params: Option<&RawValue>,
) -> Result<Checked, SdkError> {
    let method: &'static Method = Contract::get().require_method(method)?;
    allow(method, role)?;
    let params = match params {
        Some(raw) => Some(serde_json::from_str(raw.get()).map_err(|_| {
            // The envelope was JSON, so what can't be read is nested too deeply.
            SdkError::field("params", "an array or an object of less than 128 levels")
        })?),
        None => None,
    };
    let mut params = check(method, Args::from_json(params)?)?;
    let credential = match method.id.as_str() {
        "session.login" | "session.forceLogin" => Some(credential(workspace, &mut params)),
        _ => None,
    };
    if method.namespace == "sdk" {
        let event = params.get("event").and_then(Value::as_str).unwrap_or_default();
        Contract::get().require_event(event)?;
    }
    Ok(Checked { method: &method.id, params, credential })
}

/// Takes the password out and says whether it is the user's.
fn credential(workspace: &Workspace, params: &mut Map<String, Value>) -> Credential {
    let password = params.remove("password");
    let user = params.get("username").and_then(Value::as_str).and_then(|id| workspace.user(id));
    // Compared also where there is no such user, so that the time does not tell.
    let right = user.map_or("", |user| user.password.expose());
    let same = same_secret(password.as_ref().and_then(Value::as_str).unwrap_or_default(), right);
    if same && user.is_some() { Credential::Ok } else { Credential::Bad }
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
fn traced(role: Role, method: &str, safe: &str) -> Option<Traced> {
    let ours = method.starts_with("toolbar.") || method.starts_with("control.") || method == "hello";
    if role == Role::Toolbar || ours {
        return None;
    }
    let params = match rpc::parse(safe) {
        Ok(Message::Request { params, .. }) => {
            params.filter(|params| params.get().len() <= MAX_TRACED_PARAMS)
        }
        _ => None,
    };
    let note = documented(method, params.as_deref());
    Some(Traced { method: method.chars().take(MAX_TRACED_METHOD).collect(), params, note })
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

    fn call(role: Role, method: &str, params: Value) -> (Arrival, Call) {
        let text = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        let arrival = read(&Workspace::demo(), role, &text);
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

    #[test]
    fn a_password_is_in_nothing_that_goes_on() {
        for params in
            [json!(["executive", "hunter2"]), json!({"username": "executive", "password": "hunter2"})]
        {
            for method in ["session.login", "session.forceLogin"] {
                let (arrival, call) = call(Role::Crm, method, params.clone());
                assert!(!format!("{arrival:?} {call:?}").contains("hunter2"), "{arrival:?} {call:?}");
            }
        }
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
        let nested = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        let text = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"store.get","params":{nested}}}"#);
        let Arrived::Call(call) = read(&Workspace::demo(), Role::Crm, &text).what else { panic!("no call") };
        assert_eq!(call.checked.unwrap_err().code, ErrorCode::RequiredFieldMissing);
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
    }
}
