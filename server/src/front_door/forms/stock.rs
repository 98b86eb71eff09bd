//! Stock files by the page: uploading, looking, correcting, deciding, taking back.
//!
//! The server writes all of these pages alone. A running import's page asks to be loaded again every few seconds.

pub(in crate::front_door) mod conflicts;
pub(in crate::front_door) mod home;

use std::sync::Arc;

use app::desk::{Arrival, problem_of, status_of};
use app::inventory::importing::draft::DraftPage;
use app::inventory::importing::landed::ImportedPage;
use app::inventory::importing::page::{ImportList, ImportPage, NotTaken};
use axum::Form;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::REFRESH;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::inventory::Column;
use domain::inventory::importing::{Asks, Kind, Stage};
use domain::inventory::stock_file::FileFault;
use domain::places::Place;
use domain::refusal::Refusal;
use leptos::prelude::{IntoAny, view};
use serde::Deserialize;
use services::error::Error;
use services::inventory::drafts::correcting::{self, Corrected};
use services::inventory::drafts::deciding::{self, Confirmed};
use services::inventory::drafts::{self, Choice, Noted, Taken};
use services::inventory::preview::{self, Opened};
use services::inventory::undoing;
use services::proofs::Supplier;

use super::{arrival, unreadable};
use crate::front_door::downloads::{CSV, File};
use crate::front_door::{House, written};

/// How often the page of a running import looks again, in seconds.
const LOOK_AGAIN: HeaderValue = HeaderValue::from_static("2");
/// Files that are taken at once.
const FILES: u32 = 10;

/// Who is there, as somebody who may change stock.
fn supplier(parts: &Parts) -> Result<(Arc<Arrival>, Supplier), Error> {
    let arrival = arrival(parts).ok_or(Refusal::SignInFirst)?;
    let who = arrival.signed_in.as_ref().ok_or(Refusal::SignInFirst)?;
    let supplier = who.supplier().ok_or(Refusal::NotAllowed)?;
    Ok((arrival, supplier))
}

