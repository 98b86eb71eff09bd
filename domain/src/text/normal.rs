//! Unicode normalisation. A server brings the tables along; a browser has them already, and a first page that carries
//! them a second time is a slow one.

use std::borrow::Cow;

/// Canonical composition (NFC): how texts are kept and counted (Z23).
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        by_tables::nfc(text)
    }
}

/// Compatibility composition (NFKC): how texts are compared (Z10, Z12, Z15).
#[must_use]
pub fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(by_tables::nfkc(text))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod by_tables {
    use std::borrow::Cow;

    use unicode_normalization::{UnicodeNormalization, is_nfc};

    pub(super) fn nfc(text: &str) -> Cow<'_, str> {
        if is_nfc(text) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.nfc().collect())
        }
    }

    pub(super) fn nfkc(text: &str) -> String {
        text.nfkc().collect()
    }
}

#[cfg(target_arch = "wasm32")]
mod by_tables {
    use std::borrow::Cow;

    use js_sys::JsString;

    pub(super) fn nfc(text: &str) -> Cow<'_, str> {
        Cow::Owned(String::from(JsString::from(text).normalize("NFC")))
    }

    pub(super) fn nfkc(text: &str) -> String {
        String::from(JsString::from(text).normalize("NFKC"))
    }
}
