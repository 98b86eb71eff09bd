//! A search as it stands in the URL: the URL is the state, so back, reload and a mailed link all show the same.

use serde::{Deserialize, Serialize};

use super::facets::Facets;
use super::sort::{Direction, SortBy};
use super::url;

/// How many lots a page shows (Z36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PerPage {
    #[default]
    Twenty,
    Fifty,
    Hundred,
}

impl PerPage {
    /// The choices a visitor has.
    pub const ALL: [Self; 3] = [Self::Twenty, Self::Fifty, Self::Hundred];

    /// Lots on a page.
    #[must_use]
    pub const fn lots(self) -> u32 {
        match self {
            Self::Twenty => 20,
            Self::Fifty => 50,
            Self::Hundred => 100,
        }
    }
}

/// Everything that decides what a page of results shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchRequest {
    /// As typed; [`super::Query::parse`] judges it.
    pub q: String,
    pub sort: SortBy,
    /// Without meaning for [`SortBy::Relevance`].
    pub dir: Direction,
    /// From 1; a value off the scale is brought to [`SearchRequest::MAX_PAGE`] by whoever searches.
    pub page: u32,
    pub per_page: PerPage,
    pub facets: Facets,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            q: String::new(),
            sort: SortBy::default(),
            dir: Direction::default(),
            page: 1,
            per_page: PerPage::default(),
            facets: Facets::default(),
        }
    }
}

/// A part of a URL that was not understood and was left out or brought into range. Unknown keys are not reported: links
/// carry the marks of mail programs and campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Odd {
    Sort,
    Direction,
    Page,
    PerPage,
    /// A bound of the DC range that is no year.
    Dc,
    MinQuantity,
    OwnerStock,
    /// A facet has more values, or longer ones, than are listened to.
    Facet,
}

impl SearchRequest {
    /// Fifty million lots in pages of twenty: more than one process holds, and no product with a page size overflows.
    pub const MAX_PAGE: u32 = 2_500_000;
    /// Longest `q` that is kept, in characters: enough for "too long" to be said and to show what was typed.
    pub const MAX_Q: usize = 256;

    /// A first page by relevance.
    #[must_use]
    pub fn for_query(q: impl Into<String>) -> Self {
        Self {
            q: q.into(),
            ..Self::default()
        }
    }

    /// Reads decoded pairs of a URL and never fails: what is odd is reported, in the order met, and left out.
    /// Of a single-valued key given twice the last counts; facet keys repeat.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> (Self, Vec<Odd>) {
        let (mut request, mut odd) = (Self::default(), Vec::new());
        for (key, value) in pairs {
            if let Err(fault) = request.take(key.as_ref(), value.as_ref())
                && !odd.contains(&fault)
            {
                odd.push(fault);
            }
        }
        (request.tidy(), odd)
    }

    /// Reads the part of a URL behind the question mark.
    #[must_use]
    pub fn from_query_string(query_string: &str) -> (Self, Vec<Odd>) {
        Self::from_pairs(url::pairs(query_string))
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), Odd> {
        match key {
            "q" => self.q = value.chars().take(Self::MAX_Q).collect(),
            "sort" => self.sort = SortBy::parse(value).ok_or(Odd::Sort)?,
            "dir" => self.dir = Direction::parse(value).ok_or(Odd::Direction)?,
            "page" => return self.take_page(value),
            "per_page" => {
                self.per_page = PerPage::ALL
                    .into_iter()
                    .find(|choice| decimal(choice.lots()) == value)
                    .ok_or(Odd::PerPage)?;
            }
            "manufacturer" => return add(&mut self.facets.manufacturers, value),
            "rohs" => return add(&mut self.facets.rohs, value),
            "packing" => return add(&mut self.facets.packing, value),
            "country" => return add(&mut self.facets.country, value),
            "dc_from" => self.facets.dc_from = number(value).map_err(|()| Odd::Dc)?,
            "dc_to" => self.facets.dc_to = number(value).map_err(|()| Odd::Dc)?,
            "min_quantity" => self.facets.min_quantity = number(value).map_err(|()| Odd::MinQuantity)?,
            "owner_stock" => match value {
                "1" | "on" => self.facets.owner_stock = true,
                "" | "0" => self.facets.owner_stock = false,
                _ => return Err(Odd::OwnerStock),
            },
            _ => {}
        }
        Ok(())
    }

    /// Digits beyond any number mean "the end", anything else the first page.
    fn take_page(&mut self, value: &str) -> Result<(), Odd> {
        let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
        let page = if digits {
            value.parse::<u32>().unwrap_or(u32::MAX)
        } else {
            0
        };
        self.page = page.clamp(1, Self::MAX_PAGE);
        if self.page == page { Ok(()) } else { Err(Odd::Page) }
    }

    /// The one form of requests that mean the same: what [`SearchRequest::from_pairs`] gives.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        if self.sort == SortBy::Relevance {
            self.dir = Direction::Ascending;
        }
        self.page = self.page.clamp(1, Self::MAX_PAGE);
        self
    }

    /// The part of the URL behind the question mark, percent-encoded, with nothing in it that is a default.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        let mut push = |key: &str, value: &str| url::push(&mut out, key, value);
        if !self.q.is_empty() {
            push("q", &self.q);
        }
        if self.sort != SortBy::Relevance {
            push("sort", self.sort.word());
            if self.dir != Direction::default() {
                push("dir", self.dir.word());
            }
        }
        if self.page > 1 {
            push("page", &decimal(self.page));
        }
        if self.per_page != PerPage::default() {
            push("per_page", &decimal(self.per_page.lots()));
        }
        let facets = &self.facets;
        let lists = [
            ("manufacturer", &facets.manufacturers),
            ("rohs", &facets.rohs),
            ("packing", &facets.packing),
            ("country", &facets.country),
        ];
        for (key, values) in lists {
            values.iter().for_each(|value| push(key, value));
        }
        let numbers = [
            ("dc_from", facets.dc_from.map(u32::from)),
            ("dc_to", facets.dc_to.map(u32::from)),
            ("min_quantity", facets.min_quantity),
        ];
        for (key, value) in numbers {
            value.iter().for_each(|&value| push(key, &decimal(value)));
        }
        if facets.owner_stock {
            push("owner_stock", "1");
        }
        out
    }

    /// The same search at another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }.tidy()
    }
}

fn decimal(number: u32) -> String {
    number.to_string()
}

/// An empty field of a form is no bound; a sign is no digit.
fn number<N: std::str::FromStr>(value: &str) -> Result<Option<N>, ()> {
    match value {
        "" => Ok(None),
        _ if value.starts_with('+') => Err(()),
        _ => value.parse().map(Some).map_err(|_| ()),
    }
}

/// A value given twice is one; an empty one is a form's empty field.
fn add(values: &mut Vec<String>, value: &str) -> Result<(), Odd> {
    if value.trim().is_empty() || values.iter().any(|known| known == value) {
        return Ok(());
    }
    if values.len() >= Facets::MAX_VALUES || value.chars().nth(Facets::MAX_LENGTH).is_some() {
        return Err(Odd::Facet);
    }
    values.push(value.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests;
