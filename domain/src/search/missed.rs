//! Which searches without a hit are counted, and as what: a part that the trade asks for and nobody lists.
//!
//! Nothing is counted that could name a person: an address has its sign, a name has no digit, and a row of nine digits or
//! more may be somebody's telephone or account number. Who searched is not known here, and nobody writes it down.

use std::collections::BTreeMap;

use super::Query;

/// Most characters that are counted: a model has no more.
pub const LONGEST: usize = 50;
/// From so many digits on, a number without letters may be somebody's.
const SOMEBODYS: usize = 9;

/// What a search is counted as when it found nothing; none where it is not.
#[must_use]
pub fn counted(query: &Query) -> Option<&str> {
    let text = query.norm();
    let has_digit = text.chars().any(char::is_numeric);
    let has_letter = text.chars().any(|c| !c.is_numeric());
    let length = text.chars().count();
    let is_part = has_digit && (has_letter || length < SOMEBODYS) && length <= LONGEST;
    (is_part && !query.folded().contains('@')).then_some(text)
}

/// Takes away what was only typed on the way to something longer.
#[must_use]
pub fn without_steps(found: BTreeMap<String, u32>) -> BTreeMap<String, u32> {
    let mut left = BTreeMap::new();
    let mut all = found.into_iter().peekable();
    // In their order, whatever begins with a text follows it at once.
    while let Some((text, times)) = all.next() {
        let is_step = all.peek().is_some_and(|(next, _)| next.starts_with(&text));
        if !is_step {
            left.insert(text, times);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(typed: &str) -> Option<String> {
        let query = Query::parse(typed).ok()?;
        counted(&query).map(str::to_owned)
    }

    #[test]
    fn parts_are_counted_and_people_are_not() {
        assert_eq!(of("tc74hc-4050 aftel").as_deref(), Some("TC74HC4050AFTEL"));
        assert_eq!(of("ＭＡＸ７０８").as_deref(), Some("MAX708"));
        assert_eq!(of("1827415").as_deref(), Some("1827415"));
        for person in [
            "jane5@harbour.example",
            "山田 太郎",
            "Jane Harbour",
            "03-1234-5678",
            "123456789",
        ] {
            assert_eq!(of(person), None, "{person}");
        }
    }

    #[test]
    fn what_was_typed_on_the_way_is_not_counted() {
        let typed = ["TC7", "TC74", "TC74X", "TC74X1", "TC74Y", "MAX9"];
        let left = without_steps(typed.map(|text| (text.to_owned(), 1)).into());
        assert_eq!(left.into_keys().collect::<Vec<_>>(), ["MAX9", "TC74X1", "TC74Y"]);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_what_is_counted_is_short_and_plain(typed in any::<String>()) {
            if let Some(text) = of(&typed) {
                prop_assert!(text.chars().count() <= LONGEST);
                prop_assert!(text.chars().all(char::is_alphanumeric) && text.chars().any(char::is_numeric));
            }
        }

        #[test]
        fn nothing_that_is_left_begins_another_and_nothing_else_is_lost(found in prop::collection::btree_map("[AB1]{2,5}", 1_u32..9, 0..20)) {
            let left = without_steps(found.clone());
            for (text, times) in &found {
                let begins = found.keys().any(|other| other != text && other.starts_with(text.as_str()));
                prop_assert_eq!(left.get(text), (!begins).then_some(times));
            }
        }
    }
}
