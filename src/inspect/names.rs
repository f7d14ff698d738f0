//! Names that come again and again, kept once.

use std::collections::HashSet;
use std::sync::Arc;

/// How many different names are shared; further ones stand by themselves.
const MOST: usize = 8_192;

/// A set of names.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<Arc<str>>);

impl Names {
    /// The shared copy of a name.
    pub(super) fn of(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        if self.0.len() < MOST {
            self.0.insert(Arc::clone(&new));
        }
        new
    }
}
