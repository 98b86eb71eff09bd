//! Receiving a request: once, however often its form is sent (T37).

use std::collections::HashMap;

use domain::accounts::role::Act;
use domain::language::Language;
use domain::persons::PersonKind;
use domain::quotations::{Line, Request, RequestForm, RequestNumber};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    QueryFilter, Set,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::receipt::Received;
use crate::accounts::{self, session::SignedIn};
use crate::clock::date_in_japan;
use crate::entity::{company, lot, quotation_line, quotation_request};
use crate::error::{Answer, Error, is_taken};
use crate::inventory::whole::on_sale;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, RequestCopy, RequestReceived, RequestedLine, RequestedPart};

/// Lines of one INSERT.
const LINES: usize = 200;

/// Receives a request and answers with its receipt; the same form again gets the same receipt.
///
/// # Errors
/// Violations by field; `submission` when the form was sent before with other contents; [`Refusal::NotAllowed`] for users of
/// a company who do not request in its name (R054).
pub async fn receive(
    market: &Market,
    who: Option<&SignedIn>,
    language: Language,
    form: RequestForm,
) -> Answer<Received> {
    allowed(who)?;
    let fingerprint = fingerprint(who, &form)?;
    let request = form.check(date_in_japan(market.now()))?;
    if let Some(earlier) = sent_before(market.db.reader(), request.submission, &fingerprint).await? {
        return Ok(earlier);
    }
    match store(market, who, language, &request, fingerprint.clone()).await {
        Ok(received) => Ok(received),
        // The other click of a double click was faster: its request is ours.
        Err(Clash::SentBefore) => sent_before(market.db.reader(), request.submission, &fingerprint)
            .await?
            .ok_or_else(|| anyhow::anyhow!("a submission clashes with nothing").into()),
        Err(Clash::Other(error)) => Err(error),
    }
}

/// Whether somebody may request: visitors may, and users of a company by their role.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub(super) fn allowed(who: Option<&SignedIn>) -> Result<(), Refusal> {
    if who.is_none_or(|who| who.member.may(Act::Quotations)) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

enum Clash {
    SentBefore,
    Other(Error),
}

impl<E: Into<Error>> From<E> for Clash {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// What makes two sendings the same: all that was typed, and who typed it.
fn fingerprint(who: Option<&SignedIn>, form: &RequestForm) -> Answer<Vec<u8>> {
    let account = who.map(|who| who.visitor.number.as_str()).unwrap_or_default();
    Ok(Sha256::digest(serde_json::to_vec(&(account, form))?).to_vec())
}

async fn sent_before(
    db: &impl ConnectionTrait,
    submission: Uuid,
    fingerprint: &[u8],
) -> Answer<Option<Received>> {
    let earlier = quotation_request::Entity::find()
        .filter(quotation_request::Column::Submission.eq(submission))
        .one(db)
        .await?;
    let Some(earlier) = earlier else { return Ok(None) };
    if earlier.fingerprint != fingerprint {
        return Err(Violations::of("submission", Violation::SentBefore).into());
    }
    Ok(Some(Received {
        key: earlier.receipt,
        number: RequestNumber(earlier.id),
    }))
}

async fn store(
    market: &Market,
    who: Option<&SignedIn>,
    language: Language,
    request: &Request,
    fingerprint: Vec<u8>,
) -> Result<Received, Clash> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let lots = wanted_lots(&tx, who, request).await?;
    let inserted = request_row(who, language, request, fingerprint, now)
        .insert(&tx)
        .await;
    let row = inserted.map_err(|error| {
        if is_taken(&error) {
            Clash::SentBefore
        } else {
            Clash::Other(error.into())
        }
    })?;
    let lines: Vec<_> = (1..)
        .zip(&request.lines)
        .map(|(line_no, line)| line_row(row.id, line_no, line, &lots))
        .collect();
    for chunk in lines.chunks(LINES) {
        quotation_line::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&tx)
            .await?;
    }
    let received = Received {
        key: row.receipt,
        number: RequestNumber(row.id),
    };
    mail_both(market, &tx, who, language, request, &received, &lots).await?;
    tx.commit().await?;
    Ok(received)
}

/// The lots that lines point at, still in stock and not the requester's own (R099).
async fn wanted_lots(
    tx: &DatabaseTransaction,
    who: Option<&SignedIn>,
    request: &Request,
) -> Answer<HashMap<i64, lot::Model>> {
    let wanted: Vec<i64> = request.lines.iter().filter_map(|line| line.lot).collect();
    let rows = lot::Entity::find()
        .filter(lot::Column::Id.is_in(wanted))
        .filter(on_sale())
        .all(tx)
        .await?;
    let found: HashMap<i64, lot::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let own = who.and_then(|who| who.member.company());
    let mut faults = Violations::none();
    for line in &request.lines {
        let Some(id) = line.lot else { continue };
        match found.get(&id) {
            None => faults.add(format!("lines.{}.lot", line.place), Violation::LotGone),
            Some(row) if Some(row.company_id) == own => {
                faults.add(format!("lines.{}.lot", line.place), Violation::OwnLot);
            }
            Some(_) => {}
        }
    }
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(faults.into())
    }
}

