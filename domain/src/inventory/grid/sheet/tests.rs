use proptest::prelude::*;

use super::*;
use crate::inventory::Column;
use crate::inventory::grid::samples::{id, loaded, lot, sheet};
use crate::inventory::grid::{Cell, Direction, Only, Range, Safety, Wished};
use crate::inventory::sync::queue::Wish;

const fn quantity(n: u128) -> Cell {
    Cell {
        item_id: id(n),
        column: Column::Quantity,
    }
}

fn send(sheet: &mut Sheet, n: u128) {
    let draft = draft(sheet, n);
    sheet.sent(draft.as_slice());
}

fn draft(sheet: &Sheet, n: u128) -> Option<Draft> {
    sheet.line(id(n)).and_then(|line| line.draft.clone())
}

fn text(sheet: &Sheet, cell: Cell) -> &str {
    sheet.line(cell.item_id).expect("a line").text(cell.column)
}

#[test]
fn a_cell_is_typed_over_judged_and_taken_back() {
    let mut sheet = sheet();
    assert_eq!(sheet.write(vec![(quantity(1), "1,000".into())]), [id(1)]);
    let line = sheet.line(id(1)).expect("a line");
    assert!(line.is_wrong() && line.faults.at("quantity").is_some());
    assert_eq!(line.safety(), Safety::Draft);
    assert_eq!(sheet.undo(), [id(1)]);
    let line = sheet.line(id(1)).expect("a line");
    assert!(line.draft.is_none() && !line.is_wrong(), "{line:?}");
    assert_eq!(sheet.redo(), [id(1)]);
    assert_eq!(text(&sheet, quantity(1)), "1,000");
    assert!(
        sheet.write(vec![(quantity(1), "1,000".into())]).is_empty(),
        "it stands there already"
    );
}

#[test]
fn what_was_sent_is_taken_back_by_typing_the_former_text() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(1), "11".into())]);
    // Sent: the draft is gone, and the lot is so.
    send(&mut sheet, 1);
    sheet.load(vec![loaded(1, Some(lot("A", "11")))], Vec::new());
    assert_eq!(sheet.undo(), [id(1)]);
    let draft = draft(&sheet, 1).expect("typed over");
    assert_eq!(draft.saw, Some(lot("A", "11")));
    assert_eq!(draft.typed, lot("A", "10"));
}

#[test]
fn what_is_typed_while_it_is_being_sent_is_typed_over_what_was_sent() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(1), "11".into())]);
    let sent = draft(&sheet, 1);
    sheet.write(vec![(quantity(1), "12".into())]);
    sheet.load(vec![loaded(1, Some(lot("A", "11")))], Vec::new());
    sheet.sent(sent.as_slice());
    let draft = draft(&sheet, 1).expect("typed on");
    assert_eq!((draft.saw, draft.typed), (Some(lot("A", "11")), lot("A", "12")));
    // Typed back to what was sent: nothing is left to do.
    sheet.undo();
    assert!(sheet.line(id(1)).expect("a line").draft.is_none());
}

#[test]
fn a_deletion_that_was_sent_is_taken_back_by_bringing_the_lot_back() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(1), "11".into())]);
    send(&mut sheet, 1);
    sheet.load(vec![loaded(1, Some(lot("A", "11")))], Vec::new());
    sheet.tick(&[id(1)], true);
    let ticked = draft(&sheet, 1);
    sheet.load(vec![loaded(1, None)], Vec::new());
    sheet.sent(ticked.as_slice());
    assert_eq!(sheet.row_of(id(1)), None);
    assert_eq!(sheet.undo(), [id(1)]);
    assert_eq!(text(&sheet, quantity(1)), "11", "it stands there again");
    let plan = sheet.plan();
    assert!(!plan.is_blocked(), "{plan:?}");
    let restore = |item_id| Wished {
        item_id,
        wish: Wish::Restore,
    };
    assert_eq!(plan.wishes, [restore(id(1))]);
    // And typed over before it is sent.
    sheet.write(vec![(quantity(1), "12".into())]);
    assert_eq!(sheet.plan().wishes.len(), 2);
    assert_eq!(sheet.plan().items(), [id(1)]);
    sheet.undo();
    // Deleted after all.
    sheet.tick(&[id(1)], true);
    assert_eq!(sheet.row_of(id(1)), None);
    assert!(sheet.plan().is_empty());
    assert_eq!(sheet.undo(), [id(1)]);
    // Sent: it is there.
    let back = draft(&sheet, 1);
    assert!(back.is_some());
    sheet.load(vec![loaded(1, Some(lot("A", "11")))], Vec::new());
    sheet.sent(back.as_slice());
    assert!(sheet.line(id(1)).expect("a line").draft.is_none());
}

