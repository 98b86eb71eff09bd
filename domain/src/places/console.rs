//! The places of the console. They are an enum of their own: what only the owner's people open is not carried by the
//! first page.

use super::{Place, percent};
use crate::legal::Document;

/// A page of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Console {
    Overview,
    /// The queue.
    Applications,
    /// One application, by its number.
    Application(i64),
    /// Who did what.
    Audit,
    /// Messages to the owner.
    Threads,
    /// One of them, by its number.
    Thread(i64),
    /// What visitors are told of the house.
    Notices,
    /// One notice, by its number.
    Notice(i64),
    /// Mails on their way.
    Mails,
    /// What runs behind the scenes.
    Jobs,
    People,
    /// One person, by the nine digits.
    Person(String),
    /// A registration whose address is not proved, by its number.
    Unverified(i64),
    Companies,
    /// One company, by its number.
    Company(i64),
    /// The owner's people.
    Team,
    /// What the owner tells of itself.
    Settings,
    /// A document that one agrees to, and its editions.
    Document(Document),
}

impl Console {
    /// The path on this site.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Overview => "/staff".to_owned(),
            Self::Applications => "/staff/applications".to_owned(),
            Self::Application(id) => format!("/staff/applications/{id}"),
            Self::Audit => "/staff/audit".to_owned(),
            Self::Threads => "/staff/messages".to_owned(),
            Self::Thread(id) => format!("/staff/messages/{id}"),
            Self::Notices => "/staff/notices".to_owned(),
            Self::Notice(id) => format!("/staff/notices/{id}"),
            Self::Mails => "/staff/mails".to_owned(),
            Self::Jobs => "/staff/jobs".to_owned(),
            Self::People => "/staff/people".to_owned(),
            Self::Person(number) => format!("/staff/people/{}", percent(number)),
            Self::Unverified(id) => format!("/staff/unverified/{id}"),
            Self::Companies => "/staff/companies".to_owned(),
            Self::Company(id) => format!("/staff/companies/{id}"),
            Self::Team => "/staff/team".to_owned(),
            Self::Settings => "/staff/settings".to_owned(),
            Self::Document(document) => format!("/staff/settings/{}", document.word()),
        }
    }

    /// The absolute address for a mail, from the configured public address (T18).
    #[must_use]
    pub fn url(&self, public_base_url: &str) -> String {
        format!("{}{}", public_base_url.trim_end_matches('/'), self.path())
    }

    /// The path with what belongs behind the question mark.
    #[must_use]
    pub fn with(&self, query: &str) -> String {
        if query.is_empty() {
            self.path()
        } else {
            format!("{}?{query}", self.path())
        }
    }

    /// The page that a path leads to.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.trim_end_matches('/').split('/').skip(1);
        if parts.next() != Some("staff") {
            return None;
        }
        let place = match (parts.next(), parts.next()) {
            (None, _) => Self::Overview,
            (Some("applications"), None) => Self::Applications,
            (Some("applications"), Some(id)) => Self::Application(number(id)?),
            (Some("audit"), None) => Self::Audit,
            (Some("messages"), None) => Self::Threads,
            (Some("messages"), Some(id)) => Self::Thread(number(id)?),
            (Some("notices"), None) => Self::Notices,
            (Some("notices"), Some(id)) => Self::Notice(number(id)?),
            (Some("mails"), None) => Self::Mails,
            (Some("jobs"), None) => Self::Jobs,
            (Some("people"), None) => Self::People,
            (Some("people"), Some(digits)) => number(digits).map(|_| Self::Person(digits.to_owned()))?,
            (Some("unverified"), Some(id)) => Self::Unverified(number(id)?),
            (Some("companies"), None) => Self::Companies,
            (Some("companies"), Some(id)) => Self::Company(number(id)?),
            (Some("team"), None) => Self::Team,
            (Some("settings"), None) => Self::Settings,
            (Some("settings"), Some(word)) => Self::Document(Document::of_word(word)?),
            _ => return None,
        };
        parts.next().is_none().then_some(place)
    }
}

/// A number as our own links write it.
fn number(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Whether a path is the owner's people's, the sign-in aside.
#[must_use]
pub fn is_within(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    (path == "/staff" || path.starts_with("/staff/")) && path != Place::StaffSignIn.path()
}

/// The staff's sign-in that leads on to a path of this site.
#[must_use]
pub fn sign_in_for(next: &str) -> String {
    format!("{}?next={}", Place::StaffSignIn.path(), percent(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_by_its_path() {
        for place in [
            Console::Overview,
            Console::Applications,
            Console::Application(42),
            Console::Audit,
            Console::Threads,
            Console::Thread(7),
            Console::Notices,
            Console::Notice(7),
            Console::Mails,
            Console::Jobs,
            Console::People,
            Console::Person("123456789".to_owned()),
            Console::Unverified(42),
            Console::Companies,
            Console::Company(42),
            Console::Team,
            Console::Settings,
            Console::Document(Document::Terms),
            Console::Document(Document::Privacy),
        ] {
            assert_eq!(Console::of_path(&place.path()), Some(place.clone()));
            assert!(is_within(&place.path()));
        }
        assert_eq!(Console::of_path("/staff/"), Some(Console::Overview));
        for none in [
            "/",
            "/account",
            "/staffs",
            "/staff/x",
            "/staff/people/x",
            "/staff/unverified",
            "/staff/settings/imprint",
            "/staff/applications/x",
            "/staff/applications/-1",
            "/staff/applications/1/2",
            "/staff/sign-in",
        ] {
            assert_eq!(Console::of_path(none), None, "{none}");
        }
        assert_eq!(
            Console::Application(7).url("https://parts.example/"),
            "https://parts.example/staff/applications/7"
        );
        assert!(!is_within("/staff/sign-in") && !is_within("/staffs") && !is_within("/"));
        assert_eq!(
            sign_in_for("/staff/applications?state=all"),
            "/staff/sign-in?next=%2Fstaff%2Fapplications%3Fstate%3Dall"
        );
    }
}
