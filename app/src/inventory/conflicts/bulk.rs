//! "Keep all mine", "keep all theirs", for conflicts with one other side: asked once, decided part by part, and then said what came
//! of it.

use domain::inventory::sync::bulk::{Group, OtherSide, Step, Tally, choose_all, groups, steps};
use domain::inventory::sync::choices::{Choice, Chosen, NotChosen};
use domain::inventory::sync::local::StoreFault;
use domain::inventory::sync::queue::NotNoted;
use domain::inventory::sync::{Conflict, Judge, Row};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::inventory::desk::{Choosing, Desk};
use crate::inventory::device::Base;
use crate::inventory::dialog;
use crate::inventory::driver::{now, schema};
use crate::inventory::grid::keys::focus_grid;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Icon;

/// Choices of one transaction. Between two of them the page lives on.
const AT_ONCE: usize = 50;

/// What is asked, about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    keeps_mine: bool,
    with: OtherSide,
    /// As the panel had them when it was asked.
    steps: Vec<Step>,
    /// Conflicts, of which a step may cover several.
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Course {
    #[default]
    Nothing,
    Asking(Question),
    /// So many of so many are through.
    Deciding(usize, usize),
    /// What came of so many.
    Done(Tally, usize),
}

/// All of it; copies are the same.
#[derive(Clone, Copy)]
pub struct Bulk {
    desk: Desk,
    course: RwSignal<Course>,
}

/// What waits, with the lots as they are shown.
fn pairs(choosing: &[Choosing]) -> impl Iterator<Item = (&Conflict, &Row)> {
    choosing
        .iter()
        .filter_map(|choosing| Some((&choosing.open.conflict, choosing.row.as_ref()?)))
}

impl Bulk {
    /// Nothing is asked yet.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            course: RwSignal::default(),
        }
    }

    fn ask(self, with: OtherSide, keeps_mine: bool) {
        let steps = self
            .desk
            .choosing
            .with_untracked(|choosing| steps(with, pairs(choosing)));
        let count = steps.iter().map(|step| step.covers).sum();
        self.course.set(Course::Asking(Question {
            keeps_mine,
            with,
            steps,
            count,
        }));
    }

    /// The question was put away without an answer.
    fn dismiss(self) {
        if self
            .course
            .with_untracked(|course| matches!(course, Course::Asking(_)))
        {
            self.course.set(Course::Nothing);
        }
    }

    fn confirm(self) {
        let Course::Asking(question) = self.course.get_untracked() else {
            return;
        };
        self.course.set(Course::Deciding(0, question.count));
        // The page may be gone before it is done; what was decided is on its way all the same.
        let (base, driver) = (self.desk.base(), self.desk.driver());
        let judge = self.desk.read(|sheet| sheet.judge().clone());
        spawn_local(async move {
            let tally = self.decide(&base, &question, &judge).await;
            let items: Vec<Uuid> = question.steps.iter().map(|step| step.item_id).collect();
            self.desk.look(&items).await;
            driver.edited(items);
            self.course.try_set(Course::Done(tally, question.count));
        });
    }

    async fn decide(self, base: &Base, question: &Question, judge: &Judge) -> Tally {
        let mut tally = Tally::default();
        let mut through = 0;
        let mut stopped: Option<NotNoted> = None;
        for part in question.steps.chunks(AT_ONCE) {
            let came = match stopped {
                None => chosen(base, part, question.keeps_mine, judge).await,
                Some(why) => Err(why),
            };
            stopped = came.as_ref().err().copied();
            for (at, step) in part.iter().enumerate() {
                match &came {
                    Ok(came) => tally.count(step.covers, &came[at]),
                    Err(why) => tally.count(step.covers, &Err(NotChosen::NotNoted(*why))),
                }
                through += step.covers;
            }
            self.course.try_set(Course::Deciding(through, question.count));
        }
        tally
    }

    /// Who the other side is, in a word.
    fn who(self, with: OtherSide, locale: Locale) -> String {
        match with {
            OtherSide::Person(by) => self.desk.names.with(|names| {
                let name = names.get(&by).cloned();
                name.unwrap_or_else(|| say!(locale, inventory.colleague).to_owned())
            }),
            OtherSide::Import(_) => say!(locale, inventory.an_import).to_owned(),
        }
    }
}

/// Takes a part of the choices, all in one transaction. Without room, rows of other pages are dropped, once.
async fn chosen(
    base: &Base,
    part: &[Step],
    keeps_mine: bool,
    judge: &Judge,
) -> Result<Vec<Result<(), NotChosen>>, NotNoted> {
    let choice = if keeps_mine { Choice::Mine } else { Choice::Theirs };
    let chosen: Vec<_> = part
        .iter()
        .map(|step| Chosen {
            id: step.id,
            choice: choice.clone(),
            seen: step.seen.clone(),
            op_ids: [Uuid::now_v7(), Uuid::now_v7()],
            made_at: now(),
            schema: schema(),
        })
        .collect();
    let take = || base.work(async |tx| choose_all(tx, &chosen, judge).await);
    let came = take().await;
    let items: Vec<Uuid> = part.iter().map(|step| step.item_id).collect();
    if came == Err(NotNoted::Store(StoreFault::Full)) && base.make_way(&items).await.is_ok() {
        return take().await;
    }
    came
}

