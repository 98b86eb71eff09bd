//! A mail ready to be sent, and the message it becomes on the wire.
//!
//! lettre up to 0.11.23 sends a bare line feed of a raw body as it is, and a server that is lenient about line ends
//! takes `\n.\n` for the end of the message and what follows for commands (RUSTSEC-2026-0561). Therefore every body is
//! a `String` under a forced transfer encoding, every header is made by lettre from a text without controls, every
//! address is parsed, and the finished bytes are judged once more before they leave.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::postman::DeliveryFault;
use super::sieve::one_line;

/// A mail as its reader will see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadyMail {
    /// The number in the outbox; the same at every attempt.
    pub id: Uuid,
    /// Which mail it is: `request_copy`, …
    pub kind: String,
    pub from_name: String,
    pub from: String,
    pub to: String,
    pub reply_to: Option<String>,
    pub subject: String,
    /// When it was written, in milliseconds since 1970 in UTC.
    pub date: i64,
    pub text: String,
    pub html: String,
}

impl ReadyMail {
    /// `<id@domain of the sender>`: the same at every attempt, so that a doubled delivery can be told (T50).
    #[must_use]
    pub fn message_id(&self) -> String {
        format!("<{}@{}>", self.id, self.from_domain())
    }

    /// The domain that the mail comes from.
    #[must_use]
    pub fn from_domain(&self) -> &str {
        self.from
            .rsplit_once('@')
            .map_or("localhost", |(_, domain)| domain)
    }

    /// The message, byte for byte the same at every attempt.
    ///
    /// # Errors
    /// [`DeliveryFault::Hopeless`] when the reader's address is none; [`DeliveryFault::Rejected`] when one of ours is
    /// not: that can be mended while the mail waits.
    pub(super) fn message(&self) -> Result<Message, DeliveryFault> {
        let to = address(&self.to)
            .ok_or_else(|| DeliveryFault::Hopeless("the reader's address cannot be written to".into()))?;
        let from = address(&self.from)
            .ok_or_else(|| DeliveryFault::Rejected("the sender's address is not one".into()))?;
        let written = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.date).unwrap_or(0));
        let from_name = one_line(&self.from_name);
        let mut builder = Message::builder()
            .date(written)
            .from(Mailbox::new((!from_name.is_empty()).then_some(from_name), from))
            .to(Mailbox::new(None, to))
            .subject(one_line(&self.subject))
            .message_id(Some(self.message_id()))
            .header(AutoSubmitted);
        if let Some(reply_to) = self.reply_to.as_deref().and_then(address) {
            builder = builder.reply_to(Mailbox::new(None, reply_to));
        }
        // The encodings write `=` only before two hex digits or at the end, so no body contains the boundary.
        let parts = MultiPart::alternative().boundary(format!("=_{}", self.id.simple()));
        let parts = parts
            .singlepart(part(ContentType::TEXT_PLAIN, &self.text))
            .singlepart(part(ContentType::TEXT_HTML, &self.html));
        builder
            .multipart(parts)
            .map_err(|error| DeliveryFault::Rejected(format!("the message cannot be built: {error}")))
    }
}

/// The bytes of a message that may go to a mail server: ASCII, no NUL, and no line end but CR LF.
pub(super) fn wire_bytes(message: &Message) -> Result<Vec<u8>, DeliveryFault> {
    let bytes = message.formatted();
    let mut before = 0;
    let mut sound = true;
    for &byte in &bytes {
        sound &= byte.is_ascii() && byte != 0 && (byte == b'\n') == (before == b'\r');
        before = byte;
    }
    if sound && before != b'\r' {
        Ok(bytes)
    } else {
        Err(DeliveryFault::Hopeless(
            "the message has a character that no mail may have".into(),
        ))
    }
}

/// An address of plain characters; what quoting would allow is of no use here.
pub(super) fn address(text: &str) -> Option<Address> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"(),:;<>[\\]".contains(&b));
    if plain { text.parse().ok() } else { None }
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    // Japanese would grow threefold as quoted-printable.
    let mostly_ascii = text.bytes().filter(u8::is_ascii).count() * 10 > text.len() * 9;
    let encoding = if mostly_ascii {
        ContentTransferEncoding::QuotedPrintable
    } else {
        ContentTransferEncoding::Base64
    };
    SinglePart::builder()
        .content_type(kind)
        .header(encoding)
        .body(text.to_owned())
}

/// RFC 3834: tells holiday replies and the like not to answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
