//! Paths that come from elsewhere, and what may stand in one.

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
}
