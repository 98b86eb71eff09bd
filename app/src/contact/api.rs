//! What the contact form asks the server.

use domain::contact::views::OpenContact;
use domain::contact::{ContactForm, Topic};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The form as the page opens with it: fresh, or come back with what was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPage {
    pub open: OpenContact,
    pub problem: Option<Problem>,
}

/// What a sender is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The key of the page after sending.
    pub key: String,
    /// `CM-000042`
    pub number: String,
}

/// Opens the form for the topic that the part of the address behind the question mark names.
#[server(endpoint = "contact/open", input = GetUrl, output = crate::wire::Json)]
pub async fn open(query: String) -> Result<OpenPage, Problem> {
    let desk = crate::desk::open()?;
    let open = services::contact::open(desk.signed_in(), topic_in(&query));
    Ok(match crate::desk::returned::<ContactForm>() {
        Some(returned) => OpenPage {
            open: OpenContact {
                form: returned.form,
                ..open
            },
            problem: returned.problem,
        },
        None => OpenPage { open, problem: None },
    })
}

/// Sends a message; the same form again is answered the same.
#[server(endpoint = "contact/send", output = crate::wire::Json)]
pub async fn write(form: ContactForm) -> Result<Sent, Problem> {
    let desk = crate::desk::open()?;
    let received = services::contact::receive(&desk.market, desk.signed_in(), desk.language(), form).await;
    let received = desk.answer(received)?;
    Ok(Sent {
        key: received.key.to_string(),
        number: received.number.to_string(),
    })
}

/// The topic of `topic=csv`; one that does not exist is passed over.
#[must_use]
pub fn topic_in(query: &str) -> Option<Topic> {
    domain::search::pairs(query.trim_start_matches('?'))
        .filter(|(key, _)| key == "topic")
        .find_map(|(_, word)| Topic::of_word(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_topic_or_none() {
        assert_eq!(topic_in("?topic=csv"), Some(Topic::Csv));
        assert_eq!(topic_in("utm=1&topic=mail"), Some(Topic::Mail));
        for other in ["", "topic=", "topic=%3Cb%3E", "subject=csv"] {
            assert_eq!(topic_in(other), None, "{other}");
        }
    }
}
