//! The nine columns of a stock list, in their fixed order, and the headings a file may give them (R125). Two further ones may
//! stand anywhere beside them in a file: the date code (Z11) and the company's own reference (Z14).

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::text::{TextRule, comparable, fold_width, limits};

/// A column of a stock list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Manufacturer,
    ProductName,
    Model,
    Quantity,
    Packing,
    Rohs,
    Dc,
    Location,
    Remarks,
    /// Optional in files: the date code as printed.
    DateCode,
    /// Optional in files: the company's own reference, which no buyer sees.
    Reference,
}

impl Column {
    /// All nine, in the order of files and screens.
    pub const ALL: [Self; 9] = [
        Self::Manufacturer,
        Self::ProductName,
        Self::Model,
        Self::Quantity,
        Self::Packing,
        Self::Rohs,
        Self::Dc,
        Self::Location,
        Self::Remarks,
    ];

    /// The two that a file may have beside the nine.
    pub const OPTIONAL: [Self; 2] = [Self::DateCode, Self::Reference];

    /// All that a file may have: the nine, then the optional ones.
    pub const FILE: [Self; 11] = [
        Self::Manufacturer,
        Self::ProductName,
        Self::Model,
        Self::Quantity,
        Self::Packing,
        Self::Rohs,
        Self::Dc,
        Self::Location,
        Self::Remarks,
        Self::DateCode,
        Self::Reference,
    ];

    /// The name of the field in forms, on the wire and in violations.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Manufacturer => "manufacturer",
            Self::ProductName => "product_name",
            Self::Model => "model",
            Self::Quantity => "quantity",
            Self::Packing => "packing",
            Self::Rohs => "rohs",
            Self::Dc => "dc",
            Self::Location => "location",
            Self::Remarks => "remarks",
            Self::DateCode => "date_code",
            Self::Reference => "reference",
        }
    }

    /// The column of a field's name.
    #[must_use]
    pub fn of_field(field: &str) -> Option<Self> {
        Self::FILE.into_iter().find(|column| column.field() == field)
    }

    /// The heading that files are written with.
    #[must_use]
    pub const fn heading(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Manufacturer, Language::En) => "Manufacturer",
            (Self::Manufacturer, Language::Ja) => "メーカー",
            (Self::ProductName, Language::En) => "Product name",
            (Self::ProductName, Language::Ja) => "品名",
            (Self::Model, Language::En) => "Model",
            (Self::Model, Language::Ja) => "型番",
            (Self::Quantity, Language::En) => "Quantity",
            (Self::Quantity, Language::Ja) => "数量",
            (Self::Packing, Language::En) => "Packing style",
            (Self::Packing, Language::Ja) => "荷姿",
            (Self::Rohs, _) => "ROHS",
            (Self::Dc, _) => "DC",
            (Self::Location, Language::En) => "Location",
            (Self::Location, Language::Ja) => "所在地",
            (Self::Remarks, Language::En) => "Remarks",
            (Self::Remarks, Language::Ja) => "備考",
            (Self::DateCode, Language::En) => "Date code",
            (Self::DateCode, Language::Ja) => "日付コード",
            (Self::Reference, Language::En) => "Own reference",
            (Self::Reference, Language::Ja) => "自社管理番号",
        }
    }

    /// Further headings that mean the same column.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Manufacturer => &["メーカ", "メーカー名"],
            Self::ProductName => &["製品名"],
            Self::Model => &["Model number", "型式", "型名"],
            Self::Quantity | Self::Dc | Self::Remarks => &[],
            Self::Packing => &["梱包形態", "包装形態"],
            Self::Rohs => &["RoHS対応"],
            Self::Location => &[
                "Country name/location",
                "Country name",
                "Country/location",
                "国名/所在地",
                "国名",
                "国/所在地",
            ],
            Self::DateCode => &["デートコード"],
            Self::Reference => &["Our reference", "管理番号"],
        }
    }

    /// Whether a heading of a file names this column; case and width do not count.
    #[must_use]
    pub fn is_headed(self, heading: &str) -> bool {
        let heading = comparable(heading);
        Language::ALL
            .iter()
            .any(|language| comparable(self.heading(*language)) == heading)
            || self.aliases().iter().any(|alias| comparable(alias) == heading)
    }

    /// The text rule of the column; quantity and DC are numbers and have their own.
    #[must_use]
    pub const fn rule(self) -> Option<TextRule> {
        match self {
            Self::Manufacturer => Some(limits::MANUFACTURER),
            Self::ProductName => Some(limits::PRODUCT_NAME),
            Self::Model => Some(limits::MODEL),
            Self::Packing => Some(limits::PACKING),
            Self::Rohs => Some(limits::ROHS),
            Self::Location => Some(limits::LOCATION),
            Self::Remarks => Some(limits::REMARKS),
            Self::DateCode => Some(limits::DATE_CODE),
            Self::Reference => Some(limits::REFERENCE),
            Self::Quantity | Self::Dc => None,
        }
    }

    /// What was typed into a cell as its rule will read it: full width folds where the column is half width (Z10), numbers among them.
    #[must_use]
    pub fn tidy(self, typed: &str) -> String {
        self.rule()
            .map_or_else(|| fold_width(typed).trim().to_owned(), |rule| rule.tidy(typed))
    }
}

/// Where the columns of [`Column::FILE`] stand in a file of the documented form: an optional one where a heading first names it,
/// the nine in the other places, in their order (R125). None for a column that the file is too narrow for, or does not have.
#[must_use]
pub fn documented_places<'a>(headings: impl IntoIterator<Item = &'a str>) -> [Option<usize>; 11] {
    let mut places = [None; 11];
    let (nine, optional) = places.split_at_mut(Column::ALL.len());
    let mut nine = nine.iter_mut();
    for (at, heading) in headings.into_iter().enumerate() {
        let named = Column::OPTIONAL
            .iter()
            .position(|column| column.is_headed(heading));
        match named {
            Some(named) if optional[named].is_none() => optional[named] = Some(at),
            _ => {
                if let Some(place) = nine.next() {
                    *place = Some(at);
                }
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_both_languages_whatever_their_case_and_width() {
        assert!(Column::Model.is_headed("ＭＯＤＥＬ　number"));
        assert!(Column::Location.is_headed("country/LOCATION"));
        assert!(Column::Manufacturer.is_headed("ﾒｰｶｰ"));
        assert!(!Column::Model.is_headed("Quantity"));
    }

    #[test]
    fn no_heading_names_two_columns() {
        for column in Column::FILE {
            let mut headings = vec![column.heading(Language::En), column.heading(Language::Ja)];
            headings.extend(column.aliases());
            for heading in headings {
                let named: Vec<_> = Column::FILE
                    .into_iter()
                    .filter(|other| other.is_headed(heading))
                    .collect();
                assert_eq!(named, [column], "{heading}");
            }
        }
    }

    #[test]
    fn optional_columns_stand_anywhere_among_the_nine() {
        let nine = Column::ALL.map(|column| column.heading(Language::En));
        let plain = documented_places(nine);
        assert_eq!(plain[..9], [0, 1, 2, 3, 4, 5, 6, 7, 8].map(Some));
        assert_eq!(plain[9..], [None, None]);
        let mut headings = nine.to_vec();
        headings.insert(2, "自社管理番号");
        headings.push("ＤＡＴＥ code");
        let places = documented_places(headings.iter().copied());
        assert_eq!(places[..9], [0, 1, 3, 4, 5, 6, 7, 8, 9].map(Some));
        assert_eq!(places[9..], [Some(10), Some(2)]);
    }
}
