//! The form of a request and what is left of it when every field keeps its rule.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::money::{Currency, TargetPrice};
use crate::accounts::{CompanyName, Email, Furigana, PersonName, Phone};
use crate::dates::iso_date;
use crate::inventory::lot::Model;
use crate::inventory::{Quantity, contact_details};
use crate::text::{limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// The maker asked for, if any.
WantedManufacturer, limits::WANTED_MANUFACTURER }
text_type! { /// The date code asked for, in the buyer's words.
WantedDc, limits::WANTED_DC }
text_type! { /// The packing asked for.
WantedPacking, limits::WANTED_PACKING }
text_type! { /// Remarks to one line.
LineRemarks, limits::LINE_REMARKS }

/// One line as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LineForm {
    /// Number of the lot, or empty.
    pub lot: String,
    pub model: String,
    pub manufacturer: String,
    pub quantity: String,
    pub dc: String,
    pub packing: String,
    pub target_price: String,
    pub currency: String,
    /// `YYYY-MM-DD`, or empty.
    pub due: String,
    pub remarks: String,
}

/// The whole form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestForm {
    /// Made with the form, so that sending it twice makes one request (T37).
    pub submission: String,
    pub name: String,
    pub furigana: String,
    pub company: String,
    pub email: String,
    pub phone_country: String,
    pub phone: String,
    /// Not empty where the lines come from a pasted list, which may have more of them.
    pub listed: String,
    pub lines: Vec<LineForm>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    pub name: PersonName,
    pub furigana: Option<Furigana>,
    pub company: CompanyName,
    pub email: Email,
    pub phone: Phone,
}

/// One line that keeps its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the form, counted from 0; faults found later stand at `lines.{place}`.
    pub place: usize,
    pub lot: Option<i64>,
    pub model: Model,
    pub manufacturer: WantedManufacturer,
    pub quantity: Quantity,
    pub dc: WantedDc,
    pub packing: WantedPacking,
    pub target_price: Option<TargetPrice>,
    pub due: Option<time::Date>,
    pub remarks: LineRemarks,
}

/// A request that can be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub submission: Uuid,
    pub requester: Requester,
    pub lines: Vec<Line>,
}

impl LineForm {
    /// Whether nothing is written in the line; its currency is preset and does not count.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        [
            &self.lot,
            &self.model,
            &self.manufacturer,
            &self.quantity,
            &self.dc,
            &self.packing,
            &self.target_price,
            &self.due,
            &self.remarks,
        ]
        .into_iter()
        .all(|text| text.trim().is_empty())
    }

    /// Judges every field of the line. `today` is the date in Japan.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check(&self, place: usize, today: time::Date) -> Result<Line, Violations> {
        let mut faults = Violations::none();
        let lot = faults.keep("lot", lot_id(&self.lot));
        let model = faults.keep("model", wanted_model(&self.model));
        let manufacturer = faults.keep("manufacturer", WantedManufacturer::parse(&self.manufacturer));
        let quantity = faults.keep("quantity", wanted_quantity(&self.quantity));
        let dc = faults.keep("dc", WantedDc::parse(&self.dc));
        let packing = faults.keep("packing", WantedPacking::parse(&self.packing));
        let currency = faults.keep("currency", Currency::parse(&self.currency));
        let price = faults.keep(
            "target_price",
            TargetPrice::parse(&self.target_price, currency.unwrap_or(Currency::Jpy)),
        );
        let due = faults.keep("due", due_date(&self.due, today));
        let remarks = faults.keep("remarks", LineRemarks::parse(&self.remarks));
        let line = (|| {
            currency?;
            Some(Line {
                place,
                lot: lot?,
                model: model?,
                manufacturer: manufacturer?,
                quantity: quantity?,
                dc: dc?,
                packing: packing?,
                target_price: price?,
                due: due?,
                remarks: remarks?,
            })
        })();
        line.ok_or(faults)
    }
}

impl RequestForm {
    /// Judges the requester and every line; lines left blank are passed over, unless all are.
    ///
    /// # Errors
    /// Violations by path: `email`, `lines.3.quantity`, and `lines` for the number of lines.
    pub fn check(&self, today: time::Date) -> Result<Request, Violations> {
        let mut faults = Violations::none();
        let submission = faults.keep(
            "submission",
            Uuid::try_parse(self.submission.trim()).map_err(|_| Violation::NotAChoice),
        );
        let requester = self.requester(&mut faults);
        let lines = self.checked_lines(today, &mut faults);
        match (submission, requester) {
            (Some(submission), Some(requester)) if faults.is_empty() => Ok(Request {
                submission,
                requester,
                lines,
            }),
            _ => Err(faults),
        }
    }

    /// Most lines that this form may have (Z37).
    #[must_use]
    pub const fn most_lines(&self) -> usize {
        if self.listed.is_empty() {
            limits::REQUEST_LINES
        } else {
            limits::LISTED_LINES
        }
    }

    fn requester(&self, faults: &mut Violations) -> Option<Requester> {
        let name = faults.keep("name", PersonName::parse(&self.name));
        let furigana = match self.furigana.trim() {
            "" => Some(None),
            text => faults.keep("furigana", Furigana::parse(text)).map(Some),
        };
        let company = faults.keep("company", CompanyName::parse(&self.company));
        let email = faults.keep("email", Email::parse(&self.email));
        let phone = faults.keep("phone", Phone::parse(&self.phone_country, &self.phone));
        Some(Requester {
            name: name?,
            furigana: furigana?,
            company: company?,
            email: email?,
            phone: phone?,
        })
    }

