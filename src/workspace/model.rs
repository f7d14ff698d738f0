//! The workspace's parts. Keys in the file are the vendor's names, or camelCase beside them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{
    AssignmentRule, Attribute, Automation, Bot, Channel, Crm, Label, Macro, NotificationPreferences,
    Permission, Reply, Role, Stub, Team, people,
};
use crate::contract::ids::{CallContextId, CampaignId, CodeId, CustomerId, ProcessId, QueueId, UserId};
use crate::contract::payload::{CampaignRef, ChannelType};
use crate::contract::session::{DispositionClass, SessionSettings};
use crate::wire::Micros;

/// The user types that the contract knows (contract: enum UserType).
pub(super) const USER_TYPES: [&str; 3] = ["Executive", "Supervisor", "Administrator"];

/// The campaign types that the contract knows (contract: enum CampaignType).
pub(super) const CAMPAIGN_TYPES: [&str; 6] = [
    "Omni Campaign",
    "Interaction Campaign",
    "Chat Campaign",
    "Interactive Voice Application",
    "Outbound Voice Campaign",
    "Voice Blast Campaign",
];

/// A site's configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workspace {
    /// The site itself.
    #[serde(default)]
    pub site: Site,
    /// The agent-session settings (contract: `session.getAgentSession`).
    #[serde(default)]
    pub session: SessionSettings,
    /// Who may connect.
    #[serde(default)]
    pub security: Security,
    /// The simulated public.
    #[serde(default)]
    pub public: Public,
    /// Who can sign in.
    pub users: Vec<User>,
    /// What they work for.
    pub campaigns: Vec<Campaign>,
    /// Where calls reach them.
    pub extensions: Vec<Extension>,
    /// Who calls, and is called.
    #[serde(default)]
    pub customers: Vec<Customer>,
    /// The CRM behind it.
    #[serde(default)]
    pub crm: Crm,
    /// What `http.invokeECCApi` is answered with.
    #[serde(default)]
    pub stubs: Vec<Stub>,
    /// What users may do; the usual three where none is listed.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Who works together.
    #[serde(default)]
    pub teams: Vec<Team>,
    /// Which team an interaction goes to.
    #[serde(default)]
    pub assignment_rules: Vec<AssignmentRule>,
    /// How customers and agents reach each other; voice and web chat where none is listed.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Labels for conversations.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// Quick replies.
    #[serde(default)]
    pub replies: Vec<Reply>,
    /// Lists of actions that agents run.
    #[serde(default)]
    pub macros: Vec<Macro>,
    /// Custom attributes of conversations and contacts.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// Statuses beside those of the session settings.
    #[serde(default)]
    pub statuses: Vec<Availability>,
    /// What agents are told of, unless they choose otherwise.
    #[serde(default)]
    pub notifications: NotificationPreferences,
    /// What answers chats first.
    #[serde(default)]
    pub bots: Vec<Bot>,
    /// What happens by itself.
    #[serde(default)]
    pub automations: Vec<Automation>,
}

/// A custom availability status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Availability {
    /// What it is called.
    pub name: String,
    /// Whether interactions are offered in it.
    #[serde(default)]
    pub available: bool,
    /// When to choose it.
    #[serde(default)]
    pub description: String,
}

/// The site itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Site {
    /// What people call it.
    pub name: String,
    /// The node in platform ids: `d279`.
    pub node: String,
    /// The contact centre's id.
    pub contact_center_id: u32,
    /// The application server in platform ids.
    pub application_server: String,
    /// The CRM connector.
    pub connector_id: u32,
    /// The site's offset from UTC in minutes; the sample's dates are Indian time.
    pub utc_offset_minutes: i32,
    /// What that time is called: `IST`.
    pub time_zone: String,
    /// The longest that a call may last, in s.
    pub max_call: u64,
    /// The longest that a chat may last whose customer need not be there all the time (all but web chat), in s.
    pub max_chat: u64,
    /// What the login screen of an embedded session says.
    pub greeting: Option<String>,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            name: "offhook".to_owned(),
            node: "d279".to_owned(),
            contact_center_id: 5,
            application_server: "app-server-wboswo8hqn".to_owned(),
            connector_id: 23,
            utc_offset_minutes: 330,
            time_zone: "IST".to_owned(),
            max_call: 3600,
            max_chat: 3 * 86_400,
            greeting: None,
        }
    }
}

