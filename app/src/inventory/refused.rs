//! An op that the market refused: why, what stood in it, and what can be done about it.

use domain::inventory::Column;
use domain::inventory::grid::lost::{self, Lost};
use domain::inventory::grid::told::texts;
use domain::inventory::sync::local::Rejected;
use domain::inventory::sync::{Act, Refused};
use domain::language::Language;
use domain::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::desk::Desk;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::Icon;

/// One of them.
#[component]
pub fn RejectedOp(desk: Desk, rejected: Rejected) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let item = rejected.op.item_id;
    let op = rejected.op.op_id;
    let why = why(&rejected.why, locale, language);
    let words = match model(desk, &rejected) {
        Some(model) => say!(locale, inventory.refused_words, model = model.as_str(), why = why).to_string(),
        None => say!(locale, inventory.refused_nameless, why = why).to_string(),
    };
    // Nobody takes note of what they do not see.
    let typed = lost::lost(&rejected.op.act);
    let typed = (!typed.is_empty()).then(|| {
        let cells = typed
            .into_iter()
            .map(|cell| view! { <li>{told(&cell, locale, language)}</li> });
        view! {
            <p>{say!(locale, inventory.refused_typed)}</p>
            <ul>{cells.collect_view()}</ul>
        }
    });
    let dismiss = move || {
        spawn_local(async move {
            if desk.base().drop_rejected(op).await.is_ok() {
                desk.look(&[item]).await;
            }
        });
    };
    let kept = StoredValue::new(rejected);
    // The lot may go after this is shown.
    let offers = Memo::new(move |_| {
        desk.with(|_| ());
        kept.with_value(|rejected| can_retry(desk, rejected))
    });
    // Where nothing can be typed, it stays where it is.
    let retry = move || {
        (offers.get() && desk.lets_type()).then(|| {
            let again = move |_| {
                let rejected = kept.get_value();
                // What cannot be put back is not let go.
                if can_retry(desk, &rejected) {
                    retype(desk, &rejected);
                    dismiss();
                }
            };
            view! {
                <button class="button primary" type="button" on:click=again>
                    {say!(locale, inventory.refused_again)}
                </button>
            }
        })
    };
    view! {
        <article class="notice wrong stock-told">
            <Icon name="warn" />
            <div>
                <p>{words}</p>
                {typed}
            </div>
            <p class="actions">
                {retry}
                <button class="button" type="button" on:click=move |_| dismiss()>
                    {say!(locale, inventory.refused_noted)}
                </button>
            </p>
        </article>
    }
    .into_any()
}

fn told(cell: &Lost, locale: Locale, language: Language) -> String {
    let column = cell.column.heading(language);
    let or_nothing = |text: &str| match text {
        "" => say!(locale, inventory.refused_empty).to_owned(),
        text => text.to_owned(),
    };
    let wanted = or_nothing(&cell.wanted);
    match cell.was.as_str() {
        "" => say!(locale, inventory.refused_cell, column = column, wanted = wanted).to_string(),
        was => say!(
            locale,
            inventory.refused_over,
            column = column,
            wanted = wanted,
            was = was
        )
        .to_string(),
    }
}

fn model(desk: Desk, rejected: &Rejected) -> Option<String> {
    let shown = desk.read(|sheet| {
        let line = sheet.line(rejected.op.item_id);
        line.map(|line| line.text(Column::Model).to_owned())
    });
    let shown = shown.filter(|model| !model.is_empty());
    shown.or_else(|| lost::model(&rejected.op.act))
}

/// Why the market has refused an edit.
pub fn why(refused: &Refused, locale: Locale, language: Language) -> String {
    match refused {
        Refused::UnknownId => say!(locale, inventory.refused_unknown).to_owned(),
        Refused::IdTaken => say!(locale, inventory.refused_taken).to_owned(),
        Refused::Faults { faults } => {
            let faults = faults.iter().map(|(_, fault)| words::violation(fault, language));
            faults.collect::<Vec<_>>().join(" ")
        }
        Refused::SchemaLost { .. } => say!(locale, inventory.refused_old).to_owned(),
        Refused::CompanyGone { .. } => say!(locale, inventory.stands_company_gone).to_owned(),
    }
}

/// Whether what stood in it can be put into the grid again.
fn can_retry(desk: Desk, rejected: &Rejected) -> bool {
    match &rejected.op.act {
        Act::Create { .. } => true,
        Act::Update { .. } => is_kept(desk, rejected) || lost::whole(&rejected.op.act).is_some(),
        Act::Delete { .. } | Act::Restore => false,
    }
}

/// Whether the lot is there as the market has it. What can be taken back keeps lines of lots that are not.
fn is_kept(desk: Desk, rejected: &Rejected) -> bool {
    desk.read(|sheet| {
        sheet
            .line(rejected.op.item_id)
            .is_some_and(|line| line.kept.is_some())
    })
}

/// Puts it into the grid again; where its lot is gone, as a new row.
fn retype(desk: Desk, rejected: &Rejected) {
    let act = &rejected.op.act;
    if let (Act::Update { .. }, false, Some(lot)) = (act, is_kept(desk, rejected), lost::whole(act)) {
        desk.change(|sheet| sheet.add(vec![(Uuid::now_v7(), lot)]));
        return;
    }
    match act {
        Act::Create { lot } => desk.change(|sheet| sheet.add(vec![(Uuid::now_v7(), lot.clone())])),
        Act::Update { set } => desk.change(|sheet| {
            let item_id = rejected.op.item_id;
            let Some(mut wanted) = sheet.line(item_id).and_then(|line| line.lot().cloned()) else {
                return Vec::new();
            };
            set.put_in(&mut wanted);
            sheet.write(texts(item_id, &wanted))
        }),
        Act::Delete { .. } | Act::Restore => {}
    }
}
