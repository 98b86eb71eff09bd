//! A request as it is being filled in: each field a state of its own, judged by the rules that the server will apply.

use std::collections::HashMap;

use domain::quotations::views::{OpenForm, StockNote};
use domain::quotations::{LineForm, RequestForm};
use domain::violations::{Violation, Violations};
use leptos::prelude::*;

use crate::ui::Entry;

/// The whole form.
#[derive(Clone, Copy)]
pub struct Draft {
    opened: StoredValue<OpenForm>,
    pub name: Entry,
    pub furigana: Entry,
    pub company: Entry,
    pub email: Entry,
    /// ISO code of the country whose calling code the number has.
    pub phone_country: RwSignal<String>,
    pub phone: Entry,
    pub lines: RwSignal<Vec<DraftLine>>,
}

/// One line.
#[derive(Clone, Copy)]
pub struct DraftLine {
    /// Stays the same when lines above are removed.
    pub id: u32,
    /// The number of the lot asked for, or empty.
    pub lot: RwSignal<String>,
    /// Why the lot cannot be asked for; the line asks for its model instead.
    pub lot_fault: RwSignal<Option<Violation>>,
    pub stock: StoredValue<Option<StockNote>>,
    pub model: Entry,
    pub manufacturer: Entry,
    pub quantity: Entry,
    pub dc: Entry,
    pub packing: Entry,
    pub target_price: Entry,
    pub currency: RwSignal<String>,
    pub due: Entry,
    pub remarks: Entry,
}

impl Draft {
    /// The draft of a form as it was opened.
    #[must_use]
    pub fn of(open: OpenForm) -> Self {
        let form = open.form.clone();
        let stock: Vec<_> = open
            .stock
            .iter()
            .cloned()
            .chain(std::iter::repeat(None))
            .take(form.lines.len())
            .collect();
        let opened = StoredValue::new(open);
        let phone_country = RwSignal::new(form.phone_country);
        let entry = |text, field, fill: fn(&mut RequestForm) -> &mut String| {
            Entry::judged(text, move |text| {
                let mut alone = RequestForm {
                    phone_country: phone_country.get_untracked(),
                    ..RequestForm::default()
                };
                text.clone_into(fill(&mut alone));
                alone
                    .check(opened.with_value(OpenForm::date))
                    .err()?
                    .at(field)
                    .cloned()
            })
        };
        let lines = (0..).zip(form.lines.iter().zip(stock));
        Self {
            opened,
            name: entry(form.name, "name", |form| &mut form.name),
            furigana: entry(form.furigana, "furigana", |form| &mut form.furigana),
            company: entry(form.company, "company", |form| &mut form.company),
            email: entry(form.email, "email", |form| &mut form.email),
            phone_country,
            phone: entry(form.phone, "phone", |form| &mut form.phone),
            lines: RwSignal::new(
                lines
                    .map(|(id, (line, stock))| DraftLine::of(id, line, stock, opened))
                    .collect(),
            ),
        }
    }

    /// The form as it stands now, to be judged and sent.
    #[must_use]
    pub fn form(self) -> RequestForm {
        RequestForm {
            submission: self.opened.with_value(|open| open.form.submission.clone()),
            name: self.name.text_now(),
            furigana: self.furigana.text_now(),
            company: self.company.text_now(),
            email: self.email.text_now(),
            phone_country: self.phone_country.get_untracked(),
            phone: self.phone.text_now(),
            listed: self.opened.with_value(|open| open.form.listed.clone()),
            lines: self
                .lines
                .with_untracked(|lines| lines.iter().map(|line| line.form()).collect()),
        }
    }

    /// The earliest due date, as a date field takes it.
    #[must_use]
    pub fn today(self) -> String {
        self.opened.with_value(|open| open.today.clone())
    }

    /// Judges the whole form.
    ///
    /// # Errors
    /// Violations by path.
    pub fn check(self) -> Result<RequestForm, Violations> {
        let form = self.form();
        form.check(self.opened.with_value(OpenForm::date)).map(|_| form)
    }

    /// Shows the violations of the form at its fields.
    pub fn blame(self, faults: &Violations) {
        for (field, entry) in self.requester() {
            entry.blame(faults.at(field).cloned());
        }
        for (place, line) in self.lines.get_untracked().into_iter().enumerate() {
            line.blame(place, faults);
        }
    }