/// Who may connect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Security {
    /// Origins (`https://host[:port]`) whose pages and apps may connect. `http://localhost:*` takes
    /// any port.
    pub allowed_origins: Vec<String>,
    /// Hosts that `http.invokeThirdPartyApi` may talk to: `api.example.com`, `api.example.com:8443`,
    /// `127.0.0.1:9000`. Without a port it is the scheme's own. An address of this machine or of a private
    /// network is only reached where the host is listed as that address or as `localhost`.
    pub third_party_hosts: Vec<String>,
}

/// The simulated public: customers who call, and what they do when called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Public {
    /// Whether customers call by themselves in an embedded session.
    pub calls: bool,
    /// The shortest and the longest pause between two calls, in s.
    #[serde(deserialize_with = "span")]
    pub call_every: [u64; 2],
    /// How long a caller waits before giving up, in s.
    #[serde(deserialize_with = "span")]
    pub patience: [u64; 2],
    /// How long a talk lasts before the customer hangs up, in s.
    #[serde(deserialize_with = "span")]
    pub talk: [u64; 2],
    /// How long a dialled customer lets it ring before doing something, in s.
    #[serde(deserialize_with = "span")]
    pub answer_after: [u64; 2],
    /// What a dialled customer does who is not listed.
    pub when_called: WhenCalled,
    /// Whether customers open chats by themselves in an embedded session.
    pub chats: bool,
    /// The shortest and the longest pause between two chats, in s.
    #[serde(deserialize_with = "span")]
    pub chat_every: [u64; 2],
    /// How fast customers type, in characters a second.
    #[serde(deserialize_with = "span")]
    pub typing: [u64; 2],
    /// How long a customer waits for an answer before leaving the chat, in s.
    #[serde(deserialize_with = "span")]
    pub chat_patience: [u64; 2],
    /// What they talk about.
    pub scripts: Vec<Script>,
}

/// The least and the most; a third number is no span.
fn span<'de, D: Deserializer<'de>>(from: D) -> Result<[u64; 2], D::Error> {
    let list = Vec::<u64>::deserialize(from)?;
    list.try_into().map_err(|list: Vec<u64>| D::Error::invalid_length(list.len(), &"an array of length 2"))
}

/// Small talk of a simulated customer: their lines in order, each after an answer of the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Script {
    /// What it is called.
    pub name: String,
    /// The sub channels that it fits; all of them where absent.
    #[serde(default)]
    pub channels: Option<Vec<String>>,
    /// What the customer writes.
    pub lines: Vec<String>,
}

impl Default for Public {
    fn default() -> Self {
        Public {
            calls: true,
            call_every: [40, 90],
            patience: [60, 120],
            talk: [90, 240],
            answer_after: [3, 6],
            when_called: WhenCalled::Answer,
            chats: false,
            chat_every: [60, 150],
            typing: [4, 9],
            chat_patience: [90, 240],
            scripts: Vec::new(),
        }
    }
}

/// What a dialled customer does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum WhenCalled {
    /// Picks up.
    #[default]
    Answer,
    /// Is busy or refuses.
    Busy,
    /// Lets it ring.
    NoAnswer,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct User {
    /// With which they sign in.
    pub id: UserId,
    /// Their name; the id where absent.
    #[serde(default)]
    pub name: Option<String>,
    /// A mock's password, in the clear.
    pub password: Secret,
    /// What the CRM signs them in with (`authPolicy` `auth.type.crm.http`); the password where absent.
    #[serde(default)]
    pub sso_token: Option<Secret>,
    /// `Executive`, `Supervisor` or `Administrator` (contract: enum UserType).
    #[serde(rename = "type", default = "executive")]
    #[schemars(extend("enum" = USER_TYPES))]
    pub user_type: String,
    /// Assigned campaigns.
    pub campaigns: Vec<CampaignId>,
    /// The numbers of the extensions that they may choose; all where absent.
    #[serde(default)]
    pub extensions: Option<Vec<String>>,
    /// What they may do; by their type where absent.
    #[serde(default)]
    pub role: Option<String>,
}

