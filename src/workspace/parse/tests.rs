//! Each class of error, with the message that a person reads.

use std::collections::BTreeSet;

use rstest::rstest;

use crate::workspace::{DEMO, MINIMAL, SALES, SUPPORT, Workspace};

/// What one change of a workspace makes wrong; there must be nothing else.
fn message(text: &str, right: &str, wrong: &str) -> String {
    assert!(text.contains(right), "the workspace does not hold {right:?} any more");
    let error = Workspace::parse(&text.replacen(right, wrong, 1), "t.toml").unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
    error.to_string()
}

#[rstest]
#[case(
    "id = 47\n",
    "id = \"47\"\n",
    "campaigns[0].id: the text \"47\" does not fit, expected a whole number from 0"
)]
#[case(
    "maxPhoneLengthAllowed",
    "maxPhoneLenghtAllowed",
    "session.maxPhoneLenghtAllowed: \"maxPhoneLenghtAllowed\" is no key of these, expected one of breakStatuses, "
)]
#[case(
    "[site]",
    "[sit]",
    "sit: is no section of a workspace, expected one of site, session, security, public, users, campaigns, extensions, customers, crm, stubs, roles, teams, assignmentRules, channels, labels, replies, macros, attributes, statuses, notifications, bots, automations; did you mean site?"
)]
#[case("password = \"moh5\"\n", "", "users[1].password: is missing, expected a value")]
#[case(
    "campaigns = [47, 172]",
    "campaigns = [48, 172]",
    "users[0].campaigns[0]: there is no campaign 48, expected one of 47, 172, 201, 202, 203, 204"
)]
#[case(
    "type = \"Executive\"",
    "type = \"Executiv\"",
    "users[0].type: \"Executiv\" is no user type, expected one of Executive, Supervisor, Administrator; did you mean Executive?"
)]
#[case(
    "wrapTimeout = 45\n",
    "wrapTimeout = 0\n",
    "campaigns[0].wrapTimeout: 0 is out of range, expected 1 to 2592000 seconds"
)]
#[case(
    "defaultCode = 820\nqueue = { id = 131",
    "defaultCode = 1\nqueue = { id = 131",
    "campaigns[0].defaultCode: 1 is no code of this campaign, expected a dispositionCodeId of its dispositions, one of 1344, 1345, 820"
)]
#[case(
    "dispositionCodeId = 1345",
    "dispositionCodeId = 1344",
    "campaigns[0].dispositions[0].dispositionCodeBean[1].dispositionCodeId: 1344 stands twice, expected a new one"
)]
#[case(
    "phone = \"1234567891\"",
    "phone = \"1234567890\"",
    "extensions[1].phone: 1234567890 stands twice, expected a new one"
)]
#[case(
    "callEvery = [40, 90]",
    "callEvery = [90, 40]",
    "public.callEvery: [90, 40] is no span, expected the least (from 1) and the most time in seconds, up to 2592000"
)]
#[case(
    "typing = [4, 9]",
    "typing = [0, 9]",
    "public.typing: [0, 9] is no span, expected the least (from 1) and the most characters a second, up to 1000"
)]
#[case(
    "https://crm.example.com",
    "crm.example.com",
    "security.allowedOrigins[0]: \"crm.example.com\" is no origin, expected https://host or https://host:port, without a path"
)]
#[case(
    "campaigns = [47, 172]",
    "campaigns = [172, 172]",
    "users[0].campaigns[1]: 172 stands twice, expected a new one"
)]
#[case(
    "type = \"Omni Campaign\"",
    "type = \"Omni Campain\"",
    "campaigns[0].type: \"Omni Campain\" is no campaign type, expected one of Omni Campaign, "
)]
#[case(
    "maxPhoneLengthAllowed = 20",
    "maxPhoneLengthAllowed = 0",
    "session.maxPhoneLengthAllowed: 0 is out of range, expected at least 1 character"
)]
#[case(
    "maxPhoneLengthAllowed = 20",
    "sessoinTimeout = 0",
    "session.sessoinTimeout: 0 is out of range, expected 1 to 2592000000 milliseconds"
)]
#[case(
    "maxPhoneLengthAllowed = 20",
    "agentBreakTimeThreshold = \"soon\"",
    "session.agentBreakTimeThreshold: \"soon\" is no number, expected minutes from 1 as text, or nothing"
)]
#[case(
    "maxPhoneLengthAllowed = 20",
    "breakStatuses = [\"Tea\", \"Available\"]",
    "session.breakStatuses[1]: Available stands twice, expected a new one"
)]
#[case(
    "maxPhoneLengthAllowed = 20",
    "pingInterval = 70000",
    "session.pingNotificationTimeout: 60000 is not longer than pingInterval, expected more milliseconds"
)]
#[case("name = \"Demo\"", "maxCall = 0", "site.maxCall: 0 is out of range")]
#[case(
    "name = \"Demo\"",
    "utcOffsetMinutes = 900",
    "site.utcOffsetMinutes: 900 is out of range, expected -840 to 840 minutes"
)]
fn users_campaigns_and_settings(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
}

