//! Customers: looked up, their attributes, their history, records saved for them.

use rstest::rstest;
use serde_json::{Value, json};

use super::lifecycle::KNOWN;
use super::people::CALLER;
use super::site::Site;
use crate::contract::ids::InteractionId;
use crate::desk::Contact;
use crate::ecc::Ecc;
use crate::workspace::{Attribute, AttributeModel, AttributeType, PastContact, Workspace};

const ID: u64 = 735_076_692_678_909;

fn attribute(key: &str, kind: AttributeType) -> Attribute {
    Attribute {
        key: key.to_owned(),
        name: key.to_owned(),
        kind,
        model: AttributeModel::Contact,
        values: Vec::new(),
        pattern: None,
    }
}

fn describe(workspace: &mut Workspace) {
    workspace.attributes =
        vec![attribute("plan", AttributeType::Text), attribute("age", AttributeType::Number)];
    let anshika = &mut workspace.customers[0];
    anshika.email = "anshika@example.com".to_owned();
    anshika.attributes.insert("plan".to_owned(), json!("gold"));
    anshika.history = vec![PastContact {
        at: "2025-07-01T10:00:00+05:30".to_owned(),
        channel_type: crate::contract::payload::ChannelType::Chat,
        channel_sub_type: "whatsapp".to_owned(),
        agent: "moh5".to_owned(),
        campaign: "WhatsApp Chat".to_owned(),
        disposition: "Open".to_owned(),
        notes: String::new(),
    }];
}

/// An agent at `a` of a site that knows more of Anshika than her number.
fn site() -> Site {
    site_with(|_| {})
}

fn site_with(change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(|workspace| {
        describe(workspace);
        change(workspace);
    });
    site.agent("a", "executive", "1234567890");
    site
}

fn on_call(site: &mut Site, phone: &str) -> InteractionId {
    let id = site.customer_calls(phone);
    site.ok("a", "toolbar.answer", json!([]));
    id
}

fn hang_up(site: &mut Site, id: &InteractionId) {
    site.ok("a", "toolbar.hangup", json!([]));
    site.dispose("a", id);
}

fn contact(site: &Site, id: &InteractionId) -> Option<Contact> {
    site.desk("a").interaction(id).unwrap().contact.clone()
}

#[test]
fn a_customer_is_found_by_id_number_and_interaction() {
    let mut site = site();
    on_call(&mut site, KNOWN);
    let wanted = json!({
        "customerId": ID,
        "name": "Anshika",
        "phone": KNOWN,
        "masked": false,
        "email": "anshika@example.com",
        "attributes": {"plan": "gold"},
        "records": [{"recordId": "003dL000000Pun7QAC", "recordType": "Contact", "recordName": "Anshika"}],
        "history": [{
            "at": "2025-07-01T10:00:00+05:30", "channelType": "chat", "channelSubType": "whatsapp",
            "agent": "moh5", "campaign": "WhatsApp Chat", "disposition": "Open", "notes": "",
        }],
    });
    for params in [json!({"customerId": ID}), json!({"phone": KNOWN}), json!({})] {
        assert_eq!(site.ok("a", "toolbar.getCustomer", params.clone()), wanted, "{params}");
    }
}

#[rstest]
#[case::id(json!({"customerId": 1}), 4000)]
#[case::number(json!({"phone": "999"}), 4000)]
#[case::interaction(json!({"interactionId": "x"}), 4000)]
#[case::nobody(json!({}), 4000)]
fn a_customer_who_is_not_there_is_an_error(#[case] params: Value, #[case] code: i64) {
    let error = site().call("a", "toolbar.getCustomer", params).unwrap_err();
    assert_eq!(error.code.number(), code, "{error:?}");
}

#[rstest]
#[case("ansh", &["Anshika"])]
#[case("ROG", &["Jack Rogers"])]
#[case("33622", &["Jack Rogers"])]
#[case("example.com", &["Anshika"])]
#[case("nobody at all", &[])]
fn customers_are_searched(#[case] text: &str, #[case] found: &[&str]) {
    let answer = site().ok("a", "toolbar.searchCustomers", json!([text]));
    let names: Vec<_> = answer.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, found);
}