/// The form that takes files.
pub(in crate::front_door) async fn door(State(house): State<House>, parts: Parts) -> Response {
    match supplier(&parts) {
        Ok((_, supplier)) => show_door(&house, parts, &supplier, Vec::new()).await,
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

async fn show_door(house: &House, parts: Parts, supplier: &Supplier, not_taken: Vec<NotTaken>) -> Response {
    let listing = match preview::list(&house.market, supplier).await {
        Ok(listing) => listing,
        Err(error) => return written::refuse(house, parts, error).await,
    };
    let status = if not_taken.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let list = ImportList {
        drafts: listing.drafts,
        imports: listing.imports,
        not_taken,
    };
    written::write(house, parts, status, move || {
        let list = list.clone();
        view! { <ImportPage list /> }.into_any()
    })
    .await
}

/// Keeps files that were chosen or dropped. One leads to its page, several to the list of them.
pub(in crate::front_door) async fn upload(
    State(house): State<House>,
    parts: Parts,
    multipart: Multipart,
) -> Response {
    let (_, supplier) = match supplier(&parts) {
        Ok(known) => known,
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    let Ok(files) = files(multipart).await else {
        return unreadable();
    };
    let (mut kept, mut not_taken) = (Vec::new(), Vec::new());
    for (file_name, bytes) in files {
        let Some(bytes) = bytes else {
            not_taken.push(NotTaken {
                file_name,
                fault: Some(FileFault::TooManyFiles { max: FILES }),
            });
            continue;
        };
        match drafts::receive(&house.market, &supplier, &file_name, bytes).await {
            Ok(Taken::Kept(key)) => kept.push(key),
            Ok(Taken::Refused(fault)) => not_taken.push(NotTaken {
                file_name,
                fault: Some(fault),
            }),
            Err(error) => return written::refuse(&house, parts, error).await,
        }
    }
    if kept.is_empty() && not_taken.is_empty() {
        not_taken.push(NotTaken {
            file_name: String::new(),
            fault: None,
        });
    }
    match (kept.as_slice(), not_taken.is_empty()) {
        ([key], true) => Redirect::to(&Place::StockFile(key.clone()).path()).into_response(),
        (_, true) => Redirect::to(&Place::StockImport.path()).into_response(),
        (_, false) => show_door(&house, parts, &supplier, not_taken).await,
    }
}

/// The files of a form, without their bytes where they are too many; a field without a name is one in which none was chosen.
async fn files(mut multipart: Multipart) -> Result<Vec<(String, Option<Vec<u8>>)>, MultipartError> {
    let mut files = Vec::new();
    while let Some(field) = multipart.next_field().await? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await?;
        if !name.is_empty() {
            // Some browsers send a whole path.
            let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            let is_taken = files.len() < FILES as usize;
            files.push((name, is_taken.then(|| bytes.into())));
        }
    }
    Ok(files)
}

/// Which rows of a preview are wanted.
#[derive(Debug, Default, Deserialize)]
pub(in crate::front_door) struct Shown {
    #[serde(default)]
    show: String,
    #[serde(default)]
    pub(super) page: String,
}

/// One file: before it is imported, and what became of it.
pub(in crate::front_door) async fn file(
    State(house): State<House>,
    Path(key): Path<String>,
    Query(shown): Query<Shown>,
    parts: Parts,
) -> Response {
    match supplier(&parts) {
        Ok((_, supplier)) => show(&house, parts, &supplier, &key, &shown, Told::default()).await,
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

/// What a page says of a decision that was not carried out.
#[derive(Debug, Clone, Default)]
struct Told {
    asks: Option<Asks>,
    /// What was typed into cells and is not kept.
    typed: Vec<(u32, Column, String)>,
}

impl From<Asks> for Told {
    fn from(asks: Asks) -> Self {
        Self {
            asks: Some(asks),
            typed: Vec::new(),
        }
    }
}

async fn show(
    house: &House,
    parts: Parts,
    supplier: &Supplier,
    key: &str,
    shown: &Shown,
    told: Told,
) -> Response {
    let page = shown.page.parse().unwrap_or(1);
    let kind = Kind::of_word(&shown.show);
    match preview::open(&house.market, supplier, key, kind, page).await {
        Ok(Opened::Draft(draft)) => {
            let status = if told.asks.is_some() {
                StatusCode::CONFLICT
            } else {
                StatusCode::OK
            };
            written::write(house, parts, status, move || {
                let draft = (*draft).clone();
                let Told { asks, typed } = told.clone();
                view! { <DraftPage draft asks typed /> }.into_any()
            })
            .await
        }
        Ok(Opened::Import(import)) => {
            let goes_on = matches!(import.stage, Stage::Waiting { .. } | Stage::Undoing(_));
            let mut response = written::write(house, parts, StatusCode::OK, move || {
                let import = (*import).clone();
                view! { <ImportedPage import /> }.into_any()
            })
            .await;
            if goes_on {
                response.headers_mut().insert(REFRESH, LOOK_AGAIN);
            }
            response
        }
        Err(error) => written::refuse(house, parts, error).await,
    }
}

/// What a form about a file says: its fields in their order.
struct Posted(Vec<(String, String)>);

impl Posted {
    fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn choice(&self) -> Choice {
        let places = self.0.iter().filter(|(name, _)| name == "place");
        Choice {
            encoding: self.text("encoding").to_owned(),
            separator: self.text("separator").to_owned(),
            sheet: self.text("sheet").to_owned(),
            mode: self.text("mode").to_owned(),
            places: places.map(|(_, value)| value.clone()).collect(),
            reading: None,
        }
    }

    /// The reading that was shown. Whoever says nothing of it has seen none.
    fn reading(&self) -> u64 {
        u64::from_str_radix(self.text("reading"), 16).unwrap_or_default()
    }

    /// What was typed into cells.
    fn typed(&self) -> Vec<(u32, Column, String)> {
        let rows = self.corrected().into_iter();
        rows.flat_map(|Corrected { row, cells, .. }| {
            let cells = cells.into_iter();
            cells.map(move |(column, text)| (row, column, text))
        })
        .collect()
    }

    /// Cells and rows: `cell.12.quantity`, `out.12`, and the repair of the button that was pressed, `12.quantity.1000`.
    fn corrected(&self) -> Vec<Corrected> {
        let mut rows: Vec<Corrected> = Vec::new();
        let mut note = |row: u32, cell: Option<(Column, String)>, left_out: bool| {
            let at = rows.iter().position(|other| other.row == row);
            let at = at.unwrap_or_else(|| {
                rows.push(Corrected {
                    row,
                    ..Corrected::default()
                });
                rows.len() - 1
            });
            rows[at].cells.extend(cell);
            rows[at].left_out |= left_out;
        };
        for (name, value) in &self.0 {
            if let Some((row, column)) = name.strip_prefix("cell.").and_then(place) {
                note(row, Some((column, value.clone())), false);
            } else if let Some(row) = name.strip_prefix("out.").and_then(|row| row.parse().ok()) {
                note(row, None, true);
            }
        }
        let mut used = self.text("use").splitn(3, '.');
        if let (Some(row), Some(column), Some(text)) = (used.next(), used.next(), used.next())
            && let Some((row, column)) = place(&format!("{row}.{column}"))
        {
            note(row, Some((column, text.to_owned())), false);
        }
        rows
    }
}

fn place(name: &str) -> Option<(u32, Column)> {
    let (row, column) = name.split_once('.')?;
    Some((row.parse().ok()?, Column::of_field(column)?))
}

/// All that can be done about one file, told apart by the button that was pressed.
pub(in crate::front_door) async fn decide(
    State(house): State<House>,
    Path(key): Path<String>,
    parts: Parts,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let (_, supplier) = match supplier(&parts) {
        Ok(known) => known,
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    let posted = Posted(fields);
    let market = &house.market;
    let here = Place::StockFile(key.clone()).path();
    let reading = posted.reading();
    let done = match posted.text("step") {
        "look" => {
            let choice = Choice {
                reading: Some(reading),
                ..posted.choice()
            };
            drafts::read_otherwise(market, &supplier, &key, &choice).await
        }
        "repair-all" => correcting::repair_all(market, &supplier, &key, reading).await,
        "leave-all" => correcting::leave_out_wrong(market, &supplier, &key, reading).await,
        "take-back" => correcting::take_back_in(market, &supplier, &key, reading).await,
        "undo" => undoing::undo(market, &supplier, &key).await.map(|()| Noted::Done),
        "discard" => {
            let discarded = deciding::discard(market, &supplier, &key).await;
            if discarded.is_ok() {
                return Redirect::to(&Place::StockImport.path()).into_response();
            }
            discarded.map(|()| Noted::Done)
        }
        "go" => {
            // Whoever says nothing of it has seen nothing.
            let seen = posted.text("seen").parse().unwrap_or_default();
            let again = !posted.text("again").is_empty();
            let choice = posted.choice();
            let asks = match deciding::confirm_as_chosen(market, &supplier, &key, seen, &choice, again).await
            {
                // What is wrong stands on the page.
                Ok(Confirmed::Queued | Confirmed::NotGood) => None,
                Ok(Confirmed::SameFile) => Some(Asks::Again),
                Ok(Confirmed::ChosenOtherwise) => Some(Asks::ChosenOtherwise),
                Ok(Confirmed::ChangedSince) => Some(Asks::ChangedSince),
                Err(error) => return written::refuse(&house, parts, error).await,
            };
            if let Some(asks) = asks {
                return show(&house, parts, &supplier, &key, &Shown::default(), asks.into()).await;
            }
            Ok(Noted::Done)
        }
        // Enter in a field, and the button of a repair.
        "correct" | "" => correcting::correct(market, &supplier, &key, reading, posted.corrected()).await,
        _ => return unreadable(),
    };
    match done {
        Ok(Noted::ReadSince) => {
            let told = Told {
                typed: posted.typed(),
                ..Told::from(Asks::ReadSince)
            };
            show(&house, parts, &supplier, &key, &Shown::default(), told).await
        }
        Ok(Noted::Same | Noted::Done) => {
            let (show, page) = (posted.text("show"), posted.text("page"));
            let back = if show.is_empty() {
                here
            } else {
                let (show, page) = (domain::places::percent(show), domain::places::percent(page));
                format!("{here}?show={show}&page={page}#difference-title")
            };
            Redirect::to(&back).into_response()
        }
        Err(error) => written::refuse(&house, parts, error).await,
    }
}

/// The wrong rows of a file, to be corrected and sent again.
pub(in crate::front_door) async fn wrong_rows(
    State(house): State<House>,
    Path(key): Path<String>,
    parts: Parts,
) -> Response {
    let (arrival, supplier) = match supplier(&parts) {
        Ok(known) => known,
        Err(error) => return written::refuse(&house, parts, error).await,
    };
    let language = arrival.session.language;
    match preview::wrong_rows(&house.market, &supplier, &key, language).await {
        Ok(bytes) => File {
            name: "wrong-rows.csv".to_owned(),
            kind: CSV,
            bytes,
        }
        .answer(),
        Err(error) => status_of(&problem_of(error, &arrival.reference)).into_response(),
    }
}
