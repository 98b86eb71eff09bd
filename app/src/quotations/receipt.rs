//! The receipt: the number, the copy by mail, the lines, and what happens next.

use domain::places::Place;
use domain::quotations::views::{ReceiptLine, ReceiptView};
use domain::words::thousands;
use leptos::prelude::*;

use super::requester::NextSteps;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::{Icon, Moment, PageTitle};

/// All of it but the frame.
#[component]
pub fn Receipt(receipt: ReceiptView) -> AnyView {
    let locale = locale();
    let ReceiptView {
        number,
        received_at,
        sent_to,
        lines,
    } = receipt;
    view! {
        <PageTitle text=say!(locale, quotations.received).to_string() />
        <div class="stack tight">
            <h1>{say!(locale, quotations.received)}</h1>
            <p>{say!(locale, quotations.received_text)}</p>
            <p class="receipt-number">{number}</p>
            <p class="quiet small">
                <Moment at=received_at />
            </p>
        </div>
        <div class="notice safe">
            <Icon name="done" />
            <p>
                <b>{say!(locale, quotations.copy_sent, address = sent_to).to_string()}</b>
            </p>
            <p>{say!(locale, quotations.copy_missing)}</p>
        </div>
        <ReceiptLines lines />
        <section class="stack" aria-labelledby="next-title">
            <NextSteps sent=true />
        </section>
        <p class="actions">
            <a class="button" href=Place::Home.path() rel="external">
                {say!(locale, quotations.search_more)}
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn ReceiptLines(lines: Vec<ReceiptLine>) -> AnyView {
    let locale = locale();
    let rows = (1_u32..)
        .zip(lines)
        .map(|(number, line)| view! { <Row number line /> })
        .collect_view();
    view! {
        <section class="stack receipt-lines" aria-labelledby="lines-title">
            <h2 id="lines-title">{say!(locale, quotations.parts)}</h2>
            <div class="scroll">
                // The roles stay where a narrow page turns rows into cards.
                <table class="table" role="table" aria-labelledby="lines-title">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{say!(locale, quotations.line_short)}</th>
                            <th role="columnheader" scope="col">{say!(locale, quotations.model)}</th>
                            <th role="columnheader" scope="col">{say!(locale, quotations.manufacturer)}</th>
                            <th role="columnheader" scope="col" class="num">{say!(locale, quotations.quantity)}</th>
                            <th role="columnheader" scope="col">{say!(locale, quotations.source)}</th>
                            <th role="columnheader" scope="col">{say!(locale, quotations.wishes)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(number: u32, line: ReceiptLine) -> AnyView {
    let locale = locale();
    let source = if line.in_stock {
        say!(locale, quotations.source_stock)
    } else {
        say!(locale, quotations.source_model)
    };
    // Only cells without anything in them disappear from a card.
    let maker = written(&line.manufacturer);
    let wishes = wishes(&line, locale);
    view! {
        <tr role="row">
            <td role="cell" data-label=say!(locale, quotations.line_short)>
                {number}
            </td>
            <td role="cell" class="wide" data-label=say!(locale, quotations.model)>
                <span class="pn">{line.model}</span>
            </td>
            <td role="cell" data-label=say!(locale, quotations.manufacturer)>
                {maker}
            </td>
            <td role="cell" class="num" data-label=say!(locale, quotations.quantity)>
                {thousands(line.quantity.into())}
            </td>
            <td role="cell" data-label=say!(locale, quotations.source)>
                {source}
            </td>
            <td role="cell" class="wide wishes" data-label=say!(locale, quotations.wishes)>
                {wishes}
            </td>
        </tr>
    }
    .into_any()
}

/// What a line asks for beyond the part and its quantity, each wish on a line of its own; nothing where it asks for
/// nothing. It is one text because every further kind of view costs the first page, which carries what rooms share.
fn wishes(line: &ReceiptLine, locale: Locale) -> Option<String> {
    let wishes = [
        (say!(locale, quotations.dc), written(&line.dc)),
        (say!(locale, quotations.packing), written(&line.packing)),
        (say!(locale, quotations.target_price), line.target_price.clone()),
        (say!(locale, quotations.due), line.due.clone()),
        (say!(locale, quotations.remarks), written(&line.remarks)),
    ];
    let mut text = String::new();
    for (label, wish) in wishes {
        let Some(wish) = wish else { continue };
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(label);
        text.push_str(": ");
        text.push_str(&wish);
    }
    written(&text)
}

fn written(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