#[rstest]
#[case(json!([""]), "text")]
#[case(json!(["x".repeat(201)]), "text")]
#[case(json!(["a", 0]), "limit")]
#[case(json!(["a", 101]), "limit")]
#[case(json!(["a", 1.5]), "limit")]
fn a_search_for_nothing_or_without_end_is_refused(#[case] params: Value, #[case] field: &str) {
    let error = site().call("a", "toolbar.searchCustomers", params).unwrap_err();
    assert_eq!((error.code.number(), error.data.field.as_deref()), (2001, Some(field)));
}

#[test]
fn a_number_that_was_dialled_is_a_customer_with_a_history() {
    let mut site = site();
    let id = site.dial("a", CALLER);
    site.ok("x", "control.customerRefuse", json!([]));
    site.dispose("a", &id);
    let found = site.ok("a", "toolbar.searchCustomers", json!([CALLER]));
    assert_eq!(found.as_array().unwrap().len(), 1);
    let customer = site.ok("a", "toolbar.getCustomer", json!({"customerId": found[0]["customerId"]}));
    assert_eq!(
        (&customer["phone"], &customer["history"][0]["disposition"]),
        (&json!(CALLER), &json!("Closed"))
    );
}

#[test]
fn what_is_disposed_is_remembered_newest_first() {
    let mut site = site();
    let id = on_call(&mut site, KNOWN);
    hang_up(&mut site, &id);
    site.wait(3600);
    site.ok("a", "toolbar.setAvailability", json!(["Dinner Break"]));
    site.customer_calls(KNOWN);
    site.ok("x", "control.customerHangup", json!([]));
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    let history = site.ok("a", "toolbar.getCustomer", json!({"phone": KNOWN}))["history"].clone();
    let told = |key: &str| history.as_array().unwrap().iter().map(|one| one[key].clone()).collect::<Vec<_>>();
    assert_eq!(told("disposition"), ["", "Closed", "Open"]);
    assert_eq!(told("agent"), ["", "executive", "moh5"], "nobody spoke with them the last time");
    assert_eq!(told("notes"), ["", "fine", ""]);
    assert_eq!(told("at")[..2], ["2025-07-14T13:53:16+05:30", "2025-07-14T12:53:16+05:30"]);
    assert_eq!(told("channelType"), ["voice", "voice", "chat"]);
}

#[test]
fn each_agents_part_of_a_call_is_remembered_and_the_call_only_once() {
    let (mut site, id) = super::company::talking();
    site.ok("a", "toolbar.transfer", json!(["transferToUser", "moh5"]));
    site.ok("b", "toolbar.answer", json!([]));
    site.dispose("a", &id);
    site.ok("b", "toolbar.hangup", json!([]));
    site.dispose("b", &id);
    let history = site.ok("a", "toolbar.getCustomer", json!({"phone": KNOWN}))["history"].clone();
    let agents: Vec<_> = history.as_array().unwrap().iter().map(|one| one["agent"].clone()).collect();
    assert_eq!(agents, ["moh5", "executive"]);
}

#[test]
fn the_history_of_a_site_is_bounded() {
    let mut site = site();
    for _ in 0..60 {
        let id = on_call(&mut site, KNOWN);
        site.ok("a", "toolbar.hangup", json!([]));
        let notes = "\u{1f3a7}".repeat(10_000);
        site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 1345, notes]));
    }
    let answer = site.ok("a", "toolbar.getCustomer", json!({"phone": KNOWN}));
    let history = answer["history"].as_array().unwrap();
    assert_eq!(history.len(), 50);
    assert_eq!(history[0]["notes"].as_str().unwrap().chars().count(), 500);
    for _ in 0..500 {
        let id = on_call(&mut site, KNOWN);
        site.ok("a", "toolbar.hangup", json!([]));
        site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 1345, "\u{1f3a7}".repeat(500)]));
    }
    let kept = serde_json::to_string(&site.ecc.state.customers).unwrap().len();
    assert!((900 << 10..1100 << 10).contains(&kept), "{kept} bytes are kept");
}

#[test]
fn a_desk_is_told_who_the_customer_is() {
    let mut site = site();
    let id = on_call(&mut site, KNOWN);
    let told = contact(&site, &id).unwrap();
    assert_eq!((told.email.as_str(), &told.attributes["plan"]), ("anshika@example.com", &json!("gold")));
    hang_up(&mut site, &id);
    let unknown = on_call(&mut site, CALLER);
    assert_eq!(contact(&site, &unknown), None, "of somebody unknown there is nothing to tell");
}

