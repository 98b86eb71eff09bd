//! The shape that both documents share.

use domain::places::Place;
use leptos::prelude::*;

use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::PageTitle;

/// One numbered part of a document.
pub struct Section {
    pub title: &'static str,
    /// Paragraphs and lists, line by line.
    pub text: &'static str,
}

/// A document to be read from above to below.
pub struct Document {
    pub title: &'static str,
    /// The day of its last change, `YYYY-MM-DD`.
    pub version: &'static str,
    pub lead: String,
    pub sections: Vec<Section>,
}

/// Collects the sections of a document from the language files, in the order in which they are named.
macro_rules! sections {
    ($locale:expr, $document:ident: $($section:ident),+ $(,)?) => {
        vec![$($crate::legal::pages::Section {
            title: $crate::say!($locale, legal.$document.$section.title),
            text: $crate::say!($locale, legal.$document.$section.text),
        }),+]
    };
}
pub(super) use sections;

/// The page of a document, with the way to the other one and to us.
#[component]
pub fn DocumentPage(document: Document) -> AnyView {
    let locale = locale();
    let Document {
        title,
        version,
        lead,
        sections,
    } = document;
    let contents = (1_u32..).zip(&sections).map(|(number, section)| {
        view! {
            <li>
                <a href=format!("#{number}")>{section.title}</a>
            </li>
        }
    });
    let contents = contents.collect_view();
    let parts = (1_u32..)
        .zip(sections)
        .map(|(number, section)| view! { <SectionView number section /> })
        .collect_view();
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow legal">
            <div class="stack tight">
                <h1>{title}</h1>
                <p class="quiet small">
                    {say!(locale, legal.version)} " " <time datetime=version>{version}</time>
                </p>
                <p class="lead">{lead}</p>
            </div>
            <nav aria-label=say!(locale, legal.contents)>
                <ol class="legal-contents">{contents}</ol>
            </nav>
            {parts}
            <p class="legal-ask">
                {say!(locale, legal.ask)} " " <a href=Place::Contact.path()>{say!(locale, frame.contact)}</a>
            </p>
        </main>
    }
    .into_any()
}

#[component]
fn SectionView(number: u32, section: Section) -> AnyView {
    let id = number.to_string();
    view! {
        <section class="legal-part" id=id>
            <h2>{format!("{number}. {}", section.title)}</h2>
            {blocks(section.text).into_iter().map(Block::view).collect_view()}
        </section>
    }
    .into_any()
}

/// A piece of a section.
#[derive(Debug, PartialEq, Eq)]
enum Block {
    Paragraph(&'static str),
    List(Vec<&'static str>),
}

impl Block {
    fn view(self) -> AnyView {
        match self {
            Self::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
            Self::List(items) => {
                let items = items.into_iter().map(|text| view! { <li>{text}</li> });
                view! { <ul>{items.collect_view()}</ul> }.into_any()
            }
        }
    }
}

/// Paragraphs, and lists of what follows one another with a dash.
fn blocks(text: &'static str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    lines
        .chunk_by(|one, next| item(one).is_some() && item(next).is_some())
        .map(|block| match block {
            [line] if item(line).is_none() => Block::Paragraph(line),
            items => Block::List(items.iter().filter_map(|line| item(line)).collect()),
        })
        .collect()
}

fn item(line: &'static str) -> Option<&'static str> {
    line.strip_prefix("- ")
}

/// The name of the owner as a text names it.
pub(super) fn owner(locale: Locale) -> String {
    use_context::<crate::session::HouseInfo>()
        .map(|house| house.owner_name)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| say!(locale, legal.we).to_owned())
}

#[cfg(test)]
mod tests {
    use domain::language::Language;

    use super::*;
    use crate::legal::{privacy, terms};

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
    fn both_languages_say_as_much() {
        let document =
            |of: fn(Locale, &str) -> Document, language| of(crate::labels::locale_of(language), "Owner");
        for of in [terms::document, privacy::document] {
            let (en, ja) = (document(of, Language::En), document(of, Language::Ja));
            assert!(en.lead.contains("Owner") && ja.lead.contains("Owner"));
            assert_eq!(en.version, ja.version);
            for (en, ja) in en.sections.iter().zip(&ja.sections) {
                let shape = |text: &'static str| -> Vec<bool> {
                    text.lines().map(|line| item(line).is_some()).collect()
                };
                assert_eq!(shape(en.text), shape(ja.text), "{} / {}", en.title, ja.title);
            }
        }
    }
}
