//! The clipboard of a spreadsheet as text: cells between tabs, rows between line breaks; a cell that has such a sign in it stands
//! in quotation marks, its own are doubled. Excel and LibreOffice write it so; what only looks like it is taken as it stands.

/// Reads rows of cells. A line break at the end begins no row. A line break within a cell becomes a space, for no cell of a stock
/// list has two lines.
#[must_use]
pub fn read(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, after) = cell(rest);
        row.push(cell);
        let (end, after) = end(after);
        rest = after;
        match end {
            // A tab at the very end still has an empty cell behind it.
            End::Cell if rest.is_empty() => row.push(String::new()),
            End::Cell => {}
            End::Row => rows.push(std::mem::take(&mut row)),
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Cell,
    Row,
}

/// What stands behind a cell; the end of the text ends a row.
fn end(rest: &str) -> (End, &str) {
    if let Some(rest) = rest.strip_prefix('\t') {
        return (End::Cell, rest);
    }
    let rest = rest
        .strip_prefix("\r\n")
        .unwrap_or_else(|| rest.strip_prefix(['\n', '\r']).unwrap_or(rest));
    (End::Row, rest)
}

/// The next cell, and what stands behind it.
fn cell(rest: &str) -> (String, &str) {
    if let Some(found) = quoted(rest) {
        return found;
    }
    let length = rest.find(['\t', '\n', '\r']).unwrap_or(rest.len());
    (rest[..length].to_owned(), &rest[length..])
}

/// A cell in quotation marks, if that is what it is: closed, and with an end of a cell behind it.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let inner = rest.strip_prefix('"')?;
    let mut cell = String::new();
    let mut from = 0;
    loop {
        let mark = from + inner[from..].find('"')?;
        cell.push_str(&inner[from..mark]);
        let behind = &inner[mark + 1..];
        if behind.starts_with('"') {
            cell.push('"');
            from = mark + 2;
        } else if behind.is_empty() || behind.starts_with(['\t', '\n', '\r']) {
            return Some((one_line(&cell), behind));
        } else {
            return None;
        }
    }
}

fn one_line(cell: &str) -> String {
    if cell.contains(['\n', '\r']) {
        cell.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    } else {
        cell.to_owned()
    }
}

/// Writes rows of cells, each row ended as spreadsheets end it.
#[must_use]
pub fn written<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.into_iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            if cell.contains(['\t', '\n', '\r', '"']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_break_at_the_end_is_no_row() {
        let one = vec![vec!["a".to_owned(), "b".to_owned()]];
        for text in ["a\tb", "a\tb\n", "a\tb\r\n", "a\tb\r"] {
            assert_eq!(read(text), one, "{text:?}");
        }
        assert_eq!(read("a\tb\n\n").len(), 2, "an empty row between is one");
        assert!(read("").is_empty());
    }

    #[test]
    fn quotation_marks_hold_tabs_line_breaks_and_themselves() {
        assert_eq!(read("\"a\tb\"\t\"say \"\"x\"\"\"\n"), [["a\tb", "say \"x\""]]);
        assert_eq!(read("\"two\r\nlines\"\tc"), [["two lines", "c"]]);
    }

    #[test]
    fn what_only_looks_like_a_quoted_cell_is_taken_as_it_stands() {
        assert_eq!(read("\"19 inch\tb"), [["\"19 inch", "b"]]);
        assert_eq!(read("\"a\"b\tc"), [["\"a\"b", "c"]]);
        assert_eq!(read("3.5\"\tb"), [["3.5\"", "b"]]);
    }

    #[test]
    fn empty_cells_keep_their_places() {
        assert_eq!(read("\ta\t\n"), [["", "a", ""]]);
        assert_eq!(read("a\t"), [["a", ""]]);
    }

    proptest! {
        #[test]
        fn what_is_copied_is_pasted_as_it_was(
            rows in proptest::collection::vec(proptest::collection::vec("[^\\n\\r]{0,12}", 1..5), 1..6)
        ) {
            let text = written(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
            prop_assert_eq!(read(&text), rows);
        }

        #[test]
        fn whatever_is_pasted_comes_to_an_end(text in "[\"\\t\\n\\ra]{0,40}") {
            let rows = read(&text);
            prop_assert!(rows.iter().all(|row| !row.is_empty()));
        }
    }
}
