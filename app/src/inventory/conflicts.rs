//! What somebody has to decide: two values of one cell, and what the market refused. Many with one other side are decided at once in
//! [`bulk`]; what an administrator has decided meanwhile is told in [`settled`].

pub mod bulk;
pub mod settled;

use domain::inventory::LotForm;
use domain::inventory::grid::cell::write as write_cell;
use domain::inventory::grid::compare::compared;
use domain::inventory::sync::choices::{Choice, Chosen, NotChosen, choose};
use domain::inventory::sync::{About, Row};
use domain::violations::Violations;
use domain::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use self::bulk::{Bulk, Deciding, Groups};
use self::settled::Settled;
use super::comparison::{Side, comparison};
use super::desk::{Choosing, Desk};
use super::driver::asking::{self, Said};
use super::driver::{now, schema};
use super::sending::Ask;
use super::taking::TakeAlong;
use crate::inventory::refused::RejectedOp;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::Moment;

/// Conflicts that are drawn at once; the others come up as these are decided.
const SHOWN: usize = 20;

/// The panel; nothing where there is nothing to decide.
#[component]
pub fn Conflicts(desk: Desk) -> impl IntoView {
    let locale = locale();
    learn_names(desk);
    let bulk = Bulk::new(desk);
    let has_any =
        Memo::new(move |_| !desk.choosing.with(Vec::is_empty) || !desk.rejected.with(Vec::is_empty));
    let choosing = move || {
        desk.choosing
            .with(|all| all.iter().take(SHOWN).cloned().collect::<Vec<_>>())
    };
    let rejected = move || {
        desk.rejected
            .with(|all| all.iter().take(SHOWN).cloned().collect::<Vec<_>>())
    };
    let list = move || {
        has_any.get().then(|| {
            view! {
                <section class="stock-conflicts" aria-labelledby="conflicts-title">
                    <h2 id="conflicts-title">{say!(locale, inventory.conflicts)}</h2>
                    <Groups bulk />
                    <For
                        each=choosing
                        key=|choosing| (choosing.open.conflict.id, choosing.row.as_ref().map(|row| row.seq))
                        children=move |choosing| view! { <OneConflict desk choosing /> }
                    />
                    <For
                        each=rejected
                        key=|rejected| rejected.op.op_id
                        children=move |rejected| view! { <RejectedOp desk rejected /> }
                    />
                    {move || (!desk.rejected.with(Vec::is_empty)).then(|| view! { <p class="actions"><TakeAlong desk /></p> })}
                </section>
            }
        })
    };
    view! {
        <Settled desk />
        <Deciding bulk />
        {list}
    }
    .into_any()
}

/// Who the others are stands in the history of their lots.
fn learn_names(desk: Desk) {
    let asked = StoredValue::new(std::collections::HashSet::<i64>::new());
    Effect::new(move |_| {
        for Choosing { open, row } in desk.choosing.get() {
            let by = row.map_or(open.conflict.theirs_by, |row| open.conflict.whose(&row).0);
            let Some(by) = by.filter(|by| !desk.names.with_untracked(|names| names.contains_key(by))) else {
                continue;
            };
            if asked.try_update_value(|asked| asked.insert(by)) != Some(true) {
                continue;
            }
            let past = desk.owner().past(open.conflict.item_id, None);
            spawn_local(async move {
                let Said::Answer(history) = asking::history(&past).await else {
                    // Without a connection they stay unnamed, and are asked for again.
                    asked.try_update_value(|asked| asked.remove(&by));
                    return;
                };
                desk.names.try_update(|names| {
                    for state in history.states {
                        if let (Some(by), Some(name)) = (state.by, state.name) {
                            names.insert(by, name);
                        }
                    }
                });
            });
        }
    });
}

