//! Why a call does nothing, in the form of RFC 9457: a kind that programs tell apart, and sentences for whoever reads their log.

use super::putting::Fault;
use super::{AT_ONCE, LONGEST_KEY};
use crate::language::Language;
use crate::words::thousands;

/// Why a call does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No token came along.
    NoToken,
    /// One that is not good, for whatever reason.
    BadToken,
    /// A token without the scope that this needs.
    Scope,
    /// There is no such thing, or it is another company's.
    NotFound,
    /// Another method than those that are there.
    Method,
    /// The body, or the query, cannot be read.
    Unreadable,
    /// A body of another type.
    MediaType,
    /// A body that is too long.
    TooLarge,
    /// A body that came too slowly.
    Slow,
    /// What stands in `Idempotency-Key` is no key.
    Key,
    /// The key was used for another call.
    KeyUsed,
    /// What was sent breaks rules.
    Invalid,
    /// The same item is there already.
    SameItem,
    /// Somebody has changed the lot, or its reference is another's.
    Conflict,
    /// This very file was imported before.
    SameFile,
    /// Called too often.
    TooMany,
    /// Worth trying again in a moment.
    Busy,
    /// A fault of ours.
    Broken,
}

impl Kind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 18] = [
        Self::Unreadable,
        Self::Key,
        Self::NoToken,
        Self::BadToken,
        Self::Scope,
        Self::NotFound,
        Self::Method,
        Self::Slow,
        Self::SameItem,
        Self::Conflict,
        Self::SameFile,
        Self::TooLarge,
        Self::MediaType,
        Self::Invalid,
        Self::KeyUsed,
        Self::TooMany,
        Self::Broken,
        Self::Busy,
    ];

    /// Its name in addresses; never changed.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NoToken => "no-token",
            Self::BadToken => "bad-token",
            Self::Scope => "scope",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Unreadable => "unreadable",
            Self::MediaType => "media-type",
            Self::TooLarge => "too-large",
            Self::Slow => "slow",
            Self::Key => "key",
            Self::KeyUsed => "key-used",
            Self::Invalid => "invalid",
            Self::SameItem => "same-item",
            Self::Conflict => "conflict",
            Self::SameFile => "same-file",
            Self::TooMany => "too-many",
            Self::Busy => "busy",
            Self::Broken => "broken",
        }
    }

    /// The status of HTTP that says the same.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Unreadable | Self::Key => 400,
            Self::NoToken | Self::BadToken => 401,
            Self::Scope => 403,
            Self::NotFound => 404,
            Self::Method => 405,
            Self::Slow => 408,
            Self::SameItem | Self::Conflict | Self::SameFile => 409,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::Invalid | Self::KeyUsed => 422,
            Self::TooMany => 429,
            Self::Broken => 500,
            Self::Busy => 503,
        }
    }

    /// What happened, in a few words.
    #[must_use]
    pub const fn title(self, language: Language) -> &'static str {
        match language {
            Language::En => self.titles().0,
            Language::Ja => self.titles().1,
        }
    }

    const fn titles(self) -> (&'static str, &'static str) {
        match self {
            Self::NoToken => ("No token", "トークンがありません"),
            Self::BadToken => ("The token is not valid", "トークンが無効です"),
            Self::Scope => ("The token is not for this", "このトークンではできない操作です"),
            Self::NotFound => ("Not found", "見つかりません"),
            Self::Method => ("Method not allowed", "使えないメソッドです"),
            Self::Unreadable => ("Unreadable", "読み取れません"),
            Self::MediaType => ("Unsupported media type", "対応していない形式です"),
            Self::TooLarge => ("Too large", "大きすぎます"),
            Self::Slow => ("Too slow", "送信に時間がかかりすぎました"),
            Self::Key => (
                "The idempotency key is malformed",
                "Idempotency-Keyの形式が正しくありません",
            ),
            Self::KeyUsed => (
                "The idempotency key was used for another call",
                "Idempotency-Keyは別の呼び出しで使用済みです",
            ),
            Self::Invalid => ("The contents are not valid", "内容に誤りがあります"),
            Self::SameItem => (
                "The same item is registered already",
                "同じ品目がすでに登録されています",
            ),
            Self::Conflict => (
                "The contents do not fit the present state",
                "現在の状態と合っていません",
            ),
            Self::SameFile => (
                "The same file was imported before",
                "同じファイルがすでに取り込まれています",
            ),
            Self::TooMany => ("Too many calls", "呼び出しが多すぎます"),
            Self::Busy => ("Busy", "混み合っています"),
            Self::Broken => ("Something broke on our side", "当社側で問題が発生しました"),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn detail(self, language: Language) -> String {
        let (en, ja) = self.details();
        let text = match language {
            Language::En => en,
            Language::Ja => ja,
        };
        text.replace("{lots}", &thousands(AT_ONCE as u64))
            .replace("{key}", &LONGEST_KEY.to_string())
    }

    const fn details(self) -> (&'static str, &'static str) {
        match self {
            Self::NoToken => (
                "Send a token in the header Authorization: Bearer. Tokens are made on the account page.",
                "ヘッダーAuthorization: Bearerにトークンを付けてください。トークンはアカウントのページで作成できます。",
            ),
            Self::BadToken => (
                "It is unknown, revoked or expired, or the person who made it may not edit this stock any more.",
                "登録されていないか、取り消されたか、期限が切れたか、作成した方に在庫を編集する権限がなくなっています。",
            ),
            Self::Scope => (
                "Make a token with the scope that WWW-Authenticate names.",
                "WWW-Authenticateに示された権限を持つトークンを作成してください。",
            ),
            Self::NotFound => (
                "There is nothing of that name among what belongs to your company.",
                "貴社のものの中に、該当するものがありません。",
            ),
            Self::Method => (
                "The header Allow names the methods that are there.",
                "使えるメソッドはヘッダーAllowに示されています。",
            ),
            Self::Unreadable => (
                "What was sent does not have the documented form.",
                "送信された内容が、仕様書の形式になっていません。",
            ),
            Self::MediaType => (
                "Send lots as application/json and files as text/csv.",
                "在庫はapplication/json、ファイルはtext/csvとして送信してください。",
            ),
            Self::TooLarge => (
                "A call takes up to 1 MiB, and a file up to 20,000,000 bytes.",
                "1回の呼び出しは1 MiBまで、ファイルは20,000,000バイトまでです。",
            ),
            Self::Slow => ("Send it again.", "もう一度送信してください。"),
            Self::Key => (
                "A key has 1 to {key} printable characters of ASCII and no spaces.",
                "キーは、空白を含まないASCIIの表示可能な文字で、1文字以上{key}文字以下です。",
            ),
            Self::KeyUsed => (
                "Within 24 hours a key stands for one call. Use another key for another call.",
                "キーは24時間、1つの呼び出しだけに対応します。別の呼び出しには別のキーを使ってください。",
            ),
            Self::Invalid => (
                "Nothing was written. Each fault is listed with its place.",
                "何も書き込まれていません。誤りは、それぞれの位置とともに示しています。",
            ),
            Self::SameItem => (
                "Nothing was written. Send same_items with \"add\" to add to its quantity, or with \"separate\" to keep both.",
                "何も書き込まれていません。数量を加える場合はsame_itemsに\"add\"、別の在庫とする場合は\"separate\"を指定してください。",
            ),
            Self::Conflict => (
                "Nothing was written. Read the lots again; each fault is listed with its place.",
                "何も書き込まれていません。在庫を読み直してください。問題は、それぞれの位置とともに示しています。",
            ),
            Self::SameFile => (
                "Importing it again may register its lots twice. Send again=true if that is meant.",
                "もう一度取り込むと、在庫が二重に登録されることがあります。それでよければagain=trueを指定してください。",
            ),
            Self::TooMany => (
                "Wait as long as Retry-After says.",
                "Retry-Afterに示された時間だけ待ってください。",
            ),
            Self::Busy => (
                "Try again in a moment.",
                "しばらくしてから、もう一度お試しください。",
            ),
            Self::Broken => (
                "It was noted under the reference. If it happens again, write to us and name it.",
                "参照番号とともに記録しました。繰り返す場合は、その番号を添えてお問い合わせください。",
            ),
        }
    }
}

impl Fault {
    /// The kind of a call that fails by this alone.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Cells(_) | Self::Unnamed | Self::Twice => Kind::Invalid,
            Self::NoLot => Kind::NotFound,
            Self::ReferenceTaken { .. } | Self::Changed { .. } => Kind::Conflict,
            Self::SameItem { .. } => Kind::SameItem,
        }
    }

    /// Its name for programs; of cells, each has the name of its rule.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cells(_) => "cells",
            Self::NoLot => "no_lot",
            Self::Unnamed => "unnamed",
            Self::Twice => "twice",
            Self::ReferenceTaken { .. } => "reference_taken",
            Self::Changed { .. } => "changed",
            Self::SameItem { .. } => "same_item",
        }
    }

    /// The sentence for it; of cells, each has its own.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::En => self.in_english(),
            Language::Ja => self.in_japanese(),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Cells(_) => "Some cells break a rule.".to_owned(),
            Self::NoLot => "Your company has no such lot.".to_owned(),
            Self::Unnamed => "Name the lot by its id or its reference.".to_owned(),
            Self::Twice => "This lot is named twice in one call.".to_owned(),
            Self::ReferenceTaken { .. } => "Another lot has this reference.".to_owned(),
            Self::Changed { version } => {
                format!("The lot was changed meanwhile; it is in version {version} now.")
            }
            Self::SameItem { quantity, .. } => {
                let pieces = thousands(u64::from(*quantity));
                format!("The same item is registered already, with a quantity of {pieces}.")
            }
        }
    }

    fn in_japanese(&self) -> String {
        match self {
            Self::Cells(_) => "規則に合わない項目があります。".to_owned(),
            Self::NoLot => "貴社にこの在庫はありません。".to_owned(),
            Self::Unnamed => "idまたはreferenceで在庫を指定してください。".to_owned(),
            Self::Twice => "1回の呼び出しで、同じ在庫が2度指定されています。".to_owned(),
            Self::ReferenceTaken { .. } => "このreferenceは別の在庫で使われています。".to_owned(),
            Self::Changed { version } => {
                format!("この在庫はその後変更されました。現在のバージョンは{version}です。")
            }
            Self::SameItem { quantity, .. } => {
                let pieces = thousands(u64::from(*quantity));
                format!("同じ品目が数量{pieces}ですでに登録されています。")
            }
        }
    }
}

