//! The list, and one letter in both of its parts.

use domain::places::Place;
use leptos::prelude::*;

use super::{Head, Opened};
use crate::labels::locale;
use crate::say;
use crate::ui::{Icon, Moment, PageTitle};

/// All letters, newest first.
#[component]
pub fn LettersPage(letters: Vec<Head>) -> AnyView {
    let locale = locale();
    let list = if letters.is_empty() {
        view! {
            <p>{say!(locale, letters.empty)}</p>
            <p class="actions">
                <a class="button" href=Place::Request.path()>
                    {say!(locale, letters.request)}
                </a>
            </p>
        }
        .into_any()
    } else {
        view! { <LetterTable letters /> }.into_any()
    };
    view! {
        <PageTitle text=say!(locale, letters.title).to_string() />
        <main id="content" tabindex="-1" class="page letters">
            <h1>{say!(locale, letters.title)}</h1>
            <div class="notice">
                <Icon name="info" />
                <p>{say!(locale, letters.note)}</p>
            </div>
            {list}
        </main>
    }
    .into_any()
}

#[component]
fn LetterTable(letters: Vec<Head>) -> AnyView {
    let locale = locale();
    view! {
        <div class="letters-list">
            <div class="scroll">
                // The roles stay where a narrow page turns rows into cards.
                <table class="table" role="table" aria-label=say!(locale, letters.title)>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{say!(locale, letters.when)}</th>
                            <th role="columnheader" scope="col">{say!(locale, letters.to)}</th>
                            <th role="columnheader" scope="col">{say!(locale, letters.subject)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{letters.into_iter().map(|head| view! { <Row head /> }).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Row(head: Head) -> AnyView {
    let tongue = tongue(&head.subject);
    view! {
        <tr role="row">
            <td role="cell" class="when">
                <Moment at=head.date />
            </td>
            <td role="cell">{head.to}</td>
            <td role="cell" class="wide">
                <a href=Place::Letter(head.id).path() lang=tongue>
                    {head.subject}
                </a>
            </td>
        </tr>
    }
    .into_any()
}

/// The language that a subject is read out in: letters do not say theirs.
fn tongue(subject: &str) -> &'static str {
    if subject.chars().any(|c| ('\u{3040}'..='\u{9FFF}').contains(&c)) {
        "ja"
    } else {
        "en"
    }
}

/// One letter.
#[component]
pub fn LetterPage(letter: Opened) -> AnyView {
    let locale = locale();
    let Opened { head, headers, text } = letter;
    let tongue = tongue(&head.subject);
    let facts = headers
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> })
        .collect_view();
    view! {
        <PageTitle text=head.subject.clone() />
        <main id="content" tabindex="-1" class="page letters">
            <nav class="crumbs" aria-label=say!(locale, letters.crumbs)>
                <ol>
                    <li>
                        <a href=Place::Letters.path()>{say!(locale, letters.title)}</a>
                    </li>
                    <li aria-current="page" lang=tongue>{head.subject.clone()}</li>
                </ol>
            </nav>
            <h1 lang=tongue>{head.subject}</h1>
            <dl class="facts">{facts}</dl>
            <div class="letter-parts">
                <section class="letter-part" aria-labelledby="html-title">
                    <h2 id="html-title">{say!(locale, letters.html_part)}</h2>
                    <iframe
                        class="letter-html"
                        sandbox=""
                        src=Place::LetterHtml(head.id).path()
                        title=say!(locale, letters.html_part)
                    ></iframe>
                </section>
                <div class="letter-part">
                    <h2 id="text-title">{say!(locale, letters.text_part)}</h2>
                    <pre class="letter-text" tabindex="0" role="region" aria-labelledby="text-title" lang=tongue>
                        {text}
                    </pre>
                </div>
            </div>
        </main>
    }
    .into_any()
}
