//! Forms that lead to a page are followed like links: without loading the document, and with nothing in the address that
//! nobody asked for.

use domain::places::Place;
use domain::search::{SearchRequest, fold_width, pairs};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};

use super::links;

/// Where a form leads that has just been sent.
pub(super) struct Destination {
    pub form: HtmlFormElement,
    /// Path and query.
    pub address: String,
}

impl Destination {
    /// The destination of a form that leads to the results or to a request; `None` for any other form.
    pub(super) fn of(event: &SubmitEvent) -> Option<Self> {
        let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
        // By attribute: a field of the same name would stand in the way of the property.
        let path = form.get_attribute("action")?;
        let leads = form.method() == "get"
            && [Place::Search, Place::Request]
                .iter()
                .any(|place| place.path() == path);
        if event.default_prevented() || !leads {
            return None;
        }
        let data = FormData::new_with_form(&form).ok()?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        let fields = fields.to_string().as_string()?;
        let address = if path == Place::Search.path() {
            search(&fields)
        } else {
            format!("{path}?{fields}")
        };
        Some(Self { form, address })
    }

    /// Whether the window stays where it is.
    pub(super) fn stays(&self) -> bool {
        self.form.has_attribute("data-noscroll")
    }

    /// Whether it is the search field of the frame.
    pub(super) fn is_search_box(&self) -> bool {
        self.form.class_list().contains("searchbox")
    }
}

/// The address for the fields of a form: in the one form of requests, full-width ASCII folded (Z10). Fields that are not
/// understood stay as they are, so that the page can say so.
fn search(fields: &str) -> String {
    let (mut request, odd) = SearchRequest::from_query_string(fields);
    if odd.is_empty() {
        request.q = fold_width(&request.q).trim().to_owned();
        return links::address(&request);
    }
    let filled = pairs(fields).filter(|(_, value)| !value.is_empty());
    let filled = filled.map(|(key, value)| {
        format!(
            "{}={}",
            domain::places::percent(&key),
            domain::places::percent(&value)
        )
    });
    format!(
        "{}?{}",
        Place::Search.path(),
        filled.collect::<Vec<_>>().join("&")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_leave_the_address_and_full_width_is_folded() {
        let fields = "q=%EF%BC%B4%EF%BC%A3%EF%BC%97%EF%BC%94+&dc_from=&dc_to=2020&min_quantity=";
        assert_eq!(
            search(fields),
            links::address(&SearchRequest::from_query_string("q=TC74&dc_to=2020").0)
        );
    }

    #[test]
    fn what_is_not_understood_reaches_the_page_that_says_so() {
        let address = search("q=TC74&dc_from=MMXX&dc_to=");
        let (_, query) = address.split_once('?').expect("a query");
        assert_eq!(query, "q=TC74&dc_from=MMXX");
        assert_eq!(
            SearchRequest::from_query_string(query).1,
            [domain::search::Odd::Dc]
        );
    }
}
