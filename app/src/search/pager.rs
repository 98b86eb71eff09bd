//! The pages of the results: first, previous, those around this one, next, last, and a jump to any.

use domain::places::Place;
use domain::search::SearchRequest;
use domain::words::thousands;
use leptos::prelude::*;

use super::links;
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Stands under the table; absent where everything is on one page.
#[component]
pub fn Pager(request: SearchRequest, pages: u32) -> impl IntoView {
    let locale = locale();
    (pages > 1).then(|| {
        let page = request.page;
        let to = |page| links::address(&request.at_page(page));
        let back = (page > 1).then(|| page - 1);
        let on = (page < pages).then(|| page + 1);
        let numbers = shown(page, pages).into_iter().map(|entry| match entry {
            Entry::Gap => view! { <li><span class="gap" aria-hidden="true">"…"</span></li> }.into_any(),
            Entry::Page(number) => {
                view! { <Number number href=to(number) page /> }.into_any()
            }
        });
        view! {
            <nav class="pager" aria-label=say!(locale, search.pages)>
                <ul class="pager-pages">
                    <Step icon="first" words=say!(locale, search.first_page) href=back.map(|_| to(1)) />
                    <Step icon="chevron-left" words=say!(locale, search.previous_page) href=back.map(to) rel="prev" />
                    {numbers.collect_view()}
                    <Step icon="chevron-right" words=say!(locale, search.next_page) href=on.map(to) rel="next" />
                    <Step icon="last" words=say!(locale, search.last_page) href=on.map(|_| to(pages)) />
                </ul>
                <Jump request=request.clone() pages />
            </nav>
        }
    })
}

/// What stands between the arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Page(u32),
    Gap,
}

/// Pages that a person may want from here: five around this one, the first and the last. A gap of one page is the page.
fn shown(page: u32, pages: u32) -> Vec<Entry> {
    let start = page.saturating_sub(2).min(pages.saturating_sub(4)).max(1);
    let end = (start + 4).min(pages);
    let mut numbers: Vec<u32> = (start..=end).collect();
    numbers.extend([1, pages]);
    numbers.sort_unstable();
    numbers.dedup();
    let mut entries = Vec::new();
    let mut last = 0;
    for number in numbers {
        match number - last {
            1 => {}
            2 => entries.push(Entry::Page(last + 1)),
            _ => entries.push(Entry::Gap),
        }
        entries.push(Entry::Page(number));
        last = number;
    }
    entries
}

/// An arrow; without a link at the end of its way.
#[component]
fn Step(
    icon: &'static str,
    words: &'static str,
    href: Option<String>,
    #[prop(optional, into)] rel: Option<&'static str>,
) -> impl IntoView {
    let inside = view! {
        <Icon name=icon small=true />
        <span class="visually-hidden">{words}</span>
    };
    let step = match href {
        Some(href) => view! { <a href=href rel=rel>{inside}</a> }.into_any(),
        None => view! { <span aria-disabled="true">{inside}</span> }.into_any(),
    };
    view! { <li>{step}</li> }
}

#[component]
fn Number(
    number: u32,
    href: String,
    /// The page that is shown.
    page: u32,
) -> impl IntoView {
    // Left out on a narrow window.
    let far = (number.abs_diff(page) > 2 && number > 5).then_some("far");
    view! {
        <li class=far>
            <a href=href aria-current=(number == page).then_some("page")>
                <span class="visually-hidden">{say!(locale(), search.page_before)}</span>
                {thousands(number.into())}
            </a>
        </li>
    }
}

#[component]
fn Jump(request: SearchRequest, pages: u32) -> impl IntoView {
    let locale = locale();
    let hidden = links::hidden_fields(&request.at_page(1)).into_iter();
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let of = say!(locale, search.of_pages, count = thousands(pages.into())).to_string();
    view! {
        <form class="pager-jump" action=Place::Search.path() method="get">
            {hidden.collect_view()}
            <label for="page">{say!(locale, search.page)}</label>
            <input
                class="input num"
                id="page"
                name="page"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=request.page.to_string()
                prop:value=request.page.to_string()
            />
            <span>{of}</span>
            <button class="button" type="submit">
                {say!(locale, search.go)}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: u32, pages: u32) -> String {
        let entries = shown(page, pages).into_iter().map(|entry| match entry {
            Entry::Page(number) => number.to_string(),
            Entry::Gap => "…".to_owned(),
        });
        entries.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn five_around_this_one_and_both_ends() {
        assert_eq!(written(1, 65), "1 2 3 4 5 … 65");
        assert_eq!(written(33, 65), "1 … 31 32 33 34 35 … 65");
        assert_eq!(written(65, 65), "1 … 61 62 63 64 65");
        assert_eq!(written(5, 9), "1 2 3 4 5 6 7 8 9");
    }

    #[test]
    fn few_pages_are_all_there() {
        assert_eq!(written(1, 1), "1");
        assert_eq!(written(2, 3), "1 2 3");
    }
}
