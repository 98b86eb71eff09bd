//! One notice: changing it, and ending it.

use domain::notices::{NoticeForm, NoticeKind, NoticeSheet, Phase};
use domain::places::Console;
use domain::text::{TextRule, limits};
use leptos::prelude::*;

use super::api::one_notice;
use super::{Opened, Password, Said};
use crate::console::deciding::{entry, looked_at, named, password_id};
use crate::console::frame::{Page, select};
use crate::console::part::Typed;
use crate::labels::{Locale, locale};
use crate::problem::Problem;
use crate::say;
use crate::ui::{Control, Field};

type Open = Opened<NoticeSheet, NoticeForm>;

/// The page.
#[component]
pub fn NoticePage(id: i64) -> impl IntoView {
    let opened = Resource::new_blocking(|| (), move |()| one_notice(id.to_string()));
    let title = say!(locale(), desk.notice_title, id = id).to_string();
    view! { <Page title here=Console::Notice(id) opened role=|open: &Open| open.page.role content=everything /> }
}

/// Where a notice stands in time.
pub(super) fn phase(phase: Phase, locale: Locale) -> &'static str {
    match phase {
        Phase::Coming => say!(locale, desk.phase_coming),
        Phase::Now => say!(locale, desk.phase_now),
        Phase::Over => say!(locale, desk.phase_over),
        Phase::Withdrawn => say!(locale, desk.phase_withdrawn),
    }
}

fn done(word: &str, locale: Locale) -> Option<&'static str> {
    match word {
        "change" => Some(say!(locale, desk.done_changed)),
        "end" => Some(say!(locale, desk.done_ended)),
        _ => None,
    }
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let page = open.page.clone();
    let came_back = open.problem.is_some() || open.missed;
    let changes = came_back && open.form.act == "change";
    let form = if changes {
        open.form.clone()
    } else {
        page.form.clone()
    };
    let problem_of = |act: &str| open.problem.clone().filter(|_| open.form.act == act);
    let (changing, ending) = (problem_of("change"), problem_of("end"));
    let address = Console::Notice(page.id).path();
    let version = looked_at(
        open.problem.as_ref(),
        open.missed,
        open.form.version,
        page.form.version,
    );
    let version = version.to_string();
    let is_open = matches!(page.phase, Phase::Coming | Phase::Now);
    let forms = is_open.then(|| {
        view! {
            <form class="card stack" action=address.clone() method="post" novalidate=true>
                <input type="hidden" name="version" value=version.clone() />
                <Fields form problem=changing.clone() />
                <Password id=password_id(changes, "change") asks=page.asks_password problem=changing />
                <p class="actions">
                    <button class="button primary" type="submit" name="act" value="change">
                        {say!(locale, desk.change)}
                    </button>
                </p>
            </form>
            <form class="card stack" action=address method="post" novalidate=true>
                <input type="hidden" name="version" value=version />
                <p class="help">{say!(locale, desk.end_text)}</p>
                <Password id=password_id(ending.is_some(), "end") asks=page.asks_password problem=ending />
                <p class="actions">
                    <button class="button danger" type="submit" name="act" value="end">
                        {say!(locale, desk.end)}
                    </button>
                </p>
            </form>
        }
    });
    let typed = (!is_open && open.missed && open.form.act == "change").then(|| {
        let form = open.form.clone();
        let texts = vec![form.title_ja, form.text_ja, form.title_en, form.text_en];
        view! { <Typed texts /> }
    });
    let over = (!is_open).then(|| {
        let texts = [
            page.form.title_en.clone(),
            page.form.text_en.clone(),
            page.form.title_ja.clone(),
            page.form.text_ja.clone(),
        ];
        texts
            .map(|text| view! { <p class="said">{text}</p> })
            .collect_view()
    });
    view! {
        <Said opened=open.clone() missed=say!(locale, desk.missed_notice) done />
        <p>{phase(page.phase, locale)}</p>
        {typed}
        {forms}
        {over}
    }
    .into_any()
}

/// The fields of a notice.
#[component]
pub(super) fn Fields(form: NoticeForm, #[prop(optional_no_strip)] problem: Option<Problem>) -> AnyView {
    let locale = locale();
    let problem = problem.as_ref();
    let kinds = NoticeKind::ALL.map(|one| {
        (
            one.word().to_owned(),
            crate::notices::kind(one, locale).to_owned(),
        )
    });
    let line = |name: &str, label: &'static str, value: String, rule: TextRule| {
        let text = named(name.to_owned(), name.to_owned(), label, None);
        let control = if rule == limits::NOTICE_TEXT {
            Control::area()
        } else {
            Control::default()
        };
        view! { <Field text entry=entry(value, problem, name) rule=rule control=control /> }
    };
    let moment = |name: &str, label: &'static str, help: &'static str, value: String| {
        let text = named(name.to_owned(), name.to_owned(), label, Some(help));
        view! { <Field text entry=entry(value, problem, name) control=Control::of("datetime-local") /> }
    };
    let (title, words) = (limits::NOTICE_TITLE, limits::NOTICE_TEXT);
    view! {
        {select("kind", say!(locale, desk.kind), &form.kind, kinds.into())}
        {line("title_ja", say!(locale, desk.title_ja), form.title_ja, title)}
        {line("text_ja", say!(locale, desk.text_ja), form.text_ja, words)}
        {line("title_en", say!(locale, desk.title_en), form.title_en, title)}
        {line("text_en", say!(locale, desk.text_en), form.text_en, words)}
        {moment("from", say!(locale, desk.from), say!(locale, desk.from_help), form.from)}
        {moment("until", say!(locale, desk.until), say!(locale, desk.until_help), form.until)}
        <label class="check">
            <input type="checkbox" name="banner" value="1" checked=form.banner.is_some() />
            <span>{say!(locale, desk.banner)}</span>
        </label>
        <p class="help">{say!(locale, desk.banner_help)}</p>
    }
    .into_any()
}
