//! The plain text of a document: what comes first is the lead, a line that begins with `#` is the heading of a section,
//! `- ` begins an item of a list, every other line is a paragraph. `{owner}` stands for the owner's name.

use serde::{Deserialize, Serialize};

use crate::text::limits;
use crate::violations::Violation;

/// Where the owner's name goes.
pub const OWNER: &str = "{owner}";

/// A document in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Paragraphs, line by line.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// One numbered part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub title: String,
    /// Paragraphs and lists, line by line.
    pub text: String,
}

/// A piece of a section.
#[derive(Debug, PartialEq, Eq)]
pub enum Block<'a> {
    Paragraph(&'a str),
    List(Vec<&'a str>),
}

impl Text {
    /// Reads a text as it was typed.
    ///
    /// # Errors
    /// Too long or with signs that nobody sees; without a lead or any section; the line of a heading without a title, or
    /// with nothing below it.
    pub fn parse(raw: &str) -> Result<Self, Violation> {
        let whole = limits::LEGAL_TEXT.check(raw)?;
        let mut lead = String::new();
        let mut sections: Vec<(u32, Section)> = Vec::new();
        for (number, line) in (1_u32..).zip(whole.lines()) {
            let line = line.trim();
            if let Some(title) = line.strip_prefix('#') {
                let title = title.trim().to_owned();
                if title.is_empty() {
                    return Err(Violation::HeadingEmpty { line: number });
                }
                let text = String::new();
                sections.push((number, Section { title, text }));
            } else if !line.is_empty() {
                let part = sections
                    .last_mut()
                    .map_or(&mut lead, |(_, section)| &mut section.text);
                if !part.is_empty() {
                    part.push('\n');
                }
                part.push_str(line);
            }
        }
        if lead.is_empty() || sections.is_empty() {
            return Err(Violation::HeadingsMissing);
        }
        if let Some((line, _)) = sections.iter().find(|(_, section)| section.text.is_empty()) {
            return Err(Violation::SectionEmpty { line: *line });
        }
        let sections = sections.into_iter().map(|(_, section)| section).collect();
        Ok(Self { lead, sections })
    }

    /// The text as it is typed.
    #[must_use]
    pub fn typed(&self) -> String {
        let sections = self
            .sections
            .iter()
            .map(|section| format!("\n\n# {}\n{}", section.title, section.text));
        self.lead.clone() + &sections.collect::<String>()
    }

    /// With the owner named in it.
    #[must_use]
    pub fn of(self, owner: &str) -> Self {
        let named = |text: String| text.replace(OWNER, owner);
        let section = |section: Section| Section {
            title: named(section.title),
            text: named(section.text),
        };
        Self {
            lead: named(self.lead),
            sections: self.sections.into_iter().map(section).collect(),
        }
    }
}

/// Paragraphs, and lists of what follows one another with a dash.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    lines
        .chunk_by(|one, next| item(one).is_some() && item(next).is_some())
        .map(|block| match block {
            [line] if item(line).is_none() => Block::Paragraph(line),
            items => Block::List(items.iter().filter_map(|line| item(line)).collect()),
        })
        .collect()
}

fn item(line: &str) -> Option<&str> {
    line.strip_prefix("- ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_become_paragraphs_and_dashes_a_list() {
        let expected = [
            Block::Paragraph("One."),
            Block::List(vec!["a", "b"]),
            Block::Paragraph("Two."),
            Block::Paragraph("Three."),
            Block::List(vec!["c"]),
        ];
        assert_eq!(blocks("One.\n- a\n- b\nTwo.\n\nThree.\n- c"), expected);
    }

    #[test]
    fn a_text_has_a_lead_and_sections_with_something_in_them() {
        let text = Text::parse("It is run by {owner}.\r\n\r\n# Service\r\nOne.\n- a\n\n#Law \nJapan's.")
            .expect("reads");
        let titles: Vec<_> = text
            .sections
            .iter()
            .map(|section| section.title.as_str())
            .collect();
        assert_eq!(titles, ["Service", "Law"]);
        assert_eq!(text.clone().of("Kaihin").lead, "It is run by Kaihin.");
        assert_eq!(
            text.typed(),
            "It is run by {owner}.\n\n# Service\nOne.\n- a\n\n# Law\nJapan's."
        );
        for (odd, fault) in [
            ("", Violation::Missing),
            ("Only a lead.", Violation::HeadingsMissing),
            ("# Service\nNo lead.", Violation::HeadingsMissing),
            ("Lead.\n# \nText.", Violation::HeadingEmpty { line: 2 }),
            (
                "Lead.\n\n# Service\n\n# Law\nText.",
                Violation::SectionEmpty { line: 3 },
            ),
            ("Lead.\n# Law", Violation::SectionEmpty { line: 2 }),
        ] {
            assert_eq!(Text::parse(odd), Err(fault), "{odd:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_typed_is_read_again(raw in "[a-z]{1,5}( \\{owner\\})?(\n(# [a-z]{0,4}|- [a-z]{1,4}|[a-z ]{0,8})){0,12}") {
            if let Ok(text) = Text::parse(&raw) {
                prop_assert_eq!(Text::parse(&text.typed()), Ok(text.clone()));
                prop_assert!(text.sections.iter().all(|section| !blocks(&section.text).is_empty()));
            }
        }
    }
}
