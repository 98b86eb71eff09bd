//! The first row: nine headings in their fixed order (R125).

use domain::inventory::Column;
use domain::inventory::stock_file::{FileFault, OtherSeparator};

use super::COLUMNS;
use super::records::Cells;

/// What the headings are good for.
pub(super) struct Headings {
    /// What is wrong with them, by column where one is meant.
    pub(super) faults: Vec<(Option<Column>, FileFault)>,
    /// Whether the rows below can be judged: the columns lie where they should, though a heading may be misspelt.
    pub(super) in_place: bool,
}

impl Headings {
    /// Judges the first row of a file.
    pub(super) fn judge(cells: Cells<'_>) -> Self {
        if let Some(found) = other_separator(cells) {
            return Self::useless(vec![(None, FileFault::Separator { found })]);
        }
        let named: Vec<Option<Column>> = cells.iter().map(column_of).collect();
        // "ROHS" alone is no heading: it is what the cells of that column say too.
        if named.iter().flatten().all(|column| *column == Column::Rohs) {
            return Self::useless(vec![(None, FileFault::NoHeadings)]);
        }
        let by_place = by_place(cells, &named);
        let in_place = cells.count() == COLUMNS && !by_place.iter().any(is_moved);
        let all_there =
            cells.count() == COLUMNS && Column::ALL.iter().all(|column| named.contains(&Some(*column)));
        if in_place || all_there {
            return Self {
                faults: by_place,
                in_place,
            };
        }
        let mut faults = in_sequence(&named);
        if cells.count() > COLUMNS {
            faults.push((None, super::wrong_count(cells.count())));
        }
        Self::useless(faults)
    }

    const fn useless(faults: Vec<(Option<Column>, FileFault)>) -> Self {
        Self {
            faults,
            in_place: false,
        }
    }
}

fn column_of(heading: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|column| column.is_headed(heading))
}

fn is_moved((_, fault): &(Option<Column>, FileFault)) -> bool {
    matches!(fault, FileFault::HeadingOrder { .. })
}

/// The faults of nine headings: what stands at each place, and what should.
fn by_place(cells: Cells<'_>, named: &[Option<Column>]) -> Vec<(Option<Column>, FileFault)> {
    Column::ALL
        .into_iter()
        .zip(1..)
        .zip(cells.iter().zip(named))
        .filter_map(at_its_place)
        .collect()
}

/// The fault of one of nine headings.
fn at_its_place(
    ((expected, at), (heading, named)): ((Column, u32), (&str, &Option<Column>)),
) -> Option<(Option<Column>, FileFault)> {
    let fault = match *named {
        Some(found) if found == expected => return None,
        Some(found) => FileFault::HeadingOrder { expected, found, at },
        None if heading.trim().is_empty() => FileFault::HeadingMissing { column: expected },
        None => FileFault::HeadingUnknown { at },
    };
    Some((Some(expected), fault))
}

/// The faults of headings with gaps or additions: which are missing, which are unknown, and which stand behind one
/// that follows them. What has only moved because of a gap or an addition is not at fault.
fn in_sequence(named: &[Option<Column>]) -> Vec<(Option<Column>, FileFault)> {
    let mut faults = Vec::new();
    let mut last = None;
    for (named, at) in named.iter().zip(1..) {
        match *named {
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
    let missing = Column::ALL
        .into_iter()
        .filter(|column| !named.contains(&Some(*column)));
    faults.extend(missing.map(|column| (None, FileFault::HeadingMissing { column })));
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