/// The kind of a call with these faults: what breaks a rule first, for nothing else can be mended before.
#[must_use]
pub fn kind_of(faults: &[(usize, Fault)]) -> Kind {
    let kinds = || faults.iter().map(|(_, fault)| fault.kind());
    let order = [Kind::Invalid, Kind::NotFound, Kind::Conflict, Kind::SameItem];
    let worst = order.into_iter().find(|kind| kinds().any(|other| other == *kind));
    worst.unwrap_or(Kind::Invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::violations::Violations;

    #[test]
    fn every_kind_has_its_name_its_status_and_its_words() {
        let mut slugs: Vec<_> = Kind::ALL.iter().map(|kind| kind.slug()).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert!((400..600).contains(&kind.status()), "{kind:?}");
            for language in Language::ALL {
                assert!(!kind.title(language).is_empty());
                let detail = kind.detail(language);
                assert!(!detail.is_empty() && !detail.contains('{'), "{detail}");
            }
        }
        let statuses: Vec<_> = Kind::ALL.iter().map(|kind| kind.status()).collect();
        assert!(statuses.is_sorted(), "{statuses:?}");
    }

    #[test]
    fn broken_rules_come_before_questions() {
        let same = Fault::SameItem {
            id: uuid::Uuid::nil(),
            quantity: 1_000,
        };
        let cells = Fault::Cells(Violations::none());
        assert_eq!(kind_of(&[(0, same.clone()), (1, cells)]), Kind::Invalid);
        assert_eq!(
            kind_of(&[(0, same.clone()), (1, Fault::Changed { version: 2 })]),
            Kind::Conflict
        );
        assert_eq!(kind_of(&[(0, same.clone())]), Kind::SameItem);
        assert!(same.words(Language::En).contains("1,000"));
        assert!(same.words(Language::Ja).contains("1,000"));
    }
}
