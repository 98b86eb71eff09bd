//! Conflicts that nobody has settled, for the administrators of the company. The server writes this page alone.

use domain::inventory::Column;
use domain::inventory::grid::compare::compared;
use domain::inventory::sync::ConflictId;
use domain::inventory::sync::waiting::{Waiting, WaitingList};
use domain::places::Place;
use domain::violations::Violations;
use domain::words::{self, thousands};
use leptos::prelude::*;

use super::comparison::{Side, comparison};
use super::wording;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Done, Icon, Moment, PageTitle, Wrong};

/// What became of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The lot stays as it is on the server.
    Kept,
    /// The other value is in place.
    PutInPlace,
    /// Somebody was faster.
    Over,
    /// The lot of this conflict has changed since the page was written.
    Changed(ConflictId),
    /// The other value of this conflict breaks a rule by now; paths are names of fields.
    Faults(ConflictId, Violations),
}

impl Told {
    /// Which conflict it is about, where it still waits.
    const fn about(&self) -> Option<ConflictId> {
        match self {
            Self::Changed(id) | Self::Faults(id, _) => Some(*id),
            Self::Kept | Self::PutInPlace | Self::Over => None,
        }
    }
}

/// The page.
#[component]
pub fn UnsettledPage(list: WaitingList, told: Option<Told>) -> AnyView {
    let locale = locale();
    let WaitingList { waiting, total } = list;
    let shown = waiting.len() as u64;
    let head = told.as_ref().map(|told| answer(told, &waiting, locale));
    let about = told.as_ref().and_then(Told::about);
    let faults = match told {
        Some(Told::Faults(_, faults)) => faults,
        _ => Violations::none(),
    };
    let content = if total == 0 {
        view! { <p class="quiet">{say!(locale, unsettled.empty)}</p> }.into_any()
    } else {
        let count = say!(locale, unsettled.total, count = thousands(total)).to_string();
        let first = (shown < total).then(|| {
            let text = say!(locale, unsettled.first, count = thousands(shown)).to_string();
            view! { <p class="quiet small">{text}</p> }
        });
        let articles = waiting.into_iter().map(|waiting| {
            let faults = if about == Some(waiting.id) {
                faults.clone()
            } else {
                Violations::none()
            };
            view! { <OneWaiting waiting faults /> }
        });
        view! {
            <section class="stock-conflicts" aria-labelledby="unsettled-count">
                <h2 id="unsettled-count">{count}</h2>
                {first}
                {articles.collect_view()}
            </section>
        }
        .into_any()
    };
    view! {
        <PageTitle text=say!(locale, unsettled.title).to_owned() />
        <main id="content" tabindex="-1" class="page stack loose">
            <div class="stack tight">
                <h1>{say!(locale, unsettled.title)}</h1>
                <p class="lead">{say!(locale, unsettled.lead)}</p>
                <p>
                    <a href=Place::Stock.path() rel="external">{say!(locale, unsettled.back)}</a>
                </p>
            </div>
            {head}
            {content}
        </main>
    }
    .into_any()
}

/// What is said above the list.
fn answer(told: &Told, waiting: &[Waiting], locale: Locale) -> AnyView {
    let text = match told {
        Told::Kept => return view! { <Done text=say!(locale, unsettled.kept) /> }.into_any(),
        Told::PutInPlace => return view! { <Done text=say!(locale, unsettled.put_in_place) /> }.into_any(),
        Told::Over => return view! { <Wrong text=say!(locale, unsettled.over) /> }.into_any(),
        Told::Changed(_) => say!(locale, unsettled.changed),
        Told::Faults(..) => say!(locale, unsettled.broken),
    };
    let there = told
        .about()
        .and_then(|id| waiting.iter().find(|waiting| waiting.id == id));
    let link = there.map(|waiting| {
        view! {
            <p>
                <a href=format!("#{}", anchor(waiting.id))>{model(waiting, locale)}</a>
            </p>
        }
    });
    view! {
        <div class="notice wrong" role="alert">
            <Icon name="warn" />
            <p>{text}</p>
            {link}
        </div>
    }
    .into_any()
}

fn anchor(id: ConflictId) -> String {
    format!("conflict-{}", id.word())
}

fn model(waiting: &Waiting, locale: Locale) -> String {
    wording::text(waiting.row.lot.model.clone(), locale)
}

#[component]
fn OneWaiting(waiting: Waiting, faults: Violations) -> AnyView {
    let locale = locale();
    let model = model(&waiting, locale);
    let lines = compared(&waiting.about, &waiting.row);
    let nobody = || say!(locale, unsettled.import_or_former).to_owned();
    let mine_by = waiting.mine.clone();
    let mine_by = mine_by.unwrap_or_else(|| say!(locale, unsettled.former).to_owned());
    let mine = Side {
        name: say!(locale, unsettled.other_value),
        when: view! { {mine_by} " · " <Moment at=waiting.mine_at /> },
    };
    let changed_by = waiting.changed_by.clone().unwrap_or_else(nobody);
    let now = Side {
        name: say!(locale, inventory.theirs),
        when: view! { {changed_by} " · " <Moment at=waiting.changed_at /> },
    };
    let theirs = waiting.theirs.clone().unwrap_or_else(nobody);
    let id = waiting.id.word();
    let seen = waiting.seen().to_string();
    let put = waiting.is_known.then(|| {
        view! {
            <button
                class="button"
                type="submit"
                name="choice"
                value="put"
                aria-label=say!(locale, unsettled.put_of, model = model.as_str()).to_string()
            >
                {say!(locale, unsettled.put)}
            </button>
        }
    });
    let gone = (!waiting.is_known).then(|| view! { <p>{say!(locale, unsettled.gone)}</p> });
    view! {
        <article class="stock-conflict" id=anchor(waiting.id)>
            {comparison(&model, lines, mine, now)}
            <p class="quiet small">
                {say!(locale, unsettled.had_been)} " " {theirs} " · " <Moment at=waiting.theirs_at /> <br />
                {say!(locale, unsettled.since)} " " <Moment at=waiting.since />
            </p>
            {gone}
            {broken(&faults)}
            <form class="actions" action=Place::StockConflicts.path() method="post">
                <input type="hidden" name="conflict" value=id />
                <input type="hidden" name="seen" value=seen />
                <button
                    class="button primary"
                    type="submit"
                    name="choice"
                    value="keep"
                    aria-label=say!(locale, unsettled.keep_of, model = model.as_str()).to_string()
                >
                    {say!(locale, unsettled.keep)}
                </button>
                {put}
            </form>
        </article>
    }
    .into_any()
}

/// The cells of the other value that break a rule, each with its rule.
fn broken(faults: &Violations) -> Option<AnyView> {
    let (locale, language) = (locale(), language());
    let name = |field: &str| wording::name(Column::of_field(field), locale);
    let lines: Vec<_> = faults
        .iter()
        .map(|(field, fault)| format!("{}: {}", name(field), words::violation(fault, language)))
        .map(|line| view! { <li>{line}</li> })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="stock-fault">{lines}</ul> }.into_any())
}
