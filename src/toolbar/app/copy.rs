//! Copying from a call or chat: by a key only.

use std::borrow::Cow;

use crate::toolbar::effect::Effect;
use crate::wire::text::visible;

/// Puts a text into the clipboard as it may be pasted anywhere: line by line, with nothing in it that a terminal
/// would obey.
pub(super) fn copied(what: &'static str, text: &str) -> Effect {
    let lines: Vec<Cow<'_, str>> = text.lines().map(visible).collect();
    Effect::Copy { text: lines.join("\n"), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_carries_no_controls() {
        let Effect::Copy { text, .. } = copied("it", "a\u{1b}[31m\r\nb\tc\u{7}") else { panic!("no copy") };
        assert!(text.starts_with("a␛[31m\nb"), "{text:?}");
        assert!(!text.contains(['\t', '\u{7}', '\r']), "{text:?}");
    }
}
