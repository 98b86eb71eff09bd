//! From a mail as data to subject, text and HTML, in the reader's language.
//!
//! Every mail has a folder in `templates`, with one folder for each language: `subject.txt`, `text.txt` and
//! `body.html`, and beside them how they look when they are written (`*.snap`). The HTML of askama is escaped by type;
//! what escaping leaves is the `sieve`'s. Links are made here, from the configured public address (T18).

mod contact;
mod dates;
mod inventory;
mod quotations;
#[cfg(test)]
mod tests;

use domain::contact::Topic;
use domain::language::Language;
use domain::places::Place;
use domain::words::thousands;

use super::mail::Mail;
use super::sieve::sifted;
use crate::error::Error;
use crate::market::MarketSettings;

/// Longest subject, in characters; a file's name may be long.
const SUBJECT: usize = 120;

/// A mail in words.
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    /// Where an answer should go.
    pub(super) reply_to: String,
}

/// What every template may use beside its mail.
struct Paper<'a> {
    language: Language,
    owner: &'a str,
    /// The address of the site.
    site: String,
    /// The address behind the button; empty where there is none.
    link: String,
    /// Filled when the parts below it are written.
    subject: String,
}

impl Paper<'_> {
    fn number(&self, number: impl std::borrow::Borrow<u64>) -> String {
        thousands(*number.borrow())
    }

    fn pieces(&self, number: &u32) -> String {
        thousands(u64::from(*number))
    }

    fn count<T>(&self, things: &[T]) -> String {
        thousands(things.len() as u64)
    }

    /// A day of ISO 8601 as the reader writes it (Z26).
    fn day(&self, iso: &str) -> String {
        dates::day(iso, self.language)
    }

    fn topic(&self, topic: &Topic) -> &'static str {
        domain::words::topic(*topic, self.language)
    }

    /// An instant, in Japan's time.
    fn moment(&self, millis: &i64) -> String {
        dates::moment(*millis, self.language)
    }
}

/// Writes a mail from its three templates in the language at hand. `Language` has to be in scope, for templates too.
macro_rules! written {
    ($kind:ty, $mail:expr, $paper:expr, $en:tt, $ja:tt) => {
        match $paper.language {
            Language::En => written!(@language $kind, $mail, $paper, $en),
            Language::Ja => written!(@language $kind, $mail, $paper, $ja),
        }
    };
    (@language $kind:ty, $mail:expr, $paper:expr, [$subject:tt, $text:tt, $html:tt]) => {{
        let subject: String = written!(@part $kind, $mail, $paper, $subject).chars().take($crate::post::writing::SUBJECT).collect();
        $paper.subject = $crate::post::sieve::one_line(&subject);
        let text = written!(@part $kind, $mail, $paper, $text);
        let html = written!(@part $kind, $mail, $paper, $html);
        (text, html)
    }};
    (@part $kind:ty, $mail:expr, $paper:expr, $path:tt) => {{
        #[derive(askama::Template)]
        #[template(path = $path)]
        struct Part<'a> {
            mail: &'a $kind,
            paper: &'a $crate::post::writing::Paper<'a>,
        }
        let part = Part { mail: $mail, paper: &$paper };
        // A subject may need neither of the two.
        let _ = (part.mail, part.paper);
        askama::Template::render(&part).map_err(anyhow::Error::from)?
    }};
}
use written;

/// Writes a mail. `settings` give the names and the public address.
///
/// # Errors
/// A template that cannot be filled: a fault of ours.
pub(super) fn write(mail: &Mail, language: Language, settings: &MarketSettings) -> Result<Written, Error> {
    let mail = sifted(mail)?;
    let site = Place::Home.url(&settings.public_base_url);
    let link = place(&mail)
        .map(|place| place.url(&settings.public_base_url))
        .unwrap_or_default();
    let mut paper = Paper {
        language,
        owner: &settings.owner_name,
        site,
        link,
        subject: String::new(),
    };
    let (text, html) = match &mail {
        Mail::RequestReceived(mail) => quotations::request_received(mail, &mut paper)?,
        Mail::RequestCopy(mail) => quotations::request_copy(mail, &mut paper)?,
        Mail::ImportDone(mail) => inventory::import_done(mail, &mut paper)?,
        Mail::ImportRefused(mail) => inventory::import_refused(mail, &mut paper)?,
        Mail::ContactReceived(mail) => contact::contact_received(mail, &mut paper)?,
        Mail::ContactCopy(mail) => contact::contact_copy(mail, &mut paper)?,
    };
    let reply_to = match &mail {
        Mail::RequestReceived(request) => request.email.clone(),
        Mail::ContactReceived(message) => message.email.clone(),
        Mail::RequestCopy(_) | Mail::ImportDone(_) | Mail::ImportRefused(_) | Mail::ContactCopy(_) => {
            settings.owner_mail.clone()
        }
    };
    Ok(Written {
        subject: paper.subject,
        text,
        html,
        reply_to,
    })
}

/// Where the button of a mail leads.
fn place(mail: &Mail) -> Option<Place> {
    match mail {
        Mail::RequestReceived(request) => Some(Place::Receipt(request.receipt.to_string())),
        Mail::RequestCopy(copy) => Some(Place::Receipt(copy.receipt.to_string())),
        Mail::ImportDone(_) => Some(Place::Search),
        // There is no page for it: the file is corrected where it is kept.
        Mail::ImportRefused(_) => None,
        // The owner answers by mail, and the copy says all that the page after sending does.
        Mail::ContactReceived(_) | Mail::ContactCopy(_) => None,
    }
}
