//! One's own list, shown and taken home.

use app::inventory::exporting::ExportPage;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::inventory::Column;
use domain::inventory::exporting::{ExportView, Format};
use leptos::prelude::{IntoAny, view};
use serde::Deserialize;
use services::clock;
use services::inventory::export::{self, Exported};

use super::{Shown, supplier};
use crate::front_door::downloads::{CSV, File};
use crate::front_door::{House, written};

/// One's own list.
pub(in crate::front_door) async fn list(
    State(house): State<House>,
    Query(shown): Query<Shown>,
    Query(wanted): Query<Wanted>,
    parts: Parts,
) -> Response {
    let supplier = match supplier(&parts) {
        Ok((_, supplier)) => supplier,
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    let page = shown.page.parse().unwrap_or(1);
    match export::view(&house.market, &supplier, &wanted.optional(), page).await {
        Ok(page) => {
            let page = ExportView {
                format: wanted.format(),
                ..page
            };
            show_list(&house, parts, page, StatusCode::OK).await
        }
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

async fn show_list(house: &House, parts: Parts, list: ExportView, status: StatusCode) -> Response {
    written::write(house, parts, status, move || {
        let list = list.clone();
        view! { <ExportPage list /> }.into_any()
    })
    .await
}

/// The form of the export page: to see the list with the columns that are ticked, and to take it home.
#[derive(Deserialize)]
pub(in crate::front_door) struct Wanted {
    #[serde(default, rename = "as")]
    format: String,
    /// Ticked: the date codes beside the nine columns.
    #[serde(default)]
    date_code: String,
    /// Ticked: the company's own references.
    #[serde(default)]
    reference: String,
}

impl Wanted {
    fn format(&self) -> Format {
        Format::of_word(&self.format).unwrap_or_default()
    }

    fn optional(&self) -> Vec<Column> {
        let ticked = [
            (&self.date_code, Column::DateCode),
            (&self.reference, Column::Reference),
        ];
        let ticked = ticked.into_iter().filter(|(tick, _)| !tick.is_empty());
        ticked.map(|(_, column)| column).collect()
    }
}

/// One's own list as a file; where the encoding cannot hold it, the page again, with what would be lost.
pub(in crate::front_door) async fn take_home(
    State(house): State<House>,
    parts: Parts,
    Form(wanted): Form<Wanted>,
) -> Response {
    let supplier = match supplier(&parts) {
        Ok((_, supplier)) => supplier,
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    let format = wanted.format();
    let day = clock::date_in_japan(house.market.now());
    let (kind, extension) = match format {
        Format::CsvMarked | Format::Csv => (CSV, "csv"),
        Format::ShiftJis => ("text/csv; charset=Shift_JIS", "csv"),
        Format::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
    };
    match export::export_as(&house.market, &supplier, format, &wanted.optional()).await {
        Ok(Exported::File(bytes)) => File {
            name: format!("stock-{day}.{extension}"),
            kind,
            bytes,
        }
        .answer(),
        Ok(Exported::Lost { cells, total }) => {
            match export::view(&house.market, &supplier, &wanted.optional(), 1).await {
                Ok(mut page) => {
                    page.format = format;
                    page.lost = cells;
                    page.lost_total = total;
                    show_list(&house, parts, page, StatusCode::UNPROCESSABLE_ENTITY).await
                }
                Err(error) => written::refuse(&house, parts, error).await,
            }
        }
        Err(error) => written::refuse(&house, parts, error).await,
    }
}