#[rstest]
#[case(
    "role = \"trainee\"",
    "role = \"trainer\"",
    "users[6].role: there is no role \"trainer\", expected one of agent, chat-agent, trainee, supervisor, administrator; did you mean trainee?"
)]
#[case(
    "\"voice\", \"chat\", \"dial\"",
    "\"voice\", \"chats\", \"dial\"",
    "roles[0].permissions[1]: \"chats\" is no value here, expected one of voice, chat, dial, openChat, transfer, confer, macros, organize, editAttributes, viewCustomers, editRecords, callbacks, supervise, listen, manageAgents; did you mean chat?"
)]
#[case(
    "\"voice\", \"chat\", \"dial\"",
    "\"voice\", \"chat\", \"voice\"",
    "roles[0].permissions[2]: voice stands twice"
)]
#[case(
    "id = \"supervisor\"\nname = \"Supervisor\"",
    "id = \"administrator\"\nname = \"Supervisor\"",
    "roles[4].id: administrator stands twice"
)]
#[case(
    "members = [\"rahul_sales\", \"supervisor\"]",
    "members = [\"rahul_sale\", \"supervisor\"]",
    "teams[1].members[0]: there is no user \"rahul_sale\", expected one of executive, moh5, anshika_agent, priya_care, rahul_sales, sara_chat, imran_trainee, supervisor, administrator; did you mean rahul_sales?"
)]
#[case(
    "members = [\"rahul_sales\", \"supervisor\"]",
    "members = []",
    "teams[1].members: is empty, expected at least one user's id"
)]
#[case(
    "strategy = \"roundRobin\"",
    "strategy = \"robin\"",
    "teams[1].strategy: \"robin\" is no value here, expected one of longestIdle, roundRobin, leastBusy"
)]
#[case(
    "campaignId = 203\nchannelSubType",
    "campaignId = 205\nchannelSubType",
    "assignmentRules[0].campaignId: there is no campaign 205"
)]
#[case(
    "channelSubType = \"email\"\nteam",
    "channelSubType = \"mail\"\nteam",
    "assignmentRules[0].channelSubType: \"mail\" is no sub channel, expected one of webchat, whatsapp, facebook, email; did you mean email?"
)]
#[case(
    "team = \"sales\"",
    "team = \"sale\"",
    "assignmentRules[2].team: there is no team \"sale\", expected one of care, sales, store chat, back office; did you mean sales?"
)]
#[case(
    "channelType = \"voice\"\ncampaignId",
    "channelType = \"voice\"\nchannelSubType = \"email\"\ncampaignId",
    "assignmentRules[3].channelSubType: voice has no sub channels, expected no such key, or channelType \"chat\""
)]
#[case(
    "name = \"Quality review\"",
    "name = \"Lunch Break\"",
    "statuses[0].name: \"Lunch Break\" is a status of [session] already, expected a new name"
)]
#[case("name = \"Training\"", "name = \"Quality review\"", "statuses[1].name: Quality review stands twice")]
fn roles_teams_and_rules(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
}

#[test]
fn a_team_is_called_in_lower_case() {
    let expected = "teams[0].name: \"Support\" has capitals, expected lower case; write \"support\"";
    let text = MINIMAL.replace("team = \"support\"", "team = \"Support\"");
    assert!(message(&text, "name = \"support\"", "name = \"Support\"").ends_with(expected));
}

