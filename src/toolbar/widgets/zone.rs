//! What lies where on the screen, for the mouse: noted down while it is drawn.

use ratatui::layout::{Position, Rect};

use crate::toolbar::action::{Action, Row};

/// The most zones that are remembered; further ones can't be clicked.
const MAX_ZONES: usize = 1_000;

/// What a click, or the wheel, means somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// What a key does that is shown there.
    Row(&'static Row),
    /// A row of the list that has the keys, so many below the chosen one.
    Choose(isize),
    /// A field of the form that has the keys, so many behind the one that is typed into.
    Field(isize),
    /// An arrow of a choice in such a field, forwards or back.
    Turn(isize, bool),
    /// The interaction at a place.
    Interaction(usize),
    /// A frame, by its number: the inspector opens at it.
    Frame(u64),
    /// Nothing to click; the wheel does the first upwards and the second downwards.
    Scroll(Action, Action),
    /// The line between two columns: it can be dragged.
    Divider(Divider),
    /// Something that lies over the rest, where nothing of it is clicked: what is below is not, either.
    Ground,
    /// Beside what lies on top: a click leaves that.
    Beside,
}

/// A line between two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Divider {
    /// Which of the screen's.
    pub which: Column,
    /// The first column of both.
    pub from: u16,
    /// How wide both are.
    pub whole: u16,
}

/// A column of the workbench that can be made wider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The first of two.
    OfTwo,
    /// The first of three.
    First,
    /// The second of three.
    Second,
}

/// How far something long can be scrolled, as it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The furthest row that can be the first one that is seen.
    pub last: usize,
    /// How many rows are seen at once: a page on begins behind them.
    pub page: usize,
    /// How many the page before has.
    pub back: usize,
}

impl Extent {
    /// That of so many rows in a height.
    pub fn of(len: usize, height: u16) -> Extent {
        let page = usize::from(height);
        Extent { last: len.saturating_sub(page), page, back: page }
    }
}

/// Zones, the ones on top last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Zones {
    all: Vec<(Rect, Target)>,
    read: Option<Extent>,
}

impl Zones {
    /// Notes down a zone.
    pub fn add(&mut self, area: Rect, target: Target) {
        if self.all.len() < MAX_ZONES && !area.is_empty() {
            self.all.push((area, target));
        }
    }

    /// Notes down how far what is read on top can be scrolled.
    pub fn reads(&mut self, extent: Extent) {
        self.read = Some(extent);
    }

    /// How far that is, where something is read.
    pub fn read(&self) -> Option<Extent> {
        self.read
    }

    /// How many there are.
    pub(in crate::toolbar) fn len(&self) -> usize {
        self.all.len()
    }

    /// Forgets all but the first so many: something lies over the others that takes their clicks.
    pub fn keep(&mut self, first: usize) {
        self.all.truncate(first);
        self.read = None;
    }

    /// What lies at a place, the topmost first.
    pub fn at(&self, x: u16, y: u16) -> impl Iterator<Item = Target> + '_ {
        let place = Position { x, y };
        self.all.iter().rev().filter(move |(area, _)| area.contains(place)).map(|(_, target)| *target)
    }

    /// What is clicked there.
    pub fn clicked(&self, x: u16, y: u16) -> Option<Target> {
        self.at(x, y).find(|target| !matches!(target, Target::Scroll(..)))
    }

    /// What the wheel turns there.
    pub fn scrolled(&self, x: u16, y: u16) -> Option<Target> {
        let still = |target: &Target| {
            use Target::*;
            matches!(target, Row(_) | Frame(_) | Turn(..) | Divider(_) | Ground | Beside)
        };
        self.at(x, y).find(|target| !still(target))
    }
}
