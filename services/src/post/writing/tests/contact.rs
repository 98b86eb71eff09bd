//! The mails about messages to the owner, as examples.

use domain::contact::{ContactNumber, Topic};
use domain::language::Language;

use crate::post::mail::{ContactAnswer, ContactCopy, ContactReceived, Mail};

fn message() -> Vec<String> {
    [
        "Our stock list has eleven columns,",
        "and the first row is a title.",
        "",
        "Could you bring it into your form? It is at www.example.com/list.",
    ]
    .map(str::to_owned)
    .to_vec()
}

pub(super) fn contact_received() -> Mail {
    Mail::ContactReceived(ContactReceived {
        number: ContactNumber(42),
        received_at: 1_795_271_580_000,
        topic: Topic::Csv,
        name: "山田 太郎".into(),
        company: "Example Trading Co., Ltd.".into(),
        email: "taro@example.com".into(),
        phone: "+81 03-1234-5678".into(),
        account: "123456782".into(),
        language: Language::Ja,
        message: message(),
    })
}

/// From a visitor who gave no more than was asked for.
pub(super) fn contact_received_bare() -> Mail {
    Mail::ContactReceived(ContactReceived {
        number: ContactNumber(43),
        received_at: 1_795_271_580_000,
        topic: Topic::Other,
        name: "山田 太郎".into(),
        company: String::new(),
        email: "taro@example.com".into(),
        phone: String::new(),
        account: String::new(),
        language: Language::En,
        message: vec!["Hello.".into()],
    })
}

/// To an address that the sender has proved to be theirs.
pub(super) fn contact_copy() -> Mail {
    Mail::ContactCopy(ContactCopy {
        number: ContactNumber(42),
        topic: Topic::Csv,
        message: message(),
    })
}

/// To an address that may be a stranger's.
pub(super) fn contact_copy_bare() -> Mail {
    Mail::ContactCopy(ContactCopy {
        number: ContactNumber(43),
        topic: Topic::Mail,
        message: Vec::new(),
    })
}

pub(super) fn contact_answer() -> Mail {
    Mail::ContactAnswer(ContactAnswer {
        number: ContactNumber(42),
        topic: Topic::Csv,
        name: "山田 太郎".into(),
        answer: ["Yes, we can.", "", "Please send us the file in reply."]
            .map(str::to_owned)
            .to_vec(),
        message: message(),
        written_at: 1_795_271_580_000,
    })
}