#[rstest]
#[case(
    "subType = \"webchat\"",
    "subType = \"webcat\"",
    "channels[1].subType: \"webcat\" is no sub channel, expected one of webchat, whatsapp, facebook, email; did you mean webchat?"
)]
#[case("subType = \"webchat\"", "", "channels[1].subType: \"\" is no sub channel")]
#[case(
    "type = \"voice\"\nname = \"Phone\"",
    "type = \"voice\"\nsubType = \"sip\"\nname = \"Phone\"",
    "channels[0].subType: voice has no sub channels, expected no such key"
)]
#[case(
    "type = \"voice\"\nname = \"Phone\"",
    "type = \"phone\"\nname = \"Phone\"",
    "channels[0].type: \"phone\" is no value here, expected one of voice, chat"
)]
#[case(
    "subType = \"facebook\"",
    "subType = \"email\"",
    "channels[4]: email stands twice, expected each channel once"
)]
#[case("limit = 3", "limit = 0", "channels[1].limit: 0 is out of range, expected 1 to 50")]
#[case(
    "name = \"Phone\"",
    "name = \"Phone\"\nlimit = 2",
    "channels[0].limit: 2 is out of range, expected 1: an agent has one line"
)]
#[case(
    "window = 86400",
    "window = 99999999",
    "channels[2].window: 99999999 is out of range, expected at most 2592000 seconds"
)]
#[case(
    "thresholds = { warn = 300, late = 600 }",
    "thresholds = { warn = 300, late = 300 }",
    "channels[0].thresholds.late: late (300 s) is not after warn (300 s), expected more seconds than warn"
)]
#[case(
    "name = \"visit_reminder\"",
    "name = \"order_update\"",
    "channels[2].templates[1].name: order_update stands twice"
)]
#[case("{{ args[1] }}.\" }", "{{ args[1] }.\" }", "channels[2].templates[0].content: line 1: syntax error: ")]
#[case(
    "subType = \"facebook\"\n",
    "subType = \"facebook\"\ntemplates = [{ name = \"x\", content = \"x\" }]\n",
    "channels[3].templates: facebook has no approved messages, expected them on whatsapp only"
)]
fn channels(#[case] right: &str, #[case] wrong: &str, #[case] expected: &str) {
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
}

#[test]
fn a_site_without_an_active_channel_is_none() {
    let text = MINIMAL.replace("name = \"Phone\"", "name = \"Phone\"\nactive = false");
    let expected = "channels: no channel is active, expected at least one: without it nobody can work";
    assert!(message(&text, "limit = 3", "active = false").ends_with(expected));
}

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
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
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
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
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
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
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

#[test]
fn a_problem_has_the_line_and_the_column_of_what_it_is_about() {
    let at = |right: &str, wrong: &str| message(MINIMAL, right, wrong).split(' ').next().unwrap().to_owned();
    let line = |text: &str| MINIMAL.lines().position(|line| line == text).unwrap() + 1;
    // A value that does not fit, and one that means nothing: at the value.
    let place = format!("t.toml:{}:15:", line("wrapTimeout = 45"));
    assert_eq!(at("wrapTimeout = 45", "wrapTimeout = \"x\""), place);
    assert_eq!(at("wrapTimeout = 45", "wrapTimeout = 0"), place);
    let place = format!("t.toml:{}:21:", line("members = [\"agent\"]"));
    assert_eq!(at("members = [\"agent\"]", "members = [\"agent\", \"ghost\"]"), place);
    // A key that is none: at the key. One that is missing: at the entry's header.
    let place = format!("t.toml:{}:1:", line("processId = 1") + 1);
    assert_eq!(at("processId = 1", "processId = 1\nproces = 2"), place);
    assert_eq!(at("password = \"agent\"\n", ""), format!("t.toml:{}:1:", line("[[users]]")));
    // Columns count letters, not bytes.
    let text = MINIMAL.replace("name = \"Support\" }", "name = \"Support\", maxWait = 1 }");
    let error = message(
        &text,
        "{ id = 1, name = \"Support\", maxWait = 1 }",
        "{ name = \"ééé\", id = 1, maxWait = 0 }",
    );
    assert!(error.contains(":43: campaigns[0].queue.maxWait: 0 is out of range"), "{error}");
}

