//! How wide the workbench's columns were made by dragging, and the file in which that is kept from one start to the
//! next. It is the program's own file: one that can't be read, or says nonsense, is as good as none.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::user_file;
use super::widgets::zone::{Column, Divider};
use crate::config;

/// A column keeps a fifth at least.
const LEAST_SHARE: u16 = 5;
/// All of what columns share.
const WHOLE: u16 = 1000;

/// How wide columns are, in thousandths of what they share; as the layout has it where nobody dragged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Widths {
    of_two: Option<u16>,
    first: Option<u16>,
    second: Option<u16>,
}

impl Widths {
    /// How wide a column is of a whole, where the layout would have it `usual`.
    pub(super) fn of(&self, column: Column, usual: u16, whole: u16) -> u16 {
        let share = match column {
            Column::OfTwo => self.of_two,
            Column::First => self.first,
            Column::Second => self.second,
        };
        let Some(share) = share else { return usual };
        let wide = u32::from(whole) * u32::from(share) / u32::from(WHOLE);
        u16::try_from(wide).unwrap_or(whole).clamp(whole / LEAST_SHARE, whole - whole / LEAST_SHARE)
    }

    /// The line between two columns is dragged to a column of the screen.
    pub(super) fn drag(&mut self, Divider { which, from, whole }: Divider, x: u16) {
        let share = u32::from(x.saturating_sub(from)) * u32::from(WHOLE) / u32::from(whole.max(1));
        let share = u16::try_from(share).unwrap_or(WHOLE).min(WHOLE);
        match which {
            Column::OfTwo => self.of_two = Some(share),
            Column::First => self.first = Some(share),
            Column::Second => self.second = Some(share),
        }
    }

    /// Those of a file.
    pub fn load(file: &Path) -> Widths {
        let read = user_file::read(file, &mut Vec::new());
        let widths: Widths = read.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let sound = |share: Option<u16>| share.filter(|share| *share <= WHOLE);
        Widths { of_two: sound(widths.of_two), first: sound(widths.first), second: sound(widths.second) }
    }

    /// Writes them into a file, in one step.
    pub fn keep(&self, file: &Path) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            config::create_private(folder)?;
        }
        let draft = file.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&draft, serde_json::to_vec(self)?)?;
        fs::rename(&draft, file)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn what_was_dragged_is_there_at_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("not/there/columns.json");
        assert_eq!(Widths::load(&file), Widths::default());
        let mut widths = Widths::default();
        widths.drag(Divider { which: Column::OfTwo, from: 0, whole: 100 }, 64);
        widths.drag(Divider { which: Column::Second, from: 50, whole: 100 }, 0);
        widths.keep(&file).unwrap();
        let read = Widths::load(&file);
        assert_eq!(read, widths);
        assert_eq!((read.of(Column::OfTwo, 50, 100), read.of(Column::First, 33, 100)), (64, 33));
        assert_eq!(read.of(Column::Second, 33, 100), 20, "a column keeps a fifth");
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    }

    #[rstest]
    #[case("")]
    #[case("{")]
    #[case("[true]")]
    #[case("{\"of_two\": -1}")]
    #[case("{\"of_two\": 1001, \"first\": 65535}")]
    #[case("{\"of_two\": \"wide\"}")]
    #[case("{\"of_two\": null, \"other\": 7}")]
    fn a_file_that_says_nonsense_is_none(#[case] text: &str) {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("columns.json");
        fs::write(&file, text).unwrap();
        assert_eq!(Widths::load(&file), Widths::default());
        assert_eq!(Widths::load(home.path()), Widths::default(), "a folder is no file");
    }
}
