//! How the mails look when they are written. The snapshots lie beside the templates.

mod injection;

use domain::inventory::Column;
use domain::quotations::RequestNumber;
use uuid::Uuid;

use super::*;
use crate::post::mail::{ImportFault, RequestedLine, RequestedPart};

const RECEIPT: Uuid = Uuid::from_u128(0x0193_2c4f_0000_7000_8000_0000_0000_002a);

fn settings() -> MarketSettings {
    MarketSettings {
        public_base_url: "https://parts.example".into(),
        owner_name: "Reelstock".into(),
        owner_mail: "desk@parts.example".into(),
        sender_mail: "no-reply@parts.example".into(),
        owner_language: Language::Ja,
    }
}

fn request_received() -> Mail {
    Mail::RequestReceived(RequestReceived {
        number: RequestNumber(42),
        receipt: RECEIPT,
        received_at: 1_795_271_580_000,
        name: "山田 太郎".into(),
        furigana: "ヤマダ タロウ".into(),
        company: "Example Trading Co., Ltd.".into(),
        email: "taro@example.com".into(),
        phone: "+81 03-1234-5678".into(),
        language: Language::Ja,
        lines: vec![
            RequestedLine {
                model: "TC74HC4050AFTEL".into(),
                manufacturer: "TOSHIBA".into(),
                quantity: 12_500,
                dc: "2020 or newer".into(),
                packing: "Reel".into(),
                target_price: Some("JPY 12.5".into()),
                due: Some("2027-01-31".into()),
                remarks: "Original packing only, please. 未開封品を希望します。".into(),
                supplier: Some("川越部品株式会社".into()),
                lot: Some(1_024),
            },
            RequestedLine {
                model: "B3B-ZR(LF)(SN)".into(),
                quantity: 1,
                ..RequestedLine::default()
            },
        ],
    })
}

fn request_copy() -> Mail {
    Mail::RequestCopy(RequestCopy {
        number: RequestNumber(42),
        receipt: RECEIPT,
        lines: vec![
            RequestedPart {
                model: "TC74HC4050AFTEL".into(),
                manufacturer: "TOSHIBA".into(),
                quantity: 12_500,
            },
            RequestedPart {
                model: "B3B-ZR(LF)(SN)".into(),
                manufacturer: String::new(),
                quantity: 1,
            },
            RequestedPart {
                model: "visit http://evil.example".into(),
                manufacturer: "www.evil.example".into(),
                quantity: 3,
            },
        ],
    })
}

fn import_done() -> Mail {
    Mail::ImportDone(ImportDone {
        file_name: "在庫一覧 2026-11.csv".into(),
        rows_added: 12_480,
        total_lots: 36_992,
    })
}

fn import_refused(language: Language) -> Mail {
    let said = |violation| domain::words::violation(&violation, language);
    let cell = |row, column, violation| ImportFault {
        row: Some(row),
        column: Some(column),
        reason: said(violation),
    };
    use domain::violations::Violation;
    Mail::ImportRefused(ImportRefused {
        file_name: "stock.csv".into(),
        fault_count: 1_237,
        faults: vec![
            cell(3, Column::Model, Violation::TooLong { max: 50, length: 51 }),
            cell(3, Column::Quantity, Violation::QuantitySeparator),
            cell(11_204, Column::Remarks, Violation::NamesWebAddress),
        ],
    })
}

fn all(language: Language) -> [Mail; 4] {
    [
        request_received(),
        request_copy(),
        import_done(),
        import_refused(language),
    ]
}

fn say(mail: &Mail, language: Language) -> Written {
    write(mail, language, &settings()).expect("templates fill")
}

#[test]
fn every_mail_reads_well_in_both_languages() {
    for language in Language::ALL {
        for mail in all(language) {
            let written = say(&mail, language);
            let folder = format!("../templates/{}/{}", mail.kind(), language.tag());
            insta::with_settings!({
                snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true,
            }, {
                insta::assert_snapshot!("subject", written.subject);
                insta::assert_snapshot!("text", written.text);
                insta::assert_snapshot!("html", written.html);
            });
        }
    }
}

#[test]
fn answers_to_the_owners_mail_go_to_the_requester_and_all_others_to_the_owner() {
    let answers = all(Language::En).map(|mail| say(&mail, Language::En).reply_to);
    assert_eq!(
        answers,
        [
            "taro@example.com",
            "desk@parts.example",
            "desk@parts.example",
            "desk@parts.example"
        ]
    );
}

#[test]
fn the_first_hundred_faults_are_listed_and_the_others_counted() {
    let fault = ImportFault {
        row: Some(2),
        column: None,
        reason: "Wrong.".into(),
    };
    let refused = ImportRefused {
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
        let written = say(&request_copy(), language);
        for part in [&written.subject, &written.text, &written.html] {
            assert!(!part.contains("evil") && !part.contains("visit"), "{part}");
        }
    }
}

#[test]
fn z17_the_copy_has_no_room_for_a_supplier() {
    // Whatever a later version adds to the copy, it must not be a name of either side.
    let data = serde_json::to_value(request_copy()).expect("data").to_string();
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
