//! The status page (R020, R031): how the house does now, what is planned, what was. For everybody, and without the program.

use domain::notices::NoticeView;
use domain::notices::status::{Health, Part, Status};
use domain::places::Place;
use leptos::prelude::*;

use super::{Times, kind, look, paragraphs};
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Icon, Moment, PageTitle};

/// The page.
#[component]
pub fn StatusPage(status: Status) -> AnyView {
    let locale = locale();
    let (tone, icon, words) = match status.worst() {
        Health::Good => ("notice safe", "done", say!(locale, notices.all_good)),
        Health::Slow => ("notice wait", "clock", say!(locale, notices.some_slow)),
        Health::Down => ("notice wrong", "warn", say!(locale, notices.some_down)),
    };
    let parts = status
        .parts
        .iter()
        .map(|(part, health)| part_line(*part, *health, locale));
    let import = status.last_import.map(|at| {
        view! {
            <dt>{say!(locale, notices.last_import)}</dt>
            <dd>
                <Moment at=at />
            </dd>
        }
    });
    view! {
        <PageTitle text=say!(locale, notices.title).to_owned() />
        <main id="content" tabindex="-1" class="page narrow status">
            <div class="stack tight">
                <h1>{say!(locale, notices.title)}</h1>
                <p class="quiet small">{say!(locale, notices.looked_at)} " " <Moment at=status.looked_at /></p>
            </div>
            <div class=tone>
                <Icon name=icon />
                <p>
                    <b>{words}</b>
                </p>
            </div>
            <List title=say!(locale, notices.now) notices=status.now empty=None />
            <section class="stack tight">
                <h2>{say!(locale, notices.parts)}</h2>
                <dl class="facts">{parts.collect_view()} {import}</dl>
            </section>
            <List title=say!(locale, notices.coming) notices=status.coming empty=Some(say!(locale, notices.nothing_planned)) />
            <List title=say!(locale, notices.past) notices=status.past empty=Some(say!(locale, notices.nothing_past)) />
            <p>{say!(locale, notices.ask)} " " <a href=Place::Contact.path()>{say!(locale, frame.contact)}</a></p>
        </main>
    }
    .into_any()
}

fn part_line(part: Part, health: Health, locale: Locale) -> impl IntoView {
    let name = match part {
        Part::Site => say!(locale, notices.part_site),
        Part::Search => say!(locale, notices.part_search),
        Part::Mail => say!(locale, notices.part_mail),
        Part::Imports => say!(locale, notices.part_imports),
    };
    let (class, icon, words) = match health {
        Health::Good => ("badge safe", "check", say!(locale, notices.good)),
        Health::Slow => ("badge wait", "clock", say!(locale, notices.slow)),
        Health::Down => ("badge wrong", "warn", say!(locale, notices.down)),
    };
    view! {
        <dt>{name}</dt>
        <dd>
            <span class=class>
                <Icon name=icon />
                {words}
            </span>
        </dd>
    }
}

/// Notices below a heading; nothing at all where there are none and nothing is said of that.
#[component]
fn List(title: &'static str, notices: Vec<NoticeView>, empty: Option<&'static str>) -> AnyView {
    let content = match (notices.is_empty(), empty) {
        (true, None) => return ().into_any(),
        (true, Some(empty)) => view! { <p class="quiet">{empty}</p> }.into_any(),
        (false, _) => {
            let notices = notices.into_iter().map(one);
            view! { <ul class="status-list">{notices.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <section class="stack tight">
            <h2>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn one(notice: NoticeView) -> impl IntoView {
    let (tone, icon) = look(notice.kind);
    view! {
        <li class="stack tight">
            <p>
                <span class=format!("badge {tone}")>
                    <Icon name=icon />
                    {kind(notice.kind, locale())}
                </span>
            </p>
            <h3>{notice.title.clone()}</h3>
            <Times notice=notice.clone() />
            {paragraphs(&notice.text)}
        </li>
    }
}
