//! The choice of a topic: all are seen at once.

use domain::contact::Topic;
use domain::words;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Entry, Fault, star};

/// The id of the first choice.
pub const FIRST: &str = "topic-mail";

/// The topics, one to be chosen. What was chosen before the program woke stays chosen.
#[component]
pub fn TopicChoice(entry: Entry) -> AnyView {
    let (language, locale) = (language(), locale());
    let node = NodeRef::<html::Fieldset>::new();
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let chosen = node.query_selector("input:checked").ok().flatten();
        if let Some(input) = chosen.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            entry.adopt(input.value());
        }
    });
    let now = entry.text_now();
    let choices = Topic::ALL.map(|topic| {
        let choose = move |_| {
            entry.type_in(topic.word().to_owned());
            // A choice is whole at once.
            entry.leave();
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=format!("topic-{}", topic.word())
                    name="form[topic]"
                    value=topic.word()
                    checked=now == topic.word()
                    required=true
                    on:change=choose
                />
                {words::topic(topic, language)}
            </label>
        }
    });
    view! {
        <fieldset
            node_ref=node
            class="contact-topics"
            aria-describedby=move || entry.is_wrong().then_some("topic-fault")
        >
            <legend class="label">{say!(locale, contact.topic)} {star()}</legend>
            <div class="choices">{choices.collect_view()}</div>
            <Fault id="topic-fault".to_owned() entry />
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_choice_is_where_the_keyboard_is_sent() {
        assert_eq!(FIRST, format!("topic-{}", Topic::ALL[0].word()));
    }
}
