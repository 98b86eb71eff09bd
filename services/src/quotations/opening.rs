//! The form as it opens: who asks, if we know, and the lots or the model that were chosen.

use std::collections::HashMap;

use domain::inventory::lot::Manufacturer;
use domain::quotations::views::{OpenForm, StockNote};
use domain::quotations::{LineForm, RequestForm};
use domain::search::results::PartFound;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::receive::allowed;
use crate::accounts::session::SignedIn;
use crate::clock::date_in_japan;
use crate::entity::lot;
use crate::error::Answer;
use crate::inventory::whole::on_sale;
use crate::market::Market;

/// Most lots that one form opens with.
const LOTS: usize = domain::text::limits::LISTED_LINES;

/// Opens the form for lots, for a model that was not found, or empty. Lots that are gone or one's own are left out.
///
/// # Errors
/// [`NotAllowed`](domain::refusal::Refusal::NotAllowed) for users of a company who do not request in its name (R054).
pub async fn open(
    market: &Market,
    who: Option<&SignedIn>,
    lots: &[i64],
    model: Option<&str>,
) -> Answer<OpenForm> {
    allowed(who)?;
    let chosen = &lots[..lots.len().min(LOTS)];
    let found: HashMap<i64, lot::Model> = lot::Entity::find()
        .filter(lot::Column::Id.is_in(chosen.iter().copied()))
        .filter(on_sale())
        .all(market.db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let own = who.and_then(|who| who.member.company());
    let mut lines = Vec::new();
    let mut stock = Vec::new();
    for row in chosen
        .iter()
        .filter_map(|id| found.get(id))
        .filter(|row| Some(row.company_id) != own)
    {
        lines.push(line_for(row));
        stock.push(Some(note_of(row)));
    }
    if lines.is_empty() {
        lines.push(LineForm {
            model: model.unwrap_or_default().chars().take(200).collect(),
            ..LineForm::default()
        });
        stock.push(None);
    }
    let today = date_in_japan(market.now()).to_string();
    Ok(OpenForm {
        form: form_for(who, lines),
        stock,
        today,
    })
}

/// Opens the form for parts of a pasted list: with the lot that fits best where there is one, for the model otherwise.
#[must_use]
pub fn open_for_parts(who: Option<&SignedIn>, parts: Vec<PartFound>) -> RequestForm {
    let lines = parts.into_iter().map(|PartFound { part, found }| {
        let best = found.ok().and_then(|hits| hits.best);
        LineForm {
            quantity: part.quantity.map(|pieces| pieces.to_string()).unwrap_or_default(),
            lot: best.as_ref().map(|row| row.lot.to_string()).unwrap_or_default(),
            manufacturer: best
                .as_ref()
                .map(|row| wanted_maker(&row.manufacturer))
                .unwrap_or_default(),
            model: best.map_or(part.model, |row| row.model),
            ..LineForm::default()
        }
    });
    RequestForm {
        listed: "1".to_owned(),
        ..form_for(who, lines.collect())
    }
}

/// A form with a submission of its own, filled with what we know of the visitor.
fn form_for(who: Option<&SignedIn>, lines: Vec<LineForm>) -> RequestForm {
    let submission = Uuid::new_v4().to_string();
    let Some(SignedIn { visitor, .. }) = who else {
        return RequestForm {
            submission,
            phone_country: "JP".to_owned(),
            lines,
            ..RequestForm::default()
        };
    };
    RequestForm {
        submission,
        name: visitor.name.clone(),
        furigana: visitor.furigana.clone(),
        company: visitor.company.clone(),
        email: visitor.email.clone(),
        phone_country: visitor.phone_country.clone(),
        phone: visitor.phone.clone(),
        lines,
        ..RequestForm::default()
    }
}

fn line_for(row: &lot::Model) -> LineForm {
    LineForm {
        lot: row.id.to_string(),
        model: row.model.clone(),
        manufacturer: wanted_maker(&row.manufacturer),
        ..LineForm::default()
    }
}

fn wanted_maker(maker: &str) -> String {
    if Manufacturer::is_unknown(maker) {
        String::new()
    } else {
        maker.to_owned()
    }
}

fn note_of(row: &lot::Model) -> StockNote {
    let year = row.dc.map(|year| format!(" · {year}")).unwrap_or_default();
    StockNote {
        quantity: row.quantity.unsigned_abs(),
        summary: format!("{} · {} · {}{year}", row.product_name, row.packing, row.rohs),
    }
}