fn executive() -> String {
    "Executive".to_owned()
}

impl User {
    /// What to call them.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.id.as_str())
    }

    /// The role that says what they may do.
    pub fn role(&self) -> &str {
        self.role.as_deref().unwrap_or_else(|| people::role_of_type(&self.user_type))
    }
}

/// A text that no log shows and no recording holds.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for a comparison.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("***")
    }
}

/// A campaign. Times are in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Campaign {
    /// The id.
    pub id: CampaignId,
    /// The name.
    pub name: String,
    /// The type (contract: enum CampaignType).
    #[serde(rename = "type", default = "omni_campaign")]
    #[schemars(extend("enum" = CAMPAIGN_TYPES))]
    pub campaign_type: String,
    /// The process it belongs to.
    pub process_id: ProcessId,
    /// How long an outbound call rings.
    #[serde(default = "thirty")]
    pub dial_timeout: u64,
    /// How long an inbound call rings at an agent.
    #[serde(default = "twenty")]
    pub ring_timeout: u64,
    /// Wrap-up where `isACWConnectedEnabled` is false.
    #[serde(default = "ten")]
    pub wrap_timeout: u64,
    /// Wrap-up after a call that was answered.
    #[serde(default = "thirty")]
    pub acw_connected: u64,
    /// Wrap-up after one that was not.
    #[serde(default = "thirty")]
    pub acw_not_connected: u64,
    /// Whether the two above are used.
    #[serde(rename = "isACWConnectedEnabled", default)]
    pub is_acw_connected_enabled: bool,
    /// Where callers wait.
    pub queue: Queue,
    /// Class, then code.
    pub dispositions: Vec<DispositionClass>,
    /// The code that is taken when wrap-up runs out.
    pub default_code: CodeId,
    /// What of a customer is masked from its agents: `phone` (contract: `campaignMaskedPrivilegeMap`).
    #[serde(default)]
    pub masked_privileges: Vec<String>,
    /// Where its calls can be transferred to that is no person (contract: `localIVRInfos`).
    #[serde(default)]
    pub ivrs: Vec<Ivr>,
}

/// An interactive voice response: a menu that a caller listens to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ivr {
    /// What it is called.
    pub name: String,
    /// How long a caller listens, in s.
    #[serde(default = "thirty")]
    pub seconds: u64,
    /// The campaign in whose queue the caller waits then; the call ends where absent.
    #[serde(default)]
    pub then: Option<CampaignId>,
}

fn omni_campaign() -> String {
    "Omni Campaign".to_owned()
}

fn ten() -> u64 {
    10
}

fn twenty() -> u64 {
    20
}

fn thirty() -> u64 {
    30
}

/// Where a campaign's callers wait. Times are in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Queue {
    /// The id.
    pub id: QueueId,
    /// The name.
    pub name: String,
    /// How long a caller may wait before the call is ended.
    #[serde(default = "six_hundred")]
    pub max_wait: u64,
    /// How long until a call is offered again to an agent who missed it.
    #[serde(default = "five")]
    pub retry_after: u64,
}

fn six_hundred() -> u64 {
    600
}

fn five() -> u64 {
    5
}

impl Campaign {
    /// As the SDK tells of it.
    pub fn about(&self) -> CampaignRef {
        CampaignRef {
            campaign_id: self.id,
            campaign_name: self.name.clone(),
            campaign_type: self.campaign_type.clone(),
            process_id: self.process_id,
        }
    }

    /// The class and the name of a disposition code.
    pub fn disposition(&self, code: CodeId) -> Option<(&DispositionClass, &str)> {
        self.dispositions.iter().find_map(|class| {
            let code = class.codes.iter().find(|one| one.id == code)?;
            Some((class, code.name.as_str()))
        })
    }

