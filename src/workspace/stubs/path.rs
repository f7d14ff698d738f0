//! A stub's path: parts that are meant literally, and parts in braces that take anything.

/// A stub's path, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubPath<'a>(Vec<Part<'a>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// Exactly this.
    Literal(&'a str),
    /// Anything, known by this name.
    Named(&'a str),
}

impl<'a> StubPath<'a> {
    /// Reads a path; the error says what was expected.
    pub fn parse(path: &'a str) -> Result<StubPath<'a>, String> {
        let Some(rest) = path.strip_prefix('/') else {
            return Err(format!("{path:?} is no path, expected one that begins with /"));
        };
        if let Some(c) = rest.chars().find(|c| matches!(c, '?' | '#') || c.is_control()) {
            return Err(format!("{path:?} holds {c:?}, expected a path without a query"));
        }
        let mut parts = Vec::new();
        for text in split(rest) {
            let part = match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
                Some(name) if is_name(name) => Part::Named(name),
                None if !text.contains(['{', '}']) => Part::Literal(text),
                _ => return Err(format!("{text:?} is no part of a path, expected a text or {{name}}")),
            };
            if matches!(part, Part::Named(_)) && parts.contains(&part) {
                return Err(format!("{text} stands twice, expected a new name"));
            }
            parts.push(part);
        }
        Ok(StubPath(parts))
    }

    /// The named parts and what stands in their place, where this is the path of a request.
    pub fn matches(&self, parts: &[String]) -> Option<Vec<(&'a str, String)>> {
        if parts.len() != self.0.len() {
            return None;
        }
        let mut named = Vec::new();
        for (wanted, given) in self.0.iter().zip(parts) {
            match wanted {
                Part::Literal(text) if text == given => {}
                Part::Literal(_) => return None,
                Part::Named(name) => named.push((*name, given.clone())),
            }
        }
        Some(named)
    }

    /// For comparing paths that match the same: the one whose first part that differs is literal comes
    /// first, and paths that differ in names alone are equal.
    pub fn rank(&self) -> Vec<(bool, &'a str)> {
        let rank = |part: &Part<'a>| match *part {
            Part::Literal(text) => (false, text),
            Part::Named(_) => (true, ""),
        };
        self.0.iter().map(rank).collect()
    }
}

/// The parts of a path. Slashes in a row count as one, and one at an end as none.
pub(crate) fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/users/{id}", "/users/5", Some(&[("id", "5")][..]))]
    #[case("/users/{id}", "/users", None)]
    #[case("/users/{id}", "/users/5/6", None)]
    #[case("/users/{id}", "/Users/5", None)]
    #[case("/users/", "users", Some(&[][..]))]
    #[case("/", "", Some(&[][..]))]
    #[case("/{a}/x/{b_2}", "//1//x/2/", Some(&[("a", "1"), ("b_2", "2")][..]))]
    fn a_path_is_matched_part_by_part(
        #[case] path: &str,
        #[case] asked: &str,
        #[case] named: Option<&[(&str, &str)]>,
    ) {
        let parts: Vec<String> = split(asked).map(str::to_owned).collect();
        let found = StubPath::parse(path).unwrap().matches(&parts);
        let named = named.map(|list| list.iter().map(|(name, text)| (*name, (*text).to_owned())).collect());
        assert_eq!(found, named);
    }

    #[rstest]
    #[case("users", "begins with /")]
    #[case("", "begins with /")]
    #[case("/users?id=5", "without a query")]
    #[case("/a\nb", "without a query")]
    #[case("/users/{id", "is no part of a path")]
    #[case("/users/x{id}", "is no part of a path")]
    #[case("/users/{}", "is no part of a path")]
    #[case("/users/{1}", "is no part of a path")]
    #[case("/{id}/{id}", "stands twice")]
    fn a_broken_path_is_refused(#[case] path: &str, #[case] why: &str) {
        assert!(StubPath::parse(path).unwrap_err().contains(why));
    }

    #[test]
    fn literal_parts_go_first() {
        let mut paths = ["/{a}/{b}", "/{a}/x", "/x/{b}", "/x/y"];
        paths.sort_by_key(|path| StubPath::parse(path).unwrap().rank());
        assert_eq!(paths, ["/x/y", "/x/{b}", "/{a}/x", "/{a}/{b}"]);
        assert_eq!(StubPath::parse("/{a}/x").unwrap().rank(), StubPath::parse("/{b}/x/").unwrap().rank());
    }
}
