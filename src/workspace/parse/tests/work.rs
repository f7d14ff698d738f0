//! What can be wrong with what agents work with: labels, macros, bots, customers, the CRM.

use rstest::rstest;

use super::told;
use crate::workspace::{DEMO, Workspace};

#[rstest]
#[case(
    "title = \"praise\"",
    "title = \"Praise\"",
    "labels[5].title: \"Praise\" has capitals, expected lower case; write \"praise\""
)]
#[case(
    "title = \"praise\"",
    "title = \"complaint\"",
    "labels[5].title: complaint stands twice, expected a new one"
)]
#[case(
    "color = \"#1f93ff\"",
    "color = \"blue\"",
    "labels[0].color: \"blue\" is no colour, expected one as #1f93ff"
)]
#[case("shortCode = \"moment\"", "shortCode = \"hello\"", "replies[1].shortCode: hello stands twice")]
#[case(
    "shortCode = \"moment\"",
    "shortCode = \"a moment\"",
    "replies[1].shortCode: \"a moment\" can't be written, expected no blank and no / in it"
)]
#[case(
    "Hello {{ customer.name }}, I am",
    "Hello {{ custmer.name }}, I am",
    "replies[0].content: there is no \"custmer\", a template has customer, agent, interaction and args"
)]
#[case(
    "name = \"Start a refund\"",
    "name = \"Close politely\"",
    "macros[1].name: Close politely stands twice"
)]
#[case(
    "{ action = \"add_label\", label = \"repair\" }",
    "{ action = \"add_label\", label = \"repairs\" }",
    "macros[2].actions[0].label: there is no label \"repairs\", expected one of order, repair, refund, invoice, complaint, praise, vip; did you mean repair?"
)]
#[case(
    "team = \"care\" },\n  { action = \"send_message\"",
    "team = \"cars\" },\n  { action = \"send_message\"",
    "macros[2].actions[1].team: there is no team \"cars\""
)]
#[case(
    "key = \"reason\", value = \"Refund\"",
    "key = \"reasons\", value = \"Refund\"",
    "macros[1].actions[2].key: there is no attribute \"reasons\""
)]
#[case(
    "key = \"reason\", value = \"Refund\"",
    "key = \"reason\", value = \"Money\"",
    "macros[1].actions[2].value: \"Money\" does not fit reason, expected one of Delivery, Repair, Refund, Invoice, Question, Other"
)]
#[case(
    "minutes = 60",
    "minutes = 0",
    "macros[3].actions[1].minutes: 0 is out of range, expected 1 to 43200 minutes"
)]
#[case(
    "{ action = \"resolve_conversation\" }",
    "{ action = \"resolve\" }",
    "macros[0].actions[2].action: \"resolve\" is no value here, expected one of send_message, "
)]
#[case(
    "status = \"pending\"",
    "status = \"waiting\"",
    "\"waiting\" is no value here, expected one of open, pending, snoozed, resolved"
)]
#[case(
    "owner = \"priya_care\"\n",
    "",
    "macros[4].owner: is missing, expected the user whose personal macro it is"
)]
#[case("owner = \"priya_care\"", "owner = \"priya\"", "macros[4].owner: there is no user \"priya\"")]
#[case(
    "campaigns = [47, 172, 203]\nactions",
    "campaigns = [47, 173]\nactions",
    "macros[2].campaigns[1]: there is no campaign 173"
)]
#[case(
    "size = 84213",
    "size = 99999999",
    "macros[4].actions[0].size: 99999999 is out of range, expected at most 26214400 bytes"
)]
#[case(
    "{ action = \"send_email_transcript\" },",
    "{ action = \"send_email_transcript\", to = \"me\" },",
    "macros[4].actions[1].to: \"me\" is no address, expected one with an @, or no such key for the customer's"
)]
#[case("key = \"promised_on\"", "key = \"reason\"", "attributes[10].key: reason stands twice for its model")]
#[case(
    "key = \"promised_on\"",
    "key = \"status\"",
    "attributes[10].key: status is there by itself, expected the key of something else"
)]
#[case(
    "key = \"promised_on\"",
    "key = \"Promised on\"",
    "attributes[10].key: \"Promised on\" is no key, expected small letters, digits and _"
)]
#[case(
    "\"Question\", \"Other\"]",
    "\"Question\", \"Question\", \"Other\"]",
    "attributes[9].values[5]: Question stands twice"
)]
#[case(
    "pattern = \"^LH-[0-9]{5}$\"",
    "pattern = \"[\"",
    "attributes[8].pattern: \"[\" is no regular expression: "
)]
#[case(
    "pattern = \"^LH-[0-9]{5}$\"",
    "values = [\"x\"]",
    "attributes[8].values: only a list has values, expected no such key, or type \"list\""
)]
#[case(
    "type = \"date\"\nmodel = \"conversation\"",
    "type = \"date\"\nmodel = \"conversation\"\npattern = \"x\"",
    "attributes[10].pattern: only a text has a pattern"
)]
#[case(
    "type = \"date\"\nmodel = \"conversation\"",
    "type = \"day\"\nmodel = \"conversation\"",
    "attributes[10].type: \"day\" is no value here, expected one of text, number, currency, percent, link, date, list, checkbox"
)]
#[case(
    "type = \"date\"\nmodel = \"conversation\"",
    "type = \"list\"\nmodel = \"conversation\"",
    "attributes[10].values: is empty, expected the values of the list"
)]
fn what_agents_write_and_sort_with(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    told(right, wrong, expected);
}

