//! Values that make sense for a parameter: of the desk as it is, else the contract's own, else usual ones.

use serde_json::{Map, Value, json};

use crate::contract::spec::{Kind, Param};
use crate::desk::DeskState;
use crate::wire::Role;

/// A value for a parameter; `None` where there is none to suggest.
pub(super) fn sample(param: &Param, desk: &DeskState) -> Option<Value> {
    let allowed = |value: &Value| {
        param.allowed.as_ref().is_none_or(|list| list.iter().any(|one| value.as_str() == Some(one)))
    };
    let of_desk = of_desk(&param.name, desk).filter(allowed);
    let given = of_desk.or_else(|| param.example.clone()).or_else(|| param.default.clone());
    let first = || param.allowed.as_ref()?.first().map(|first| json!(first));
    let value = given.or_else(first).or_else(|| usual(&param.name)).or_else(|| made(param, desk))?;
    fitting(param.kind, value)
}

/// The value as the parameter's kind wants it: `campaignId` is a text in one method.
fn fitting(kind: Kind, value: Value) -> Option<Value> {
    match (kind, value) {
        (Kind::String, Value::Number(number)) => Some(json!(number.to_string())),
        (Kind::Number, Value::String(text)) => text.parse::<u64>().ok().map(|number| json!(number)),
        (_, value) => Some(value),
    }
}

/// What the desk knows under this name.
fn of_desk(name: &str, desk: &DeskState) -> Option<Value> {
    let current = desk.current();
    let session = desk.session.as_ref();
    let campaign = current.map(|one| one.campaign_id).or_else(|| session?.selected.first().copied());
    let app = || desk.integrations.iter().find(|one| one.role == Role::App);
    match name {
        "interactionId" => current.map(|one| json!(one.id)),
        "campaignId" => campaign.map(|id| json!(id)),
        "campaignIds" => session.map(|session| json!(session.selected)).filter(|_| campaign.is_some()),
        "dispositionCodeId" => session?.campaign(campaign?).map(|campaign| json!(campaign.default_code)),
        "channelType" => current.map(|one| json!(one.channel)),
        "customerId" => current?.customer.customer_id.map(|id| json!(id)),
        "phone" => current
            .filter(|one| !one.is_masked())
            .map(|one| one.customer.phone.as_str())
            .filter(|phone| !phone.is_empty())
            .map(|phone| json!(phone)),
        "name" => current?.customer.name.as_deref().filter(|name| !name.is_empty()).map(|name| json!(name)),
        "username" => session.map(|session| json!(session.user_id)),
        "callContextId" => session?.extensions.iter().find_map(|one| one.call_context_id).map(|id| json!(id)),
        "status" => session?.ready_statuses.first().map(|status| json!(status)),
        "instanceId" => app()?.instance_id.as_deref().map(|id| json!(id)),
        "appId" => app()?.app_id.as_deref().map(|id| json!(id)),
        _ => None,
    }
}

/// What stands under this name where nobody knows better.
fn usual(name: &str) -> Option<Value> {
    Some(match name {
        "phone" => json!("1234567890"),
        "name" | "recordName" => json!("Jack Rogers"),
        "username" => json!("executive"),
        "recordId" => json!("003dL000000Pun1QAC"),
        "recordType" => json!("Contact"),
        "objectType" => json!("Case"),
        "objectId" => json!("1"),
        "connectorId" => json!("23"),
        "search" => json!("1"),
        "searchField" => json!("id"),
        "limit" => json!(10),
        "offset" => json!(0),
        "key" => json!("note"),
        "value" => json!("hello"),
        "message" => json!("Hello from the CRM"),
        "subject" => json!("Hello"),
        "notificationType" => json!("info"),
        "notificationSubType" => json!("crm"),
        "channelSubType" => json!("webchat"),
        "appName" => json!("webchat"),
        "url" => json!("/"),
        "contextData" | "data" => json!({"hello": "world"}),
        "campaignId" => json!(172),
        "callContextId" => json!(16),
        "instanceId" | "appId" => json!("app-1"),
        "ms" => json!(1000),
        "visible" | "isLoaded" => json!(true),
        _ => return None,
    })
}

/// A value made of its fields or items.
fn made(param: &Param, desk: &DeskState) -> Option<Value> {
    match param.kind {
        Kind::Object => {
            let fields = param.fields.iter().filter(|field| field.required || field.required_when.is_some());
            let given = fields.filter_map(|field| Some((field.name.clone(), sample(field, desk)?)));
            Some(Value::Object(given.collect::<Map<_, _>>()))
        }
        Kind::Array => {
            let item = param.items.as_ref().and_then(|item| sample(item, desk));
            Some(Value::Array(item.into_iter().collect()))
        }
        Kind::Map => Some(json!({})),
        Kind::Boolean => Some(json!(true)),
        Kind::String | Kind::Number | Kind::Any => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::contract::check::{Args, check};
    use crate::contract::ids::DeskId;
    use crate::toolbar::testing::session::Script;

    /// What is suggested passes the contract's own check, but for what only a person can know.
    #[test]
    fn what_is_suggested_fits_the_contract() {
        let mut desk = DeskState::new(DeskId::default_desk());
        let mut script = Script::new();
        script.working().rings(&Script::anshika()).connects(&Script::anshika());
        script.pushes.iter().for_each(|push| desk.apply(push).unwrap());
        let page =
            |method: &&crate::contract::Method| super::super::IN_THE_PAGE.contains(&method.id.as_str());
        for method in Contract::get().methods().iter().filter(|method| !page(method)) {
            let mut params = Map::new();
            for param in method.params.iter().filter(|param| param.required) {
                let known = match param.name.as_str() {
                    "password" | "token" => Some(json!("secret")),
                    _ => sample(param, &desk),
                };
                params.insert(param.name.clone(), known.unwrap_or_default());
            }
            let checked = check(method, Args::Named(params.clone()));
            assert!(checked.is_ok(), "{}: {checked:?} of {params:?}", method.id);
        }
    }

    #[test]
    fn the_call_that_is_on_is_suggested() {
        let mut desk = DeskState::new(DeskId::default_desk());
        let mut script = Script::new();
        script.working().rings(&Script::anshika());
        script.pushes.iter().for_each(|push| desk.apply(push).unwrap());
        let method = Contract::get().method("interaction.disposeInteraction").unwrap();
        let given: Vec<_> = method.params.iter().take(3).map(|param| sample(param, &desk).unwrap()).collect();
        assert_eq!(given, [json!("voice"), json!(Script::anshika().interaction_id), json!(820)]);
    }
}