#[test]
fn a_text_in_a_lot_that_is_gone_is_not_taken_back_into_nothing() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(1), "11".into())]);
    send(&mut sheet, 1);
    sheet.load(vec![loaded(1, None)], Vec::new());
    sheet.undo();
    assert_eq!(sheet.row_of(id(1)), None);
    assert!(sheet.plan().is_empty());
}

#[test]
fn quantities_are_added_up_however_their_digits_are_written() {
    let mut sheet = sheet();
    sheet.add(vec![(id(3), lot("A", "１００"))]);
    assert_eq!(sheet.add_up(id(3), id(1)).len(), 2);
    assert_eq!(text(&sheet, quantity(1)), "110");
}

#[test]
fn all_cells_of_a_range_are_filled_at_once_and_taken_back_at_once() {
    let mut sheet = sheet();
    let range = Range {
        anchor: Place { row: 0, column: 7 },
        head: Place { row: 1, column: 8 },
    };
    assert_eq!(sheet.fill(range, |_| "Osaka".into()), [id(1), id(2)]);
    for n in [1, 2] {
        let line = sheet.line(id(n)).expect("a line");
        assert_eq!(
            (line.text(Column::Location), line.text(Column::Remarks)),
            ("Osaka", "Osaka")
        );
    }
    sheet.undo();
    assert!(sheet.lines().all(|line| line.draft.is_none()));
}

#[test]
fn a_lot_that_is_deleted_waits_for_its_answer_unseen() {
    let mut sheet = sheet();
    let deleted = Loaded {
        waiting: 1,
        ..Loaded::gone(id(1))
    };
    sheet.load(vec![deleted], Vec::new());
    assert_eq!((sheet.size().rows, sheet.counts().waiting), (1, 1));
}

#[test]
fn places_count_the_columns_that_are_shown() {
    let mut sheet = sheet();
    let columns = sheet.columns().clone();
    let columns = columns
        .with(Column::Manufacturer, false)
        .moved(Column::Quantity, false);
    sheet.show_columns(columns);
    assert_eq!(sheet.size().columns, 8);
    let at = |column| Place { row: 0, column };
    assert_eq!(sheet.cell(at(1)), Some(quantity(1)));
    assert_eq!(sheet.cell(at(8)), None);
    let range = Range {
        anchor: at(0),
        head: at(2),
    };
    assert_eq!(sheet.block(range), [["IC", "10", "A"]]);
    let block = vec![vec!["TTL".to_owned(), "7".to_owned()]];
    let pasted = sheet
        .paste_block(&block, Range::at(at(0)), Uuid::now_v7)
        .expect("few");
    assert_eq!((pasted.changed, pasted.left_out), (vec![id(1)], 0));
    assert_eq!(text(&sheet, quantity(1)), "7");
    assert_eq!(sheet.find("toshiba", at(0)), None, "what is hidden is not found");
}

#[test]
fn what_a_lot_once_was_comes_back_as_a_draft() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(1), "11".into())]);
    assert_eq!(sheet.bring_back(id(1), &lot("A", "7")), [id(1)]);
    assert_eq!(text(&sheet, quantity(1)), "7");
    sheet.undo();
    assert_eq!(text(&sheet, quantity(1)), "11");
}