#[rstest]
#[case(
    "channels = [\"facebook\"]\ngreeting",
    "channels = [\"face\"]\ngreeting",
    "bots[0].channels[0]: \"face\" is no sub channel"
)]
#[case(
    "channels = [\"facebook\"]\ngreeting",
    "channels = []\ngreeting",
    "bots[0].channels: is empty, expected a sub channel, or no such key for all of them"
)]
#[case(
    "channels = [\"facebook\"]\ngreeting",
    "campaigns = [7]\ngreeting",
    "bots[0].campaigns[0]: there is no campaign 7"
)]
#[case("Hello! I am Lumi", "Hello {{ name }}! I am Lumi", "bots[0].greeting: there is no \"name\"")]
#[case(
    "words = [\"open\", \"hours\", \"sunday\"]",
    "words = []",
    "bots[0].rules[2].words: is empty, expected at least one word"
)]
#[case(
    "after = 4",
    "after = 101",
    "bots[0].handOver.after: 101 is out of range, expected 0 to 100 lines of the customer's"
)]
#[case(
    "after = 4",
    "after = 4, timeout = 0",
    "bots[0].handOver.timeout: 0 is out of range, expected 1 to 86400 seconds"
)]
#[case(
    "name = \"Letters can wait\"",
    "name = \"Gold customers first\"",
    "automations[2].name: Gold customers first stands twice"
)]
#[case(
    "event = \"conversation_resolved\"",
    "event = \"resolved\"",
    "automations[4].event: \"resolved\" is no value here, expected one of conversation_created, "
)]
#[case(
    "attribute = \"tier\"",
    "attribute = \"tear\"",
    "automations[1].conditions[0].attribute: there is no attribute \"tear\", expected one of status, priority, labels, team, "
)]
#[case(
    "attribute = \"escalated\", operator = \"equal_to\"",
    "attribute = \"message\", operator = \"contains\"",
    "automations[3].conditions[0].attribute: message is only there when somebody writes, expected the event \"message_created\" with it"
)]
#[case(
    "operator = \"contains\", values = [\"refund\", \"money back\"]",
    "operator = \"contains\"",
    "automations[0].conditions[1].values: is empty, expected at least one value to compare with"
)]
#[case(
    "operator = \"equal_to\", values = [true]",
    "operator = \"is_present\", values = [true]",
    "automations[3].conditions[0].values: is compared with nothing, expected no such key with is_present and is_not_present"
)]
#[case(
    "operator = \"equal_to\", values = [true]",
    "operator = \"is\", values = [true]",
    "automations[3].conditions[0].operator: \"is\" is no value here, expected one of equal_to, "
)]
#[case(
    "values = [true]",
    "values = [\"yes\"]",
    "automations[3].conditions[0].values[0]: \"yes\" does not fit escalated, expected true or false"
)]
#[case(
    "values = [\"Gold\"]",
    "values = [\"Golden\"]",
    "automations[1].conditions[0].values[0]: \"Golden\" does not fit tier, expected one of Standard, Silver, Gold"
)]
#[case(
    "operator = \"equal_to\", values = [\"email\"]",
    "operator = \"equal_to\", values = [\"mail\"]",
    "automations[2].conditions[0].values[0]: \"mail\" is no channel_sub_type"
)]
#[case(
    "attribute = \"tier\", operator = \"equal_to\", values = [\"Gold\"]",
    "attribute = \"team\", operator = \"equal_to\", values = [\"cares\"]",
    "automations[1].conditions[0].values[0]: there is no team \"cares\""
)]
#[case(
    "attribute = \"tier\", operator = \"equal_to\", values = [\"Gold\"]",
    "attribute = \"campaign_id\", operator = \"equal_to\", values = [\"47\"]",
    "automations[1].conditions[0].values[0]: \"47\" does not fit, expected a campaign's id, a whole number"
)]
#[case(
    "actions = [{ action = \"change_priority\", priority = \"low\" }]",
    "actions = []",
    "automations[2].actions: is empty, expected at least one action"
)]
fn bots_and_automations(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    told(right, wrong, expected);
}