#[test]
fn an_attribute_of_a_contact_is_set_and_taken_away_and_stays_with_them() {
    let mut site = site();
    let id = on_call(&mut site, KNOWN);
    site.ok("a", "toolbar.setAttribute", json!(["contact", "age", 41]));
    site.ok("a", "toolbar.setAttribute", json!({"model": "contact", "key": "plan"}));
    assert_eq!(json!(contact(&site, &id).unwrap().attributes), json!({"age": 41}));
    hang_up(&mut site, &id);
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    let again = on_call(&mut site, KNOWN);
    assert_eq!(json!(contact(&site, &again).unwrap().attributes), json!({"age": 41}));
}

#[test]
fn a_text_says_what_agents_changed_of_the_contact() {
    let mut site = site_with(|workspace| {
        let reply = json!([{"shortCode": "plan", "content": "{{ customer.attributes.plan }}, {{ customer.attributes.age }}"}]);
        workspace.replies = serde_json::from_value(reply).unwrap();
    });
    site.ok("x", "control.customerChat", json!([null, KNOWN]));
    site.ok("a", "toolbar.answer", json!([]));
    let text = |site: &mut Site| site.ok("a", "toolbar.expandReply", json!(["plan"]))["text"].clone();
    site.ok("a", "toolbar.setAttribute", json!(["contact", "age", 41]));
    assert_eq!(text(&mut site), json!("gold, 41"));
    site.ok("a", "toolbar.setAttribute", json!(["contact", "age", 42]));
    assert_eq!(text(&mut site), json!("gold, 42"));
}

#[test]
fn who_is_made_by_dialling_keeps_the_name_that_was_given() {
    let mut site = site();
    let dial = |site: &mut Site, name: &str| {
        let details = json!({"phone": "5550100", "name": name});
        site.ok("a", "interaction.initiateInteraction", json!(["voice", details, 172]));
        let one = &site.desk("a").interactions[0];
        let (id, shown) = (one.id.clone(), one.customer.clone());
        site.ok("a", "toolbar.hangup", json!([]));
        site.dispose("a", &id);
        shown
    };
    let made = dial(&mut site, " Zoe Lang ");
    assert_eq!(dial(&mut site, "").name.as_deref(), Some("Zoe Lang"), "known by the number from then on");
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    let found = site.ok("a", "toolbar.searchCustomers", json!(["zoe"]));
    assert_eq!(found, json!([{"customerId": made.customer_id, "name": "Zoe Lang", "phone": "5550100"}]));
    site.ok("x", "control.customerCall", json!(["5550100"]));
    assert_eq!(site.desk("a").interactions[0].customer.name.as_deref(), Some("Zoe Lang"));
    site.ok("a", "toolbar.reject", json!([]));
    site.ok("x", "control.customerHangup", json!([]));
    assert_eq!(dial(&mut site, "Zoe Long").name.as_deref(), Some("Zoe Long"));
    assert_eq!(dial(&mut site, "").name.as_deref(), Some("Zoe Long"), "the last one counts");
}

/// Read the quick way, these come back as their neighbours.
#[rstest]
#[case(31.245270191439438)]
#[case(121.48791951161945)]
#[case(100.78399658203125)]
#[case(13.028045074783389)]
fn a_number_is_there_again_to_the_letter(#[case] number: f64) {
    let mut site = site();
    let id = on_call(&mut site, KNOWN);
    site.ok("a", "toolbar.setAttribute", json!(["contact", "age", number]));
    let before = site.ecc.snapshot();
    site.ecc = Ecc::restore(site.workspace.clone(), &before).unwrap();
    assert_eq!(site.ecc.snapshot(), before);
    assert_eq!(contact(&site, &id).unwrap().attributes["age"].as_f64(), Some(number));
}

