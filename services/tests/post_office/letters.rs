//! The letter box of a development server.

use std::sync::Arc;

use super::house::{NOW, PostHouse, mail};
use services::post::{FolderPostman, letter, letters};

#[tokio::test]
async fn letters_are_listed_newest_first_and_opened_by_their_id() {
    let house = PostHouse::each().await.remove(0);
    let folder = tempfile::tempdir().expect("a folder");
    let letter_box = folder.path().join("letters");
    assert_eq!(letters(&letter_box).await.expect("no folder, no letters"), []);
    let postman = Arc::new(FolderPostman::new(&letter_box));
    for reader in ["first@example.com", "second@example.com"] {
        house.post_mail(&mail("TC74HC4050AFTEL"), reader, None).await;
        assert_eq!(house.office(&postman).send_due().await.expect("sent"), 1);
        house.advance(1);
    }
    let heads = letters(&letter_box).await.expect("a list");
    assert_eq!(
        heads.iter().map(|head| head.to.as_str()).collect::<Vec<_>>(),
        ["second@example.com", "first@example.com"]
    );
    assert_eq!(heads[1].date, NOW);
    let opened = letter(&letter_box, &heads[0].id)
        .await
        .expect("readable")
        .expect("there");
    assert_eq!(opened.head, heads[0]);
    assert!(opened.text.contains("TC74HC4050AFTEL") && opened.html.starts_with("<!doctype html>"));
    let header = |name: &str| {
        opened
            .headers
            .iter()
            .find(|(header, _)| header == name)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(header("To"), Some("second@example.com"));
    assert_eq!(header("Subject"), Some(heads[0].subject.as_str()));
    assert!(header("Message-ID").is_some_and(|id| id.contains(&heads[0].id)));
    let message = std::fs::read_to_string(letter_box.join(format!("{}.eml", heads[0].id)))
        .expect("a file for mail programs");
    assert!(message.contains("\r\nTo: second@example.com\r\n"));
    assert!(
        std::fs::read_dir(&letter_box)
            .expect("a folder")
            .flatten()
            .all(|file| !file.path().ends_with("draft"))
    );
}

#[tokio::test]
async fn t36_no_id_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("letters")).expect("a folder");
    std::fs::write(folder.path().join("secret.json"), "{}").expect("a file");
    for id in [
        "../secret",
        "..%2Fsecret",
        "/etc/passwd",
        "",
        ".",
        "00000000-0000-0000-0000-00000000000",
        "x\0",
    ] {
        assert_eq!(
            letter(&folder.path().join("letters"), id)
                .await
                .expect("an answer"),
            None,
            "{id:?}"
        );
    }
    let absent = "00000000-0000-7000-8000-000000000000";
    assert_eq!(
        letter(&folder.path().join("letters"), absent)
            .await
            .expect("an answer"),
        None
    );
}