#[test]
fn what_can_not_be_read_hides_no_other_error() {
    let broken = DEMO
        .replacen("id = 47\n", "id = \"47\"\n", 1)
        .replacen("password = \"moh5\"\n", "", 1)
        .replacen("type = \"Supervisor\"", "type = \"Supervisior\"", 1)
        .replacen("title = \"praise\"", "title = \"Praise\"", 1)
        .replacen("[site]", "[sit]", 1)
        .replacen("id = 33\n", "id = true\n", 1)
        .replacen("callEvery = [40, 90]", "callEvery = [40, 90, 91]", 1);
    let error = Workspace::parse(&broken, "t.toml").unwrap_err();
    let paths: Vec<&str> = error.problems.iter().map(|one| one.finding.path.as_str()).collect();
    // In the order of the file. What refers to the campaign and the user that could not be read is not told
    // as wrong, and the supervisor is the eighth user of the file.
    let expected = [
        "sit",
        "public.callEvery",
        "users[1].password",
        "users[7].type",
        "campaigns[0].id",
        "labels[5].title",
        "crm.objects[1].id",
    ];
    assert_eq!(paths, expected, "{error}");
    assert!(error.in_short().ends_with("did you mean site? (and 6 more)"), "{}", error.in_short());
}

#[test]
fn several_lines_that_are_no_toml_are_told_at_once() {
    let error = Workspace::parse("name = x\n[[users]\n[site]\nnode = 1 2\n", "t.toml").unwrap_err();
    let lines: Vec<Option<usize>> = error.problems.iter().map(|one| one.line).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(4)], "{error}");
    let all = "x\n".repeat(1_000);
    assert_eq!(Workspace::parse(&all, "t.toml").unwrap_err().problems.len(), 8);
}

#[test]
fn of_very_many_problems_the_first_are_told() {
    let labels: String = (0..300).map(|n| format!("[[labels]]\ntitle = \"L{n}\"\n")).collect();
    let error = Workspace::parse(&format!("{MINIMAL}{labels}"), "t.toml").unwrap_err();
    assert_eq!(error.problems.len(), 201);
    assert!(error.to_string().ends_with("t.toml: 100 more problems are not listed"), "{error}");
}

#[test]
fn every_template_is_whole_and_well() {
    for text in [DEMO, MINIMAL, SUPPORT, SALES] {
        let workspace = Workspace::parse(text, "t.toml").unwrap();
        assert_eq!(workspace.missing_parts(), []);
        assert!(text.starts_with("#:schema ./workspace.schema.json\n"));
    }
}

#[test]
fn the_demo_is_a_believable_business() {
    let demo = Workspace::demo();
    let agents = demo.users.iter().filter(|user| user.user_type == "Executive").count();
    let types: BTreeSet<&str> = demo.campaigns.iter().map(|one| one.campaign_type.as_str()).collect();
    assert!(agents >= 6 && types.len() >= 4 && demo.customers.len() >= 40);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let contacts: BTreeSet<String> =
        demo.crm.objects[0].records.iter().filter_map(|one| Some(digits(one["Phone"].as_str()?))).collect();
    for customer in &demo.customers {
        assert!(!customer.history.is_empty(), "{} has no history", customer.name);
        assert!(contacts.contains(&customer.phone), "{} has no record", customer.name);
    }
    let kinds: BTreeSet<String> = demo.attributes.iter().map(|one| format!("{:?}", one.kind)).collect();
    assert_eq!(kinds.len(), 8, "an attribute of each type");
}

