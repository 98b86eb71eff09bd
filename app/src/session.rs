//! What a page knows about the visit: language, theme, who is there. The server decides it before it renders; the
//! browser reads the same from the document, so that both build the same page.

use domain::accounts::{AccountType, Visitor};
use domain::language::Language;
use domain::notices::NoticeView;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// As in the cookie and in `data-theme`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a word; anything unknown is automatic.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.word() == word)
            .unwrap_or_default()
    }

    /// What the switch leads to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// Who is there, as far as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub account_type: AccountType,
    /// Nine digits.
    pub number: String,
    pub name: String,
    /// Whether the company's stock is theirs to edit.
    pub keeps_stock: bool,
    /// Whether they may also settle what others left undecided in it. Known while the server writes; the browser asks the
    /// document ([`settles_conflicts`]).
    pub settles: bool,
}

impl From<&Visitor> for Who {
    fn from(visitor: &Visitor) -> Self {
        Self {
            account_type: visitor.account_type,
            number: visitor.number.clone(),
            name: visitor.name.clone(),
            // That is a matter of a proof, which whoever makes the session may have.
            keeps_stock: false,
            settles: false,
        }
    }
}

/// What stands in `data-stock` of whoever settles conflicts as well.
const SETTLES: &str = "settles";

/// Whether whoever is there may settle what others left undecided, as the document says. Only the browser calls it.
#[must_use]
pub fn settles_conflicts() -> bool {
    let word = gloo::utils::body().get_attribute("data-stock");
    word.as_deref() == Some(SETTLES)
}

/// The visit, as every page may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub language: Language,
    pub theme: Theme,
    pub visitor: Option<Who>,
    /// The mark of the mailed link that this browser opened last. Forms behind links carry it, so that the form of one is
    /// not taken for that of another.
    pub link: Option<String>,
}

/// The attributes of `<body>` in which the visit reaches the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    pub language: &'static str,
    pub theme: &'static str,
    /// Empty when nobody is signed in; the other two as well.
    pub kind: &'static str,
    pub number: String,
    pub name: String,
    pub stock: Option<&'static str>,
    pub link: Option<String>,
}

impl Session {
    /// The visit that the server wrote into the document. Only the browser calls it.
    #[must_use]
    pub fn from_document() -> Self {
        let body = gloo::utils::body();
        let text = |name: &str| body.get_attribute(name).unwrap_or_default();
        Self {
            language: Language::of_tag(&text("data-language")).unwrap_or(Language::En),
            theme: Theme::of_word(&text("data-visit-theme")),
            visitor: AccountType::of_word(&text("data-kind")).map(|account_type| Who {
                account_type,
                number: text("data-number"),
                name: text("data-name"),
                keeps_stock: body.has_attribute("data-stock"),
                settles: false,
            }),
            link: body.get_attribute("data-link"),
        }
    }

    /// For the document: what [`Self::from_document`] reads.
    #[must_use]
    pub fn to_attributes(&self) -> Attributes {
        let who = self.visitor.clone();
        Attributes {
            language: self.language.tag(),
            theme: self.theme.word(),
            kind: who.as_ref().map_or("", |who| who.account_type.word()),
            number: who.as_ref().map_or_else(String::new, |who| who.number.clone()),
            stock: who
                .as_ref()
                .filter(|who| who.keeps_stock)
                .map(|who| if who.settles { SETTLES } else { "" }),
            name: who.map_or_else(String::new, |who| who.name),
            link: self.link.clone(),
        }
    }

    /// Nothing known: what a page falls back on if the document was tampered with.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            language: Language::En,
            theme: Theme::Auto,
            visitor: None,
            link: None,
        }
    }
}

/// What only the server knows of the house and the visit, for the parts of a document that never wake.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseInfo {
    /// The name of the company that runs the marketplace, in the language of the visit.
    pub owner_name: String,
    /// Its postal address and telephone number; may be empty.
    pub owner_address: String,
    pub owner_phone: String,
    /// Whether mails go to a folder that can be read here: on a developer's machine only.
    pub has_letters: bool,
    /// Whether tables have closer rows.
    pub compact_rows: bool,
    /// What stands on every page, but for what this browser has put away.
    pub banners: Vec<NoticeView>,
    /// The address of this page, with what stands behind the question mark.
    pub here: String,
}
