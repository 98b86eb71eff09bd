//! Query strings, read leniently and written in one form, as `application/x-www-form-urlencoded` asks (WHATWG URL).

/// The decoded pairs of a query string, without its question mark. What cannot be decoded stays as it is; bytes that
/// are no UTF-8 become U+FFFD.
pub fn pairs(query_string: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query_string
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (*first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                if let (Some(high), Some(low)) = (hex(*high), hex(*low)) {
                    bytes.push(high << 4 | low);
                    rest = after;
                } else {
                    bytes.push(b'%');
                }
            }
            (other, _) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Adds `key=value`; the key is one of ours and needs no encoding.
pub(super) fn push(out: &mut String, key: &str, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(key);
    out.push('=');
    for &byte in value.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn broken_escapes_are_kept_as_they_are() {
        let read: Vec<_> = pairs("q=50%&&a=%zz&b&c=%E3%81%82+x&d=%FF").collect();
        let expected = [
            ("q", "50%"),
            ("a", "%zz"),
            ("b", ""),
            ("c", "あ x"),
            ("d", "\u{FFFD}"),
        ];
        assert_eq!(
            read,
            expected.map(|(key, value)| (key.to_owned(), value.to_owned()))
        );
    }

    proptest! {
        #[test]
        fn any_value_comes_back(value in any::<String>()) {
            let mut out = String::new();
            push(&mut out, "q", &value);
            prop_assert_eq!(pairs(&out).collect::<Vec<_>>(), [("q".to_owned(), value)]);
            prop_assert!(out.is_ascii());
        }

        #[test]
        fn any_query_string_is_read(text in any::<String>()) {
            prop_assert!(pairs(&text).count() <= text.len());
        }
    }
}
