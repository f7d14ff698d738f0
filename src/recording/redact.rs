//! Secrets blanked: passwords, tokens and keys in a message, before it is kept or written anywhere.

mod url;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::record::{Record, SnapshotOf};
use crate::contract::Contract;
use crate::wire::hello;

/// What stands in a secret's place.
pub const BLANK: &str = "***";

/// How deep a value is looked into. What lies deeper, and could hold a secret, is blanked as a whole.
const MAX_DEPTH: usize = 32;

/// Parts of the names that matter, in lower case. A text without any of them, and without an escape that
/// could spell one, holds nothing that this module knows as a secret.
const CLUES: [&str; 12] =
    ["pass", "pwd", "token", "auth", "secret", "login", "logon", "sign", "key", "cookie", "bearer", "\\u"];

/// What a field's name ends with when its value is a secret; without `-`, `_` and capitals.
const SECRET_NAMES: [&str; 11] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "token",
    "authorization",
    "secret",
    "apikey",
    "cookie",
    "bearer",
];

/// What a `hello` may say of its peer.
const ROLES: [&str; 5] = ["toolbar", "crm", "app", "control", "observer"];

/// What every authentication policy begins with.
const POLICY: &str = "auth.type.";

/// A message of the wire without its secrets. Blanked are:
///
/// - the password and the token that `session.login`, `session.forceLogin` and `ui.setLoginInfo` take, in
///   any position but the user's, and whatever stands beside `params` in such a call;
/// - the keys and tokens of `hello` and its answer;
/// - the headers of a request to a third party, but those that hold no secret for sure; and what stands in
///   its URL before the host, or in its query under a name such as `key`;
/// - all parameters of a method that is none, which may be a misspelt sign-in, and all of an object that
///   is no message at all;
/// - values whose field, header or stored key is named like a password, token, secret, cookie or
///   authorization, at any depth, also in JSON or a query that stands inside a text; and a sign-in or a
///   request to a third party that is mirrored inside another message.
///
/// Everything else stays as it is, byte for byte. A list in a message's place becomes [`BLANK`] as a whole,
/// and so does a text that is not JSON and begins like it or could hold a secret.
pub fn secrets(text: &str) -> Cow<'_, str> {
    match message(text) {
        Ok(text) => text,
        Err(Unreadable) if suspicious(text) || text.trim_start().starts_with(['{', '[', '"']) => {
            Cow::Borrowed(BLANK)
        }
        Err(Unreadable) => Cow::Borrowed(text),
    }
}

/// Other JSON, a desk's state or an input, without the values whose names say that they are secret.
fn named_secrets(text: &str) -> Cow<'_, str> {
    if !suspicious(text) {
        return Cow::Borrowed(text);
    }
    match blanked(text, 0) {
        Ok(text) => text,
        Err(Unreadable) => Cow::Borrowed(BLANK),
    }
}

/// A record without the secrets in its message, input or desk. An engine's snapshot stays as it is: it must
/// be restored to the letter, and no password ever enters the engine.
pub fn record(mut record: Record) -> Record {
    let (text, clean) = match &mut record {
        Record::Frame { text, .. } => {
            let clean = secrets(text).into_owned();
            (text, clean)
        }
        Record::Input { input: text, .. } | Record::Snapshot { of: SnapshotOf::Desk, state: text, .. } => {
            let clean = named_secrets(text).into_owned();
            (text, clean)
        }
        Record::Snapshot { of: SnapshotOf::Ecc, .. }
        | Record::Peer { .. }
        | Record::Marker { .. }
        | Record::Gap { .. } => return record,
    };
    if clean != **text {
        *text = Arc::from(clean);
    }
    record
}

/// JSON that is none, or with names that are no text.
struct Unreadable;

fn suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        // Most bytes begin none of the words.
        matches!(byte.to_ascii_lowercase(), b'p' | b't' | b'a' | b's' | b'l' | b'k' | b'c' | b'b' | b'\\')
            && CLUES.iter().any(|clue| {
                bytes.get(at..at + clue.len()).is_some_and(|here| here.eq_ignore_ascii_case(clue.as_bytes()))
            })
    })
}

