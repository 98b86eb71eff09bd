//! What the pages of requests ask the server.

use domain::quotations::views::{OpenForm, ReceiptView};
use domain::quotations::{LineForm, RequestForm};
use domain::text::limits;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The form as the page opens with it: fresh, or come back with what was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPage {
    pub open: OpenForm,
    pub problem: Option<Problem>,
}

/// What a requester is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The receipt's key.
    pub key: String,
    /// `RQ-000042`
    pub number: String,
}

/// Opens the form for what the part of the address behind the question mark names.
#[server(endpoint = "quotations/open", input = GetUrl, output = crate::wire::Json)]
pub async fn open(query: String) -> Result<OpenPage, Problem> {
    let desk = crate::desk::open()?;
    let returned = crate::desk::returned::<RequestForm>();
    let wanted = returned.as_ref().map_or_else(
        || Wanted::in_query(&query),
        |returned| Wanted::in_lines(&returned.form.lines),
    );
    let open = services::quotations::open(
        &desk.market,
        desk.signed_in(),
        &wanted.lots,
        wanted.model.as_deref(),
    )
    .await;
    let open = desk.answer(open)?;
    Ok(match returned {
        Some(returned) => OpenPage {
            open: with_stock(open, returned.form),
            problem: returned.problem,
        },
        None => OpenPage { open, problem: None },
    })
}

/// Sends a request; the same form again is answered the same.
#[server(endpoint = "quotations/request", output = crate::wire::Json)]
pub async fn request(form: RequestForm) -> Result<Sent, Problem> {
    let desk = crate::desk::open()?;
    desk.not_suspended()?;
    let received = services::quotations::receive(&desk.market, desk.signed_in(), desk.language(), form).await;
    let received = desk.answer(received)?;
    Ok(Sent {
        key: received.key.to_string(),
        number: received.number.to_string(),
    })
}

/// What was received under a key.
#[server(endpoint = "quotations/receipt", input = GetUrl, output = crate::wire::Json)]
pub async fn receipt(key: String) -> Result<ReceiptView, Problem> {
    let desk = crate::desk::open()?;
    desk.answer(services::quotations::receipt(&desk.market, &key).await)
}

/// What a form is opened for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub lots: Vec<i64>,
    pub model: Option<String>,
}

impl Wanted {
    /// `lot=1&lot=2`, or `model=…`. What is neither is passed over; lots past the two hundredth wait for another request.
    #[must_use]
    pub fn in_query(query: &str) -> Self {
        let mut wanted = Self::default();
        for (key, value) in domain::search::pairs(query) {
            match key.as_str() {
                "lot" => wanted
                    .lots
                    .extend(value.trim().parse().ok().filter(|lot| !wanted.lots.contains(lot))),
                "model" => wanted.model = Some(value).filter(|model| !model.trim().is_empty()),
                _ => {}
            }
        }
        wanted.lots.truncate(limits::REQUEST_LINES);
        wanted
    }

    /// The lots that lines point at.
    #[must_use]
    pub fn in_lines(lines: &[LineForm]) -> Self {
        Self {
            lots: lines
                .iter()
                .filter_map(|line| line.lot.trim().parse().ok())
                .collect(),
            model: None,
        }
    }
}

/// A form that came back, with what lies in stock behind its lines.
#[must_use]
pub fn with_stock(fresh: OpenForm, form: RequestForm) -> OpenForm {
    let known: std::collections::HashMap<_, _> = fresh
        .form
        .lines
        .iter()
        .map(|line| line.lot.clone())
        .zip(fresh.stock)
        .collect();
    let stock = form
        .lines
        .iter()
        .map(|line| known.get(line.lot.trim()).cloned().flatten())
        .collect();
    OpenForm {
        form,
        stock,
        today: fresh.today,
    }
}

#[cfg(test)]
mod tests {
    use domain::quotations::views::StockNote;

    use super::*;

    #[test]
    fn an_address_names_lots_once_each_or_a_model() {
        assert_eq!(
            Wanted::in_query("lot=3&lot=1&lot=3&lot=x&utm=1"),
            Wanted {
                lots: vec![3, 1],
                model: None
            }
        );
        assert_eq!(
            Wanted::in_query("model=1.5SMC%26+A").model.as_deref(),
            Some("1.5SMC& A")
        );
        assert_eq!(Wanted::in_query("model=+"), Wanted::default());
        assert_eq!(Wanted::in_query(""), Wanted::default());
    }

    #[test]
    fn a_form_that_comes_back_finds_the_stock_of_its_lines_again() {
        let line = |lot: &str| LineForm {
            lot: lot.into(),
            ..LineForm::default()
        };
        let note = |quantity| StockNote {
            quantity,
            summary: String::new(),
        };
        let fresh = OpenForm {
            form: RequestForm {
                lines: vec![line("7"), line("9")],
                ..RequestForm::default()
            },
            stock: vec![Some(note(70)), Some(note(90))],
            today: "2026-11-21".into(),
        };
        let returned = RequestForm {
            lines: vec![line("9"), line(""), line("8"), line("7")],
            ..RequestForm::default()
        };
        assert_eq!(
            with_stock(fresh, returned).stock,
            [Some(note(90)), None, None, Some(note(70))]
        );
    }
}
