//! The clipboard as a table of a document: what a spreadsheet takes before it takes text.
//!
//! A spreadsheet that is handed text guesses what it means, and a model such as `6-OCT` becomes a date. A table can say that its
//! cells are text.

/// Rows of cells as a table whose cells are text.
#[must_use]
pub fn written<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let mut table = "<table>".to_owned();
    for row in rows {
        table.push_str("<tr>");
        for cell in row {
            table.push_str("<td style=\"mso-number-format:'\\@'\">");
            push_escaped(&mut table, cell);
            table.push_str("</td>");
        }
        table.push_str("</tr>");
    }
    table.push_str("</table>");
    table
}

fn push_escaped(table: &mut String, cell: &str) {
    for sign in cell.chars() {
        match sign {
            '&' => table.push_str("&amp;"),
            '<' => table.push_str("&lt;"),
            '>' => table.push_str("&gt;"),
            _ => table.push(sign),
        }
    }
}

/// A cell of a table as its text reads: spaces and line breaks of the source are one space each.
#[must_use]
pub fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_and_end_nothing() {
        let table = written([vec!["6-OCT", "</td><b>&"]]);
        assert!(table.contains("mso-number-format:'\\@'\">6-OCT</td>"));
        assert!(table.contains("&lt;/td&gt;&lt;b&gt;&amp;</td>"));
        assert_eq!(table.matches("<td").count(), 2);
    }

    #[test]
    fn a_cell_is_one_line() {
        assert_eq!(cell("\n  TC74\u{a0}HC \r\n 08  "), "TC74 HC 08");
    }
}
