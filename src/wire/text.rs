//! Text from outside made harmless: the one place that decides which characters may reach a
//! terminal.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// How many characters of no width a cell may carry above its base character.
const MARKS: usize = 4;

/// What a character that could harm becomes: something one can see, or nothing.
enum Instead {
    Keep,
    Show(char),
    Drop,
}

fn instead(c: char) -> Instead {
    match c {
        // Control pictures stand in for the controls that they name.
        '\0'..='\u{1f}' => Instead::Show(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => Instead::Show('\u{2421}'),
        '\u{80}'..='\u{9f}' => Instead::Show('\u{fffd}'),
        // Line and paragraph separators; marks, embeddings, overrides and isolates of direction.
        '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}' => Instead::Show('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Instead::Show('\u{fffd}'),
        // No width and no harm but hiding: soft hyphen, joiners, zero width, byte order mark, fillers,
        // variation selectors, tags, interlinear annotation.
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => Instead::Drop,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' => Instead::Drop,
        '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => Instead::Drop,
        '\u{fff9}'..='\u{fffb}' => Instead::Show('\u{fffd}'),
        '\u{e0000}'..='\u{e0fff}' => Instead::Drop,
        _ => Instead::Keep,
    }
}

/// Whether a character may reach a terminal as it is.
pub fn is_safe(c: char) -> bool {
    matches!(instead(c), Instead::Keep)
}

/// Text as one line that any terminal may be given: controls are shown as pictures, direction
/// overrides as `�`, invisible characters are left out, and combining marks are at most four to a
/// character. Line breaks count as controls; split first where they are wanted.
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        let mut marks = 0;
        for c in cluster.chars() {
            let c = match instead(c) {
                Instead::Keep => c,
                Instead::Show(other) => other,
                Instead::Drop => continue,
            };
            if c.width() == Some(0) {
                marks += 1;
                if marks > MARKS {
                    continue;
                }
            }
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// JSON text in which the characters that could harm a terminal are written as `\u` escapes, so
/// that it means the same and `tail -f` is safe. Only what stands inside strings can be such a
/// character, so no parsing is needed.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let unsafe_char = |c: char| c >= '\u{7f}' && !is_safe(c) && !joins(c);
    if json.is_ascii() && !json.contains('\u{7f}') || !json.chars().any(unsafe_char) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if unsafe_char(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Joiners and variation selectors: parts of honest text, harmless in a file.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Anshika", "Anshika")]
    #[case("अंशिका ✓", "अंशिका ✓")]
    #[case("a\x1b[31mb", "a␛[31mb")]
    #[case("a\u{9b}31mb", "a\u{fffd}31mb")]
    #[case("a\u{202e}b", "a\u{fffd}b")]
    #[case("a\nb\tc", "a␊b␉c")]
    #[case("a\u{200b}\u{feff}\u{ad}b", "ab")]
    #[case("a\u{7f}b", "a␡b")]
    #[case("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}")]
    #[case("\u{e0041}x\u{2028}", "x\u{fffd}")]
    fn harm_is_made_visible(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(visible(text), shown);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left(text in any::<String>()) {
            prop_assert!(visible(&text).chars().all(is_safe));
        }

        #[test]
        fn escaped_json_means_the_same(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let escaped = escape_json(&json);
            prop_assert!(escaped.chars().all(|c| is_safe(c) || joins(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
        }
    }
}
