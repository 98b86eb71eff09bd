//! The door that a lot's values come through, the same as everywhere: table O, and the company's own name (Z17).

use crate::inventory::contact_details::CompanyName;
use crate::inventory::{Column, Lot, LotForm, ThisYear};
use crate::violations::Violations;

/// What has to be known to judge a lot of a company.
#[derive(Debug, Clone)]
pub struct Judge {
    this_year: ThisYear,
    company: CompanyName,
}

impl Judge {
    /// For the lots of a company, in a year of Japan.
    #[must_use]
    pub const fn new(this_year: ThisYear, company: CompanyName) -> Self {
        Self { this_year, company }
    }

    /// Judges every cell and answers with the lot or with all that is wrong.
    ///
    /// # Errors
    /// One violation per cell, by the field's name.
    pub fn check(&self, form: &LotForm) -> Result<Lot, Violations> {
        let checked = form.check(self.this_year);
        let mut faults = checked.as_ref().err().cloned().unwrap_or_default();
        for (column, cell) in Column::ALL.into_iter().zip(form.cells()) {
            faults.keep(column.field(), self.company.refuse(cell));
        }
        faults.keep("date_code", self.company.refuse(&form.date_code));
        match checked {
            Ok(lot) if faults.is_empty() => Ok(lot),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::violations::Violation;

    #[test]
    fn a_company_does_not_name_itself_in_any_cell() {
        let judge = Judge::new(ThisYear(2026), CompanyName::of("Acme Parts Inc."));
        let form = LotForm {
            remarks: "ask ACME PARTS".into(),
            date_code: "acme-parts".into(),
            ..LotForm::default()
        };
        let faults = judge.check(&form).expect_err("an empty row, and a name twice");
        assert_eq!(faults.at("remarks"), Some(&Violation::NamesCompany));
        assert_eq!(faults.at("date_code"), Some(&Violation::NamesCompany));
        assert_eq!(faults.at("model"), Some(&Violation::Missing));
    }
}
