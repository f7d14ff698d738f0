//! The shapes that the toolbar draws, and a sign of ASCII for each, for terminals and fonts that have no others.
//!
//! All take one column. Those of states are told apart by what they are: diamonds are agents, circles
//! calls and chats, squares connections, triangles times that press.

/// Each shape with the sign that stands for it in the plain set.
const TABLE: &[(char, &str)] = &[
    // States.
    ('◆', "+"),
    ('◇', "-"),
    ('◉', "!"),
    ('◎', ":"),
    ('◌', ">"),
    ('●', "*"),
    ('‖', "="),
    ('◔', "~"),
    ('○', "o"),
    ('■', "#"),
    ('▣', "#"),
    ('◰', "/"),
    ('◳', "-"),
    ('◲', "\\"),
    ('◱', "|"),
    ('□', "_"),
    ('▵', "^"),
    ('▲', "!"),
    ('▼', "v"),
    ('⊘', "x"),
    ('✓', "v"),
    ('✗', "x"),
    // Signs beside words.
    ('◗', ")"),
    ('▸', ">"),
    ('▾', "v"),
    ('▶', ">"),
    ('◀', "<"),
    ('▤', "="),
    ('→', ">"),
    ('←', "<"),
    ('↑', "^"),
    ('↓', "v"),
    ('›', ">"),
    ('‹', "<"),
    ('•', "*"),
    ('…', "."),
    ('·', "-"),
    ('–', "-"),
    ('—', "-"),
    ('×', "x"),
    ('≠', "#"),
    ('½', "."),
    ('µ', "u"),
    ('␛', "?"),
    // Lines.
    ('─', "-"),
    ('│', "|"),
    ('━', "="),
    ('╭', "+"),
    ('╮', "+"),
    ('╰', "+"),
    ('╯', "+"),
    ('├', "+"),
    ('┤', "+"),
    ('┬', "+"),
    ('┴', "+"),
    ('┼', "+"),
    ('╴', "-"),
    ('╶', "-"),
    ('╵', "|"),
    ('╷', "|"),
    // The edges of a field.
    ('▏', "["),
    ('▕', "]"),
    // Charts.
    ('▁', "_"),
    ('▂', "."),
    ('▃', ":"),
    ('▄', "-"),
    ('▅', "="),
    ('▆', "+"),
    ('▇', "*"),
    ('█', "#"),
    ('░', "."),
    ('▒', ":"),
    ('▓', "%"),
];

/// What stands for a cell's text in the plain set; `None`: it stays, because it is ASCII or comes from
/// outside.
pub fn plain(symbol: &str) -> Option<&'static str> {
    if symbol.is_ascii() {
        return None;
    }
    let mut chars = symbol.chars();
    let (Some(shape), None) = (chars.next(), chars.next()) else { return None };
    TABLE.iter().find(|(known, _)| *known == shape).map(|(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use unicode_width::UnicodeWidthChar;

    use super::*;

    #[test]
    fn every_shape_takes_one_column_and_has_a_sign_that_does() {
        let mut seen = BTreeSet::new();
        for &(shape, sign) in TABLE {
            assert_eq!((shape.width(), sign.len()), (Some(1), 1), "{shape}");
            assert!(sign.chars().all(|sign| sign.is_ascii_graphic()) && seen.insert(shape), "{shape}");
            assert_eq!(plain(&shape.to_string()), Some(sign));
        }
        assert_eq!((plain("a"), plain("日"), plain("é"), plain("")), (None, None, None, None));
    }

    /// Whatever the toolbar draws by itself can be drawn in ASCII.
    #[test]
    fn no_file_of_the_toolbar_draws_a_shape_that_has_no_sign() {
        fn walk(folder: &Path, found: &mut BTreeSet<String>) {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() && !path.ends_with("testing") {
                    walk(&path, found);
                } else if path.extension().is_some_and(|ext| ext == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                    let lines = code.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
                    for c in lines.flat_map(str::chars).filter(|c| !c.is_ascii()) {
                        if TABLE.iter().all(|(shape, _)| *shape != c) {
                            found.insert(format!("{c} in {}", path.display()));
                        }
                    }
                }
            }
        }
        let mut found = BTreeSet::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/toolbar"), &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }
}