    /// How long wrap-up lasts after a call that was, or was not, answered.
    pub fn wrap_up(&self, answered: bool) -> Micros {
        Micros::from_secs(match (self.is_acw_connected_enabled, answered) {
            (true, true) => self.acw_connected,
            (true, false) => self.acw_not_connected,
            (false, _) => self.wrap_timeout,
        })
    }
}

/// An extension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Extension {
    /// Its number.
    pub phone: String,
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// Its place in the telephony system.
    #[serde(default)]
    pub call_context_id: Option<CallContextId>,
}

/// A customer that the CRM knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Customer {
    /// The CRM's id.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// The number.
    pub phone: String,
    /// What they do when called; the public's rule where absent.
    #[serde(default)]
    pub when_called: Option<WhenCalled>,
    /// The address for letters; empty where none is known.
    #[serde(default)]
    pub email: String,
    /// Custom attributes of the contact, by key.
    #[serde(default)]
    pub attributes: BTreeMap<String, Value>,
    /// What was before, oldest first.
    #[serde(default)]
    pub history: Vec<PastContact>,
}

/// An earlier interaction of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastContact {
    /// When it ended: a time with its offset from UTC.
    pub at: String,
    /// By which channel.
    pub channel_type: ChannelType,
    /// Of a chat: by which sub channel.
    #[serde(default)]
    pub channel_sub_type: String,
    /// With whom.
    #[serde(default)]
    pub agent: String,
    /// For which campaign.
    #[serde(default)]
    pub campaign: String,
    /// How it was disposed.
    #[serde(default)]
    pub disposition: String,
    /// What was noted.
    #[serde(default)]
    pub notes: String,
}

impl Workspace {
    /// The same without passwords: what the engine is given.
    pub fn without_secrets(&self) -> Workspace {
        let mut workspace = self.clone();
        for user in &mut workspace.users {
            user.password = Secret::from("");
            user.sso_token = None;
        }
        workspace
    }

    /// The user with this id.
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id.as_str() == id)
    }

    /// The campaign with this id.
    pub fn campaign(&self, id: CampaignId) -> Option<&Campaign> {
        self.campaigns.iter().find(|campaign| campaign.id == id)
    }

    /// The extension with this number.
    pub fn extension(&self, phone: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.phone == phone)
    }

    /// The customer with this number.
    pub fn customer(&self, phone: &str) -> Option<&Customer> {
        self.customers.iter().find(|customer| customer.phone == phone)
    }

    /// The channels in use; voice and web chat where the file lists none at all.
    pub fn active_channels(&self) -> Vec<Channel> {
        if self.channels.is_empty() {
            return vec![Channel::voice(), Channel::web_chat()];
        }
        self.channels.iter().filter(|one| one.active).cloned().collect()
    }

    /// The channel in use of this kind; `sub_type` is empty for voice.
    pub fn channel(&self, channel_type: ChannelType, sub_type: &str) -> Option<Channel> {
        self.active_channels()
            .into_iter()
            .find(|one| one.channel_type == channel_type && one.sub_type == sub_type)
    }

    /// What a role allows; nothing where there is no such role.
    pub fn permissions(&self, role: &str) -> Vec<Permission> {
        match self.roles.iter().find(|one| one.id == role) {
            Some(role) => role.permissions.clone(),
            None => people::usual_permissions(role).unwrap_or_default(),
        }
    }

    /// Whether a user may do something.
    pub fn may(&self, user: &User, what: Permission) -> bool {
        self.permissions(user.role()).contains(&what)
    }

    /// The team with this name.
    pub fn team(&self, name: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.name == name)
    }

    /// What an available agent's status is called.
    pub fn ready_status(&self) -> &str {
        self.session.read_statuses.first().map_or("Available", String::as_str)
    }

    /// What a dialled customer with this number does.
    pub fn when_called(&self, phone: &str) -> WhenCalled {
        self.customer(phone).and_then(|customer| customer.when_called).unwrap_or(self.public.when_called)
    }
}
