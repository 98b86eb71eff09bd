//! Send: from drafts to ops (R113–R116). What stands in the way is asked about first.

use std::collections::HashSet;

use domain::inventory::grid::{Double, Only, Plan, Wished};
use domain::inventory::sync::local::StoreFault;
use domain::inventory::sync::queue::{Edit, NotNoted};
use domain::places::Place;
use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::desk::Desk;
use super::driver::{now, schema};
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// What Send has to ask, or to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Ask {
    #[default]
    Nothing,
    /// There is nothing to send.
    Idle,
    /// Blank rows (R115).
    Blank(Vec<Uuid>),
    /// So many rows with red cells.
    Wrong(usize),
    /// New rows that are the same as others (R116).
    Doubles(Vec<Double>),
    /// More than a device keeps.
    TooMany,
    /// So many lots are on their way; there is no room yet for so many others.
    SentSome { sent: usize, left: usize },
    /// The store takes nothing.
    NotStored,
    /// A text that was being typed in a lot while somebody else deleted it.
    Lost(String),
    /// So many lots are on their way.
    Sent(usize),
}

/// Where the browser remembers that what is typed is sent without pressing Send.
const AS_TYPED: &str = "stock-send-as-typed";

/// Whether it was chosen.
#[must_use]
pub fn as_typed() -> bool {
    LocalStorage::get(AS_TYPED).unwrap_or(false)
}

/// Sends what is typed, or says what stands in the way.
pub fn send(desk: Desk) {
    if !untrack(|| desk.lets_type()) {
        return;
    }
    let plan = desk.read(|sheet| sheet.plan());
    if !plan.blank.is_empty() {
        desk.ask.set(Ask::Blank(plan.blank));
    } else if !plan.wrong.is_empty() {
        desk.ask.set(Ask::Wrong(plan.wrong.len()));
    } else if !plan.doubles.is_empty() {
        desk.ask.set(Ask::Doubles(plan.doubles));
    } else if plan.is_empty() {
        desk.ask.set(Ask::Idle);
    } else {
        let count = plan.wishes.len();
        spawn_local(async move {
            if let Some(done) = carry_out(desk, plan).await {
                desk.ask.try_set(match done {
                    Ok(0) => Ask::Sent(count),
                    Ok(left) => {
                        let sent = count.saturating_sub(left);
                        Ask::SentSome { sent, left }
                    }
                    Err(not_noted) => not_noted,
                });
            }
        });
    }
}

/// Sends what of some lots needs no question, for whoever wants to send as they type.
pub fn send_ready(desk: Desk, items: &[Uuid]) {
    // Nothing is sent in the middle of a word.
    let typed_in = desk.typed_in();
    let items: Vec<_> = items
        .iter()
        .copied()
        .filter(|item| Some(*item) != typed_in)
        .collect();
    let plan = desk.read(|sheet| sheet.ready(&items));
    if !plan.is_empty() {
        spawn_local(async move {
            if let Some(Err(not_noted)) = carry_out(desk, plan).await {
                desk.ask.try_set(not_noted);
            }
        });
    }
}