#[component]
fn OneConflict(desk: Desk, choosing: Choosing) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let conflict = choosing.open.conflict.clone();
    let Some(row) = choosing.row.clone() else {
        return ().into_any();
    };
    let lines = compared(&conflict.about, &row);
    let model = row.lot.model.clone();
    let (by, at) = conflict.whose(&row);
    let who = move || match by {
        Some(by) => desk
            .names
            .with(|names| names.get(&by).cloned())
            .unwrap_or_else(|| say!(locale, inventory.colleague).to_owned()),
        None => say!(locale, inventory.an_import).to_owned(),
    };
    let edits = RwSignal::new(false);
    let faults = RwSignal::new(Violations::none());
    let chosen = StoredValue::new(choosing);
    let take = move |choice: Choice| {
        let choosing = chosen.get_value();
        spawn_local(async move { decide(desk, choosing, choice, faults).await });
    };
    let can_edit = matches!(conflict.about, About::Unit { .. });
    let edit = can_edit.then(|| {
        view! {
            <button class="button" type="button" aria-expanded=move || edits.get().to_string() on:click=move |_| edits.update(|edits| *edits = !*edits)>
                {say!(locale, inventory.edit)}
            </button>
        }
    });
    let form = move || {
        edits
            .get()
            .then(|| view! { <EditMine desk choosing=chosen.get_value() faults take=Callback::new(take) /> })
    };
    let said = move || {
        faults.with(|faults| {
            let mut said = faults.iter().map(|(_, fault)| words::violation(fault, language));
            said.next()
        })
    };
    let mine = Side {
        name: say!(locale, inventory.yours),
        when: view! { {say!(locale, inventory.this_device)} " · " <Moment at=conflict.mine_at /> },
    };
    let now = Side {
        name: say!(locale, inventory.theirs),
        when: view! { {who} " · " <Moment at /> },
    };
    view! {
        <article class="stock-conflict">
            {comparison(&model, lines, mine, now)}
            <p class="actions">
                <button class="button primary" type="button" on:click=move |_| take(Choice::Mine)>
                    {say!(locale, inventory.keep_mine)}
                </button>
                <button class="button" type="button" on:click=move |_| take(Choice::Theirs)>
                    {say!(locale, inventory.keep_theirs)}
                </button>
                {edit}
            </p>
            {form}
            <p class="stock-fault" role="alert">
                {said}
            </p>
        </article>
    }
    .into_any()
}

/// The cells of one's own side, to be typed over.
#[component]
fn EditMine(
    desk: Desk,
    choosing: Choosing,
    faults: RwSignal<Violations>,
    take: Callback<Choice>,
) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let Some(row) = choosing.row else {
        return ().into_any();
    };
    let about = choosing.open.conflict.about;
    let columns: Vec<_> = compared(&about, &row)
        .iter()
        .filter_map(|line| line.column)
        .collect();
    let typed = StoredValue::new(mine(&about, &row));
    let fields = columns.into_iter().map(|column| {
        let text = typed.with_value(|lot| domain::inventory::grid::cell::text(lot, column).to_owned());
        let change = move |event| {
            let text = event_target_value(&event);
            typed.update_value(|lot| write_cell(lot, column, text));
        };
        let is_wrong = move || faults.with(|faults| faults.at(column.field()).is_some());
        view! {
            <label class="stock-edit-field">
                <span>{column.heading(language)}</span>
                <input
                    class="input"
                    type="text"
                    value=text
                    aria-invalid=move || is_wrong().then_some("true")
                    on:input=change
                />
            </label>
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let checked = desk.read(|sheet| typed.with_value(|lot| sheet.judge().check(lot)));
        match checked {
            Ok(lot) => take.run(Choice::Edited(lot)),
            Err(found) => faults.set(found),
        }
    };
    view! {
        <form class="stock-edit-mine" on:submit=save>
            {fields.collect_view()}
            <button class="button primary" type="submit">
                {say!(locale, inventory.save)}
            </button>
        </form>
    }
    .into_any()
}

/// The lot as I want it.
fn mine(about: &About, row: &Row) -> LotForm {
    let mut lot = row.lot.clone();
    if let About::Unit { mine, .. } = about {
        mine.put_in(&mut lot);
    }
    lot
}

async fn decide(desk: Desk, choosing: Choosing, choice: Choice, faults: RwSignal<Violations>) {
    let Some(seen) = choosing.row else { return };
    let item = choosing.open.conflict.item_id;
    let chosen = Chosen {
        id: choosing.open.conflict.id,
        choice,
        seen,
        op_ids: [Uuid::now_v7(), Uuid::now_v7()],
        made_at: now(),
        schema: schema(),
    };
    match taken(desk, &chosen).await {
        Ok(()) => {
            desk.look(&[item]).await;
            desk.driver().edited(vec![item]);
        }
        // The panel is drawn again with what there is now.
        Err(NotChosen::Over | NotChosen::Changed) => desk.look(&[item]).await,
        Err(NotChosen::Faults(found)) => {
            faults.try_set(found);
        }
        Err(NotChosen::NotNoted(_)) => {
            desk.ask.try_set(Ask::NotStored);
        }
    }
}

async fn taken(desk: Desk, chosen: &Chosen) -> Result<(), NotChosen> {
    let judge = desk.read(|sheet| sheet.judge().clone());
    desk.base()
        .work(async |tx| choose(tx, chosen, &judge).await)
        .await
}