fn blanked(text: &str, depth: usize) -> Result<Cow<'_, str>, Unreadable> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|_| Unreadable)?;
    let mut search = Search { text, changes: Vec::new() };
    search.value(raw.get(), Place::Anywhere, depth)?;
    Ok(search.done())
}

/// As [`blanked`], for a whole message.
fn message(text: &str) -> Result<Cow<'_, str>, Unreadable> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|_| Unreadable)?;
    let mut search = Search { text, changes: Vec::new() };
    match raw.get().as_bytes().first() {
        Some(b'{') => search.message(raw.get())?,
        // Whatever its items mean, no message of ours is a list.
        Some(b'[') => return Ok(Cow::Borrowed(BLANK)),
        _ => search.value(raw.get(), Place::Anywhere, 0)?,
    }
    Ok(search.done())
}

/// What an object in a message's place is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Envelope {
    /// A call that signs someone in.
    SignIn,
    /// The greeting.
    Hello,
    /// A call that makes a request to a third party.
    ThirdParty,
    /// A call of another method of the contract.
    Known,
    /// A frame that the hub pushes.
    Pushed,
    /// An answer.
    Answer,
    /// Nothing that we know, or several of these at once.
    Strange,
}

impl Envelope {
    fn of(fields: &[(String, &RawValue)]) -> Envelope {
        let mut kinds = fields.iter().filter_map(|(name, value)| match name.as_str() {
            "method" => Some(Envelope::of_method(value)),
            "result" | "error" => Some(Envelope::Answer),
            _ => None,
        });
        let Some(first) = kinds.next() else { return Envelope::Strange };
        if kinds.all(|kind| kind == first) { first } else { Envelope::Strange }
    }

    fn of_method(value: &RawValue) -> Envelope {
        match serde_json::from_str::<String>(value.get()).as_deref() {
            Ok(hello::METHOD) => Envelope::Hello,
            Ok("event" | "desk") => Envelope::Pushed,
            Ok(method) if Contract::get().method(method).is_none() => Envelope::Strange,
            Ok(method) if is_sign_in(method) => Envelope::SignIn,
            Ok(method) if is_third_party(method) => Envelope::ThirdParty,
            Ok(_) => Envelope::Known,
            Err(_) => Envelope::Strange,
        }
    }
}

/// Where a value stands, as far as that decides what in it is a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// `params` of a call that signs someone in.
    SignIn,
    /// `params` of a request to a third party.
    ThirdParty,
    /// Its URL.
    Url,
    /// Its headers.
    Headers,
    /// Its query.
    Query,
    /// `params` of a `hello`.
    Hello,
    /// `resume` of a `hello`.
    Resume,
    /// `result` of an answer.
    Result,
}

/// Walks a JSON text and notes what to put in place of what, in the text's order.
struct Search<'a> {
    text: &'a str,
    changes: Vec<(Range<usize>, Cow<'static, str>)>,
}

