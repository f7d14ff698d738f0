//! The filters of a session: the one that is set, also while the inspector is closed, and those before it.

use std::collections::VecDeque;

/// How many filters are remembered; the oldest go.
const MAX_FILTERS: usize = 20;

/// Filters that the user has set.
#[derive(Debug, Default)]
pub struct Filters {
    now: String,
    /// Each once, the newest first.
    before: VecDeque<String>,
}

impl Filters {
    /// The one that is set; empty where none is.
    pub fn now(&self) -> &str {
        &self.now
    }

    /// Another one is set, or none any more.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.now);
        if text.is_empty() {
            return;
        }
        self.before.retain(|one| one != text);
        self.before.push_front(text.to_owned());
        self.before.truncate(MAX_FILTERS);
    }

    /// Those that were set, the newest first, but for one.
    pub(super) fn but<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.before.iter().map(String::as_str).filter(move |one| *one != text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_remembered_once_and_the_oldest_go() {
        let mut filters = Filters::default();
        for text in ["a", "b", "a", ""] {
            filters.set(text);
        }
        assert_eq!((filters.now(), filters.but("").collect::<Vec<_>>()), ("", vec!["a", "b"]));
        assert_eq!(filters.but("a").collect::<Vec<_>>(), ["b"]);
        (0..50).for_each(|number| filters.set(&number.to_string()));
        let all: Vec<&str> = filters.but("").collect();
        assert_eq!((all.len(), all[0], all[19]), (20, "49", "30"));
    }
}
