//! The two languages of the house. They are equal: neither is the fallback of the other.

use serde::{Deserialize, Serialize};

/// A language that pages, mails and rules are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Ja,
}

impl Language {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// The tag of BCP 47, as in `<html lang>` and in stored rows.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language of a tag; regional parts (`ja-JP`) are ignored.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| primary.trim().eq_ignore_ascii_case(language.tag()))
    }

    /// The first language of an `Accept-Language` header that we speak, by its order and weights.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(language) = pieces.next().and_then(Self::of_tag) else {
                continue;
            };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1000, per_mille);
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

fn per_mille(quality: &str) -> u16 {
    let quality: f32 = quality.trim().parse().unwrap_or(0.0);
    // Clamped first, so the cast neither wraps nor loses the sign.
    (quality.clamp(0.0, 1.0) * 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        assert_eq!(Language::accepted("fr, ja;q=0.8, en;q=0.9"), Some(Language::En));
        assert_eq!(Language::accepted("ja-JP,en-US;q=0.9"), Some(Language::Ja));
        assert_eq!(Language::accepted("en;q=0"), None);
        assert_eq!(Language::accepted("de"), None);
    }
}