#[test]
fn new_rows_come_to_the_end_and_go_again() {
    let mut sheet = sheet();
    sheet.add(vec![(id(8), LotForm::default()), (id(9), LotForm::default())]);
    assert_eq!(sheet.size().rows, 4);
    assert_eq!(sheet.row_of(id(9)), Some(3));
    assert_eq!(sheet.undo().len(), 2);
    assert_eq!(sheet.size().rows, 2);
    sheet.redo();
    assert_eq!(sheet.row_of(id(8)), Some(2));
    assert!(
        !sheet.line(id(8)).expect("a line").is_wrong(),
        "nothing was typed yet"
    );
}

#[test]
fn new_rows_stay_at_the_end_until_it_is_sorted_again() {
    let rows = |sheet: &Sheet| {
        let rows = (0..sheet.size().rows).filter_map(|row| sheet.row(row));
        rows.map(|line| line.item_id).collect::<Vec<_>>()
    };
    let mut sheet = sheet();
    let sort = Some((Column::Quantity, Direction::Down));
    sheet.arrange(Arrangement {
        sort,
        only: Only::Drafts,
        ..Arrangement::default()
    });
    assert!(rows(&sheet).is_empty());
    sheet.show_all();
    assert_eq!(sheet.arrangement().sort, sort);
    assert_eq!(rows(&sheet), [id(2), id(1)]);
    sheet.add(vec![(id(8), lot("N", "30")), (id(9), lot("N", "15"))]);
    assert_eq!(rows(&sheet), [id(2), id(1), id(8), id(9)]);
    sheet.add(vec![(id(7), lot("N", "99"))]);
    sheet.undo();
    assert_eq!(rows(&sheet), [id(2), id(1), id(8), id(9)], "no row moves");
    let arrangement = sheet.arrangement().clone();
    sheet.arrange(arrangement);
    assert_eq!(rows(&sheet), [id(8), id(2), id(9), id(1)]);
    // What others add comes to its place.
    sheet.load(vec![loaded(3, Some(lot("C", "12")))], Vec::new());
    assert_eq!(rows(&sheet), [id(8), id(2), id(9), id(3), id(1)]);
}

#[test]
fn a_new_row_that_was_sent_is_taken_back_by_deleting_it() {
    let mut sheet = sheet();
    sheet.add(vec![(id(9), lot("N", "5"))]);
    send(&mut sheet, 9);
    sheet.load(vec![loaded(9, Some(lot("N", "5")))], Vec::new());
    sheet.undo();
    assert!(sheet.line(id(9)).expect("a line").is_ticked());
    sheet.redo();
    assert!(!sheet.line(id(9)).expect("a line").is_gone());
}

#[test]
fn what_others_change_comes_in_beside_a_draft() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(1), "11".into())]);
    sheet.load(
        vec![loaded(1, Some(lot("A2", "10"))), loaded(2, None)],
        Vec::new(),
    );
    let model = Cell {
        column: Column::Model,
        ..quantity(1)
    };
    assert_eq!((text(&sheet, quantity(1)), text(&sheet, model)), ("11", "A2"));
    assert_eq!(sheet.size().rows, 1, "the other one is deleted");
}

#[test]
fn a_stored_draft_is_there_after_loading_again() {
    let mut before = sheet();
    before.write(vec![(quantity(2), "21".into())]);
    let draft = before
        .line(id(2))
        .and_then(|line| line.draft.clone())
        .expect("a draft");
    let mut after = sheet();
    after.load(Vec::new(), vec![draft, Draft::blank(id(7))]);
    assert_eq!(text(&after, quantity(2)), "21");
    assert_eq!(after.size().rows, 3);
}