#[rstest]
#[case("labels", "title = \"l{}\"", 500)]
#[case("replies", "shortCode = \"r{}\"\ncontent = \"x\"", 500)]
#[case("macros", "name = \"m{}\"\nactions = [{ action = \"resolve_conversation\" }]", 200)]
#[case(
    "automations",
    "name = \"a{}\"\nevent = \"message_created\"\nactions = [{ action = \"mute_conversation\" }]",
    200
)]
#[case("bots", "name = \"b{}\"", 20)]
#[case("teams", "name = \"t{}\"\nmembers = [\"agent\"]", 200)]
#[case("assignmentRules", "team = \"support\"", 500)]
#[case("statuses", "name = \"s{}\"", 50)]
#[case("roles", "id = \"r{}\"\npermissions = []", 50)]
#[case("users", "id = \"u{}\"\npassword = \"x\"\ncampaigns = [1]", 2_000)]
#[case("extensions", "phone = \"e{}\"", 5_000)]
#[case("customers", "id = {}\nname = \"x\"\nphone = \"p{}\"", 10_000)]
#[case(
    "campaigns",
    "id = {}\nname = \"x\"\nprocessId = 1\ndefaultCode = 1\nqueue = { id = 1, name = \"x\" }\ndispositions = [{ classId = 1, className = \"x\", dispositionCodeBean = [{ dispositionCodeId = 1, dispositionCodeName = \"x\" }] }]",
    500
)]
fn so_many_and_no_more(#[case] section: &str, #[case] entry: &str, #[case] most: usize) {
    let there = MINIMAL.matches(&format!("[[{section}]]\n")).count();
    let with = |count: usize| {
        let entry = |n: usize| format!("\n[[{section}]]\n{}\n", entry.replace("{}", &(n + 100).to_string()));
        Workspace::parse(&format!("{MINIMAL}{}", (there..count).map(entry).collect::<String>()), "t.toml")
    };
    assert!(with(most).is_ok(), "{}", with(most).unwrap_err());
    let error = with(most + 1).unwrap_err().to_string();
    let expected = format!("{section}: {} {section} are too many, expected at most {most}", most + 1);
    assert!(error.ends_with(&expected), "{error}");
}