/// A line for each group, with its two buttons.
#[component]
pub fn Groups(bulk: Bulk) -> impl IntoView {
    let choosing = bulk.desk.choosing;
    let groups = Memo::new(move |_| choosing.with(|choosing| groups(pairs(choosing))));
    view! {
        <For
            each=move || groups.get().into_iter().enumerate()
            key=|(at, group)| (*at, group.with, group.count)
            children=move |(at, group)| one(bulk, at, group)
        />
    }
    .into_any()
}

fn one(bulk: Bulk, at: usize, group: Group) -> AnyView {
    let locale = locale();
    let Group { with, count } = group;
    let id = format!("conflicts-with-{at}");
    let label = id.clone();
    let line = move || {
        say!(
            locale,
            inventory.bulk_with,
            count = count,
            who = bulk.who(with, locale)
        )
        .to_string()
    };
    view! {
        <div class="stock-group" role="group" aria-labelledby=label>
            <p id=id>{line}</p>
            <p class="actions">
                <button class="button" type="button" on:click=move |_| bulk.ask(with, true)>
                    {say!(locale, inventory.bulk_mine)}
                </button>
                <button class="button" type="button" on:click=move |_| bulk.ask(with, false)>
                    {say!(locale, inventory.bulk_theirs)}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// The question, how far it is, and what came of it. It stands beside the panel, which goes with the last conflict.
#[component]
pub fn Deciding(bulk: Bulk) -> impl IntoView {
    let locale = locale();
    let within = move || match bulk.course.get() {
        Course::Nothing => ().into_any(),
        Course::Asking(question) => ask(bulk, &question, locale),
        Course::Deciding(through, count) => {
            let text = say!(locale, inventory.bulk_deciding, through = through, count = count);
            view! { <p class="notice info" role="status">{text.to_string()}</p> }.into_any()
        }
        Course::Done(tally, count) => view! { <Outcome bulk tally count /> }.into_any(),
    };
    view! { {within} }.into_any()
}

/// Leaving it is the first answer, and what Escape means.
fn ask(bulk: Bulk, question: &Question, locale: Locale) -> AnyView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            dialog::open(&element);
        }
    });
    let close = move || {
        if let Some(element) = element.get_untracked() {
            dialog::close(&element);
        }
    };
    let confirm = move |_| {
        close();
        bulk.confirm();
    };
    // Asked once: a name that comes to be known meanwhile does not ask again.
    let (count, who) = (question.count, untrack(|| bulk.who(question.with, locale)));
    let (title, words) = if question.keeps_mine {
        let words = say!(locale, inventory.bulk_mine_words, count = count, who = who);
        (say!(locale, inventory.bulk_mine), words.to_string())
    } else {
        let words = say!(locale, inventory.bulk_theirs_words, count = count, who = who);
        (say!(locale, inventory.bulk_theirs), words.to_string())
    };
    view! {
        <dialog
            class="stock-dialog"
            role="alertdialog"
            aria-labelledby="bulk-title"
            aria-describedby="bulk-words"
            node_ref=element
            on:close=move |_: web_sys::Event| bulk.dismiss()
        >
            <h2 id="bulk-title">{title}</h2>
            <p id="bulk-words">{words}</p>
            <p class="actions">
                <button class="button" type="button" autofocus on:click=move |_| close()>
                    {say!(locale, inventory.bulk_cancel)}
                </button>
                <button class="button primary" type="button" on:click=confirm>
                    {title}
                </button>
            </p>
        </dialog>
    }
    .into_any()
}

#[component]
fn Outcome(bulk: Bulk, tally: Tally, count: usize) -> AnyView {
    let locale = locale();
    let place = NodeRef::<html::Div>::new();
    // The button that was pressed is gone with its group.
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            drop(place.focus());
        }
    });
    let decided = say!(
        locale,
        inventory.bulk_decided,
        decided = tally.decided,
        count = count
    )
    .to_string();
    let why = [
        (
            tally.over,
            say!(locale, inventory.bulk_over, count = tally.over).to_string(),
        ),
        (
            tally.changed,
            say!(locale, inventory.bulk_changed, count = tally.changed).to_string(),
        ),
        (
            tally.faulty,
            say!(locale, inventory.bulk_faulty, count = tally.faulty).to_string(),
        ),
        (
            tally.not_noted,
            say!(locale, inventory.bulk_not_noted, count = tally.not_noted).to_string(),
        ),
    ];
    let why: Vec<_> = why
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| view! { <li>{words}</li> })
        .collect();
    let why = (!why.is_empty()).then(|| view! { <ul>{why}</ul> });
    let (tone, icon) = if tally.left() > 0 {
        ("wait", "info")
    } else {
        ("safe", "check")
    };
    let close = move |_| {
        bulk.course.set(Course::Nothing);
        focus_grid();
    };
    view! {
        <div class=format!("notice {tone} stock-told") role="status" tabindex="-1" node_ref=place>
            <Icon name=icon />
            <div class="stack tight">
                <p>{decided}</p>
                {why}
            </div>
            <p class="actions">
                <button class="button plain" type="button" on:click=close>
                    {say!(locale, inventory.close)}
                </button>
            </p>
        </div>
    }
    .into_any()
}
