//! How far something long is scrolled.

use super::Outcome;
use crate::toolbar::action::Action;
use crate::toolbar::widgets::canvas::Canvas;
use crate::toolbar::widgets::zone::Extent;

/// What holds until something is drawn: nothing that is read is longer, in rows.
const UNSEEN: Extent = Extent { last: 1_000, page: 10, back: 10 };

/// A place in something long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reader {
    /// The first row that is seen.
    pub first: usize,
}

impl Reader {
    /// Goes on in what was drawn last.
    pub(in crate::toolbar) fn act(&mut self, action: Action, drawn: Option<Extent>) -> Outcome {
        let Extent { last, page, back } = drawn.unwrap_or(UNSEEN);
        // What has become shorter since is left at its end.
        let first = self.first.min(last);
        let to = match action {
            Action::Cancel => return Outcome::Close,
            Action::Previous => first.saturating_sub(1),
            Action::Next => first + 1,
            Action::PageUp => first.saturating_sub(back),
            Action::PageDown => first + page,
            Action::ToStart => 0,
            Action::ToEnd => last,
            _ => first,
        };
        self.first = to.min(last);
        Outcome::Stay
    }

    /// The first row that is seen; how far one can go is noted down for the next key.
    pub(super) fn first_of(self, extent: Extent, canvas: &mut Canvas<'_>) -> usize {
        canvas.zones().reads(extent);
        self.first.min(extent.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_is_seen_and_both_ends_hold() {
        let mut reader = Reader::default();
        let mut goes = |action, drawn| {
            reader.act(action, drawn);
            reader.first
        };
        let drawn = Some(Extent::of(100, 40));
        assert_eq!([goes(Action::PageDown, drawn), goes(Action::PageDown, drawn)], [40, 60]);
        assert_eq!([goes(Action::Next, drawn), goes(Action::Previous, drawn)], [60, 59]);
        assert_eq!([goes(Action::ToStart, drawn), goes(Action::PageUp, drawn)], [0, 0]);
        assert_eq!([goes(Action::ToEnd, drawn), goes(Action::PageUp, drawn)], [60, 20]);
        assert_eq!(goes(Action::ToEnd, Some(Extent::of(30, 40))), 0, "all of it is seen");
        assert_eq!(goes(Action::PageDown, None), 10, "nothing is drawn yet");
    }
}
