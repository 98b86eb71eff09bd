//! The mail about the documents that one agrees to, as an example.

use super::*;
use crate::post::mail::EditionComing;

pub(super) fn edition_coming(document: Document) -> Mail {
    Mail::EditionComing(EditionComing {
        document,
        applies_on: "2026-12-10".into(),
    })
}

#[test]
fn an_owner_with_an_address_gives_it_at_the_end() {
    let mut owner = owner();
    owner.address_en = domain::owner::Address::parse("1-1 Minato, Tokyo").expect("is an address");
    let mail = edition_coming(Document::Terms);
    let written = write(&mail, Language::En, head(&owner), &seal()).expect("templates fill");
    assert!(
        written
            .text
            .contains("Reelstock\n1-1 Minato, Tokyo\nhttps://parts.example")
    );
    let ja = write(&mail, Language::Ja, head(&owner), &seal()).expect("templates fill");
    assert!(!ja.text.contains("Minato") && ja.text.contains("Reelstock\nhttps://parts.example"));
}
