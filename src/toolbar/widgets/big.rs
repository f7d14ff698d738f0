//! Large digits, three rows high, for the running time of the current call; and the program's name
//! in the same hand.

/// `offhook`, in three rows.
pub const WORDMARK: [&str; 3] =
    ["╭─╮ ╭─╴ ╭─╴ ╷   ╭─╮ ╭─╮ ╷╭╴", "│ │ ├╴  ├╴  ├─╮ │ │ │ │ ├┴╮", "╰─╯ ╵   ╵   ╵ ╵ ╰─╯ ╰─╯ ╵ ╵"];

/// A time such as `12:34` in three rows, a free column between its signs. What is neither a digit nor a colon is left
/// out.
pub fn digits(time: &str) -> [String; 3] {
    let mut rows = [String::new(), String::new(), String::new()];
    for c in time.chars() {
        let Some(shape) = shape(c) else { continue };
        for (row, part) in rows.iter_mut().zip(shape) {
            row.push_str(if row.is_empty() { "" } else { " " });
            row.push_str(part);
        }
    }
    rows
}

fn shape(c: char) -> Option<[&'static str; 3]> {
    Some(match c {
        '0' => ["╭─╮", "│ │", "╰─╯"],
        '1' => ["╶╮ ", " │ ", "╶┴╴"],
        '2' => ["╶─╮", "╭─╯", "╰─╴"],
        '3' => ["╶─╮", "╶─┤", "╶─╯"],
        '4' => ["╷ ╷", "╰─┤", "  ╵"],
        '5' => ["╭─╴", "╰─╮", "╶─╯"],
        '6' => ["╭─╴", "├─╮", "╰─╯"],
        '7' => ["╶─╮", "  │", "  ╵"],
        '8' => ["╭─╮", "├─┤", "╰─╯"],
        '9' => ["╭─╮", "╰─┤", "╶─╯"],
        ':' => [" ", ":", " "],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_row_is_as_wide_as_the_others() {
        for rows in [digits("0123456789:"), WORDMARK.map(str::to_owned)] {
            assert!(rows.iter().all(|row| row.width() == rows[0].width()), "{rows:#?}");
        }
        assert_eq!(digits("1:x")[1], " │  :");
    }
}
