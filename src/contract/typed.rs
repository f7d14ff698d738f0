//! Parameters as people type them: in order, texts without quotes, everything else as JSON.

use serde_json::Value;

use super::spec::{Kind, Method};

/// Parameters in order, each read as its kind wants: a text as it stands, everything else as JSON. The error says
/// what was expected.
pub fn positional(method: &Method, words: &[String]) -> Result<Vec<Value>, String> {
    if words.len() > method.params.len() {
        let names: Vec<&str> = method.params.iter().map(|param| param.name.as_str()).collect();
        let takes = if names.is_empty() { "no parameters".to_owned() } else { names.join(", ") };
        return Err(format!("{} takes {takes}", method.id));
    }
    let read = |(param, word): (&super::Param, &String)| {
        if word == "null" {
            return Ok(Value::Null);
        }
        match (param.kind, serde_json::from_str(word)) {
            (Kind::String, _) => Ok(Value::String(word.clone())),
            (_, Ok(value)) => Ok(value),
            (Kind::Any, Err(_)) => Ok(Value::String(word.clone())),
            (kind, Err(_)) => {
                Err(format!("{}: expected {} as JSON, found {word:?}", param.name, kind.name()))
            }
        }
    };
    method.params.iter().zip(words).map(read).collect()
}
