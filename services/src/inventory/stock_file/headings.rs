//! The first row: nine headings in their fixed order (R125), and the optional ones anywhere among them.

use domain::inventory::Column;
use domain::inventory::columns::documented_places;
use domain::inventory::stock_file::{FileFault, OtherSeparator};

use super::COLUMNS;
use super::records::Cells;

/// What the headings are good for.
pub(super) struct Headings {
    /// What is wrong with them, by column where one is meant.
    pub(super) faults: Vec<(Option<Column>, FileFault)>,
    /// Whether the rows below can be judged: the columns lie where they should, though a heading may be misspelt.
    pub(super) in_place: bool,
    /// Where each of [`Column::FILE`] stands.
    pub(super) places: [Option<usize>; 11],
}

/// A heading that is not an optional one: its place from 1, its text, what it names.
type Heading<'a> = (u32, &'a str, Option<Column>);

impl Headings {
    /// Judges the first row of a file.
    pub(super) fn judge(cells: Cells<'_>) -> Self {
        let places = documented_places(cells.iter());
        let useless = |faults| Self {
            faults,
            in_place: false,
            places,
        };
        if let Some(found) = other_separator(cells) {
            return useless(vec![(None, FileFault::Separator { found })]);
        }
        let optional = &places[COLUMNS..];
        let nine: Vec<Heading<'_>> = cells
            .iter()
            .enumerate()
            .zip(1..)
            .filter(|((place, _), _)| !optional.contains(&Some(*place)))
            .map(|((_, heading), at)| (at, heading, column_of(heading)))
            .collect();
        let twice = nine.iter().filter_map(|(at, _, named)| {
            let column = named.filter(|column| Column::OPTIONAL.contains(column))?;
            Some((None, FileFault::HeadingTwice { column, at: *at }))
        });
        let twice: Vec<_> = twice.collect();
        if !twice.is_empty() {
            return useless(twice);
        }
        // "ROHS" alone is no heading: it is what the cells of that column say too.
        let mut named = nine.iter().filter_map(|(_, _, named)| *named);
        if named.all(|column| column == Column::Rohs) {
            return useless(vec![(None, FileFault::NoHeadings)]);
        }
        let width = COLUMNS + optional.iter().flatten().count();
        let by_place = by_place(&nine);
        let in_place = cells.count() == width && !by_place.iter().any(is_moved);
        if in_place || (cells.count() == width && missing(&nine).next().is_none()) {
            return Self {
                faults: by_place,
                in_place,
                places,
            };
        }
        let mut faults = in_sequence(&nine);
        if cells.count() > width {
            faults.push((None, super::wrong_count(cells.count(), width)));
        }
        useless(faults)
    }
}

fn column_of(heading: &str) -> Option<Column> {
    Column::FILE.into_iter().find(|column| column.is_headed(heading))
}

fn is_moved((_, fault): &(Option<Column>, FileFault)) -> bool {
    matches!(fault, FileFault::HeadingOrder { .. })
}

/// The columns of the nine that no heading names.
fn missing(nine: &[Heading<'_>]) -> impl Iterator<Item = Column> {
    Column::ALL
        .into_iter()
        .filter(|column| !nine.iter().any(|(_, _, named)| *named == Some(*column)))
}

/// The faults of nine headings: what stands at each place, and what should.
fn by_place(nine: &[Heading<'_>]) -> Vec<(Option<Column>, FileFault)> {
    Column::ALL
        .into_iter()
        .zip(nine)
        .filter_map(at_its_place)
        .collect()
}

/// The fault of one of nine headings.
fn at_its_place((expected, heading): (Column, &Heading<'_>)) -> Option<(Option<Column>, FileFault)> {
    let (at, heading, named) = *heading;
    let fault = match named {
        Some(found) if found == expected => return None,
        Some(found) => FileFault::HeadingOrder { expected, found, at },
        None if heading.trim().is_empty() => FileFault::HeadingMissing { column: expected },
        None => FileFault::HeadingUnknown { at },
    };
    Some((Some(expected), fault))
}

/// The faults of headings with gaps or additions: which are missing, which are unknown, and which stand behind one
/// that follows them. What has only moved because of a gap or an addition is not at fault.
fn in_sequence(nine: &[Heading<'_>]) -> Vec<(Option<Column>, FileFault)> {
    let mut faults = Vec::new();
    let mut last = None;
    for &(at, _, named) in nine {
        match named {
            None => faults.push((None, FileFault::HeadingUnknown { at })),
            Some(found) => {
                if let Some(before) = last.filter(|before| *before >= found) {
                    faults.push((
                        None,
                        FileFault::HeadingOrder {
                            expected: following(before),
                            found,
                            at,
                        },
                    ));
                }
                last = last.max(Some(found));
            }
        }
    }
    faults.extend(missing(nine).map(|column| (None, FileFault::HeadingMissing { column })));
    faults
}

/// The column to the right; the last one stays.
fn following(column: Column) -> Column {
    Column::ALL
        .into_iter()
        .find(|other| *other > column)
        .unwrap_or(column)
}

/// What separates the cells of a row without commas: a sign that would make at least three cells of it.
fn other_separator(cells: Cells<'_>) -> Option<OtherSeparator> {
    if cells.count() != 1 {
        return None;
    }
    let row = cells.get(0);
    let separates = |signs: &[char]| row.matches(signs).count() >= 2;
    if separates(&['\t']) {
        Some(OtherSeparator::Tab)
    } else if separates(&[';']) {
        Some(OtherSeparator::Semicolon)
    } else if separates(&['，', '、', '､']) {
        Some(OtherSeparator::WideComma)
    } else {
        None
    }
}
