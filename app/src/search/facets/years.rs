//! The years of manufacture: a small histogram over two fields.

use domain::search::{Facets, YearCount};
use leptos::prelude::*;

use super::number::NumberField;
use crate::labels::locale;
use crate::say;

/// Height of the drawing, and of its tallest bar with a hair of air above it.
const HEIGHT: u32 = 28;
const TALLEST: u32 = 27;
/// From one bar to the next, and the width of a bar.
const STEP: u32 = 10;
const WIDTH: u32 = 8;

/// The facet.
#[component]
pub fn Years(facets: Facets, years: Vec<YearCount>) -> impl IntoView {
    let name = say!(locale(), search.dc_year);
    let end = |year: Option<&YearCount>| year.map(|year| year.year.to_string()).unwrap_or_default();
    let (first, last) = (end(years.first()), end(years.last()));
    view! {
        <fieldset class="facet">
            <legend>{name}</legend>
            <Histogram facets=facets.clone() years />
            <div class="facet-range">
                <NumberField
                    name="dc_from"
                    value=facets.dc_from.map(u32::from)
                    placeholder=first
                    label=say!(locale(), search.from, name = name).to_string()
                />
                <span aria-hidden="true">"–"</span>
                <NumberField
                    name="dc_to"
                    value=facets.dc_to.map(u32::from)
                    placeholder=last
                    label=say!(locale(), search.to, name = name).to_string()
                />
            </div>
        </fieldset>
    }
    .into_any()
}

/// Decoration: the fields and the table say the same in words.
#[component]
fn Histogram(facets: Facets, years: Vec<YearCount>) -> impl IntoView {
    let bars = bars(&years);
    (bars.len() > 1).then(|| {
        let width = STEP * u32::try_from(bars.len()).unwrap_or_default();
        let bars = (0..).zip(bars).map(|(at, (year, height))| {
            let class = facets.accepts_dc(Some(year)).then_some("in");
            view! {
                <rect
                    x=(at * STEP + 1).to_string()
                    y=(HEIGHT - height).to_string()
                    width=WIDTH.to_string()
                    height=height.to_string()
                    class=class
                ></rect>
            }
        });
        view! {
            <svg
                class="facet-years"
                viewBox=format!("0 0 {width} {HEIGHT}")
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                {bars.collect_view()}
            </svg>
        }
    })
}

/// Every year between the first and the last with the height of its bar; one without lots has none, any lot at least 1.
fn bars(years: &[YearCount]) -> Vec<(u16, u32)> {
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Vec::new();
    };
    let most = years
        .iter()
        .map(|year| year.count)
        .max()
        .unwrap_or_default()
        .max(1);
    let height = |year| {
        let count = years
            .iter()
            .find(|known| known.year == year)
            .map_or(0, |known| known.count);
        // Widened, because a count may be as high as all lots; rounded up, so that a single lot is seen.
        u32::try_from((u64::from(count) * u64::from(TALLEST)).div_ceil(u64::from(most))).unwrap_or(TALLEST)
    };
    (first.year..=last.year)
        .map(|year| (year, height(year)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_lots_keep_their_place_and_one_lot_is_seen() {
        let years = [(2019, 1), (2021, 1_000_000)].map(|(year, count)| YearCount { year, count });
        assert_eq!(bars(&years), [(2019, 1), (2020, 0), (2021, TALLEST)]);
        assert_eq!(bars(&[]), []);
    }
}