    /// The fields about the requester, in the order of the page.
    #[must_use]
    pub fn requester(self) -> [(&'static str, Entry); 5] {
        [
            ("name", self.name),
            ("furigana", self.furigana),
            ("company", self.company),
            ("email", self.email),
            ("phone", self.phone),
        ]
    }

    /// Most lines that it may have.
    #[must_use]
    pub fn most(self) -> usize {
        self.opened.with_value(|open| open.form.most_lines())
    }

    /// Adds an empty line and tells its id; `None` when the request is full. It belongs to the present owner.
    #[must_use]
    pub fn add(self) -> Option<u32> {
        if self.lines.with_untracked(Vec::len) >= self.most() {
            return None;
        }
        let id = self
            .lines
            .with_untracked(|lines| lines.iter().map(|line| line.id + 1).max().unwrap_or(0));
        let line = DraftLine::of(id, &LineForm::default(), None, self.opened);
        self.lines.update(|lines| lines.push(line));
        Some(id)
    }

    /// Removes a line and tells the id of the one that takes its place. A request always has a line: the last one is
    /// emptied.
    pub fn remove(self, id: u32) -> Option<u32> {
        let lines = self.lines.get_untracked();
        let place = lines.iter().position(|line| line.id == id)?;
        if let [only] = lines.as_slice() {
            only.clear();
            return Some(id);
        }
        self.lines.update(|lines| {
            lines.remove(place);
        });
        self.lines
            .with_untracked(|lines| lines.get(place).or(lines.last()).map(|line| line.id))
    }

    /// Where each line stands, counted from 1, by its id.
    #[must_use]
    pub fn places(self) -> Memo<HashMap<u32, usize>> {
        Memo::new(move |_| {
            self.lines
                .with(|lines| lines.iter().map(|line| line.id).zip(1..).collect())
        })
    }
}

impl DraftLine {
    fn of(id: u32, line: &LineForm, stock: Option<StockNote>, opened: StoredValue<OpenForm>) -> Self {
        let entry = |text: &str, field, fill: fn(&mut LineForm) -> &mut String| {
            Entry::judged(text, move |text| {
                let mut alone = LineForm::default();
                text.clone_into(fill(&mut alone));
                alone
                    .check(0, opened.with_value(OpenForm::date))
                    .err()?
                    .at(field)
                    .cloned()
            })
        };
        Self {
            id,
            lot: RwSignal::new(line.lot.clone()),
            lot_fault: RwSignal::new(None),
            stock: StoredValue::new(stock),
            model: entry(&line.model, "model", |line| &mut line.model),
            manufacturer: entry(&line.manufacturer, "manufacturer", |line| &mut line.manufacturer),
            quantity: entry(&line.quantity, "quantity", |line| &mut line.quantity),
            dc: entry(&line.dc, "dc", |line| &mut line.dc),
            packing: entry(&line.packing, "packing", |line| &mut line.packing),
            target_price: entry(&line.target_price, "target_price", |line| &mut line.target_price),
            currency: RwSignal::new(line.currency.clone()),
            due: entry(&line.due, "due", |line| &mut line.due),
            remarks: entry(&line.remarks, "remarks", |line| &mut line.remarks),
        }
    }

    fn form(self) -> LineForm {
        LineForm {
            lot: self.lot.get_untracked(),
            model: self.model.text_now(),
            manufacturer: self.manufacturer.text_now(),
            quantity: self.quantity.text_now(),
            dc: self.dc.text_now(),
            packing: self.packing.text_now(),
            target_price: self.target_price.text_now(),
            currency: self.currency.get_untracked(),
            due: self.due.text_now(),
            remarks: self.remarks.text_now(),
        }
    }

    /// The fields, in the order of the page.
    #[must_use]
    pub fn fields(self) -> [(&'static str, Entry); 8] {
        [
            ("model", self.model),
            ("manufacturer", self.manufacturer),
            ("quantity", self.quantity),
            ("dc", self.dc),
            ("packing", self.packing),
            ("target_price", self.target_price),
            ("due", self.due),
            ("remarks", self.remarks),
        ]
    }

    fn clear(self) {
        self.lot.set(String::new());
        self.lot_fault.set(None);
        for (_, entry) in self.fields() {
            entry.clear();
        }
    }

    fn blame(self, place: usize, faults: &Violations) {
        for (field, entry) in self.fields() {
            entry.blame(faults.at(&format!("lines.{place}.{field}")).cloned());
        }
        let lot_fault = faults.at(&format!("lines.{place}.lot")).cloned();
        if lot_fault.is_some() {
            // Sent again, the line asks for the model.
            self.lot.set(String::new());
        }
        self.lot_fault.set(lot_fault);
    }
}

#[cfg(test)]
mod tests;
