//! `offhook trigger`: what customers do, one line each.

use clap::CommandFactory;
use serde_json::{Map, Value, json};

use super::args::{Cli, Doing, TIMEOUT, TriggerArgs};
use super::failure::{Failure, code};
use super::{call, find, out, set};
use crate::contract::Contract;
use crate::contract::check::{Args, check};
use crate::contract::spec::Method;
use crate::wire::Role;

/// Who calls where nobody is named.
const CALLER: &str = "1234567890";

pub(super) fn run(args: &TriggerArgs) -> Result<u8, Failure> {
    let Some(doing) = &args.doing else { return out::text(list().as_bytes()) };
    let (name, given, sets) = request(doing);
    let method =
        Contract::get().require_method(name).map_err(|error| Failure::new(code::USAGE, error.message))?;
    let params = params(method, given, sets)?;
    call::call(&args.hub, find::Caller::new(Role::Control), method, Value::Object(params), TIMEOUT)
}

/// The method behind a command, the parameters that its flags give, and those given by path.
fn request(doing: &Doing) -> (&'static str, Value, &[String]) {
    match doing {
        Doing::Call { phone, name, campaign, sets } => {
            let phone = phone.as_deref().unwrap_or(CALLER);
            let given = json!({"phone": phone, "name": name, "campaignId": campaign});
            ("control.customerCall", given, &sets.set)
        }
        Doing::Chat { channel, name, phone, campaign, sets } => {
            let given =
                json!({"name": name, "phone": phone, "campaignId": campaign, "channelSubType": channel});
            ("control.customerChat", given, &sets.set)
        }
        Doing::Message { text, which } => {
            let given = json!({"text": text, "interactionId": which.interaction});
            ("control.customerMessage", given, &which.sets.set)
        }
        Doing::Typing { stop, which } => {
            let given = json!({"on": !stop, "interactionId": which.interaction});
            ("control.customerTyping", given, &which.sets.set)
        }
        Doing::File { name, media_type, size, which } => {
            let file = json!({"name": name, "mediaType": media_type, "size": size, "interactionId": which.interaction});
            ("control.customerAttachment", file, &which.sets.set)
        }
        Doing::Reads { delivered, which } => {
            let given = json!({"read": !delivered, "interactionId": which.interaction});
            ("control.customerReads", given, &which.sets.set)
        }
        Doing::Answer(which)
        | Doing::Refuse(which)
        | Doing::Hangup(which)
        | Doing::MemberAnswer(which)
        | Doing::MemberHangup(which) => {
            let method = match doing {
                Doing::Answer(_) => "control.customerAnswer",
                Doing::Refuse(_) => "control.customerRefuse",
                Doing::MemberAnswer(_) => "control.memberAnswer",
                Doing::MemberHangup(_) => "control.memberHangup",
                _ => "control.customerHangup",
            };
            (method, json!({"interactionId": which.interaction}), &which.sets.set)
        }
    }
}

/// All parameters, checked as the hub would, so that a slip is a usage error.
fn params(method: &Method, given: Value, sets: &[String]) -> Result<Map<String, Value>, Failure> {
    let mut params = match given {
        Value::Object(params) => params,
        _ => Map::new(),
    };
    for one in sets {
        set::apply(method, &mut params, one)?;
    }
    params.retain(|_, value| !value.is_null());
    check(method, Args::Named(params.clone())).map_err(|error| {
        let failure = Failure::new(code::USAGE, format!("{}: {}", method.id, error.message));
        match (error.data.hint, error.data.field) {
            (Some(hint), _) => failure.hint(hint),
            (None, Some(field)) => failure.hint(format!("--set {field}=VALUE gives it")),
            (None, None) => failure,
        }
    })?;
    Ok(params)
}

/// One line for each command: its name, what it does, an example. All from the arguments' own help.
fn list() -> String {
    let cli = Cli::command();
    let commands: Vec<&clap::Command> =
        cli.find_subcommand("trigger").into_iter().flat_map(clap::Command::get_subcommands).collect();
    let about = |command: &clap::Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let rows: Vec<(&str, String, String)> = commands
        .into_iter()
        .filter(|command| command.get_name() != "help")
        .map(|command| {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = help.lines().nth(1).unwrap_or_default().trim().to_owned();
            (command.get_name(), about(command), example)
        })
        .collect();
    let names = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
    let abouts = rows.iter().map(|(_, about, _)| about.len()).max().unwrap_or(0);
    rows.iter().map(|(name, about, example)| format!("{name:names$}  {about:abouts$}  {example}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_every_doing_of_the_control_methods_with_an_example() {
        let list = list();
        assert_eq!(list.lines().count(), 11, "{list}");
        for line in list.lines() {
            let name = line.split_whitespace().next().unwrap();
            assert!(line.contains(&format!("offhook trigger {name}")), "{line}");
        }
    }

    #[test]
    fn what_is_given_by_path_goes_before_flags_and_defaults() {
        let method = Contract::get().method("control.customerCall").unwrap();
        let sets = ["phone=5550100".to_owned()];
        let params = params(method, json!({"phone": CALLER, "name": null}), &sets).unwrap();
        assert_eq!(Value::Object(params), json!({"phone": "5550100"}));
    }

    #[test]
    fn what_is_missing_is_a_usage_error() {
        let method = Contract::get().method("control.customerMessage").unwrap();
        let failure = params(method, json!({"text": null}), &[]).unwrap_err();
        assert_eq!((failure.code, failure.hint.as_deref()), (code::USAGE, Some("--set text=VALUE gives it")));
    }
}
