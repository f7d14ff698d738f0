//! Two messages side by side: field by field, wherever it stands.

use std::collections::{HashMap, VecDeque};

use super::doc::{Doc, Part};

/// From this depth on, what differs is not looked into.
const MAX_DEPTH: usize = 64;

/// How the two sides of a pair compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// They are the same.
    Same,
    /// They differ.
    Differs,
    /// Only the left one is there.
    Left,
    /// Only the right one is there.
    Right,
}

/// Two lines side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The line of the left message.
    pub left: Option<usize>,
    /// The line of the right message.
    pub right: Option<usize>,
    /// How they compare.
    pub same: Same,
}

/// Two messages line by line: fields of the same name stand beside each other, items by their order.
pub fn diff(left: &Doc, right: &Doc) -> Vec<Pair> {
    let mut differ = Differ { left, right, pairs: Vec::new() };
    if left.lines().first().is_none_or(|line| line.part == Part::Plain)
        || right.lines().first().is_none_or(|line| line.part == Part::Plain)
    {
        differ.by_lines();
    } else {
        differ.both(0, 0);
    }
    differ.pairs
}

struct Differ<'a> {
    left: &'a Doc,
    right: &'a Doc,
    pairs: Vec<Pair>,
}

impl Differ<'_> {
    fn by_lines(&mut self) {
        let (left, right) = (self.left.lines().len(), self.right.lines().len());
        for at in 0..left.max(right) {
            let (left, right) = ((at < left).then_some(at), (at < right).then_some(at));
            let text = |doc: &Doc, at: Option<usize>| at.map(|at| doc.value(&doc.lines()[at]).to_owned());
            let same = match text(self.left, left) == text(self.right, right) {
                true => Same::Same,
                false => one_sided(left, right),
            };
            self.pairs.push(Pair { left, right, same });
        }
    }

    /// What begins on two lines that belong together.
    fn both(&mut self, left: usize, right: usize) {
        let (Some(a), Some(b)) = (self.left.lines().get(left), self.right.lines().get(right)) else { return };
        match (a.part, b.part) {
            (
                Part::Open { end: a_end, is_list: a_list, .. },
                Part::Open { end: b_end, is_list: b_list, .. },
            ) if a_list == b_list && a.depth < MAX_DEPTH => {
                self.pair(left, right, Same::Same);
                self.inside(left, right, a_list);
                self.pair(a_end, b_end, Same::Same);
            }
            _ if self.left.whole(left) == self.right.whole(right) => {
                let lines = self.left.after(left) - left;
                (0..lines).for_each(|by| self.pair(left + by, right + by, Same::Same));
            }
            (Part::Open { .. }, _) | (_, Part::Open { .. }) => {
                self.only_left(left);
                self.only_right(right);
            }
            _ => self.pair(left, right, Same::Differs),
        }
    }

    fn inside(&mut self, left: usize, right: usize, is_list: bool) {
        let (of_left, of_right) = (self.left.inside(left), self.right.inside(right));
        if is_list {
            for at in 0..of_left.len().max(of_right.len()) {
                match (of_left.get(at), of_right.get(at)) {
                    (Some(left), Some(right)) => self.both(*left, *right),
                    (Some(left), None) => self.only_left(*left),
                    (None, Some(right)) => self.only_right(*right),
                    (None, None) => {}
                }
            }
            return;
        }
        // A key that stands several times goes with as many of the other side.
        let mut by_key: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for at in &of_right {
            by_key.entry(self.right.key(&self.right.lines()[*at])).or_default().push_back(*at);
        }
        let mut rights = Vec::new();
        for at in &of_left {
            let key = self.left.key(&self.left.lines()[*at]);
            let other = by_key.get_mut(key).and_then(VecDeque::pop_front);
            rights.push((*at, other));
        }
        let mut rest: Vec<usize> = by_key.into_values().flatten().collect();
        rest.sort_unstable();
        for (left, right) in rights {
            match right {
                Some(right) => self.both(left, right),
                None => self.only_left(left),
            }
        }
        rest.into_iter().for_each(|right| self.only_right(right));
    }

    fn pair(&mut self, left: usize, right: usize, same: Same) {
        self.pairs.push(Pair { left: Some(left), right: Some(right), same });
    }

    fn only_left(&mut self, from: usize) {
        let lines =
            (from..self.left.after(from)).map(|at| Pair { left: Some(at), right: None, same: Same::Left });
        self.pairs.extend(lines);
    }

    fn only_right(&mut self, from: usize) {
        let lines = from..self.right.after(from);
        self.pairs.extend(lines.map(|at| Pair { left: None, right: Some(at), same: Same::Right }));
    }
}