/// Turns drafts into ops, as many as there is room for, and answers how many are left; `None` where all of them are on their way already.
async fn carry_out(desk: Desk, plan: Plan) -> Option<Result<usize, Ask>> {
    let items = desk.claim(plan.items());
    if items.is_empty() {
        return None;
    }
    let drafts = desk.read(|sheet| {
        let lines = items.iter().filter_map(|item| sheet.line(*item));
        lines.filter_map(|line| line.draft.clone()).collect::<Vec<_>>()
    });
    let claimed: HashSet<_> = items.iter().copied().collect();
    let wishes = plan.wishes.into_iter();
    let wishes = wishes.filter(|wished| claimed.contains(&wished.item_id));
    // The page may be gone before it is done; the edits are on their way all the same.
    let driver = desk.driver();
    let base = driver.base();
    let edits: Vec<_> = wishes.map(edit).collect();
    let mut noted = base.note_all(&edits, &drafts).await;
    if noted == Err(NotNoted::Store(StoreFault::Full)) && base.make_way(&items).await.is_ok() {
        noted = base.note_all(&edits, &drafts).await;
    }
    let done = match noted {
        Ok(left) => {
            let is_left = |item: &Uuid| left.contains(item);
            let drafts: Vec<_> = drafts
                .into_iter()
                .filter(|draft| !is_left(&draft.item_id))
                .collect();
            let noted: Vec<_> = items.iter().copied().filter(|item| !is_left(item)).collect();
            // Both at once: a row that is neither a draft nor on its way would look as if it were on the server.
            let looked = base.look(&noted).await;
            let done = looked.map(|looked| desk.sent(&drafts, looked));
            // What was being written meanwhile is a draft no more.
            desk.store(noted.clone());
            driver.edited(noted);
            done.map(|()| left.len()).map_err(|_| Ask::NotStored)
        }
        Err(NotNoted::TooMany) => Err(Ask::TooMany),
        Err(NotNoted::Store(_)) => Err(Ask::NotStored),
    };
    desk.let_go(&items);
    if done == Ok(0) && desk.as_typed.try_get_untracked() == Some(true) {
        // What was typed while these were on their way.
        send_ready(desk, &items);
    }
    Some(done)
}

/// The switch.
#[component]
pub fn AsTyped(desk: Desk) -> impl IntoView {
    let change = move |event| {
        let chosen = event_target_checked(&event);
        drop(LocalStorage::set(AS_TYPED, chosen));
        desk.as_typed.set(chosen);
        if chosen {
            let drafts = desk.read(|sheet| {
                let drafts = sheet.lines().filter(|line| line.draft.is_some());
                drafts.map(|line| line.item_id).collect::<Vec<_>>()
            });
            send_ready(desk, &drafts);
        }
    };
    view! {
        <label class="stock-as-typed">
            <input type="checkbox" prop:checked=move || desk.as_typed.get() on:change=change />
            {say!(locale(), inventory.as_typed)}
        </label>
    }
    .into_any()
}

fn edit(wished: Wished) -> Edit {
    Edit {
        item_id: wished.item_id,
        wish: wished.wish,
        op_id: Uuid::now_v7(),
        made_at: now(),
        schema: schema(),
        resolves: Vec::new(),
    }
}

/// What Send asks and says, above the grid.
#[component]
pub fn SendAsk(desk: Desk) -> impl IntoView {
    let locale = locale();
    move || {
        let ask = desk.ask.get();
        match ask {
            Ask::Nothing => ().into_any(),
            Ask::Idle => told(
                "info",
                say!(locale, inventory.send_idle).to_owned(),
                desk,
                ().into_any(),
            ),
            Ask::Blank(blank) => {
                let count = blank.len();
                let text = say!(locale, inventory.send_blank, count = count).to_string();
                let drop_them = move |_| {
                    desk.change(|sheet| sheet.drop_drafts(&blank));
                    desk.ask.set(Ask::Nothing);
                    send(desk);
                };
                let button = view! {
                    <button class="button primary" type="button" on:click=drop_them>
                        {say!(locale, inventory.send_drop_blank)}
                    </button>
                };
                told("wrong", text, desk, button.into_any())
            }
            Ask::Wrong(count) => {
                let text = say!(locale, inventory.send_wrong, count = count).to_string();
                let show = move |_| {
                    desk.rearrange(|sheet| {
                        // A red cell in a hidden column would be looked for in vain.
                        let columns = sheet.columns().clone().showing(&sheet.wrong_columns());
                        sheet.show_columns(columns);
                        let mut arrangement = sheet.arrangement().clone();
                        arrangement.only = Only::Wrong;
                        sheet.arrange(arrangement);
                    });
                    desk.ask.set(Ask::Nothing);
                };
                let button = view! {
                    <button class="button" type="button" on:click=show>
                        {say!(locale, inventory.send_show_wrong)}
                    </button>
                };
                told("wrong", text, desk, button.into_any())
            }
            Ask::Doubles(doubles) => view! { <Doubles desk doubles /> }.into_any(),
            Ask::TooMany => {
                let text = say!(locale, inventory.too_many).to_owned();
                told("wrong", text, desk, import_instead())
            }
            Ask::SentSome { sent, left } => {
                let text = say!(locale, inventory.sent_some, sent = sent, left = left).to_string();
                told("info", text, desk, import_instead())
            }
            Ask::NotStored => told(
                "wrong",
                say!(locale, inventory.not_stored).to_owned(),
                desk,
                ().into_any(),
            ),
            Ask::Lost(text) => {
                let words = say!(locale, inventory.lost_text, text = text.as_str()).to_string();
                told("wrong", words, desk, ().into_any())
            }
            Ask::Sent(count) => {
                let text = say!(locale, inventory.sent, count = count).to_string();
                told("safe", text, desk, ().into_any())
            }
        }
    }
}

