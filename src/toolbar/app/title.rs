//! The title of the terminal's window: what the agent does, and how much. No name and no number: windows are
//! shown to others.

use super::App;
use crate::desk::{Activity, Stage};

impl App {
    /// What the window is called; empty where the user wants it left alone.
    pub fn title(&self) -> String {
        if !self.settings.title {
            return String::new();
        }
        let what = match (self.is_replay(), self.looks_on, self.desk.stage()) {
            (true, ..) => "a recording",
            (_, true, _) => "looking on",
            (.., Stage::SignedOut) => "not signed in",
            (.., Stage::Campaigns | Stage::Extension) => "signing in",
            (.., Stage::Working) => self.desk.activity().map_or("signed in", |(activity, _)| doing(activity)),
        };
        match self.desk.interactions.len() {
            0 | 1 => format!("offhook: {what}"),
            many => format!("offhook: {what}, {many} interactions"),
        }
    }
}

fn doing(activity: Activity) -> &'static str {
    match activity {
        Activity::Ringing => "ringing",
        Activity::Dialling => "dialling",
        Activity::OnCall => "on a call",
        Activity::OnHold => "on hold",
        Activity::WrapUp => "wrap-up",
        Activity::Available => "available",
        Activity::Away => "away",
    }
}
