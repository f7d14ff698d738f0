//! The screens: one for each stage of a desk, and what surrounds them.

pub mod campaigns;
pub mod chrome;
pub mod extension;
pub mod follow;
pub mod login;
pub mod refused;
pub mod status;
pub mod toasts;
pub mod workbench;

pub use campaigns::CampaignChoice;
pub use extension::ExtensionChoice;
pub use login::Login;
