//! The letter box of a development server, where mails can be read that were not really sent. In production these pages
//! do not exist, so no visitor's program carries them: the server writes them alone (`shell::written`).

pub mod pages;

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: String,
    pub to: String,
    pub subject: String,
    /// Milliseconds since 1970 in UTC.
    pub date: i64,
}

/// A letter, opened. Its HTML part is framed from its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub head: Head,
    /// Names and values, in the order of the message.
    pub headers: Vec<(String, String)>,
    pub text: String,
}
