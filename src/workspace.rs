//! The workspace file: what a site is configured with. Parsed and checked at the edge, so that what
//! the engine gets is whole.

pub mod attributes;
pub mod automatic;
pub mod channels;
mod check;
pub mod conversation;
pub mod crm;
pub mod file;
pub mod hosts;
pub mod limits;
pub mod model;
pub mod notifications;
mod parse;
pub mod parts;
pub mod people;
mod problem;
mod schema;
pub mod stubs;
pub mod templates;

pub use attributes::{Attribute, AttributeModel, AttributeType};
pub use automatic::{Automation, AutomationEvent, Bot};
pub use channels::{Capabilities, Channel, Template, Thresholds};
pub use conversation::{Action, Label, Macro, Priority, Reply, Status};
pub use crm::{Crm, CrmField, CrmObject};
pub use hosts::{ListedHost, NetHost};
pub use model::{
    Availability, Campaign, Customer, Extension, Ivr, PastContact, Public, Queue, Script, Security, Site,
    User, WhenCalled, Workspace,
};
pub use notifications::{NotificationPreferences, Ways};
pub use parts::Part;
pub use people::{AssignmentRule, Permission, Role, Strategy, Team};
pub use problem::{Finding, Problem, WorkspaceError};
pub use schema::schema;
pub use stubs::{Stub, StubPath};

/// The built-in demonstration workspace.
pub const DEMO: &str = include_str!("../workspaces/demo.toml");

/// The smallest site that one agent can work at, with all mandatory parts.
pub const MINIMAL: &str = include_str!("../workspaces/minimal.toml");

/// A support desk of two levels: a start for one of your own.
pub const SUPPORT: &str = include_str!("../workspaces/support.toml");

/// An outbound sales floor: a start for one of your own.
pub const SALES: &str = include_str!("../workspaces/sales.toml");

impl Workspace {
    /// The built-in demonstration workspace.
    pub fn demo() -> Workspace {
        Workspace::parse(DEMO, "demo").expect("workspaces/demo.toml is part of the program")
    }

    /// The smallest site that one agent can work at.
    pub fn minimal() -> Workspace {
        Workspace::parse(MINIMAL, "minimal").expect("workspaces/minimal.toml is part of the program")
    }
}