fn one_sided(left: Option<usize>, right: Option<usize>) -> Same {
    match (left, right) {
        (Some(_), None) => Same::Left,
        (None, _) => Same::Right,
        _ => Same::Differs,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::super::doc::tests::doc;
    use super::*;

    /// Each pair as `left|right` with a sign between: ` ` the same, `~` differs, `<` and `>` one side.
    fn shown(left: &str, right: &str) -> Vec<String> {
        let (left, right) = (doc(left), doc(right));
        let text = |doc: &Doc, at: Option<usize>| {
            let Some(line) = at.map(|at| &doc.lines()[at]) else { return String::new() };
            format!("{}{}", doc.key(line), doc.value(line))
        };
        let sign = |same| match same {
            Same::Same => " ",
            Same::Differs => "~",
            Same::Left => "<",
            Same::Right => ">",
        };
        let pair =
            |pair: Pair| format!("{}{}{}", text(&left, pair.left), sign(pair.same), text(&right, pair.right));
        diff(&left, &right).into_iter().map(pair).collect()
    }

    #[rstest]
    #[case(r#"{"a":1,"b":2}"#, r#"{"b":2,"a":3}"#, &["{ {", "\"a\"1~\"a\"3", "\"b\"2 \"b\"2", "} }"])]
    #[case(r#"{"a":1}"#, r#"{"b":[1]}"#, &["{ {", "\"a\"1<", ">\"b\"[", ">1", ">]", "} }"])]
    #[case("[1,2]", "[1,3,4]", &["[ [", "1 1", "2~3", ">4", "] ]"])]
    #[case(r#"{"a":{"x":1}}"#, r#"{"a":[1]}"#, &["{ {", "\"a\"{<", "\"x\"1<", "}<", ">\"a\"[", ">1", ">]", "} }"])]
    #[case(r#"{"a":1,"a":2}"#, r#"{"a":1,"a":3}"#, &["{ {", "\"a\"1 \"a\"1", "\"a\"2~\"a\"3", "} }"])]
    #[case("one\ntwo", "one\nthree\nfour", &["one one", "two~three", ">four"])]
    #[case("1", "1", &["1 1"])]
    #[case("[]", "[1]", &["[]<", ">[", ">1", ">]"])]
    fn fields_of_the_same_name_stand_side_by_side(
        #[case] left: &str,
        #[case] right: &str,
        #[case] pairs: &[&str],
    ) {
        assert_eq!(shown(left, right), pairs);
    }

    #[test]
    fn what_is_nested_very_deep_is_compared_as_a_whole() {
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(9_000), "]".repeat(9_000));
        assert!(diff(&doc(&deep("1")), &doc(&deep("1"))).iter().all(|pair| pair.same == Same::Same));
        assert!(diff(&doc(&deep("1")), &doc(&deep("2"))).iter().any(|pair| pair.same != Same::Same));
    }

    proptest! {
        #[test]
        fn each_line_stands_once(left in "[\\[\\]{}:,\"ab1 ]{0,20}", right in "[\\[\\]{}:,\"ab1 ]{0,20}") {
            let (left, right) = (doc(&left), doc(&right));
            let pairs = diff(&left, &right);
            let mut lefts: Vec<usize> = pairs.iter().filter_map(|pair| pair.left).collect();
            let mut rights: Vec<usize> = pairs.iter().filter_map(|pair| pair.right).collect();
            lefts.sort_unstable();
            rights.sort_unstable();
            prop_assert_eq!(lefts, (0..left.lines().len()).collect::<Vec<_>>());
            prop_assert_eq!(rights, (0..right.lines().len()).collect::<Vec<_>>());
        }
    }
}
