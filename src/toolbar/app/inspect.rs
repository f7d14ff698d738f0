//! The frames of the desk, and the inspector that goes along with them.

use std::path::Path;

use super::App;
use crate::inspect::Log;
use crate::recording::player::{Edge, Page};
use crate::toolbar::action::Action;
use crate::toolbar::effect::Effect;
use crate::toolbar::inspector::{Inspector, Place};
use crate::toolbar::overlays::{Outcome, Overlay};
use crate::wire::Frame;

impl App {
    /// The file that the desk's frames are recorded in.
    pub(in crate::toolbar) fn recording(&self) -> Option<&Path> {
        self.recording.as_deref()
    }

    /// Where memory begins in the recording.
    pub(in crate::toolbar) fn edge(&self) -> Option<Edge> {
        self.recording.as_ref()?;
        match self.is_replay() {
            true => self.frames.at(0).map(|row| Edge::Place(row.number)),
            false => self.frames.oldest_pushed().map(|(at, seq)| Edge::Push { at, seq }),
        }
    }

    /// Takes in a frame of the desk, masked.
    pub(super) fn take_frame(&mut self, frame: Frame) {
        self.frames.push(self.masks.frame(frame));
        self.follow_frames();
    }

    /// The inspector goes along with the frames.
    pub(super) fn follow_frames(&mut self) {
        for overlay in &mut self.overlays {
            if let Overlay::Inspector(inspector) = overlay {
                inspector.follow(&self.frames);
            }
        }
    }

    /// Opens the inspector with a filter.
    pub(super) fn inspector(&self, filter: &str) -> Overlay {
        let place = self.place(&self.frames);
        Overlay::Inspector(Box::new(Inspector::new(filter, place)))
    }

    /// Why something can't be done with the frame that the inspector on top is at, if it can't.
    pub(super) fn why_not_in_inspector(&self, action: Action) -> Option<&'static str> {
        let Some(Overlay::Inspector(inspector)) = self.overlays.last() else { return None };
        inspector.why_not(action, self.place(&self.frames))
    }

    fn place<'a>(&'a self, log: &'a Log) -> Place<'a> {
        let (zone, edge, read_only) = (self.zone, self.edge(), self.is_read_only());
        let (filters, kept, keymap) = (&self.filters, &self.kept, &self.keymap);
        Place { log, desk: &self.desk, zone, edge, filters, kept, keymap, read_only }
    }

    /// Does something with the inspector that lies on top, if it does.
    pub(super) fn with_inspector<T>(
        &mut self,
        act: impl FnOnce(&mut Inspector, Place<'_>) -> T,
    ) -> Option<T> {
        let at = self.overlays.iter().rposition(|overlay| matches!(overlay, Overlay::Inspector(_)))?;
        let (zone, edge, read_only) = (self.zone, self.edge(), self.is_read_only());
        let (log, filters, kept, keymap) = (&self.frames, &self.filters, &self.kept, &self.keymap);
        let place = Place { log, desk: &self.desk, zone, edge, filters, kept, keymap, read_only };
        let Overlay::Inspector(inspector) = &mut self.overlays[at] else { return None };
        let done = act(inspector, place);
        if let Some(filter) = inspector.set_by_user() {
            self.filters.set(&filter);
        }
        Some(done)
    }

    /// Frames were read back for the inspector.
    pub(super) fn on_page(&mut self, mut page: Result<Page, String>) -> Vec<Effect> {
        if let Ok(page) = &mut page {
            let masked = |(place, frame)| (place, self.masks.frame(frame));
            page.frames = std::mem::take(&mut page.frames).into_iter().map(masked).collect();
        }
        let outcome = self.with_inspector(|inspector, place| inspector.take_page(page, place));
        self.after(outcome.unwrap_or(Outcome::Stay))
    }
}
