//! What people type never becomes an element, an attribute or a link of a mail (T53).

use super::*;

/// What people can type, beside what is dangerous in HTML, mail and templates.
const PAYLOADS: [&str; 30] = [
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><a href=\"http://evil.example\">x</a>",
    "'><svg/onload=alert(1)>",
    "</title><h1>x</h1>",
    "</style><style>*{display:none}</style>",
    "</td></tr></table><p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "<a href='javascript:alert(1)'>",
    "javascript:alert(1)",
    "{{ mail.email }}",
    "{% raw %}",
    "${7*7}",
    "<form action=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//evil.example>",
    "<iframe src=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "http://evil.example/<b>",
    "www.evil.example",
    "\u{202E}evil\u{202C}",
    "\r\n\r\n<b>x</b>",
    "\0<b>",
    "＜b＞",
    "data:text/html,<b>x</b>",
];

/// The names of all elements and the values of all attributes that lead somewhere, in order.
fn elements(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        found.push(tag.split_whitespace().next().unwrap_or_default().to_owned());
        found.extend(
            tag.split_whitespace()
                .filter(|word| word.starts_with("href") || word.starts_with("src"))
                .map(str::to_owned),
        );
    }
    found
}

/// A mail with every text that a person typed set to the same value.
fn filled(mail: &Mail, text: &str) -> Mail {
    fn fill(field: &str, value: &mut serde_json::Value, text: &str) {
        match value {
            serde_json::Value::String(old)
                if ![
                    "receipt",
                    "key",
                    "id",
                    "language",
                    "column",
                    "topic",
                    "document",
                    "applies_on",
                ]
                .contains(&field) =>
            {
                text.clone_into(old)
            }
            serde_json::Value::Array(values) => values.iter_mut().for_each(|value| fill(field, value, text)),
            serde_json::Value::Object(fields) => fields
                .iter_mut()
                .for_each(|(field, value)| fill(field, value, text)),
            _ => {}
        }
    }
    let mut data = serde_json::to_value(mail).expect("data");
    fill("", &mut data, text);
    serde_json::from_value(data).expect("the same shape")
}

#[test]
fn t53_nothing_typed_becomes_an_element_or_a_link() {
    for language in Language::ALL {
        for mail in all(language) {
            let harmless = elements(&say(&filled(&mail, "x"), language).html);
            for payload in PAYLOADS {
                let written = say(&filled(&mail, payload), language);
                // The copy leaves a text out together with its element; nothing is ever added.
                let mut allowed = harmless.iter();
                let added: Vec<_> = elements(&written.html)
                    .into_iter()
                    .filter(|found| !allowed.any(|element| element == found))
                    .collect();
                assert_eq!(added, Vec::<String>::new(), "{payload:?} in {}", mail.kind());
                // The address of the requester is checked when it arrives; it is the one text left as it is.
                let said = written.text.replace(payload, "");
                assert!(
                    !said.contains("http://") && !said.contains("www."),
                    "{payload:?} in {}",
                    mail.kind()
                );
            }
        }
    }
}
