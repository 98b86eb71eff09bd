//! Who calls, as far as the network tells: for limits, for the guard of the sign-in, for lists of sessions.

use std::net::IpAddr;

use domain::language::Language;
use woothee::parser::Parser;

use super::token::Token;

/// Longest name of a device, in characters.
const DEVICE: usize = 60;

/// The browser that makes a call.
#[derive(Debug, Clone)]
pub struct Caller {
    pub ip: IpAddr,
    pub language: Language,
    /// What a browser calls itself (`User-Agent`).
    pub agent: String,
    /// What a browser keeps that has signed in before.
    pub device: Option<Token>,
    /// What a browser keeps that has registered and waits for its mail.
    pub waiting: Option<Token>,
}

impl Caller {
    /// Browser and system in words that their person will recognise; empty when neither is known.
    #[must_use]
    pub fn device_name(&self) -> String {
        let Some(found) = Parser::new().parse(&self.agent) else {
            return String::new();
        };
        let known = |part: &str| !matches!(part, "" | "UNKNOWN");
        let name = match (known(found.name), known(found.os)) {
            (true, true) => format!("{}, {}", found.name, found.os),
            (true, false) => found.name.to_owned(),
            (false, true) => found.os.to_owned(),
            (false, false) => String::new(),
        };
        name.chars().take(DEVICE).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_recognised_and_anything_else_has_no_name() {
        let caller = |agent: &str| Caller {
            ip: IpAddr::from([127, 0, 0, 1]),
            language: Language::En,
            agent: agent.to_owned(),
            device: None,
            waiting: None,
        };
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(caller(firefox).device_name(), "Firefox, Windows 10");
        assert_eq!(caller("").device_name(), "");
        assert_eq!(caller("\u{202e}<script>").device_name(), "");
    }
}
