//! Who a customer is: number, address, attributes, and what was before.

use std::collections::BTreeMap;

use ratatui::layout::Rect;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::reader::Reader;
use super::{attribute, dialog};
use crate::desk::DeskState;
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::list::Hidden;
use crate::toolbar::widgets::text::{self, fit, wrap};
use crate::toolbar::widgets::zone::Extent;
use crate::wire::Moment;

/// The dialog's width, in columns.
const WIDTH: u16 = 76;
/// How far values stand in at least, and the most columns of a label with the gap behind it, in a narrow dialog the
/// half of that; what is longer is cut.
const LABELS: u16 = 16;
const MOST_LABELS: u16 = 34;
/// The columns between a label and its value.
const GAP: u16 = 2;
/// The most rows of one note.
const NOTE_ROWS: usize = 6;

/// A customer, and how far one has read.
#[derive(Debug, Clone)]
pub struct Card {
    customer: Customer,
    pub(super) reader: Reader,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    #[serde(default)]
    customer_id: Option<u64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    #[serde(default)]
    history: Vec<Past>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Past {
    at: String,
    channel_type: String,
    channel_sub_type: String,
    agent: String,
    campaign: String,
    disposition: String,
    notes: String,
}

type Line = (u16, Vec<Piece<'static>>);

impl Card {
    /// From the hub's answer.
    pub fn read(answer: &RawValue) -> Result<Card, serde_json::Error> {
        Ok(Card { customer: serde_json::from_str(answer.get())?, reader: Reader::default() })
    }

    /// All of it, line by line, for where no dialog is drawn.
    pub(in crate::toolbar) fn texts(&self, desk: &DeskState, zone: i32) -> Vec<String> {
        let name = self.customer.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("Customer");
        let joined = |pieces: Vec<Piece<'_>>| pieces.iter().map(|piece| piece.1.as_ref()).collect::<String>();
        let lines = self.lines(&names(desk), zone, u16::MAX).into_iter().map(|(_, pieces)| joined(pieces));
        std::iter::once(name.to_owned()).chain(lines).filter(|line| !line.is_empty()).collect()
    }

    fn lines(&self, names: &BTreeMap<&str, &str>, zone: i32, width: u16) -> Vec<Line> {
        let one = &self.customer;
        let name = |key: &String| names.get(key.as_str()).copied().unwrap_or(key).to_owned();
        let widest = one.attributes.keys().map(|key| text::width(&name(key)) + GAP).max().unwrap_or(0);
        let labels = widest.clamp(LABELS, MOST_LABELS.min(width / 2).max(LABELS));
        let mut lines: Vec<Line> = Vec::new();
        let mut field = |label: &str, value: String| {
            let label = fit(label, labels - GAP);
            let gap = usize::from(labels - text::width(&label));
            let label = format!("{label}{:gap$}", "");
            lines.push((0, vec![piece(Role::Muted, label), piece(Role::Text, value)]));
        };
        field("Number", one.phone.clone());
        if !one.email.is_empty() {
            field("Address", one.email.clone());
        }
        if let Some(id) = one.customer_id {
            field("Customer id", id.to_string());
        }
        for (key, value) in &one.attributes {
            field(&name(key), attribute::shown(value));
        }
        lines.push((0, Vec::new()));
        lines.push((0, vec![piece(Role::Title, "Before")]));
        if one.history.is_empty() {
            lines.push((0, vec![piece(Role::Muted, "Nothing is known of earlier interactions.")]));
        }
        for past in one.history.iter().rev() {
            lines.extend(past.lines(zone, width));
        }
        lines
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let names = names(&app.desk);
        let wide = area.width.saturating_sub(4).min(WIDTH);
        let lines = self.lines(&names, app.zone, wide.saturating_sub(8));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(6));
        let title = self.customer.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("Customer");
        let inside = dialog(canvas, area, wide, rows + 4, title);
        let first = self.reader.first_of(Extent::of(lines.len(), inside.height), canvas);
        for (at, (indent, pieces)) in (0u16..inside.height).zip(lines.iter().skip(first)) {
            canvas.left(left(row(inside, at), *indent).1, pieces);
        }
        Hidden::of(lines.len(), first, inside.height).in_line(canvas, inside);
    }
}

/// What the custom attributes are called, by their keys.
fn names(desk: &DeskState) -> BTreeMap<&str, &str> {
    desk.setup.attributes.iter().map(|one| (one.key.as_str(), one.name.as_str())).collect()
}

impl Past {
    /// The hub tells the site's time; on a screen all times are of one zone.
    fn lines(&self, zone: i32, width: u16) -> Vec<Line> {
        let channel =
            if self.channel_sub_type.is_empty() { &self.channel_type } else { &self.channel_sub_type };
        let day = Moment::from_iso(&self.at)
            .map_or_else(|| self.at.clone(), |at| at.at_offset(zone, "%Y-%m-%d %H:%M"));
        let about: Vec<&str> = [self.campaign.as_str(), self.agent.as_str(), self.disposition.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let head = vec![
            piece(Role::Strong, format!("{day:<16}  ")),
            piece(Role::Accent, format!("{channel:<9} ")),
            piece(Role::Text, about.join(", ")),
        ];
        let notes = wrap(&self.notes, width.saturating_sub(2), NOTE_ROWS);
        let notes = notes.into_iter().filter(|line| !line.is_empty());
        let notes = notes.map(|line| (2, vec![piece(Role::Muted, line.to_string())]));
        std::iter::once((0, head)).chain(notes).collect()
    }
}
