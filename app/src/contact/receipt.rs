//! The page after sending: the number, the confirmation by mail, and what happens next. It repeats nothing that was
//! typed, and it needs no program.

use domain::contact::views::ContactReceipt;
use domain::places::Place;
use domain::words;
use leptos::prelude::*;

use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Icon, Moment, PageTitle};

/// What was received.
#[component]
pub fn ReceivedPage(receipt: ContactReceipt) -> AnyView {
    let locale = locale();
    let ContactReceipt {
        number,
        topic,
        received_at,
        sent_to,
        whole,
    } = receipt;
    let repeats = if whole {
        say!(locale, contact.copy_whole)
    } else {
        say!(locale, contact.copy_bare)
    };
    view! {
        <PageTitle text=say!(locale, contact.received).to_string() />
        <main id="content" tabindex="-1" class="page narrow contact">
            <div class="stack tight">
                <h1>{say!(locale, contact.received)}</h1>
                <p>{say!(locale, contact.received_text)}</p>
                <p class="contact-number">{number}</p>
                <p class="quiet small">{words::topic(topic, language())} " · " <Moment at=received_at /></p>
            </div>
            <div class="notice safe">
                <Icon name="done" />
                <p>
                    <b>{say!(locale, contact.copy_sent, address = sent_to).to_string()}</b>
                </p>
                <p>{repeats} " " {say!(locale, contact.copy_missing)}</p>
            </div>
            <p>{say!(locale, contact.next)}</p>
            <p class="actions">
                <a class="button" href=Place::Home.path()>
                    {say!(locale, contact.to_home)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
