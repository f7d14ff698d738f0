//! How much a workspace file may hold. What is beyond is refused when the file is read.

/// A workspace as JSON, in bytes: it goes into recordings as one line.
pub const MAX_JSON: usize = 6 << 20;
/// Problems that are told of one file; the rest is counted.
pub const MAX_PROBLEMS: usize = 200;
/// The longest name or title, in characters.
pub const LONGEST_NAME: usize = 255;
/// The longest time that a setting may give, in s.
pub const LONGEST_TIME: u64 = 30 * 86_400;

/// Users.
pub const MAX_USERS: usize = 2_000;
/// Campaigns.
pub const MAX_CAMPAIGNS: usize = 500;
/// Extensions.
pub const MAX_EXTENSIONS: usize = 5_000;
/// Customers.
pub const MAX_CUSTOMERS: usize = 10_000;
/// Earlier interactions of one customer.
pub const MAX_HISTORY: usize = 100;
/// Disposition codes of a campaign.
pub const MAX_CODES: usize = 500;
/// IVRs of a campaign.
pub const MAX_IVRS: usize = 50;
/// Roles.
pub const MAX_ROLES: usize = 50;
/// Teams.
pub const MAX_TEAMS: usize = 200;
/// Assignment rules.
pub const MAX_RULES: usize = 500;
/// Approved messages of a channel.
pub const MAX_TEMPLATES: usize = 200;
/// Interactions of a chat channel that an agent has at once.
pub const MAX_AT_ONCE: u32 = 50;
/// Labels.
pub const MAX_LABELS: usize = 500;
/// Quick replies.
pub const MAX_REPLIES: usize = 500;
/// Macros.
pub const MAX_MACROS: usize = 200;
/// Actions of a macro or an automation.
pub const MAX_ACTIONS: usize = 20;
/// Custom attributes of a model.
pub const MAX_ATTRIBUTES: usize = 50;
/// Values of a list.
pub const MAX_VALUES: usize = 200;
/// Custom statuses.
pub const MAX_STATUSES: usize = 50;
/// Bots.
pub const MAX_BOTS: usize = 20;
/// Rules of a bot.
pub const MAX_BOT_RULES: usize = 100;
/// Words of a bot's rule, and those at which it hands over.
pub const MAX_WORDS: usize = 50;
/// Automations.
pub const MAX_AUTOMATIONS: usize = 200;
/// Conditions of an automation, and values of a condition.
pub const MAX_CONDITIONS: usize = 20;
/// Scripts of the public's small talk.
pub const MAX_SCRIPTS: usize = 100;
/// Lines of a script.
pub const MAX_LINES: usize = 100;
/// The largest file that an action sends, in bytes.
pub const MAX_ATTACHMENT: u64 = 25 << 20;
/// Origins, and hosts of third parties.
pub const MAX_LISTED: usize = 200;