#[test]
fn undo_does_not_mind_how_the_grid_is_sorted() {
    let mut sheet = sheet();
    sheet.write(vec![(quantity(2), "1".into())]);
    sheet.arrange(Arrangement {
        sort: Some((Column::Quantity, Direction::Up)),
        ..Arrangement::default()
    });
    assert_eq!(sheet.row_of(id(2)), Some(0));
    sheet.undo();
    assert_eq!(text(&sheet, quantity(2)), "20");
    assert_eq!(sheet.row_of(id(2)), Some(0), "rows stay while somebody types");
}

#[test]
fn what_was_sent_stays_where_it_is_and_what_is_back_is_shown() {
    let mut sheet = sheet();
    // As it was typed, which is not quite as it is kept.
    sheet.add(vec![(id(9), lot("N", "５"))]);
    let draft = sheet.line(id(9)).and_then(|line| line.draft.clone());
    sheet.load(vec![loaded(9, Some(lot("N", "5")))], Vec::new());
    sheet.sent(draft.as_slice());
    assert_eq!(sheet.row_of(id(9)), Some(2));
    assert_eq!(sheet.line(id(9)).map(Line::safety), Some(Safety::Server));
    sheet.load(vec![Loaded::gone(id(1))], Vec::new());
    assert_eq!(sheet.size().rows, 2);
    sheet.load(vec![loaded(1, Some(lot("A", "10")))], Vec::new());
    assert_eq!(sheet.row_of(id(1)), Some(2), "somebody has brought it back");
}

#[test]
fn find_goes_around() {
    let sheet = sheet();
    let place = |row, column| Some(Place { row, column });
    assert_eq!(
        sheet.find("ｂ", Place::default()),
        place(1, 0),
        "the maker of the next row"
    );
    assert_eq!(sheet.find("20", Place { row: 0, column: 6 }), place(1, 3));
    assert_eq!(sheet.find("20", Place { row: 1, column: 6 }), place(0, 6));
    assert_eq!(sheet.find("nothing", Place::default()), None);
    assert_eq!(sheet.find(" ", Place::default()), None);
}

fn any_act() -> impl Strategy<Value = (u8, u128, String)> {
    (0_u8..6, 1_u128..6, "[0-9]{0,2}")
}

proptest! {
    /// Taking everything back leads to where it began.
    #[test]
    fn everything_can_be_taken_back(acts in proptest::collection::vec(any_act(), 0..20)) {
        let mut sheet = sheet();
        let shape = |sheet: &Sheet| -> Vec<_> {
            let mut lines: Vec<_> = sheet.lines().cloned().collect();
            lines.sort_by_key(|line| line.item_id);
            lines
        };
        let before = shape(&sheet);
        for (kind, n, typed) in acts {
            match kind {
                0 | 1 => sheet.write(vec![(quantity(n), typed)]),
                2 => sheet.add(if sheet.line(id(n)).is_some() { Vec::new() } else { vec![(id(n), LotForm::default())] }),
                3 => sheet.tick(&[id(n)], typed.is_empty()),
                4 => sheet.drop_drafts(&[id(n)]),
                _ => sheet.add_up(id(n), id(1)),
            };
        }
        while sheet.past().can_undo() {
            sheet.undo();
        }
        prop_assert_eq!(shape(&sheet), before.clone());
        while sheet.past().can_redo() {
            sheet.redo();
        }
        while sheet.past().can_undo() {
            sheet.undo();
        }
        prop_assert_eq!(shape(&sheet), before);
    }
}

#[test]
fn a_new_row_that_is_a_lot_by_now_is_typed_over_it() {
    let mut sheet = sheet();
    let mut stored = Draft::blank(id(1));
    stored.typed = lot("A", "12");
    sheet.load(Vec::new(), vec![stored]);
    let draft = draft(&sheet, 1).expect("typed on");
    assert_eq!((draft.saw, draft.typed), (Some(lot("A", "10")), lot("A", "12")));
    let wishes = sheet.plan().wishes;
    let is_update = matches!(&wishes[..], [one] if matches!(one.wish, Wish::Update { .. }));
    assert!(
        is_update,
        "a second lot of that number would be refused: {wishes:?}"
    );
}
