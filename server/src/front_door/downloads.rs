//! Files that people take home: all that is stored about them, and their own stock. Never cached, always saved and not shown.

use app::desk::{Arrival, problem_of, status_of};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;
use services::accounts::takeout;
use services::clock;
use services::error::{Answer, Error};
use services::inventory::export;

use super::House;
use super::forms::{arrival, unreadable};

pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// What a stock list looks like, with a byte-order mark, so that spreadsheets read it rightly.
const SAMPLE: &str =
    "\u{FEFF}Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks\r
JST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1\r
TOSHIBA,Connector IC,TC74HC4050AFTEL,300,Taping cut,ROHS2,2016,Japan,B-2\r
onsemi,IC,MAX708TESA-TG,250,Reel,ROHS3,2019,Japan,B-3\r
Panasonic,Chip resistor,ERJ3GEYJ273V,5000,Reel,ROHS,2015,China,C-1\r
OMRON,Wire housing,XG4C-2031,1000,Loose,Unknown,2010,USA,D-3\r
";

/// A file with the name that it is saved under; letters, digits and hyphens only.
pub(super) struct File {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl File {
    pub(super) fn answer(self) -> Response {
        let disposition = format!("attachment; filename=\"{}\"", self.name);
        let headers = [
            (CONTENT_TYPE, self.kind.to_owned()),
            (CONTENT_DISPOSITION, disposition),
            (CACHE_CONTROL, "no-store".to_owned()),
        ];
        (headers, self.bytes).into_response()
    }
}

/// All that is stored about whoever asks, as JSON.
pub(super) async fn takeout(State(house): State<House>, parts: Parts) -> Response {
    let Some(arrival) = arrival(&parts) else {
        return unreadable();
    };
    answered(everything(&house, &arrival).await, &arrival)
}

async fn everything(house: &House, arrival: &Arrival) -> Answer<File> {
    let who = arrival.signed_in.as_ref().ok_or(Refusal::SignInFirst)?;
    let takeout = takeout::take(&house.market, who).await?;
    let bytes = serde_json::to_vec_pretty(&takeout).map_err(Error::from)?;
    Ok(File {
        name: format!("reelstock-account-{}.json", who.visitor.number),
        kind: "application/json; charset=utf-8",
        bytes,
    })
}

/// The five rows of R129, for anybody to begin with.
pub(super) async fn sample() -> Response {
    let file = File {
        name: "reelstock-sample.csv".to_owned(),
        kind: CSV,
        bytes: SAMPLE.as_bytes().to_vec(),
    };
    file.answer()
}

/// The stock of whoever asks, as the file that can be imported again (R130, R131); for suppliers only.
pub(super) async fn stock(State(house): State<House>, parts: Parts) -> Response {
    let Some(arrival) = arrival(&parts) else {
        return unreadable();
    };
    answered(own_stock(&house, &arrival).await, &arrival)
}

async fn own_stock(house: &House, arrival: &Arrival) -> Answer<File> {
    let who = arrival.signed_in.as_ref().ok_or(Refusal::SignInFirst)?;
    let supplier = who.supplier().ok_or(Refusal::NotAllowed)?;
    let mut bytes = Vec::new();
    export::export(&house.market, &supplier, &mut bytes).await?;
    Ok(File {
        name: format!("stock-{}.csv", clock::date_in_japan(house.market.now())),
        kind: CSV,
        bytes,
    })
}

fn answered(answer: Answer<File>, arrival: &Arrival) -> Response {
    match answer {
        Ok(file) => file.answer(),
        Err(error) => status_of(&problem_of(error, &arrival.reference)).into_response(),
    }
}