#[rstest]
#[case::key(json!(["contact", "plans", "x"]), 4000, None)]
#[case::value(json!(["contact", "age", "old"]), 2001, Some("value"))]
#[case::interaction(json!(["contact", "age", 1, "x"]), 4000, None)]
#[case::model(json!(["customer", "age", 1]), 2001, Some("model"))]
fn what_is_no_attribute_is_refused(#[case] params: Value, #[case] code: i64, #[case] field: Option<&str>) {
    let mut site = site();
    on_call(&mut site, KNOWN);
    let error = site.call("a", "toolbar.setAttribute", params).unwrap_err();
    assert_eq!((error.code.number(), error.data.field.as_deref()), (code, field), "{error:?}");
}

#[test]
fn an_attribute_of_a_conversation_is_set_and_ends_with_it() {
    let mut site = site_with(|workspace| {
        let topic = attribute("topic", AttributeType::Text);
        workspace.attributes.push(Attribute { model: AttributeModel::Conversation, ..topic });
    });
    let id = on_call(&mut site, KNOWN);
    site.ok("a", "toolbar.setAttribute", json!(["conversation", "topic", "bill"]));
    assert_eq!(
        json!(site.desk("a").interaction(&id).unwrap().conversation.attributes),
        json!({"topic": "bill"})
    );
    let error = site.call("a", "toolbar.setAttribute", json!(["conversation", "age", 1])).unwrap_err();
    assert_eq!(error.code.number(), 4000, "that one is of contacts");
    hang_up(&mut site, &id);
    let again = on_call(&mut site, KNOWN);
    assert!(site.desk("a").interaction(&again).unwrap().conversation.attributes.is_empty());
}

#[test]
fn of_somebody_unknown_nothing_is_kept_until_a_record_is_attached() {
    let mut site = site();
    let id = on_call(&mut site, CALLER);
    let error = site.call("a", "toolbar.setAttribute", json!(["contact", "age", 41])).unwrap_err();
    assert_eq!((error.data.http, error.code.number()), (Some(409), 3000));
    site.ok("a", "toolbar.saveRecord", json!(["Contact", {"LastName": "New"}]));
    site.ok("a", "toolbar.setAttribute", json!(["contact", "age", 41]));
    assert_eq!(json!(contact(&site, &id).unwrap().attributes), json!({"age": 41}));
}

#[test]
fn a_masked_customer_is_looked_up_masked() {
    let mut site = site_with(|workspace| workspace.campaigns[0].masked_privileges = vec!["phone".to_owned()]);
    let found = site.ok("a", "toolbar.searchCustomers", json!(["anshika"]));
    assert_eq!(found[0]["phone"], "******7890", "one of the agent's campaigns masks");
    assert_eq!(site.ok("a", "toolbar.searchCustomers", json!(["12345"])), json!([]), "not guessed in parts");
    assert_eq!(site.ok("a", "toolbar.searchCustomers", json!([KNOWN])).as_array().unwrap().len(), 1);
    let customer = site.ok("a", "toolbar.getCustomer", json!({"customerId": ID}));
    assert_eq!((&customer["phone"], &customer["email"]), (&json!("******7890"), &json!("")));
    let id = on_call(&mut site, KNOWN);
    let here = site.ok("a", "toolbar.getCustomer", json!({}));
    assert_eq!((&here["phone"], &here["masked"]), (&json!(KNOWN), &json!(false)), "this campaign does not");
    assert!(!contact(&site, &id).unwrap().masked);
}

/// An agent dials whom they found, and sees no more of the number than before.
#[rstest]
#[case("voice")]
#[case("chat")]
fn a_masked_customer_is_reached_by_what_is_seen_of_the_number(#[case] channel: &str) {
    let mut site = site_with(|workspace| workspace.session.masked_privileges = vec!["phone".to_owned()]);
    let shown = json!({"phone": "******7890"});
    let params = json!({
        "channelType": channel, "channelDetails": shown, "campaignId": 172, "customerId": ID,
        "channelSubType": "webchat",
    });
    site.ok("a", "interaction.initiateInteraction", params);
    assert_eq!(site.desk("a").interactions[0].customer.phone, KNOWN);
    assert_eq!(site.desk("a").interactions[0].shown_phone(), "******7890");
}

