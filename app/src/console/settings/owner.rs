//! What the owner tells of itself: the form, and what was changed when and by whom.

use domain::language::Language;
use domain::legal::Document;
use domain::owner::{Change, OwnerForm, SettingsPage as Settings, VersionRow};
use domain::places::Console;
use domain::text::{TextRule, limits};
use leptos::prelude::*;

use super::api::owner_settings;
use super::called;
use crate::console::deciding::{Password, entry, named};
use crate::console::desk::{Opened, Said};
use crate::console::frame::{Cards, Page, select};
use crate::labels::{Locale, language, locale};
use crate::legal;
use crate::problem::Problem;
use crate::say;
use crate::ui::{Control, Field, Moment};

type Open = Opened<Settings, OwnerForm>;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| owner_settings());
    let title = say!(locale(), settings.title).to_owned();
    view! { <Page title here=Console::Settings opened role=|open: &Open| open.page.role content=everything /> }
}

fn done(word: &str, locale: Locale) -> Option<&'static str> {
    (word == "change").then(|| say!(locale, settings.done_changed))
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let page = open.page.clone();
    let problem = open.problem.clone();
    // What was looked at stays what was looked at, also when the form comes back; whoever was told that somebody was faster has seen
    // the newest.
    let version = if open.missed {
        page.form.version
    } else {
        open.form.version
    };
    let documents = Document::ALL.map(|document| {
        view! {
            <li>
                <a href=Console::Document(document).path()>{legal::title(document, locale)}</a>
            </li>
        }
    });
    view! {
        <p class="lead">{say!(locale, settings.lead)}</p>
        <Said opened=open.clone() missed=say!(locale, settings.missed) called done />
        <form class="card stack" action=Console::Settings.path() method="post" novalidate=true>
            <input type="hidden" name="version" value=version.to_string() />
            <Fields form=open.form problem=problem.clone() />
            <Password id="password".to_owned() asks=page.asks_password problem />
            <p class="actions">
                <button class="button primary" type="submit">
                    {say!(locale, settings.save)}
                </button>
            </p>
        </form>
        <section class="stack tight" aria-labelledby="documents-title">
            <h2 id="documents-title">{say!(locale, settings.documents)}</h2>
            <ul class="documents">{documents.collect_view()}</ul>
        </section>
        // The table below is a region of this name itself.
        <h2>{say!(locale, settings.history)}</h2>
        <History rows=page.history />
    }
    .into_any()
}

#[component]
fn Fields(form: OwnerForm, #[prop(optional_no_strip)] problem: Option<Problem>) -> AnyView {
    let locale = locale();
    let language = language();
    let problem = problem.as_ref();
    let line = |name: &str, value: String, rule: TextRule, help: Option<&'static str>, control: Control| {
        let text = named(name.to_owned(), name.to_owned(), called(name, language), help);
        view! { <Field text entry=entry(value, problem, name) rule=rule control=control /> }
    };
    let plain = Control::default;
    let mail = || Control {
        autocapitalize: Some("off"),
        ..Control::of("email")
    };
    let languages = Language::ALL.map(|one| (one.tag().to_owned(), tongue(one, locale).to_owned()));
    view! {
        {line("name_ja", form.name_ja, limits::COMPANY, None, plain())}
        {line("name_en", form.name_en, limits::COMPANY, None, plain())}
        {line("address_ja", form.address_ja, limits::OWNER_ADDRESS, Some(say!(locale, settings.address_help)), plain())}
        {line("address_en", form.address_en, limits::OWNER_ADDRESS, None, plain())}
        {line("phone", form.phone, limits::OWNER_PHONE, None, Control::of("tel"))}
        {line("mail", form.mail, limits::EMAIL, Some(say!(locale, settings.mail_help)), mail())}
        {select("language", say!(locale, settings.language), &form.language, languages.into())}
        {line("sender", form.sender, limits::EMAIL, Some(say!(locale, settings.sender_help)), mail())}
    }
    .into_any()
}

fn tongue(language: Language, locale: Locale) -> &'static str {
    match language {
        Language::En => say!(locale, settings.english),
        Language::Ja => say!(locale, settings.japanese),
    }
}

#[component]
fn History(rows: Vec<VersionRow>) -> AnyView {
    let locale = locale();
    if rows.is_empty() {
        return view! { <p>{say!(locale, settings.no_history)}</p> }.into_any();
    }
    let heads = vec![
        say!(locale, settings.version),
        say!(locale, settings.when),
        say!(locale, desk.by),
        say!(locale, settings.changes),
    ];
    let rows = rows.into_iter().map(version).collect_view().into_any();
    view! { <Cards id="history-caption" caption=say!(locale, settings.history) heads rows /> }.into_any()
}

fn version(row: VersionRow) -> impl IntoView {
    let locale = locale();
    let changes = row.changes.into_iter().map(change).collect_view();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{row.number}</th>
            <td role="cell" data-label=say!(locale, settings.when)>
                <Moment at=row.at />
            </td>
            <td role="cell" data-label=say!(locale, desk.by)>{row.by}</td>
            <td role="cell" data-label=say!(locale, settings.changes)>
                <ul class="changes">{changes}</ul>
            </td>
        </tr>
    }
}

fn change(change: Change) -> impl IntoView {
    let locale = locale();
    let said = |value: String| {
        let value = Language::of_tag(&value)
            .filter(|_| change.field == "language")
            .map_or(value, |language| tongue(language, locale).to_owned());
        if value.is_empty() {
            say!(locale, settings.nothing).to_owned()
        } else {
            value
        }
    };
    let (before, after) = (said(change.before), said(change.after));
    let field = called(&change.field, language());
    view! {
        <li>
            <b>{field}</b>
            ": "
            <del>{before}</del>
            " → "
            <ins>{after}</ins>
        </li>
    }
}
