//! Conflicts that an administrator has settled while this device still asked: said once, until somebody has taken note.

use domain::inventory::grid::compare::{Compared, compared};
use domain::inventory::sync::local::Elsewhere;
use domain::inventory::sync::waiting::forgotten;
use domain::inventory::sync::{ConflictId, elsewhere};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::SHOWN;
use crate::inventory::desk::{Choosing, Desk};
use crate::inventory::wording;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Icon, Moment};

/// All of them, in one notice; nothing where there are none.
#[component]
pub fn Settled(desk: Desk) -> impl IntoView {
    let locale = locale();
    let note = move |_| {
        let ids: Vec<ConflictId> = desk
            .settled
            .with_untracked(|all| all.iter().map(|choosing| choosing.open.conflict.id).collect());
        let base = desk.base();
        spawn_local(async move {
            let noted = base.work(async |tx| elsewhere::note(tx, &ids).await).await;
            if noted.is_ok() {
                desk.look(&[]).await;
            }
        });
    };
    let notice = move || {
        let all = desk.settled.get();
        let count = all.len();
        let lines = all
            .into_iter()
            .take(SHOWN)
            .filter_map(|choosing| one(choosing, locale));
        let lines: Vec<_> = lines.collect();
        let more = (count > SHOWN).then(|| {
            let text = say!(locale, inventory.settled_more, count = count - SHOWN).to_string();
            view! { <p class="quiet small">{text}</p> }
        });
        (count > 0).then(|| {
            view! {
                <div class="notice info stock-told" role="status">
                    <Icon name="info" />
                    <div class="stack tight">
                        <p>{say!(locale, inventory.settled_elsewhere, count = count).to_string()}</p>
                        <ul>{lines}</ul>
                        {more}
                    </div>
                    <p class="actions">
                        <button class="button" type="button" on:click=note>
                            {say!(locale, inventory.refused_noted)}
                        </button>
                    </p>
                </div>
            }
        })
    };
    view! { {notice} }.into_any()
}

/// "B3B-ZR: Sato Hanako · 2026-11-23 12:00 JST. Now on the server: Quantity 222 (yours: 111)"
fn one(choosing: Choosing, locale: Locale) -> Option<AnyView> {
    let Choosing { open, row } = choosing;
    let Elsewhere { name, at, .. } = open.elsewhere?;
    let row = row.unwrap_or_else(|| forgotten(&open.conflict));
    let model = wording::text(row.lot.model.clone(), locale);
    let who = name.unwrap_or_else(|| say!(locale, inventory.colleague).to_owned());
    let cells: Vec<String> = compared(&open.conflict.about, &row)
        .into_iter()
        .map(|line| cell(line, locale))
        .collect();
    let line = view! {
        <li>
            <b>{model}</b>
            " · "
            {who}
            " · "
            <Moment at />
            <br />
            <span class="quiet">{say!(locale, inventory.theirs)}</span>
            " "
            {cells.join(" · ")}
        </li>
    };
    Some(line.into_any())
}

/// What stands there, and what was mine where that is something else.
fn cell(line: Compared, locale: Locale) -> String {
    let side = |text: Option<String>| match text {
        Some(text) => wording::text(text, locale),
        None => say!(locale, inventory.deleted).to_owned(),
    };
    let name = wording::name(line.column, locale);
    if line.mine == line.now {
        return format!("{name} {}", side(line.now));
    }
    let mine = say!(locale, inventory.settled_yours, value = side(line.mine)).to_string();
    format!("{name} {}{mine}", side(line.now))
}