fn request_row(
    who: Option<&SignedIn>,
    language: Language,
    request: &Request,
    fingerprint: Vec<u8>,
    now: i64,
) -> quotation_request::ActiveModel {
    let requester = &request.requester;
    quotation_request::ActiveModel {
        id: NotSet,
        // Random, for whoever has it may read the receipt.
        receipt: Set(Uuid::new_v4()),
        submission: Set(request.submission),
        fingerprint: Set(fingerprint),
        account_id: Set(who.map(|who| who.member.account_id)),
        name: Set(requester.name.as_str().to_owned()),
        furigana: Set(requester
            .furigana
            .as_ref()
            .map(|f| f.as_str().to_owned())
            .unwrap_or_default()),
        company: Set(requester.company.as_str().to_owned()),
        email: Set(requester.email.as_str().to_owned()),
        phone_country: Set(requester.phone.country().to_owned()),
        phone: Set(requester.phone.number().to_owned()),
        language: Set(language.tag().to_owned()),
        created_at: Set(now),
        is_private: Set(who.is_some_and(|who| PersonKind::of(who.visitor.account_type).is_some())),
    }
}

fn line_row(
    request_id: i64,
    line_no: i32,
    line: &Line,
    lots: &HashMap<i64, lot::Model>,
) -> quotation_line::ActiveModel {
    let lot = line.lot.and_then(|id| lots.get(&id));
    quotation_line::ActiveModel {
        request_id: Set(request_id),
        line_no: Set(line_no),
        lot_id: Set(lot.map(|lot| lot.id)),
        supplier_id: Set(lot.map(|lot| lot.company_id)),
        model: Set(line.model.as_str().to_owned()),
        manufacturer: Set(line.manufacturer.as_str().to_owned()),
        quantity: Set(line.quantity.pieces() as i32),
        dc: Set(line.dc.as_str().to_owned()),
        packing: Set(line.packing.as_str().to_owned()),
        target_price: Set(line.target_price.map(|price| price.ten_thousandths())),
        currency: Set(line.target_price.map(|price| price.currency().code().to_owned())),
        due: Set(line.due.map(|due| due.to_string())),
        remarks: Set(line.remarks.as_str().to_owned()),
        state: Set("received".to_owned()),
    }
}

async fn mail_both(
    market: &Market,
    tx: &DatabaseTransaction,
    who: Option<&SignedIn>,
    language: Language,
    request: &Request,
    received: &Received,
    lots: &HashMap<i64, lot::Model>,
) -> Answer<()> {
    let now = market.now();
    let number = received.number;
    let owner = Mail::RequestReceived(for_owner(tx, request, received, language, lots, now).await?);
    let house = crate::owner::now(tx, &market.settings).await?;
    let parcel = Parcel {
        mail: &owner,
        recipient: house.mail.as_str(),
        language: house.language,
        dedupe_key: format!("request:{number}:owner"),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    let copy = Mail::RequestCopy(for_requester(request, received));
    let parcel = Parcel {
        mail: &copy,
        recipient: request.requester.email.as_str(),
        language,
        dedupe_key: format!("request:{number}:requester"),
        expires_at: None,
    };
    if accounts::owns(tx, who, &request.requester.email).await? {
        post::enqueue(tx, now, &parcel).await?;
    } else {
        post::enqueue_copy(tx, now, &parcel).await?;
    }
    Ok(())
}

/// The owner's mail names both sides: the owner is the broker (Z17).
async fn for_owner(
    tx: &DatabaseTransaction,
    request: &Request,
    received: &Received,
    language: Language,
    lots: &HashMap<i64, lot::Model>,
    now: i64,
) -> Answer<RequestReceived> {
    let suppliers: Vec<i64> = lots.values().map(|lot| lot.company_id).collect();
    let names = company::Entity::find()
        .filter(company::Column::Id.is_in(suppliers))
        .all(tx)
        .await?;
    let names: HashMap<i64, String> = names
        .into_iter()
        .map(|company| (company.id, company.name))
        .collect();
    let lines = request.lines.iter().map(|line| {
        let lot = line.lot.and_then(|id| lots.get(&id));
        RequestedLine {
            model: line.model.as_str().to_owned(),
            manufacturer: line.manufacturer.as_str().to_owned(),
            quantity: line.quantity.pieces(),
            dc: line.dc.as_str().to_owned(),
            packing: line.packing.as_str().to_owned(),
            target_price: line.target_price.map(|price| price.shown()),
            due: line.due.map(|due| due.to_string()),
            remarks: line.remarks.as_str().to_owned(),
            supplier: lot.and_then(|lot| names.get(&lot.company_id).cloned()),
            lot: lot.map(|lot| lot.id),
        }
    });
    let requester = &request.requester;
    Ok(RequestReceived {
        number: received.number,
        receipt: received.key,
        received_at: now,
        name: requester.name.as_str().to_owned(),
        furigana: requester
            .furigana
            .as_ref()
            .map(|f| f.as_str().to_owned())
            .unwrap_or_default(),
        company: requester.company.as_str().to_owned(),
        email: requester.email.as_str().to_owned(),
        phone: requester.phone.shown(),
        language,
        lines: lines.collect(),
    })
}

/// The requester's copy. The address may be a stranger's, so it repeats no free text (T20).
fn for_requester(request: &Request, received: &Received) -> RequestCopy {
    let lines = request.lines.iter().map(|line| RequestedPart {
        model: line.model.as_str().to_owned(),
        manufacturer: line.manufacturer.as_str().to_owned(),
        quantity: line.quantity.pieces(),
    });
    RequestCopy {
        number: received.number,
        receipt: received.key,
        lines: lines.collect(),
    }
}
