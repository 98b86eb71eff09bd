//! What the letter box asks the server.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub id: String,
    pub to: String,
    pub subject: String,
    /// Milliseconds since 1970 in UTC.
    pub date: i64,
}

/// A letter, opened. Its HTML part is framed from its own address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub head: Head,
    /// Names and values, in the order of the message.
    pub headers: Vec<(String, String)>,
    pub text: String,
}

/// The letters, newest first.
#[server(endpoint = "letters/list", input = GetUrl, output = crate::wire::Json)]
pub async fn list() -> Result<Vec<Head>, Problem> {
    let desk = crate::desk::open()?;
    let letters = match desk.letters() {
        Some(folder) => services::post::letters(folder).await.map_err(Into::into),
        None => Err(domain::refusal::Refusal::NotFound.into()),
    };
    let heads = desk.answer(letters)?.into_iter();
    Ok(heads
        .map(|head| Head {
            id: head.id,
            to: head.to,
            subject: head.subject,
            date: head.date,
        })
        .collect())
}

/// One letter.
#[server(endpoint = "letters/one", input = GetUrl, output = crate::wire::Json)]
pub async fn one(id: String) -> Result<Opened, Problem> {
    let desk = crate::desk::open()?;
    let letter = match desk.letters() {
        Some(folder) => services::post::letter(folder, &id).await.map_err(Into::into),
        None => Ok(None),
    };
    let letter = desk
        .answer(letter.and_then(|letter| letter.ok_or_else(|| domain::refusal::Refusal::NotFound.into())))?;
    let head = letter.head;
    let head = Head {
        id: head.id,
        to: head.to,
        subject: head.subject,
        date: head.date,
    };
    Ok(Opened {
        head,
        headers: letter.headers,
        text: letter.text,
    })
}
