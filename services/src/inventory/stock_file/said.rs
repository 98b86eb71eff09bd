//! What a row says: the texts of a lot, and the company's own reference of it.

use domain::inventory::{Column, LotForm};

/// A row as it is read; filled again for each, so that its texts are allocated once.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) form: LotForm,
    /// Stands for no part of the lot, and no buyer sees it (Z14).
    pub(super) reference: String,
}

impl Said {
    /// What stands in each of [`Column::FILE`].
    pub(super) fn cells(&self) -> [&str; 11] {
        let [
            manufacturer,
            product_name,
            model,
            quantity,
            packing,
            rohs,
            dc,
            location,
            remarks,
        ] = self.form.cells();
        let (date_code, reference) = (&*self.form.date_code, &*self.reference);
        [
            manufacturer,
            product_name,
            model,
            quantity,
            packing,
            rohs,
            dc,
            location,
            remarks,
            date_code,
            reference,
        ]
    }

    /// The texts themselves, in the same order.
    pub(super) fn fields(&mut self) -> [&mut String; 11] {
        let form = &mut self.form;
        [
            &mut form.manufacturer,
            &mut form.product_name,
            &mut form.model,
            &mut form.quantity,
            &mut form.packing,
            &mut form.rohs,
            &mut form.dc,
            &mut form.location,
            &mut form.remarks,
            &mut form.date_code,
            &mut self.reference,
        ]
    }

    /// What stands in some columns.
    pub(super) fn in_columns(&self, columns: &[Column]) -> Vec<String> {
        let cells = Column::FILE.into_iter().zip(self.cells());
        cells
            .filter(|(column, _)| columns.contains(column))
            .map(|(_, cell)| cell.to_owned())
            .collect()
    }
}
