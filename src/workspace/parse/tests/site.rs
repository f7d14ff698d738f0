//! What can be wrong with users, campaigns, settings, roles, teams, rules and channels.

use rstest::rstest;

use super::{message, told};
use crate::workspace::MINIMAL;

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
    told(right, wrong, expected);
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
    told(right, wrong, expected);
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
    told(right, wrong, expected);
}

#[test]
fn a_site_without_an_active_channel_is_none() {
    let text = MINIMAL.replace("name = \"Phone\"", "name = \"Phone\"\nactive = false");
    let expected = "channels: no channel is active, expected at least one: without it nobody can work";
    assert!(message(&text, "limit = 3", "active = false").ends_with(expected));
}
