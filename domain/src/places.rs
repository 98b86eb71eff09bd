//! Every address of the site. Views, mails and routes take their paths from here and nowhere else, so a link cannot
//! point at a page that does not exist.

/// A page or an endpoint of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Home,
    /// The results; the query string is made by `search::SearchRequest`.
    Search,
    /// The request form.
    Request,
    /// The form for one lot, by its number.
    RequestForLot(i64),
    /// The form for a model that was not found.
    RequestForModel(String),
    /// What was received, by the receipt's unguessable key.
    Receipt(String),
    /// The contact form.
    Contact,
    /// What was received, by the unguessable key of its page.
    ContactReceived(String),
    /// The terms of use.
    Terms,
    /// The privacy policy.
    Privacy,
    SignIn,
    StaffSignIn,
    SignOut,
    /// Where the language is switched, by a form.
    Language,
    /// Where the theme is switched, by a form.
    Theme,
    /// The letter box of a development server.
    Letters,
    /// One mail in it.
    Letter(String),
    /// Its HTML part, framed by the page above.
    LetterHtml(String),
}

impl Place {
    /// The path on this site, with what belongs behind the question mark.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Search => "/search".to_owned(),
            Self::Request => "/request".to_owned(),
            Self::RequestForLot(lot) => format!("/request?lot={lot}"),
            Self::RequestForModel(model) => format!("/request?model={}", percent(model)),
            Self::Receipt(key) => format!("/request/received/{}", percent(key)),
            Self::Contact => "/contact".to_owned(),
            Self::ContactReceived(key) => format!("/contact/received/{}", percent(key)),
            Self::Terms => "/terms".to_owned(),
            Self::Privacy => "/privacy".to_owned(),
            Self::SignIn => "/sign-in".to_owned(),
            Self::StaffSignIn => "/staff/sign-in".to_owned(),
            Self::SignOut => "/sign-out".to_owned(),
            Self::Language => "/language".to_owned(),
            Self::Theme => "/theme".to_owned(),
            Self::Letters => "/letters".to_owned(),
            Self::Letter(id) => format!("/letters/{}", percent(id)),
            Self::LetterHtml(id) => format!("/letters/{}/html", percent(id)),
        }
    }

    /// The absolute address for a mail, from the configured public address without its closing slash (T18).
    #[must_use]
    pub fn url(&self, public_base_url: &str) -> String {
        format!("{}{}", public_base_url.trim_end_matches('/'), self.path())
    }
}

/// A path of this site that a visitor may be sent back to: it begins with one slash and stays here (T29).
#[must_use]
pub fn inside(next: &str) -> Option<&str> {
    let ordinary = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t', '\0'])
        && !next.contains("/../")
        && next.len() <= 2_000
        && next.is_ascii();
    ordinary.then_some(next)
}

/// Percent-encodes everything but unreserved characters (RFC 3986, 2.3).
#[must_use]
pub fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t29_only_paths_of_this_site_are_followed() {
        for good in ["/", "/search?q=TC74HC&page=2", "/request/received/x"] {
            assert_eq!(inside(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\r\nSet-Cookie: x",
            "\\\\evil",
            "@evil",
            "/../x/../y",
            "evil",
        ] {
            assert_eq!(inside(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn whatever_stands_in_a_path_is_encoded() {
        assert_eq!(
            Place::RequestForModel("1.5SMC&x=漢 字/".into()).path(),
            "/request?model=1.5SMC%26x%3D%E6%BC%A2%20%E5%AD%97%2F"
        );
        assert_eq!(
            Place::SignIn.url("https://parts.example/"),
            "https://parts.example/sign-in"
        );
    }
}