#[test]
fn a_masked_callback_shows_the_end_of_its_number() {
    let mut site = site_with(|workspace| workspace.session.masked_privileges = vec!["phone".to_owned()]);
    let id = on_call(&mut site, KNOWN);
    site.ok("a", "toolbar.hangup", json!([]));
    let callback =
        json!({"phone": KNOWN, "callbackTime": "2025-07-14T18:00:00+0530", "isSelfCallback": true});
    site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 1345, "fine", callback]));
    assert_eq!(site.desk("a").callbacks[0].phone, "******7890");
    site.ok("a", "toolbar.startCallback", json!([site.desk("a").callbacks[0].id]));
    assert_eq!(site.desk("a").interactions[0].customer.phone, KNOWN);
}

#[test]
fn a_record_is_made_from_a_form_and_attached() {
    let mut site = site();
    let id = on_call(&mut site, CALLER);
    let told = site.story("a").len();
    let data = json!({"FirstName": "Ida", "LastName": "Berg", "Phone": CALLER});
    let answer = site.ok("a", "toolbar.saveRecord", json!(["contact", data]));
    assert_eq!((&answer["recordType"], &answer["recordName"]), (&json!("Contact"), &json!("Ida Berg")));
    assert_eq!(answer["attached"], true);
    assert_eq!(site.story("a")[told..], ["onAttachButtonClick", "customerLinkedToInteraction"]);
    let one = site.desk("a").interaction(&id).unwrap();
    assert_eq!(one.record.as_ref().unwrap().record_id, answer["recordId"].as_str().unwrap());
    assert_eq!(one.customer.name.as_deref(), Some("Ida Berg"));
    let found = site.ok("a", "crm.searchCase", json!({
        "connectorId": "23", "objectType": "Contact", "searchField": "LastName", "search": "Berg", "limit": 10, "offset": 0,
    }));
    assert_eq!(found.as_array().unwrap().len(), 1);
    let customer = site.ok("a", "toolbar.getCustomer", json!({}));
    assert_eq!(customer["records"][0]["recordName"], "Ida Berg");
}

#[test]
fn a_record_is_changed_and_whoever_is_linked_is_called_like_it() {
    let mut site = site();
    let id = on_call(&mut site, CALLER);
    let made = site.ok("a", "toolbar.saveRecord", json!(["Contact", {"LastName": "Berg"}]));
    let params = json!({
        "objectType": "Contact", "data": {"LastName": "Dahl"}, "recordId": made["recordId"], "attach": false,
    });
    let changed = site.ok("a", "toolbar.saveRecord", params);
    assert_eq!((&changed["recordId"], &changed["attached"]), (&made["recordId"], &json!(false)));
    assert_eq!(site.desk("a").interaction(&id).unwrap().customer.name.as_deref(), Some("Dahl"));
}

#[test]
fn an_agent_who_is_on_nothing_saves_without_attaching() {
    let mut site = site();
    let answer = site.ok("a", "toolbar.saveRecord", json!(["Case", {"Subject": "Broken"}]));
    assert_eq!(answer["attached"], false);
}

#[rstest]
#[case::required(json!(["Contact", {"FirstName": "Ida"}]), 2001, Some("data.LastName"))]
#[case::number(json!(["Contact", {"LastName": "Berg", "Phone": "none"}]), 2001, Some("data.Phone"))]
#[case::kind(json!(["Contact", {"LastName": 5}]), 2001, Some("data.LastName"))]
#[case::its_id(json!(["Contact", {"LastName": "Berg", "Id": "003"}]), 2001, Some("data.Id"))]
#[case::field(json!(["Contact", {"LastNam": "Berg"}]), 4000, None)]
#[case::object(json!(["Contacts", {"LastName": "Berg"}]), 4000, None)]
#[case::record(json!(["Contact", {"LastName": "Berg"}, "003"]), 4000, None)]
#[case::interaction(json!({"objectType": "Contact", "data": {"LastName": "Berg"}, "interactionId": "x"}), 4000, None)]
fn a_form_that_is_wrong_saves_nothing(#[case] params: Value, #[case] code: i64, #[case] field: Option<&str>) {
    let mut site = site();
    on_call(&mut site, KNOWN);
    let before = site.ecc.state.crm.clone();
    let error = site.call("a", "toolbar.saveRecord", params).unwrap_err();
    assert_eq!((error.code.number(), error.data.field.as_deref()), (code, field), "{error:?}");
    assert_eq!(site.ecc.state.crm, before);
}
