//! How the mails look when they are written. The snapshots lie beside the templates.

mod accounts;
mod companies;
mod contact;
mod injection;
mod inventory;
mod legal;
mod people;
mod persons;
mod quotations;
mod users;

use domain::legal::Document;

use super::*;
use crate::post::mail::{ImportFault, ImportRefused};

fn owner() -> Owner {
    let owner = Owner::plain(
        "Reelstock",
        "desk@parts.example",
        Language::Ja,
        "no-reply@parts.example",
    );
    owner.expect("is enough")
}

fn head(owner: &Owner) -> Letterhead<'_> {
    Letterhead {
        owner,
        site: "https://parts.example",
    }
}

/// An example of every mail, and a second one of those that say it in two ways.
fn all(language: Language) -> Vec<Mail> {
    let mut all = vec![
        quotations::request_received(),
        quotations::request_copy(),
        inventory::import_done(),
        inventory::import_refused(language),
        inventory::conflicts_wait(),
        inventory::one_conflict_waits(),
        contact::contact_received(),
        contact::contact_copy(),
        contact::contact_answer(),
        legal::edition_coming(Document::Terms),
        legal::edition_coming(Document::Privacy),
    ];
    all.extend(accounts::all());
    all.extend(users::all());
    all.extend(people::all());
    all.extend(companies::all());
    all.extend(persons::all());
    all
}

fn seal() -> Seal {
    Seal::new([7; 32])
}

fn say(mail: &Mail, language: Language) -> Written {
    write(mail, language, head(&owner()), &seal()).expect("templates fill")
}

#[test]
fn every_mail_reads_well_in_both_languages() {
    for language in Language::ALL {
        let mut seen = Vec::new();
        for mail in all(language) {
            let written = say(&mail, language);
            let folder = format!("../templates/{}/{}", mail.kind(), language.tag());
            let other = if seen.contains(&mail.kind()) { "_other" } else { "" };
            insta::with_settings!({
                snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("subject{other}"), written.subject);
                insta::assert_snapshot!(format!("text{other}"), written.text);
                insta::assert_snapshot!(format!("html{other}"), written.html);
            });
            seen.push(mail.kind());
        }
    }
}

#[test]
fn answers_to_the_owners_mail_go_to_the_requester_and_all_others_to_the_owner() {
    for mail in all(Language::En) {
        let expected = match mail.kind() {
            "request_received" | "contact_received" => "taro@example.com",
            _ => "desk@parts.example",
        };
        assert_eq!(say(&mail, Language::En).reply_to, expected, "{}", mail.kind());
    }
}

#[test]
fn the_first_hundred_faults_are_listed_and_the_others_counted() {
    let fault = ImportFault {
        row: Some(2),
        column: None,
        reason: "Wrong.".into(),
    };
    let refused = ImportRefused {
        key: "0190b1a0-0000-7000-8000-000000000000".into(),
        file_name: "stock.csv".into(),
        fault_count: 250,
        faults: vec![fault; 120],
    };
    let written = say(&Mail::ImportRefused(refused), Language::En);
    assert_eq!(written.text.matches("- Row 2: Wrong.").count(), 100);
    assert!(written.text.contains("- … and 150 more"));
    assert_eq!(written.html.matches("<li>").count(), 101);
}

#[test]
fn t20_the_copy_repeats_nothing_that_leads_elsewhere() {
    for language in Language::ALL {
        let written = say(&quotations::request_copy(), language);
        for part in [&written.subject, &written.text, &written.html] {
            assert!(!part.contains("evil") && !part.contains("visit"), "{part}");
        }
    }
}

#[test]
fn what_was_not_given_leaves_no_gap() {
    for language in Language::ALL {
        for mail in [contact::contact_received_bare(), contact::contact_copy_bare()] {
            let written = say(&mail, language);
            let folder = format!("../templates/{}/{}", mail.kind(), language.tag());
            insta::with_settings!({
                snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true,
            }, { insta::assert_snapshot!("text-bare", written.text) });
            assert!(!written.html.contains("></td>"), "{}", written.html);
        }
    }
}

#[test]
fn r112_the_lines_of_a_message_stay_lines() {
    for language in Language::ALL {
        for mail in [
            contact::contact_received(),
            contact::contact_copy(),
            contact::contact_answer(),
        ] {
            let written = say(&mail, language);
            let lines = "\n  Our stock list has eleven columns,\n  and the first row is a title.\n\n";
            assert!(written.text.contains(lines), "{}", written.text);
            let lines = "columns,<br>and the first row is a title.<br><br>Could";
            assert!(written.html.contains(lines), "{}", written.html);
        }
    }
}

#[test]
fn z17_the_copy_has_no_room_for_a_supplier() {
    // Whatever a later version adds to the copy, it must not be a name of either side.
    let data = serde_json::to_value(quotations::request_copy())
        .expect("data")
        .to_string();
    for word in ["supplier", "company", "name", "lot"] {
        assert!(!data.contains(&format!("\"{word}\"")), "{word}");
    }
}

#[test]
fn t18_every_link_begins_with_the_public_address() {
    for language in Language::ALL {
        for mail in all(language) {
            let written = say(&mail, language);
            let links: Vec<_> = written
                .html
                .split("href=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            assert!(
                links
                    .iter()
                    .all(|link| link.starts_with("https://parts.example/")),
                "{links:?}"
            );
            // Whatever can be clicked can also be read in the text part.
            assert!(
                links.iter().all(|link| written.text.contains(link)),
                "{}",
                mail.kind()
            );
        }
    }
}

#[test]
fn text_and_html_say_the_same() {
    for language in Language::ALL {
        for mail in all(language) {
            let written = say(&mail, language);
            let body = written.html.split_once("<body").expect("a body").1;
            let seen = body
                .split('<')
                .map(|piece| piece.split_once('>').map_or("", |(_, text)| text))
                .collect::<String>();
            let seen = seen.replace("&#38;", "&").replace("&#39;", "'").to_lowercase();
            for line in written
                .text
                .lines()
                .map(|line| line.trim_start_matches(['-', '・', '■', '▼', ' ']).to_lowercase())
            {
                for word in line
                    .split([' ', ':', '(', ')', ',', '。', '、', '：', '（', '）'])
                    .filter(|word| !word.is_empty() && !word.ends_with('.'))
                {
                    assert!(
                        seen.contains(word),
                        "{word:?} of {} ({}) is missing in the HTML",
                        mail.kind(),
                        language.tag()
                    );
                }
            }
        }
    }
}
