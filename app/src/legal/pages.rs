//! The page that both documents share.

use domain::legal::text::{Block, Section, blocks};
use domain::legal::{EditionLine, Shown, Standing};
use domain::places::Place;
use leptos::prelude::*;

use super::{first_edition, title};
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Icon, PageTitle};

/// Collects the sections of a document from the language files, in the order in which they are named.
macro_rules! sections {
    ($locale:expr, $document:ident: $($section:ident),+ $(,)?) => {
        vec![$(domain::legal::text::Section {
            title: $crate::say!($locale, legal.$document.$section.title).to_owned(),
            text: $crate::say!($locale, legal.$document.$section.text).to_owned(),
        }),+]
    };
}
pub(super) use sections;

/// The page of a document, with the way to its other editions and to us.
#[component]
pub fn DocumentPage(shown: Shown) -> AnyView {
    let locale = locale();
    let Shown {
        document,
        line,
        text,
        editions,
    } = shown;
    let title = title(document, locale);
    let text = text.unwrap_or_else(|| first_edition(document, language()).of(&owner(locale)));
    let contents = (1_u32..).zip(&text.sections).map(|(number, section)| {
        view! {
            <li>
                <a href=format!("#{number}")>{section.title.clone()}</a>
            </li>
        }
    });
    let contents = contents.collect_view();
    let parts = (1_u32..)
        .zip(text.sections)
        .map(|(number, section)| view! { <SectionView number section /> })
        .collect_view();
    let applies_on = line.applies_on.clone();
    let others: Vec<_> = editions
        .into_iter()
        .filter(|edition| edition.applies_on != line.applies_on)
        .collect();
    let lead = text
        .lead
        .lines()
        .map(|line| view! { <p class="lead">{line.to_owned()}</p> })
        .collect_view();
    view! {
        <PageTitle text=title />
        <main id="content" tabindex="-1" class="page narrow legal">
            <div class="stack tight">
                <h1>{title}</h1>
                <p class="quiet small">
                    {say!(locale, legal.version)} " " <time datetime=applies_on.clone()>{applies_on.clone()}</time>
                </p>
                {remark(line.standing, locale)}
                {lead}
            </div>
            <nav aria-label=say!(locale, legal.contents)>
                <ol class="legal-contents">{contents}</ol>
            </nav>
            {parts}
            <p class="legal-ask">
                {say!(locale, legal.ask)} " " <a href=Place::Contact.path()>{say!(locale, frame.contact)}</a>
            </p>
            <Others others to=move |day| Place::Edition(document, day).path() />
        </main>
    }
    .into_any()
}

/// What has to be said of an edition that does not apply now.
fn remark(standing: Standing, locale: Locale) -> Option<AnyView> {
    let words = match standing {
        Standing::Now => return None,
        Standing::Coming => say!(locale, legal.coming_text),
        Standing::Over => say!(locale, legal.over_text),
        Standing::Withdrawn => say!(locale, legal.withdrawn_text),
    };
    let notice = view! {
        <div class="notice wait">
            <Icon name="clock" />
            <p>{words}</p>
        </div>
    };
    Some(notice.into_any())
}

/// Where an edition stands in time.
#[must_use]
pub fn standing(standing: Standing, locale: Locale) -> &'static str {
    match standing {
        Standing::Coming => say!(locale, legal.coming),
        Standing::Now => say!(locale, legal.now),
        Standing::Over => say!(locale, legal.over),
        Standing::Withdrawn => say!(locale, legal.withdrawn),
    }
}

/// The other editions, the newest first; nothing where there is only one.
#[component]
fn Others(others: Vec<EditionLine>, to: impl Fn(String) -> String + Send + Sync + 'static) -> AnyView {
    if others.is_empty() {
        return ().into_any();
    }
    let locale = locale();
    let lines = others.into_iter().map(|edition| {
        let day = edition.applies_on;
        view! {
            <li>
                <a href=to(day.clone())>
                    <time datetime=day.clone()>{day.clone()}</time>
                </a>
                " "
                {standing(edition.standing, locale)}
            </li>
        }
    });
    view! {
        <section class="stack tight" aria-labelledby="editions">
            <h2 id="editions">{say!(locale, legal.editions)}</h2>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn SectionView(number: u32, section: Section) -> AnyView {
    let id = number.to_string();
    let blocks = blocks(&section.text).into_iter().map(block).collect_view();
    view! {
        <section class="legal-part" id=id>
            <h2>{format!("{number}. {}", section.title)}</h2>
            {blocks}
        </section>
    }
    .into_any()
}

fn block(block: Block<'_>) -> AnyView {
    match block {
        Block::Paragraph(text) => view! { <p>{text.to_owned()}</p> }.into_any(),
        Block::List(items) => {
            let items = items.into_iter().map(|text| view! { <li>{text.to_owned()}</li> });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
    }
}

/// The name of the owner as a text names it.
fn owner(locale: Locale) -> String {
    use_context::<crate::session::HouseInfo>()
        .map(|house| house.owner_name)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| say!(locale, legal.we).to_owned())
}

#[cfg(test)]
mod tests {
    use domain::language::Language;
    use domain::legal::text::OWNER;
    use domain::legal::{Document, Text};

    use super::*;

    #[test]
    fn both_languages_say_as_much() {
        for document in Document::ALL {
            let [en, ja] = [Language::En, Language::Ja].map(|language| first_edition(document, language));
            assert!(en.lead.contains(OWNER) && ja.lead.contains(OWNER));
            assert_eq!(en.sections.len(), ja.sections.len());
            for (en, ja) in en.sections.iter().zip(&ja.sections) {
                let shape =
                    |text: &str| -> Vec<bool> { text.lines().map(|line| line.starts_with("- ")).collect() };
                assert_eq!(shape(&en.text), shape(&ja.text), "{} / {}", en.title, ja.title);
            }
        }
    }

    #[test]
    fn the_first_edition_can_be_typed_and_read_again() {
        for document in Document::ALL {
            for language in Language::ALL {
                let text = first_edition(document, language);
                assert_eq!(Text::parse(&text.typed()), Ok(text));
            }
        }
    }
}
