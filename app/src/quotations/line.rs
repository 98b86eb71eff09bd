//! One line of the form: a part, how many, and on what terms.

use domain::inventory::Quantity;
use domain::quotations::Currency;
use domain::text::{TextRule, limits};
use domain::words;
use leptos::prelude::*;

use super::draft::{Draft, DraftLine};
use super::wording::label;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Control, Entry, Field, FieldText, Icon, Select, focus};

/// A line, with its heading and the way to remove it.
#[component]
pub fn LineView(
    line: DraftLine,
    draft: Draft,
    /// Where it stands, counted from 1.
    place: Signal<usize>,
) -> AnyView {
    let locale = locale();
    let id = line.id;
    let title = move || say!(locale, quotations.line, line = place.get()).to_string();
    let remove = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(next) = draft.remove(id) {
            focus(&format!("lines-{next}-model"));
        }
    };
    view! {
        <fieldset
            class="line"
            aria-labelledby=format!("lines-{id}-title")
            aria-describedby=move || line.lot_fault.with(Option::is_some).then(|| format!("lines-{id}-lot"))
        >
            <div class="line-head">
                <h3 class="line-title" id=format!("lines-{id}-title")>
                    {title}
                </h3>
                <button
                    class="button plain"
                    type="submit"
                    name="take_out"
                    value=id.to_string()
                    formnovalidate=true
                    on:click=remove
                >
                    <Icon name="trash" small=true />
                    {say!(locale, quotations.remove)}
                    <span class="visually-hidden">" " {title}</span>
                </button>
            </div>
            <Source line />
            <LineFields line today=draft.today() />
        </fieldset>
    }
    .into_any()
}

/// The lot that the line asks for, or why it cannot be asked for.
#[component]
fn Source(line: DraftLine) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let id = line.id;
    let fault = move || {
        let sentence = words::violation(&line.lot_fault.get()?, language);
        Some(view! {
            <div class="line-source" id=format!("lines-{id}-lot") tabindex="-1">
                <p class="fault">
                    <Icon name="warn" />
                    <span>{sentence} " " {say!(locale, quotations.lot_dropped)}</span>
                </p>
            </div>
        })
    };
    let source = move || {
        let note = line
            .stock
            .get_value()
            .filter(|_| line.lot.with(|lot| !lot.is_empty()))?;
        let count = words::thousands(note.quantity.into());
        Some(view! {
            <p class="line-source">
                <Icon name="box" small=true />
                <span>{say!(locale, quotations.from_stock)}</span>
                <span>{note.summary}</span>
                <span>{say!(locale, quotations.in_stock, count = count).to_string()}</span>
            </p>
        })
    };
    let lot = move || {
        let lot = line.lot.get();
        (!lot.is_empty()).then(|| view! { <input type="hidden" name=name(id, "lot") value=lot /> })
    };
    view! {
        {lot}
        {source}
        {fault}
    }
}

#[component]
fn LineFields(line: DraftLine, today: String) -> AnyView {
    let locale = locale();
    let id = line.id;
    let text = move |field| field_text(id, field, locale);
    let plain = move |class, field, entry: Entry, rule: TextRule, control| {
        view! { <Field class text=text(field) entry rule control /> }
    };
    let due = Control {
        min: Some(today),
        ..Control::of("date")
    };
    let currency = view! {
        <Select
            name=name(id, "currency")
            label=say!(locale, quotations.currency)
            chosen=line.currency
            options=Currency::ALL.map(|currency| (currency.code(), currency.code().to_owned())).to_vec()
        />
    };
    view! {
        {plain("line-model", "model", line.model, limits::MODEL, Control::part())}
        {plain("line-manufacturer", "manufacturer", line.manufacturer, limits::WANTED_MANUFACTURER, Control::default())}
        <Field
            class="line-quantity"
            text=text("quantity")
            entry=line.quantity
            required=true
            control=Control::number("numeric")
            caution=beyond_stock(line, locale)
        />
        {plain("line-dc", "dc", line.dc, limits::WANTED_DC, Control::default())}
        {plain("line-packing", "packing", line.packing, limits::WANTED_PACKING, Control::default())}
        <Field
            class="line-price"
            text=text("target_price")
            entry=line.target_price
            control=Control::number("decimal")
            after=currency.into_any()
        />
        <Field class="line-due" text=text("due") entry=line.due control=due />
        {plain("line-remarks", "remarks", line.remarks, limits::LINE_REMARKS, Control::area())}
    }
    .into_any()
}

/// More than lies in stock may be asked for; the line only says so.
fn beyond_stock(line: DraftLine, locale: Locale) -> Signal<Option<String>> {
    let stock = line
        .stock
        .with_value(|note| note.as_ref().map(|note| note.quantity));
    Signal::derive(move || {
        let stock = stock.filter(|_| line.lot.with(|lot| !lot.is_empty()))?;
        let asked = Quantity::parse(&line.quantity.text()).ok()?.pieces();
        let count = words::thousands(stock.into());
        (asked > stock).then(|| say!(locale, quotations.beyond_stock, count = count).to_string())
    })
}

fn field_text(id: u32, field: &str, locale: Locale) -> FieldText {
    FieldText {
        id: format!("lines-{id}-{field}"),
        name: name(id, field),
        label: label(field, locale),
        help: None,
    }
}

fn name(id: u32, field: &str) -> String {
    format!("form[lines][{id}][{field}]")
}
