//! Record ids as Salesforce writes them: 15 characters in which case matters, and three that tell it.

/// The characters of an id, in the order of their worth.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The characters of the suffix: one for each set of places that hold capitals.
const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The organisation that the vendor's sample ids come from.
const ORGANISATION: &str = "dL0";

/// How many characters an id has without its suffix.
pub(super) const BARE: usize = 15;

/// The id of a record of this type; `number` makes it one of 62^9.
pub(super) fn record_id(object_type: &str, object_id: u32, number: u64) -> String {
    let mut id = format!("{}{ORGANISATION}", prefix(object_type, object_id));
    id.push_str(&digits(number, BARE - id.len()));
    let suffix = suffix(&id);
    id + &suffix
}

/// What the ids of a type begin with. Types that are not the vendor's own have a prefix with an `a`.
fn prefix(object_type: &str, object_id: u32) -> String {
    match object_type {
        "Account" => "001".to_owned(),
        "Contact" => "003".to_owned(),
        "Opportunity" => "006".to_owned(),
        "Lead" => "00Q".to_owned(),
        "Case" => "500".to_owned(),
        _ => format!("a{}", digits(u64::from(object_id), 2)),
    }
}

/// The last `places` digits of a number to the base of 62.
fn digits(mut number: u64, places: usize) -> String {
    let mut reversed = Vec::with_capacity(places);
    for _ in 0..places {
        reversed.push(char::from(DIGITS[(number % 62) as usize]));
        number /= 62;
    }
    reversed.iter().rev().collect()
}

/// The three characters that tell where the capitals of an id stand: each is for five places, the
/// first place worth 1, the last 16.
fn suffix(id: &str) -> String {
    let capitals = |five: &[u8]| -> usize {
        let worth = five.iter().enumerate().filter(|(_, c)| c.is_ascii_uppercase());
        worth.map(|(place, _)| 1 << place).sum()
    };
    id.as_bytes().chunks(5).map(|five| char::from(SUFFIX[capitals(five) % 32])).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// The vendor's samples.
    #[rstest]
    #[case("003dL000000Pun1", "QAC")]
    #[case("003dL000000Pun3", "QAC")]
    #[case("500dL000001oNEh", "QAM")]
    #[case("500dL000001oNEi", "QAM")]
    #[case("000000000000000", "AAA")]
    #[case("AAAAAAAAAAAAAAA", "555")]
    #[case("Aaaaabaaaa1234Z", "BAQ")]
    fn the_suffix_tells_where_capitals_stand(#[case] bare: &str, #[case] wanted: &str) {
        assert_eq!(suffix(bare), wanted);
    }

    proptest! {
        /// What the suffix is for: an id that lost its case is found again.
        #[test]
        fn an_id_can_be_told_from_its_small_letters(number in 0..62u64.pow(9)) {
            let id = record_id("Case", 33, number);
            prop_assert_eq!(id.len(), 18);
            prop_assert!(id.starts_with("500dL0"));
            let (bare, suffix) = id.split_at(BARE);
            let small = bare.to_lowercase();
            let again: String = small.chars().enumerate().map(|(place, c)| {
                let five = SUFFIX.iter().position(|one| *one == suffix.as_bytes()[place / 5]).unwrap();
                if five >> (place % 5) & 1 == 1 { c.to_ascii_uppercase() } else { c }
            }).collect();
            prop_assert_eq!(&again, bare);
        }
    }

    #[test]
    fn numbers_and_types_tell_ids_apart() {
        let types =
            [("Case", 33), ("Contact", 32), ("Account", 1), ("Visit__c", 7), ("Lead", 2), ("Opportunity", 3)];
        let all: BTreeSet<String> = types
            .iter()
            .flat_map(|(name, id)| (0..200).map(move |number| record_id(name, *id, number)))
            .collect();
        assert_eq!(all.len(), 1200);
        assert!(record_id("Visit__c", 7, 0).starts_with("a07"));
    }
}
