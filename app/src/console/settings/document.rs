//! A document that one agrees to: its editions, the form of a new one, and taking back one that is still to come.

use domain::legal::{Document, DocumentSheet, EditionForm, EditionRow, Standing};
use domain::places::{Console, Place};
use domain::text::limits;
use leptos::prelude::*;

use super::api::one_document;
use super::called;
use crate::console::deciding::{Password, entry, named, password_id};
use crate::console::desk::{Opened, Said};
use crate::console::frame::{Cards, Page};
use crate::labels::{Locale, language, locale};
use crate::legal::{self, pages::standing};
use crate::problem::Problem;
use crate::say;
use crate::ui::{Control, Field, Moment};

type Open = Opened<DocumentSheet, EditionForm>;

/// The page.
#[component]
pub fn DocumentPage(of: Document) -> impl IntoView {
    let opened = Resource::new_blocking(|| (), move |()| one_document(of.word().to_owned()));
    let title = legal::title(of, locale()).to_owned();
    view! { <Page title here=Console::Document(of) opened role=|open: &Open| open.page.role content=everything /> }
}

fn done(word: &str, locale: Locale) -> Option<&'static str> {
    match word {
        "publish" => Some(say!(locale, settings.done_published)),
        "withdraw" => Some(say!(locale, settings.done_withdrawn)),
        _ => None,
    }
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let page = open.page.clone();
    let withdraws = open.form.act == "withdraw";
    let (of_list, of_form) = if withdraws {
        (open.problem.clone(), None)
    } else {
        (None, open.problem.clone())
    };
    let form = if withdraws {
        page.form.clone()
    } else {
        open.form.clone()
    };
    // Whoever was told that somebody was faster has seen the newest.
    let version = if open.missed {
        page.form.version
    } else {
        form.version
    };
    let address = Console::Document(page.document).path();
    view! {
        <p class="lead">{say!(locale, settings.document_lead)}</p>
        <Said opened=open missed=say!(locale, settings.missed) called done />
        <Editions rows=page.rows document=page.document />
        {page
            .is_coming
            .then(|| {
                view! {
                    <form class="card stack" action=address.clone() method="post" novalidate=true>
                        <input type="hidden" name="version" value=page.form.version.to_string() />
                        <p class="help">{say!(locale, settings.withdraw_text)}</p>
                        <Password id=password_id(withdraws, "withdraw") asks=page.asks_password problem=of_list />
                        <p class="actions">
                            <button class="button danger" type="submit" name="act" value="withdraw">
                                {say!(locale, settings.withdraw)}
                            </button>
                        </p>
                    </form>
                }
            })}
        <section class="card stack" aria-labelledby="new-title">
            <h2 id="new-title">{say!(locale, settings.new_edition)}</h2>
            {page.is_coming.then(|| view! { <p>{say!(locale, settings.replaces)}</p> })}
            <form class="stack" action=address method="post" novalidate=true>
                <input type="hidden" name="version" value=version.to_string() />
                <Fields form earliest=page.earliest problem=of_form.clone() />
                <Password id=password_id(!withdraws, "publish") asks=page.asks_password problem=of_form />
                <p class="actions">
                    <button class="button primary" type="submit" name="act" value="publish">
                        {say!(locale, settings.publish)}
                    </button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Fields(
    form: EditionForm,
    /// The first day from which it may apply.
    earliest: String,
    #[prop(optional_no_strip)] problem: Option<Problem>,
) -> AnyView {
    let locale = locale();
    let language = language();
    let problem = problem.as_ref();
    let text = |name: &str, value: String, help: Option<&'static str>| {
        let text = named(name.to_owned(), name.to_owned(), called(name, language), help);
        let (entry, control) = (entry(value, problem, name), Control::area());
        view! { <Field text entry rule=limits::LEGAL_TEXT control class="tall" /> }
    };
    let date = Control {
        min: Some(earliest),
        ..Control::of("date")
    };
    let day = named(
        "applies_on".to_owned(),
        "applies_on".to_owned(),
        say!(locale, settings.applies_on),
        Some(say!(locale, settings.applies_on_help)),
    );
    view! {
        <Field text=day entry=entry(form.applies_on, problem, "applies_on") required=true control=date />
        {text("text_ja", form.text_ja, Some(say!(locale, settings.text_help)))}
        {text("text_en", form.text_en, None)}
        <label class="check">
            <input type="checkbox" name="tell" value="1" checked=form.tell.is_some() />
            <span>{say!(locale, settings.tell)}</span>
        </label>
        <p class="help">{say!(locale, settings.tell_help)}</p>
    }
    .into_any()
}

#[component]
fn Editions(rows: Vec<EditionRow>, document: Document) -> AnyView {
    let locale = locale();
    let heads = vec![
        say!(locale, settings.applies_on),
        say!(locale, console.state),
        say!(locale, settings.published_at),
        say!(locale, desk.by),
        say!(locale, settings.told),
    ];
    let rows = rows.into_iter().map(move |row| edition(row, document));
    let rows = rows.collect_view().into_any();
    view! { <Cards id="editions-caption" caption=say!(locale, legal.editions) heads rows /> }.into_any()
}

fn edition(row: EditionRow, document: Document) -> impl IntoView {
    let locale = locale();
    let day = row.line.applies_on;
    let published = match row.published_at {
        Some(at) => view! { <Moment at=at /> }.into_any(),
        None => say!(locale, settings.with_the_program).into_any(),
    };
    let told = if row.tells && row.line.standing != Standing::Withdrawn {
        say!(locale, desk.yes)
    } else {
        say!(locale, desk.no)
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=Place::Edition(document, day.clone()).path() rel="external">
                    {day.clone()}
                </a>
            </th>
            <td role="cell" data-label=say!(locale, console.state)>{standing(row.line.standing, locale)}</td>
            <td role="cell" data-label=say!(locale, settings.published_at)>{published}</td>
            <td role="cell" data-label=say!(locale, desk.by)>{row.by}</td>
            <td role="cell" data-label=say!(locale, settings.told)>{told}</td>
        </tr>
    }
}
