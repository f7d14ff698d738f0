//! A row of cells in pieces of one style.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Neighbouring cells of one style.
pub(super) struct Run {
    pub(super) column: u16,
    pub(super) cells: u16,
    pub(super) text: String,
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) modifier: Modifier,
}

/// A row of a buffer in runs.
pub(super) fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(buffer.area.x + column, buffer.area.y + row)];
        let cells = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let (fg, bg) = colours(cell);
        match runs.last_mut() {
            Some(run) if (run.fg, run.bg, run.modifier) == (fg, bg, cell.modifier) => {
                run.text.push_str(cell.symbol());
                run.cells += cells;
            }
            _ => runs.push(Run {
                column,
                cells,
                text: cell.symbol().to_owned(),
                fg,
                bg,
                modifier: cell.modifier,
            }),
        }
        column += cells;
    }
    runs
}

/// The colours as they are seen: reversed ones swapped.
fn colours(cell: &Cell) -> (Color, Color) {
    if cell.modifier.contains(Modifier::REVERSED) { (cell.bg, cell.fg) } else { (cell.fg, cell.bg) }
}

/// What stands in a row of cells: of wide characters the second cell is passed over.
pub(super) fn symbols(row: &[Cell]) -> impl Iterator<Item = &str> {
    let mut covered = 0;
    row.iter().filter_map(move |cell| {
        if covered > 0 {
            covered -= 1;
            return None;
        }
        covered = cell.symbol().width().saturating_sub(1);
        Some(cell.symbol())
    })
}