#[rstest]
#[case("seconds = 40", "seconds = 0", "campaigns[2].ivrs[0].seconds: 0 is out of range")]
#[case("then = 201", "then = 200", "campaigns[2].ivrs[1].then: there is no campaign 200")]
#[case(
    "name = \"Opening hours\"",
    "name = \"Satisfaction survey\"",
    "campaigns[2].ivrs[1].name: Satisfaction survey stands twice"
)]
#[case(
    "name = \"Invoice\"",
    "name = \"Noisy machine\"",
    "public.scripts[3].name: Noisy machine stands twice"
)]
#[case(
    "channels = [\"email\"]\nlines",
    "channels = [\"letter\"]\nlines",
    "public.scripts[3].channels[0]: \"letter\" is no sub channel"
)]
#[case(
    "lines = [\"Hello, is somebody there?\", ",
    "lines = [\"\", ",
    "public.scripts[4].lines[0]: is empty, expected a text"
)]
#[case("id = 735076692678910", "id = 735076692678909", "customers[1].id: 735076692678909 stands twice")]
#[case("phone = \"3362227000\"", "phone = \"\"", "customers[1].phone: is empty, expected a text")]
#[case(
    "whenCalled = \"busy\"",
    "whenCalled = \"asleep\"",
    "customers[2].whenCalled: \"asleep\" is no value here, expected one of answer, busy, noAnswer"
)]
#[case(
    "email = \"jack.rogers@example.com\"",
    "email = \"jack\"",
    "customers[1].email: \"jack\" is no address, expected one with an @, or nothing"
)]
#[case(
    "{ tier = \"Standard\"",
    "{ tear = \"Standard\"",
    "customers[0].attributes.tear: there is no attribute \"tear\" of contacts, expected one of tier, city, customer_since, orders, spent, discount, newsletter, profile; did you mean tier?"
)]
#[case(
    "{ tier = \"Standard\"",
    "{ tier = \"standard\"",
    "customers[0].attributes.tier: \"standard\" does not fit, expected one of Standard, Silver, Gold"
)]
#[case(
    "newsletter = false",
    "newsletter = \"no\"",
    "customers[0].attributes.newsletter: \"no\" does not fit, expected true or false"
)]
#[case(
    "at = \"2025-02-14T12:10:00+05:30\"",
    "at = \"2025-02-14\"",
    "customers[0].history[0].at: \"2025-02-14\" is no time, expected one with its offset: 2025-07-18T10:30:00+05:30"
)]
#[case(
    "at = \"2025-02-14T12:10:00+05:30\"",
    "at = \"2025-12-14T12:10:00+05:30\"",
    "customers[0].history[1].at: \"2025-05-07T14:07:00+05:30\" is before the one above, expected the oldest first"
)]
#[case(
    "channelType = \"voice\", agent",
    "channelType = \"voice\", channelSubType = \"email\", agent",
    "customers[0].history[0].channelSubType: voice has no sub channels, expected no such key"
)]
fn customers_scripts_and_ivrs(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    told(right, wrong, expected);
}

#[rstest]
#[case("id = 33\n", "id = 32\n", "crm.objects[1].id: 32 stands twice, expected a new one")]
#[case(
    "objectType = \"Case\"",
    "objectType = \"contact\"",
    "crm.objects[1].objectType: contact stands twice"
)]
#[case("objectType = \"Case\"", "objectType = \" \"", "crm.objects[1].objectType: is empty, expected a text")]
#[case(
    "label = \"Case ID\", type = \"id\"",
    "type = \"string\"",
    "crm.objects[1].fields: 0 fields have the type \"id\", expected one: records are told apart by it"
)]
#[case(
    "{ name = \"Phone\", type = \"phone\"",
    "{ name = \"Phone\", type = \"id\"",
    "crm.objects[0].fields: 2 fields have the type \"id\", expected one"
)]
#[case("name = \"Description\"", "name = \"Subject\"", "crm.objects[1].fields[2].name: Subject stands twice")]
#[case(
    "type = \"textarea\"",
    "type = \"textaria\"",
    "crm.objects[1].fields[2].type: \"textaria\" is no field type, expected one of id, string, phone, textarea; did you mean textarea?"
)]
#[case(
    "FirstName = \"Jack\"",
    "FristName = \"Jack\"",
    "crm.objects[0].records[0].FristName: is no field of Contact, expected one of Id, FirstName, LastName, Phone, OtherPhone; did you mean FirstName?"
)]
#[case(
    "FirstName = \"Jack\"",
    "FirstName = 5",
    "crm.objects[0].records[0].FirstName: 5 is no text, expected one in quotes"
)]
#[case(", LastName = \"Rogers\"", "", "crm.objects[0].records[0].LastName: is missing, expected a text")]
#[case("Id = \"500dL000001oNEiQAM\", ", "", "crm.objects[1].records[1].Id: is missing, expected a text")]
#[case(
    "003dL000000Pun3QAC",
    "003dL000000Pun1QAC",
    "crm.objects[0].records[1].Id: 003dL000000Pun1QAC stands twice, expected a new one"
)]
#[case(
    "name = \"Subject\", required = true",
    "name = \"Subject\", needed = true",
    "crm.objects[1].fields[1].needed: \"needed\" is no key of these, expected one of name, label, type, required, searchable, preview"
)]
fn the_crm(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    // More may follow from a field that is another.
    assert!(DEMO.contains(right));
    let messages = Workspace::parse(&DEMO.replacen(right, wrong, 1), "t.toml").unwrap_err().to_string();
    assert!(messages.contains(&format!(": {expected}")), "{messages}");
}
