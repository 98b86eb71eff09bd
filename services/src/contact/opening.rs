//! The form as it opens: who writes, if we know, and the topic that the address names.

use domain::contact::views::OpenContact;
use domain::contact::{ContactForm, Topic};
use uuid::Uuid;

use crate::accounts::session::SignedIn;

/// Opens the form with a submission of its own, filled with what we know of the visitor (R004).
#[must_use]
pub fn open(who: Option<&SignedIn>, topic: Option<Topic>) -> OpenContact {
    let empty = ContactForm {
        submission: Uuid::new_v4().to_string(),
        topic: topic.map(Topic::word).unwrap_or_default().to_owned(),
        phone_country: "JP".to_owned(),
        ..ContactForm::default()
    };
    let Some(SignedIn { visitor, .. }) = who else {
        return OpenContact {
            form: empty,
            known: false,
        };
    };
    OpenContact {
        form: ContactForm {
            name: visitor.name.clone(),
            company: visitor.company.clone(),
            email: visitor.email.clone(),
            phone_country: visitor.phone_country.clone(),
            phone: visitor.phone.clone(),
            ..empty
        },
        known: true,
    }
}
