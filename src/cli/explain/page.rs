//! A page of text for a terminal or a pipe: headings, paragraphs and lists, wrapped.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::wire::text::visible;

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// A page that is being written.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    width: usize,
    bold: bool,
}

impl Page {
    /// An empty one, that many columns wide.
    pub(super) fn new(width: usize, bold: bool) -> Page {
        Page { text: String::new(), width, bold }
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// What this is about, and of what kind that is.
    pub(super) fn title(&mut self, name: &str, kind: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.weighty(&format!("{} ({kind})", visible(name)));
    }

    /// The beginning of a part.
    pub(super) fn heading(&mut self, text: &str) {
        self.text.push('\n');
        self.weighty(text);
    }

    fn weighty(&mut self, text: &str) {
        let (on, off) = if self.bold { (BOLD, PLAIN) } else { ("", "") };
        self.text.push_str(&format!("{on}{text}{off}\n"));
    }

    /// A paragraph.
    pub(super) fn line(&mut self, indent: usize, text: &str) {
        self.wrapped(indent, indent, text);
    }

    /// A name and what there is to say of it.
    pub(super) fn item(&mut self, name: &str, text: &str) {
        let words = if text.is_empty() { name.to_owned() } else { format!("{name}  {text}") };
        self.wrapped(2, 6, &words);
    }

    /// Text that is to be copied: not wrapped.
    pub(super) fn code(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(&format!("  {}\n", visible(line)));
        }
    }

    /// JSON over several lines.
    pub(super) fn json(&mut self, value: &Value) {
        self.code(&format!("{value:#}"));
    }

    fn wrapped(&mut self, first: usize, then: usize, text: &str) {
        let text = visible(text);
        let mut line = " ".repeat(first);
        let mut is_empty = true;
        // Two spaces between words stay: they set a name apart.
        for word in text.split(' ') {
            if !is_empty && !word.is_empty() && line.width() + 1 + word.width() > self.width {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(then);
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
            is_empty = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_and_headings_have_weight() {
        let mut page = Page::new(20, true);
        page.title("a.b", "method");
        page.line(0, "one two three four five six");
        page.heading("Parameters");
        page.item("phone", "the number\u{1b} of the caller");
        assert_eq!(
            page.into_text(),
            "\u{1b}[1ma.b (method)\u{1b}[0m\none two three four\nfive six\n\n\u{1b}[1mParameters\u{1b}[0m\n  \
             phone  the number␛\n      of the caller\n"
        );
    }
}