/// The better way for many lots: a file with a preview.
fn import_instead() -> AnyView {
    view! {
        <a class="button" href=Place::StockImport.path() rel="external">
            {say!(locale(), exporting.to_import)}
        </a>
    }
    .into_any()
}

/// A notice with a way to put it away.
fn told(tone: &'static str, text: String, desk: Desk, ways: AnyView) -> AnyView {
    let (role, icon) = match tone {
        "wrong" => ("alert", "warn"),
        "safe" => ("status", "check"),
        _ => ("status", "info"),
    };
    view! {
        <div class=format!("notice {tone} stock-told") role=role>
            <Icon name=icon />
            <p>{text}</p>
            <p class="actions">
                {ways}
                <button class="button plain" type="button" on:click=move |_| desk.ask.set(Ask::Nothing)>
                    {say!(locale(), inventory.close)}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// The same items, one after the other: add to the quantity, or keep separate (Z15).
#[component]
fn Doubles(desk: Desk, doubles: Vec<Double>) -> AnyView {
    let locale = locale();
    let count = doubles.len();
    let Some(first) = doubles.first().copied() else {
        return ().into_any();
    };
    let text = |item: Uuid, column| {
        desk.read(|sheet| {
            sheet
                .line(item)
                .map(|line| line.text(column).to_owned())
                .unwrap_or_default()
        })
    };
    use domain::inventory::Column::{Model, Quantity};
    let words = say!(
        locale,
        inventory.double,
        model = text(first.new, Model),
        more = text(first.new, Quantity),
        there = text(first.same_as, Quantity)
    );
    let words = words.to_string();
    let go_on = move || {
        desk.ask.set(Ask::Nothing);
        send(desk);
    };
    let all = StoredValue::new(doubles);
    let add = move |doubles: Vec<Double>| {
        for double in doubles {
            desk.change(|sheet| sheet.add_up(double.new, double.same_as));
        }
        go_on();
    };
    let keep = move |doubles: Vec<Double>| {
        for double in doubles {
            desk.change(|sheet| sheet.keep_apart(double.new));
        }
        go_on();
    };
    let more = (count > 1).then(|| {
        view! {
            <button class="button" type="button" on:click=move |_| add(all.get_value())>
                {say!(locale, inventory.double_add_all, count = count).to_string()}
            </button>
            <button class="button" type="button" on:click=move |_| keep(all.get_value())>
                {say!(locale, inventory.double_keep_all, count = count).to_string()}
            </button>
        }
    });
    view! {
        <div class="notice wait stock-told" role="alert">
            <Icon name="info" />
            <p>{words}</p>
            <p class="actions">
                <button class="button primary" type="button" on:click=move |_| add(vec![first])>
                    {say!(locale, inventory.double_add)}
                </button>
                <button class="button" type="button" on:click=move |_| keep(vec![first])>
                    {say!(locale, inventory.double_keep)}
                </button>
                {more}
                <button class="button plain" type="button" on:click=move |_| desk.ask.set(Ask::Nothing)>
                    {say!(locale, inventory.close)}
                </button>
            </p>
        </div>
    }
    .into_any()
}