#[rstest]
#[case(
    "[[macros]]\nname = \"m\"\nactions = [%]",
    "{ action = \"resolve_conversation\" },",
    20,
    "macros[0].actions: 21 actions are too many"
)]
#[case(
    "[[bots]]\nname = \"b\"\nrules = [%]",
    "{ words = [\"x\"], reply = \"y\" },",
    100,
    "bots[0].rules: 101 rules are too many"
)]
#[case(
    "[[bots]]\nname = \"b\"\nhandOver = { words = [%] }",
    "\"x\",",
    50,
    "bots[0].handOver.words: 51 words are too many"
)]
#[case(
    "[[public.scripts]]\nname = \"s\"\nlines = [%]",
    "\"x\",",
    100,
    "public.scripts[0].lines: 101 lines are too many"
)]
#[case(
    "[[customers]]\nid = 2\nname = \"x\"\nphone = \"2\"\nhistory = [%]",
    "{ at = \"2025-01-01T00:00:00Z\", channelType = \"voice\" },",
    100,
    "customers[1].history: 101 interactions are too many"
)]
#[case(
    "[[automations]]\nname = \"a\"\nevent = \"message_created\"\nactions = [{ action = \"mute_conversation\" }]\nconditions = [%]",
    "{ attribute = \"phone\", operator = \"is_present\" },",
    20,
    "automations[1].conditions: 21 conditions are too many"
)]
fn what_an_entry_holds_has_a_bound_too(
    #[case] entry: &str,
    #[case] item: &str,
    #[case] most: usize,
    #[case] expected: &str,
) {
    let with = |count: usize| {
        Workspace::parse(&format!("{MINIMAL}\n{}\n", entry.replace('%', &item.repeat(count))), "t.toml")
    };
    assert!(with(most).is_ok(), "{}", with(most).unwrap_err());
    let error = with(most + 1).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_model_has_so_many_attributes_and_no_more() {
    let one = |n: usize| {
        format!("\n[[attributes]]\nkey = \"k{n}\"\nname = \"x\"\ntype = \"text\"\nmodel = \"contact\"\n")
    };
    let with = |count: usize| {
        Workspace::parse(&format!("{MINIMAL}{}", (0..count).map(one).collect::<String>()), "t.toml")
    };
    assert!(with(50).is_ok());
    let expected = "attributes: 51 attributes of contacts are too many, expected at most 50";
    assert!(with(51).unwrap_err().to_string().ends_with(expected));
}

#[test]
fn what_takes_too_much_as_json_is_refused() {
    // Each quotation mark is two bytes of JSON.
    let body = "\"".repeat(20_000);
    let one = |n: usize| format!("\n[[stubs]]\nmicroservice = \"cms\"\npath = \"/{n}\"\nbody = '{body}'\n");
    let text = format!("{MINIMAL}{}", (0..180).map(one).collect::<String>());
    assert!(text.len() < 4 << 20);
    let error = Workspace::parse(&text, "t.toml").unwrap_err().to_string();
    assert!(error.contains("bytes as JSON, expected at most 6291456"), "{error}");
}

#[test]
fn the_built_in_workspace_is_well() {
    let demo = Workspace::demo();
    assert_eq!(demo.user("executive").unwrap().campaigns.len(), 2);
    assert_eq!(demo.customer("1234567890").unwrap().name, "Anshika");
}

#[test]
fn the_smallest_workspace_is_well_and_small() {
    let minimal = Workspace::minimal();
    let sizes = [&minimal.users.len(), &minimal.campaigns.len(), &minimal.extensions.len()];
    assert_eq!((sizes, minimal.customers.len(), minimal.crm.objects.len()), ([&1, &1, &1], 1, 0));
    let agent = minimal.user("agent").unwrap();
    assert_eq!((agent.password.expose(), &agent.user_type[..]), ("agent", "Executive"));
    assert_eq!(minimal.security.allowed_origins, Workspace::demo().security.allowed_origins);
    assert!(minimal.security.allowed_origins.contains(&"https://crm.example.com".to_owned()));
}

#[test]
fn the_crm_of_a_workspace_has_bounds() {
    use crate::workspace::crm::*;
    let parse = |text: &str| Workspace::parse(text, "t.toml").map(drop).map_err(|error| error.to_string());
    let object = |id: usize, fields: &str, records: &str| {
        format!(
            "[[crm.objects]]\nid = {id}\nobjectType = \"T{id}\"\nfields = [{{ name = \"Id\", type = \"id\" }}, {fields}]\nrecords = [{records}]\n"
        )
    };
    let with = |crm: &str| parse(&format!("{}\n{crm}", MINIMAL));
    let objects = |count: usize| (0..count).map(|id| object(id, "", "")).collect::<String>();
    let fields = |count: usize| {
        object(1, &(1..count).map(|n| format!("{{ name = \"f{n}\" }},")).collect::<String>(), "")
    };
    let records =
        |count: usize| object(1, "", &(0..count).map(|n| format!("{{ Id = \"{n}\" }},")).collect::<String>());
    let value = |long: usize| {
        object(1, "{ name = \"a\" }", &format!("{{ Id = \"1\", a = \"{}\" }}", "x".repeat(long)))
    };
    for (within, beyond, message) in [
        (
            objects(MAX_OBJECTS),
            objects(MAX_OBJECTS + 1),
            "crm.objects: 101 objects are too many, expected at most 100",
        ),
        (
            fields(MAX_FIELDS),
            fields(MAX_FIELDS + 1),
            "crm.objects[0].fields: 201 fields are too many, expected at most 200",
        ),
        (
            records(MAX_OBJECT_RECORDS),
            records(MAX_OBJECT_RECORDS + 1),
            "crm.objects[0].records: 10001 records are too many",
        ),
        (value(MAX_VALUE), value(MAX_VALUE + 1), "crm.objects[0].records[0].a: 32769 bytes are too many"),
    ] {
        assert_eq!(with(&within), Ok(()));
        let error = with(&beyond).unwrap_err();
        assert!(error.contains(message), "{error}");
    }
    let names: String = (0..9).map(|n| format!("{{ name = \"a{n}\" }},")).collect();
    let record = |id: usize, count: usize| {
        let texts = (0..count).map(|n| format!(", a{n} = \"{}\"", "x".repeat(MAX_VALUE)));
        format!("{{ Id = \"{id}\"{} }},", texts.collect::<String>())
    };
    assert_eq!(with(&object(1, &names, &record(1, 7))), Ok(()));
    let error = with(&object(1, &names, &record(1, 8))).unwrap_err();
    assert!(
        error.contains("crm.objects[0].records[0]: ") && error.contains("expected at most 262144"),
        "{error}"
    );
    let many: String = (0..10).map(|id| record(id, 7)).collect();
    let error = with(&object(1, &names, &many)).unwrap_err();
    assert!(error.contains("bytes of records are too many, expected at most 2097152"), "{error}");
}

#[test]
fn all_problems_come_at_once() {
    let broken = DEMO.replace("wrapTimeout = 45\n", "wrapTimeout = 0\n").replace("[47, 172]", "[48, 49]");
    assert_eq!(Workspace::parse(&broken, "t.toml").unwrap_err().problems.len(), 3);
}

#[test]
fn rubbish_is_an_error() {
    for text in ["", "\u{0}", "x", "[[[", "users = 5"] {
        assert!(Workspace::parse(text, "t.toml").is_err(), "{text:?}");
    }
}