    fn checked_lines(&self, today: time::Date, faults: &mut Violations) -> Vec<Line> {
        let filled: Vec<_> = self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.is_blank())
            .collect();
        if filled.is_empty() {
            faults.add("lines", Violation::NoLines);
        }
        let max = self.most_lines();
        if filled.len() > max {
            faults.add("lines", Violation::TooManyLines { max: max as u32 });
            return Vec::new();
        }
        filled
            .into_iter()
            .filter_map(|(index, line)| {
                line.check(index, today)
                    .map_err(|inner| faults.nest(&format!("lines.{index}"), inner))
                    .ok()
            })
            .collect()
    }
}

/// A model that is asked for goes into mails to addresses nobody has proved yet: it may not carry a link (T20).
fn wanted_model(raw: &str) -> Result<Model, Violation> {
    let model = Model::parse(raw)?;
    contact_details::refuse(model.as_str(), true)?;
    Ok(model)
}

/// The rule for stock, but nobody who asks has a row to delete.
fn wanted_quantity(raw: &str) -> Result<Quantity, Violation> {
    Quantity::parse(raw).map_err(|fault| match fault {
        Violation::QuantityZero => Violation::QuantityNotANumber,
        other => other,
    })
}

fn lot_id(raw: &str) -> Result<Option<i64>, Violation> {
    match raw.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Violation::LotGone),
    }
}

/// Reads an ISO date, as `<input type="date">` sends it.
fn due_date(raw: &str, today: time::Date) -> Result<Option<time::Date>, Violation> {
    let folded = crate::text::fold_width(raw);
    let text = folded.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let date = iso_date(text).ok_or(Violation::DateFormat)?;
    if date < today {
        Err(Violation::DatePast)
    } else {
        Ok(Some(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> time::Date {
        time::Date::from_calendar_date(2026, time::Month::November, 21).expect("a date")
    }

    fn form() -> RequestForm {
        RequestForm {
            submission: "0190a0b0-0000-7000-8000-000000000001".into(),
            name: "山田 太郎".into(),
            company: "Example Trading".into(),
            email: "taro@example.com".into(),
            phone_country: "JP".into(),
            phone: "03-1234-5678".into(),
            lines: vec![LineForm {
                model: "TC74HC4050AFTEL".into(),
                quantity: "100".into(),
                ..LineForm::default()
            }],
            ..RequestForm::default()
        }
    }

    #[test]
    fn a_request_needs_a_requester_and_one_line() {
        assert!(form().check(today()).is_ok());
        let faults = RequestForm::default()
            .check(today())
            .expect_err("nothing is filled in");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            ["company", "email", "lines", "name", "phone", "submission"]
        );
    }

    #[test]
    fn faults_stand_at_the_line_as_the_person_numbered_it() {
        let mut form = form();
        form.lines.insert(
            0,
            LineForm {
                currency: "USD".into(),
                ..LineForm::default()
            },
        );
        form.lines.push(LineForm {
            model: "漢字".into(),
            quantity: "1,000".into(),
            due: "2026-11-20".into(),
            ..LineForm::default()
        });
        let faults = form.check(today()).expect_err("the third line is wrong");
        let fields: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["lines.2.due", "lines.2.model", "lines.2.quantity"]);
    }

    #[test]
    fn nobody_who_asks_is_told_to_delete_a_row() {
        let mut form = form();
        form.lines[0].quantity = "0".into();
        let faults = form.check(today()).expect_err("nothing is asked for");
        assert_eq!(
            faults.at("lines.0.quantity"),
            Some(&Violation::QuantityNotANumber)
        );
    }

    #[test]
    fn two_hundred_lines_fit() {
        let mut form = form();
        form.lines = vec![form.lines[0].clone(); 200];
        assert_eq!(form.check(today()).map(|request| request.lines.len()), Ok(200));
        form.lines.push(form.lines[0].clone());
        let faults = form.check(today()).expect_err("one too many");
        assert_eq!(faults.at("lines"), Some(&Violation::TooManyLines { max: 200 }));
    }

    #[test]
    fn a_thousand_lines_fit_if_they_come_from_a_list() {
        let mut form = form();
        form.listed = "1".into();
        form.lines = vec![form.lines[0].clone(); 1_000];
        assert_eq!(form.check(today()).map(|request| request.lines.len()), Ok(1_000));
        form.lines.push(form.lines[0].clone());
        let faults = form.check(today()).expect_err("one too many");
        assert_eq!(faults.at("lines"), Some(&Violation::TooManyLines { max: 1_000 }));
    }

    #[test]
    fn a_due_date_is_a_real_date_from_today_on() {
        assert_eq!(due_date("2026-02-30", today()), Err(Violation::DateFormat));
        assert_eq!(due_date("2026-11-20", today()), Err(Violation::DatePast));
        assert!(matches!(due_date("2026-11-21", today()), Ok(Some(_))));
        assert_eq!(due_date("21/11/2026", today()), Err(Violation::DateFormat));
    }
}