impl<'a> Search<'a> {
    /// The text with what was noted.
    fn done(self) -> Cow<'a, str> {
        let Search { text, changes } = self;
        if changes.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (range, instead) in changes {
            out.push_str(&text[copied..range.start]);
            out.push_str(&instead);
            copied = range.end;
        }
        out.push_str(&text[copied..]);
        Cow::Owned(out)
    }

    /// An object in a message's place.
    fn message(&mut self, object: &'a str) -> Result<(), Unreadable> {
        let Fields(fields) = serde_json::from_str(object).map_err(|_| Unreadable)?;
        let envelope = Envelope::of(&fields);
        for (name, value) in &fields {
            let value = value.get();
            match (name.as_str(), envelope) {
                ("jsonrpc" | "id" | "method", _) => self.value(value, Place::Anywhere, 1)?,
                ("params", Envelope::SignIn) => self.params(value, Place::SignIn)?,
                ("params", Envelope::Hello) => self.params(value, Place::Hello)?,
                ("params", Envelope::ThirdParty) => self.params(value, Place::ThirdParty)?,
                ("params", Envelope::Known) => self.params(value, Place::Anywhere)?,
                ("params", Envelope::Pushed) if value.starts_with('{') => {
                    self.params(value, Place::Anywhere)?;
                }
                ("result", Envelope::Answer) => self.value(value, Place::Result, 1)?,
                ("error", Envelope::Answer) => self.value(value, Place::Anywhere, 1)?,
                ("params", _) => self.items(value)?,
                (_, Envelope::Known) if !is_secret(name) => self.value(value, Place::Anywhere, 1)?,
                _ => self.blank(value),
            }
        }
        Ok(())
    }

    /// Parameters are a list or an object; anything else in their place can be what belonged into them.
    fn params(&mut self, value: &'a str, place: Place) -> Result<(), Unreadable> {
        match value.as_bytes().first() {
            Some(b'{' | b'[') if place == Place::Anywhere && !suspicious(value) => Ok(()),
            Some(b'{' | b'[') => self.value(value, place, 1),
            _ => {
                self.blank(value);
                Ok(())
            }
        }
    }

    /// Blanks each item of a list or an object; how many there were, and their names, may help someone.
    fn items(&mut self, value: &'a str) -> Result<(), Unreadable> {
        match value.as_bytes().first() {
            Some(b'{') => {
                let Fields(fields) = serde_json::from_str(value).map_err(|_| Unreadable)?;
                fields.iter().for_each(|(_, value)| self.blank(value.get()));
            }
            Some(b'[') => {
                let items: Vec<&'a RawValue> = serde_json::from_str(value).map_err(|_| Unreadable)?;
                items.iter().for_each(|item| self.blank(item.get()));
            }
            _ => self.blank(value),
        }
        Ok(())
    }

    fn value(&mut self, value: &'a str, place: Place, depth: usize) -> Result<(), Unreadable> {
        match value.as_bytes().first() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => {
                if suspicious(value) {
                    self.blank(value);
                }
                Ok(())
            }
            Some(b'{') => self.object(value, place, depth),
            Some(b'[') => self.array(value, place, depth),
            Some(b'"') => {
                match place {
                    Place::Url => self.url(value),
                    Place::Headers => self.blank(value),
                    _ => self.text(value, depth),
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn object(&mut self, object: &'a str, place: Place, depth: usize) -> Result<(), Unreadable> {
        let Fields(fields) = serde_json::from_str(object).map_err(|_| Unreadable)?;
        let text_of = |value: &RawValue| serde_json::from_str::<String>(value.get()).ok();
        let any = |names: &[&str], test: fn(&str) -> bool| {
            let mut named = fields.iter().filter(|(name, _)| names.contains(&name.as_str()));
            named.any(|(_, value)| text_of(value).is_some_and(|text| test(&text)))
        };
        let signs_in = any(&["method"], is_sign_in);
        let asks_others = any(&["method"], is_third_party);
        let names_secret = any(&["name", "key", "header"], is_secret);
        let greets = fields.iter().any(|(name, _)| name == "epoch");
        for (name, value) in &fields {
            let value = value.get();
            let is_blanked = match (place, name.as_str()) {
                (Place::Headers, name) => !url::is_plain_header(name),
                (Place::Query, name) => url::is_secret(name),
                (place, "key") => place == Place::Result && greets,
                (_, "value" | "values") => names_secret,
                _ => false,
            };
            if is_blanked || !is_expected(place, name, value) || is_secret(name) {
                self.blank(value);
                continue;
            }
            let inside = match name.as_str() {
                "params" if signs_in => Place::SignIn,
                "params" if asks_others => Place::ThirdParty,
                _ if place == Place::ThirdParty => third_party_part(name),
                "resume" if place == Place::Hello => Place::Resume,
                "result" => Place::Result,
                _ => Place::Anywhere,
            };
            self.value(value, inside, depth + 1)?;
        }
        Ok(())
    }

    fn array(&mut self, array: &'a str, place: Place, depth: usize) -> Result<(), Unreadable> {
        let items: Vec<&'a RawValue> = serde_json::from_str(array).map_err(|_| Unreadable)?;
        let text_at = |at: usize| items.get(at).and_then(|v| serde_json::from_str::<String>(v.get()).ok());
        // A header, a form's field or a stored value, as a pair.
        let names_secret = items.len() > 1 && text_at(0).is_some_and(|name| is_secret(&name));
        for (at, item) in items.iter().enumerate() {
            let item = item.get();
            let is_blanked = match place {
                // One alone may be either, and one of another shape anything.
                Place::SignIn if at == 0 => {
                    item.starts_with('[') || items.len() == 1 && !item.starts_with('{')
                }
                Place::SignIn if at == 1 => true,
                Place::SignIn => !text_at(at).is_some_and(|text| text.starts_with(POLICY)),
                Place::Hello => at > 0 || !text_at(at).is_some_and(|text| ROLES.contains(&text.as_str())),
                Place::Resume | Place::Headers => true,
                // A URL is no name.
                Place::ThirdParty => false,
                _ => names_secret && at > 0,
            };
            if is_blanked {
                self.blank(item);
            } else {
                let inside = match place {
                    // An object in the place of the first parameter holds all of them by name.
                    Place::SignIn => place,
                    Place::ThirdParty if at == 0 && item.starts_with('{') => place,
                    Place::ThirdParty => THIRD_PARTY.get(at).map_or(place, |name| third_party_part(name)),
                    _ => Place::Anywhere,
                };
                self.value(item, inside, depth + 1)?;
            }
        }
        Ok(())
    }

    /// A text may be a header's value, or hold JSON.
    fn text(&mut self, literal: &'a str, depth: usize) {
        if !suspicious(literal) {
            return;
        }
        // A text that is none (half of a surrogate pair) could be anything.
        let Ok(text) = serde_json::from_str::<String>(literal) else { return self.blank(literal) };
        let bearer = text.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
        if bearer {
            return self.blank(literal);
        }
        let open = text.trim_start().starts_with(['{', '[']);
        if open && depth >= MAX_DEPTH {
            return self.blank(literal);
        }
        let json = if open && suspicious(&text) { blanked(&text, depth + 1).ok() } else { None };
        // A text that only looks like JSON is a person's, or a query.
        let inner = json.unwrap_or_else(|| url::without_secrets(&text, is_secret));
        if let Cow::Owned(inner) = inner {
            self.change(literal, Cow::Owned(serde_json::Value::from(inner).to_string()));
        }
    }

    /// A URL that a request to a third party goes to.
    fn url(&mut self, literal: &'a str) {
        let Ok(text) = serde_json::from_str::<String>(literal) else { return self.blank(literal) };
        let host_alone = url::without_user(&text);
        let clean = url::without_secrets(&host_alone, url::is_secret);
        if clean != text {
            self.change(literal, Cow::Owned(serde_json::Value::from(clean.into_owned()).to_string()));
        }
    }

    /// Blanks a value, unless it says no more than that there is none.
    fn blank(&mut self, value: &'a str) {
        if !matches!(value, "null" | "true" | "false" | r#""""#) {
            self.change(value, Cow::Borrowed("\"***\""));
        }
    }

    fn change(&mut self, part: &'a str, instead: Cow<'static, str>) {
        // `part` was borrowed from `text`, so the addresses tell where it stands.
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        self.changes.push((start..start + part.len(), instead));
    }
}

/// Whether a field may stay in such a place. Where it is known what belongs there, a name that is none may
/// be a misspelt one, and a value of another shape may hold anything.
fn is_expected(place: Place, name: &str, value: &str) -> bool {
    let text = value.starts_with('"');
    match place {
        Place::SignIn => match name.to_ascii_lowercase().as_str() {
            "username" | "userid" | "desk" => text,
            "authpolicy" => value.starts_with("\"auth.type."),
            _ => false,
        },
        Place::Hello => match name {
            "role" | "desk" | "instanceId" | "origin" => text,
            "resume" => value.starts_with('{'),
            _ => false,
        },
        Place::Resume => match name {
            "epoch" => text,
            "seq" => value.parse::<u64>().is_ok(),
            _ => false,
        },
        Place::ThirdParty => THIRD_PARTY.contains(&name),
        _ => true,
    }
}

/// The parameters of a request to a third party, in order.
const THIRD_PARTY: [&str; 6] = ["url", "method", "headers", "queryParams", "data", "isMultipart"];

/// What one of them is.
fn third_party_part(name: &str) -> Place {
    match name {
        "url" => Place::Url,
        "headers" => Place::Headers,
        "queryParams" => Place::Query,
        _ => Place::Anywhere,
    }
}

/// Whether a method makes a request to a third party, by any of its names.
fn is_third_party(method: &str) -> bool {
    Contract::get().method(method).is_some_and(|method| method.id == "http.invokeThirdPartyApi")
}

/// Whether a field, header or key of this name holds a secret.
pub fn is_secret(name: &str) -> bool {
    // Longer ones are no names.
    if name.len() > 200 {
        return false;
    }
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let plain = plain.strip_suffix('s').unwrap_or(&plain);
    SECRET_NAMES.iter().any(|end| plain.ends_with(end))
}

/// Whether a method takes a password or a token, also where its name is nearly right.
fn is_sign_in(method: &str) -> bool {
    let plain = method.to_ascii_lowercase();
    ["login", "logon", "signin"].iter().any(|part| plain.contains(part))
}

/// An object's fields as they stand: in order, those of the same name too.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        from.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::Micros;

    #[rstest]
    #[case::positional(
        r#"["https://b:S3@h/token?key=S3&a=1","POST",{"Authorization":"Basic S3","X-Pin":"S3","Accept":"a/b"},{"key":"S3","appid":"S3","page":2},{"client_secret":"S3","n":1},false]"#,
        r#"["https://***@h/token?key=***&a=1","POST",{"Authorization":"***","X-Pin":"***","Accept":"a/b"},{"key":"***","appid":"***","page":2},{"client_secret":"***","n":1},false]"#
    )]
    #[case::by_name(
        r#"{"data":{"$form":[["password","S3"],["n","1"]]},"headers":{"x-own":"S3"},"url":"https://h/","method":"GET"}"#,
        r#"{"data":{"$form":[["password","***"],["n","1"]]},"headers":{"x-own":"***"},"url":"https://h/","method":"GET"}"#
    )]
    #[case::misspelt(
        r#"{"url":"https://h/","header":{"x-own":"S3"}}"#,
        r#"{"url":"https://h/","header":"***"}"#
    )]
    #[case::wrong_shape(r#"["https://h/","GET",["x-own","S3"]]"#, r#"["https://h/","GET",["***","***"]]"#)]
    #[case::an_object(
        r#"[{"url":"https://h/","headers":{"x-own":"S3"}}]"#,
        r#"[{"url":"https://h/","headers":{"x-own":"***"}}]"#
    )]
    #[case::a_text(r#"["https://h/","GET","x-own: S3"]"#, r#"["https://h/","GET","***"]"#)]
    #[case::a_number(r#"["https://h/","GET",{"x-own":3}]"#, r#"["https://h/","GET",{"x-own":"***"}]"#)]
    fn a_request_to_others_keeps_its_secrets(#[case] params: &str, #[case] safe: &str) {
        for method in ["http.invokeThirdPartyApi", "httpRequest.invoke", "http.invokeThirdPartyAPI"] {
            let text =
                |params: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
            assert_eq!(secrets(&text(params)), text(safe));
            let (mirrored, safe) =
                (format!(r#"{{"result":{}}}"#, text(params)), format!(r#"{{"result":{}}}"#, text(safe)));
            assert_eq!(secrets(&mirrored), safe);
        }
    }

    #[test]
    fn what_others_answer_is_blanked_by_its_names() {
        let input = r#"{"kind":"http","ticket":5,"result":{"Ok":{"status":200,"statusText":"OK","data":{"access_token":"S3","n":"a=1&refresh_token=S3"}}}}"#;
        let clean = record(Record::Input { at: Micros(0), input: input.into() });
        let Record::Input { input, .. } = clean else { panic!("{clean:?}") };
        assert!(!input.contains("S3") && input.contains(r#""n":"a=1&refresh_token=***""#), "{input}");
    }

    #[rstest]
    #[case::positional(
        r#"{"jsonrpc":"2.0","id":1,"method":"session.login","params":["executive","S3","auth.type.crm.http"]}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"session.login","params":["executive","***","auth.type.crm.http"]}"#
    )]
    #[case::params_before_method(
        r#"{"params":["executive","S3"],"method":"session.forceLogin","id":1}"#,
        r#"{"params":["executive","***"],"method":"session.forceLogin","id":1}"#
    )]
    #[case::by_name(
        r#"{ "method" : "session.login" , "params" : { "username":"a", "password" : "S3" } }"#,
        r#"{ "method" : "session.login" , "params" : { "username":"a", "password" : "***" } }"#
    )]
    #[case::misspelt_name(
        r#"{"method":"session.login","params":{"username":"a","pasword":"S3"}}"#,
        r#"{"method":"session.login","params":{"username":"a","pasword":"***"}}"#
    )]
    #[case::wrong_shape(
        r#"{"method":"session.login","params":[["a","S3"]]}"#,
        r#"{"method":"session.login","params":["***"]}"#
    )]
    #[case::object_as_first(
        r#"{"method":"session.login","params":[{"username":"a","pass":"S3"}]}"#,
        r#"{"method":"session.login","params":[{"username":"a","pass":"***"}]}"#
    )]
    #[case::login_info(
        r#"{"method":"ui.setLoginInfo","params":["a","S3"]}"#,
        r#"{"method":"ui.setLoginInfo","params":["a","***"]}"#
    )]
    #[case::hello(
        r#"{"method":"hello","params":{"role":"crm","token":"S3","resume":{"epoch":"e","seq":4,"key":"S3"}}}"#,
        r#"{"method":"hello","params":{"role":"crm","token":"***","resume":{"epoch":"e","seq":4,"key":"***"}}}"#
    )]
    #[case::answer_to_hello(
        r#"{"id":1,"result":{"peer":"p1","key":"S3","epoch":"e","seq":0}}"#,
        r#"{"id":1,"result":{"peer":"p1","key":"***","epoch":"e","seq":0}}"#
    )]
    #[case::another_key(r#"{"id":1,"method":"store.get","params":{"key":"theme"}}"#, "")]
    #[case::stored(
        r#"{"method":"store.set","params":["crm-token","S3"]}"#,
        r#"{"method":"store.set","params":["crm-token","***"]}"#
    )]
    #[case::stored_by_name(
        r#"{"method":"store.set","params":{"value":"S3","key":"token"}}"#,
        r#"{"method":"store.set","params":{"value":"***","key":"token"}}"#
    )]
    #[case::mirrored(
        r#"{"method":"desk","params":{"change":{"kind":"trace","call":{"method":"session.login","params":["a","S3"]}}}}"#,
        r#"{"method":"desk","params":{"change":{"kind":"trace","call":{"method":"session.login","params":["a","***"]}}}}"#
    )]
    #[case::escaped_method(
        r#"{"method":"session.\u006cogin","params":["a","S3"]}"#,
        r#"{"method":"session.\u006cogin","params":["a","***"]}"#
    )]
    #[case::two_methods(
        r#"{"method":"store.get","method":"session.login","params":["a","S3"]}"#,
        r#"{"method":"store.get","method":"session.login","params":["***","***"]}"#
    )]
    #[case::torn(r#"{"method":"session.login","params":["a","S3""#, "***")]
    #[case::torn_and_escaped(r#"{"pass\u0077ord":"S3"#, "***")]
    #[case::no_json("password=S3", "***")]
    #[case::harmless_rubbish("hi there", "")]
    #[case::name_that_is_no_text(r#"{"\ud800token":"S3"}"#, "***")]
    #[case::misspelt_method(
        r#"{"method":"Session.Login","params":["a","S3"]}"#,
        r#"{"method":"Session.Login","params":["***","***"]}"#
    )]
    #[case::mistyped_method(
        r#"{"id":1,"method":"session.lgoin","params":{"username":"S3","x":[{"y":"S3"}],"z":null}}"#,
        r#"{"id":1,"method":"session.lgoin","params":{"username":"***","x":"***","z":null}}"#
    )]
    #[case::unknown_method(
        r#"{"id":1,"method":"session.setToken","params":["S3"],"more":["S3"]}"#,
        r#"{"id":1,"method":"session.setToken","params":["***"],"more":"***"}"#
    )]
    #[case::method_with_a_blank(
        r#"{"id":2,"method":"session.login ","username":"S3","pass":"S3"}"#,
        r#"{"id":2,"method":"session.login ","username":"***","pass":"***"}"#
    )]
    #[case::params_that_are_no_list(
        r#"{"method":"session.login","params":"S3"}"#,
        r#"{"method":"session.login","params":"***"}"#
    )]
    #[case::params_of_another_that_are_no_list(
        r#"{"method":"store.get","params":"S3"}"#,
        r#"{"method":"store.get","params":"***"}"#
    )]
    #[case::beside_params(
        r#"{"method":"session.login","params":["S3"],"parameters":["a","S3"],"pass":"S3"}"#,
        r#"{"method":"session.login","params":["***"],"parameters":"***","pass":"***"}"#
    )]
    #[case::user_of_another_shape(
        r#"{"method":"session.login","params":{"username":["a","S3"],"authPolicy":"S3"}}"#,
        r#"{"method":"session.login","params":{"username":"***","authPolicy":"***"}}"#
    )]
    #[case::hello_as_a_list(
        r#"{"method":"hello","params":["observer","S3",null,null,"S3",["e",4,"S3"]]}"#,
        r#"{"method":"hello","params":["observer","***",null,null,"***","***"]}"#
    )]
    #[case::hello_with_the_token_first(
        r#"{"method":"hello","params":["S3"]}"#,
        r#"{"method":"hello","params":["***"]}"#
    )]
    #[case::resume_as_a_list(
        r#"{"method":"hello","params":{"role":"crm","resume":["e",4,"S3"],"tokn":"S3"}}"#,
        r#"{"method":"hello","params":{"role":"crm","resume":"***","tokn":"***"}}"#
    )]
    #[case::envelope_as_a_list(r#"["2.0",1,"session.login",["a","S3"],null,null]"#, "***")]
    #[case::batch(r#" [{"method":"session.login","params":["a","S3"]}]"#, "***")]
    #[case::no_method(
        r#"{"jsonrpc":"2.0","id":1,"params":["a","S3"]}"#,
        r#"{"jsonrpc":"2.0","id":1,"params":["***","***"]}"#
    )]
    #[case::method_that_is_none(r#"{"method":5,"params":["S3"]}"#, r#"{"method":5,"params":["***"]}"#)]
    #[case::a_push_of_a_peer(r#"{"method":"desk","params":["S3"]}"#, r#"{"method":"desk","params":["***"]}"#)]
    #[case::an_answer_with_a_method(
        r#"{"method":"store.get","result":["S3"],"params":["S3"]}"#,
        r#"{"method":"store.get","result":"***","params":["***"]}"#
    )]
    #[case::torn_with_a_mistyped_method(r#"{"method":"session.lgoin","params":["a","S3""#, "***")]
    #[case::call_of_another(
        r#"{"method":"crm.sendDataToApp","params":[{"method":"refresh","params":["x"]}]}"#,
        ""
    )]
    #[case::event(r#"{"method":"event","params":{"name":"session.loginStatus","payload":"ok"}}"#, "")]
    #[case::refusal(r#"{"id":1,"error":{"code":3000,"message":"no","data":{"method":"session.login"}}}"#, "")]
    fn secrets_are_blanked_and_nothing_else(#[case] text: &str, #[case] expected: &str) {
        let expected = if expected.is_empty() { text } else { expected };
        assert_eq!(secrets(text), expected);
        assert_eq!(secrets(&secrets(text)), expected, "twice is the same as once");
    }

    #[rstest]
    #[case::escaped_name(r#"{"pass\u0077ord":"S3","x":"\u0041"}"#, r#"{"pass\u0077ord":"***","x":"\u0041"}"#)]
    #[case::twice(
        r#"{"password":"S3","password":"S3","PassWord":["S3",{"a":"S3"}]}"#,
        r#"{"password":"***","password":"***","PassWord":"***"}"#
    )]
    #[case::headers(
        r#"{"headers":{"Authorization":"S3","X-Auth-Token":"S3","Accept":"a/b"},"h":[["Cookie","S3"]],"har":[{"name":"authorization","value":"S3"}]}"#,
        r#"{"headers":{"Authorization":"***","X-Auth-Token":"***","Accept":"a/b"},"h":[["Cookie","***"]],"har":[{"name":"authorization","value":"***"}]}"#
    )]
    #[case::bearer(r#"{"x":["Bearer S3"]}"#, r#"{"x":["***"]}"#)]
    #[case::json_in_a_text(
        r#"{"params":["{\"token\":\"S3\",\"n\":1}"]}"#,
        r#"{"params":["{\"token\":\"***\",\"n\":1}"]}"#
    )]
    #[case::not_secret(r#"{"password":null,"token":true,"secret":"","tokenCount":3,"field":"password"}"#, "")]
    #[case::names_only(r#"{"name":"session.loginStatus","payload":"Successfully logged in"}"#, "")]
    #[case::a_persons_words(r#"{"text":"[sigh] my password is long"}"#, "")]
    #[case::exact_numbers(
        r#"{"n":1e400,"m":12345678901234567890123,"token":1.50}"#,
        r#"{"n":1e400,"m":12345678901234567890123,"token":"***"}"#
    )]
    fn what_is_named_like_a_secret_is_blanked_in_other_json(#[case] text: &str, #[case] expected: &str) {
        let expected = if expected.is_empty() { text } else { expected };
        assert_eq!(named_secrets(text), expected);
        assert_eq!(named_secrets(&named_secrets(text)), expected, "twice is the same as once");
    }

    #[test]
    fn a_text_without_secrets_is_not_copied() {
        let text = r#"{"method":"event","params":{"name":"interaction.callRinging"}}"#;
        assert!(matches!(secrets(text), Cow::Borrowed(_)));
        assert!(matches!(named_secrets(r#"{"keys":[1,2]}"#), Cow::Borrowed(_)));
    }

    #[test]
    fn what_lies_too_deep_is_blanked_as_a_whole() {
        for depth in [10, MAX_DEPTH - 2, MAX_DEPTH, 200, 100_000] {
            let text = format!("{}{{\"token\":\"S3\"}}{}", "[".repeat(depth), "]".repeat(depth));
            let clean = named_secrets(&text);
            assert!(!clean.contains("S3"), "at depth {depth}");
            assert!(clean.contains(BLANK));
        }
        // JSON in a text in a text …
        let mut text = r#"{"token":"S3"}"#.to_owned();
        while text.len() < 100_000 {
            text = json!([text]).to_string();
            assert!(!named_secrets(&text).contains("S3"));
        }
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-z ]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec(("[a-z]{1,6}|key|value|name|params|method|resume", inner), 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    /// Puts a secret under a telling name somewhere into `value`; the choices say where.
    fn hide(value: &mut Value, mut choices: impl Iterator<Item = usize>, name: &str) {
        let choice = choices.next().unwrap_or(0);
        match value {
            Value::Array(items) if !items.is_empty() => {
                let at = choice % items.len();
                hide(&mut items[at], choices, name);
            }
            Value::Object(fields) if !fields.is_empty() && !choice.is_multiple_of(3) => {
                let at = choice % fields.len();
                if let Some(inner) = fields.values_mut().nth(at) {
                    hide(inner, choices, name);
                }
            }
            Value::Object(fields) => {
                fields.insert(name.to_owned(), json!("hidden-S3"));
            }
            other => *other = json!({ name: ["hidden-S3"] }),
        }
    }

    proptest! {
        #[test]
        fn a_secret_is_found_wherever_it_hides(
            mut value in anything(),
            choices in prop::collection::vec(any::<usize>(), 0..8),
            name in "password|Token|AUTHORIZATION|client_secret|x-api-key",
        ) {
            hide(&mut value, choices.into_iter(), &name);
            let answer = json!({"id": 1, "result": value}).to_string();
            let call = json!({"id": 1, "method": "crm.sendDataToApp", "params": [value]}).to_string();
            for clean in [named_secrets(&value.to_string()), secrets(&answer), secrets(&call)] {
                prop_assert!(!clean.contains("S3"), "{clean}");
                prop_assert!(serde_json::from_str::<Value>(&clean).is_ok(), "{clean}");
            }
        }

        #[test]
        fn any_text_is_taken(text in any::<String>(), around in "[\\[{\":,\\\\u]{0,8}password[\\]}\"]{0,8}") {
            let _ = secrets(&text);
            let _ = secrets(&format!("{around}{text}"));
        }
    }
}
