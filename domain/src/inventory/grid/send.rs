//! What Send finds: blank rows, red cells, lots that are the same, and what is to be done with the others.

use std::collections::HashMap;

use uuid::Uuid;

use super::draft::Draft;
use super::line::Line;
use super::sheet::Sheet;
use crate::inventory::sync::queue::Wish;
use crate::inventory::{Column, Lot, SameItem};
use crate::text::comparable;

/// A new row that is the same item as another (R116).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Double {
    pub new: Uuid,
    pub same_as: Uuid,
}

/// What is to be done with one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wished {
    pub item_id: Uuid,
    pub wish: Wish,
}

/// What Send finds. Only where nothing stands in the way are the wishes carried out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// New rows with nothing in them: each one blocks (R115).
    pub blank: Vec<Uuid>,
    /// Rows with red cells.
    pub wrong: Vec<Uuid>,
    /// Questions that are not answered yet.
    pub doubles: Vec<Double>,
    pub wishes: Vec<Wished>,
    /// Drafts of which nothing is left to do: new rows that were ticked, texts that were typed back.
    pub idle: Vec<Uuid>,
}

impl Plan {
    /// Whether something has to be seen to first.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        !self.blank.is_empty() || !self.wrong.is_empty() || !self.doubles.is_empty()
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.is_blocked() && self.wishes.is_empty() && self.idle.is_empty()
    }

    /// The lots whose drafts are done with once the wishes are noted.
    #[must_use]
    pub fn items(&self) -> Vec<Uuid> {
        let wished = self.wishes.iter().map(|wished| wished.item_id);
        let mut items: Vec<_> = wished.chain(self.idle.iter().copied()).collect();
        // Two wishes of one lot follow each other.
        items.dedup();
        items
    }
}

impl Sheet {
    /// Looks at every draft.
    #[must_use]
    pub fn plan(&self) -> Plan {
        self.plan_of(self.lines())
    }

    /// What of some lots can go on its way without a question, for whoever wants to send as they type (Z46). Ticked lots are not
    /// among them: a lot is deleted by pressing Send only.
    #[must_use]
    pub fn ready(&self, items: &[Uuid]) -> Plan {
        let lines = items.iter().filter_map(|item| self.line(*item));
        let mut plan = self.plan_of(lines.filter(|line| !line.is_ticked()));
        let is_open = |item: Uuid| plan.doubles.iter().any(|double| double.new == item);
        let wishes = plan.wishes.iter().filter(|wished| !is_open(wished.item_id));
        Plan {
            wishes: wishes.cloned().collect(),
            idle: std::mem::take(&mut plan.idle),
            ..Plan::default()
        }
    }

    /// The columns in which something is wrong in rows that keep Send from going through.
    #[must_use]
    pub fn wrong_columns(&self) -> Vec<Column> {
        let lines: Vec<_> = self.lines().filter(|line| line.is_wrong()).collect();
        let is_wrong = |column: &Column| lines.iter().any(|line| line.faults.at(column.field()).is_some());
        Column::ALL.into_iter().filter(is_wrong).collect()
    }

    fn plan_of<'a>(&'a self, lines: impl Iterator<Item = &'a Line>) -> Plan {
        let mut plan = Plan::default();
        let mut created = Vec::new();
        for line in lines {
            let Some(draft) = &line.draft else { continue };
            match self.verdict(draft) {
                Verdict::Blank => plan.blank.push(line.item_id),
                Verdict::Wrong => plan.wrong.push(line.item_id),
                Verdict::Idle => plan.idle.push(line.item_id),
                Verdict::Back(wishes) => {
                    let item_id = line.item_id;
                    plan.wishes
                        .extend(wishes.into_iter().map(|wish| Wished { item_id, wish }));
                }
                Verdict::Wish(wish) => {
                    if let (Wish::Create { lot }, false) = (&wish, draft.stays_apart) {
                        created.push((line.item_id, lot.clone()));
                    }
                    let item_id = line.item_id;
                    plan.wishes.push(Wished { item_id, wish });
                }
            }
        }
        plan.doubles = self.doubles(&created);
        plan
    }

    fn verdict(&self, draft: &Draft) -> Verdict {
        match (&draft.saw, draft.is_ticked) {
            (Some(_), true) if draft.is_back => Verdict::Idle,
            (Some(saw), false) if draft.is_back => match self.judge().check(&draft.typed) {
                Err(_) => Verdict::Wrong,
                Ok(typed) if *saw == typed.to_form() => Verdict::Back(vec![Wish::Restore]),
                Ok(typed) => {
                    let saw = saw.clone();
                    Verdict::Back(vec![Wish::Restore, Wish::Update { saw, typed }])
                }
            },
            (None, true) => Verdict::Idle,
            (Some(saw), true) => Verdict::Wish(Wish::Delete { saw: saw.clone() }),
            (None, false) if draft.is_blank() => Verdict::Blank,
            (saw, false) => {
                let Ok(typed) = self.judge().check(&draft.typed) else {
                    return Verdict::Wrong;
                };
                match saw {
                    None => Verdict::Wish(Wish::Create { lot: typed }),
                    // As the rules write it, it is what was there.
                    Some(saw) if *saw == typed.to_form() => Verdict::Idle,
                    Some(saw) => Verdict::Wish(Wish::Update {
                        saw: saw.clone(),
                        typed,
                    }),
                }
            }
        }
    }

    /// New lots that are the same as one that stands there, or as a new one before them. Only lots of the same model are looked at
    /// closely: a list may have a hundred thousand.
    fn doubles(&self, created: &[(Uuid, Lot)]) -> Vec<Double> {
        if created.is_empty() {
            return Vec::new();
        }
        let model = |lot: &Lot| comparable(lot.model.as_str());
        let mut of_model: HashMap<String, Vec<(Uuid, SameItem)>> = HashMap::new();
        for (_, lot) in created {
            of_model.entry(model(lot)).or_default();
        }
        for line in self
            .lines()
            .filter(|line| line.kept.is_some() && !line.is_ticked())
        {
            if let Some(others) = of_model.get_mut(&comparable(line.text(Column::Model)))
                && let Some(Ok(lot)) = line.lot().map(|lot| self.judge().check(lot))
            {
                others.push((line.item_id, SameItem::of(&lot)));
            }
        }
        let mut doubles = Vec::new();
        for (new, lot) in created {
            let key = SameItem::of(lot);
            let others = of_model.entry(model(lot)).or_default();
            match others.iter().find(|(_, other)| *other == key) {
                Some((same_as, _)) => doubles.push(Double {
                    new: *new,
                    same_as: *same_as,
                }),
                None => others.push((*new, key)),
            }
        }
        doubles
    }
}

enum Verdict {
    Blank,
    Wrong,
    Idle,
    Wish(Wish),
    /// A lot is to be there again, and maybe not as it was.
    Back(Vec<Wish>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::LotForm;
    use crate::inventory::grid::Cell;
    use crate::inventory::grid::samples::{id, lot, sheet};

    fn quantity(sheet: &mut Sheet, n: u128, text: &str) {
        let cell = Cell {
            item_id: id(n),
            column: Column::Quantity,
        };
        sheet.write(vec![(cell, text.to_owned())]);
    }

    #[test]
    fn blank_rows_and_red_cells_stand_in_the_way() {
        let mut sheet = sheet();
        assert!(sheet.plan().is_empty());
        sheet.add(vec![(id(8), LotForm::default()), (id(9), lot("C", "x"))]);
        let plan = sheet.plan();
        assert_eq!(
            (plan.blank.clone(), plan.wrong.clone()),
            (vec![id(8)], vec![id(9)])
        );
        assert!(plan.is_blocked());
        sheet.drop_drafts(&plan.blank);
        sheet.tick(&[id(9)], true);
        let plan = sheet.plan();
        assert!(!plan.is_blocked() && plan.wishes.is_empty());
        assert_eq!(plan.items(), [id(9)], "a ticked new row goes without a word");
    }

    #[test]
    fn drafts_become_wishes() {
        let mut sheet = sheet();
        quantity(&mut sheet, 1, "11");
        sheet.tick(&[id(2)], true);
        sheet.add(vec![(id(9), lot("C", "5"))]);
        let plan = sheet.plan();
        assert!(!plan.is_blocked());
        let [update, delete, create] = &plan.wishes[..] else {
            panic!("three wishes: {plan:?}");
        };
        assert!(matches!(&update.wish, Wish::Update { saw, .. } if *saw == lot("A", "10")));
        assert!(matches!(&delete.wish, Wish::Delete { saw } if *saw == lot("B", "20")));
        assert!(matches!(&create.wish, Wish::Create { lot } if lot.quantity.pieces() == 5));
    }

    #[test]
    fn what_the_rules_write_as_before_is_nothing_to_send() {
        let mut sheet = sheet();
        quantity(&mut sheet, 1, "０10");
        let plan = sheet.plan();
        assert_eq!((plan.wishes.len(), plan.idle), (0, vec![id(1)]));
    }

    #[test]
    fn a_same_item_is_asked_about_until_it_is_answered() {
        let mut sheet = sheet();
        sheet.add(vec![(id(8), lot("ａ", "5")), (id(9), lot("a", "7"))]);
        let double = |new| Double {
            new: id(new),
            same_as: id(1),
        };
        assert_eq!(sheet.plan().doubles, [double(8), double(9)]);
        sheet.add_up(id(8), id(1));
        assert_eq!(sheet.line(id(1)).expect("a line").text(Column::Quantity), "15");
        sheet.keep_apart(id(9));
        let plan = sheet.plan();
        assert!(!plan.is_blocked(), "{plan:?}");
        assert_eq!(plan.wishes.len(), 2);
    }

    #[test]
    fn what_is_typed_goes_where_nothing_is_to_be_asked() {
        let mut sheet = sheet();
        quantity(&mut sheet, 1, "11");
        sheet.tick(&[id(2)], true);
        let new = [
            (6, lot("a", "5")),
            (7, lot("C", "5")),
            (8, LotForm::default()),
            (9, lot("D", "x")),
        ];
        sheet.add(new.map(|(n, lot)| (id(n), lot)).to_vec());
        let all = [1, 2, 6, 7, 8, 9].map(id);
        let plan = sheet.ready(&all);
        assert!(!plan.is_blocked());
        assert_eq!(
            plan.items(),
            [1, 7].map(id),
            "no deletion, no question, nothing blank, nothing red"
        );
        assert_eq!(sheet.ready(&[id(7)]).items(), [id(7)]);
        assert_eq!(sheet.wrong_columns(), [Column::Quantity]);
    }

    #[test]
    fn two_new_rows_can_be_the_same_as_well() {
        let mut sheet = sheet();
        sheet.add(vec![(id(8), lot("N", "5")), (id(9), lot("N", "7"))]);
        let doubles = sheet.plan().doubles;
        let expected = Double {
            new: id(9),
            same_as: id(8),
        };
        assert_eq!(doubles, [expected]);
        sheet.add_up(id(9), id(8));
        assert_eq!(sheet.line(id(8)).expect("a line").text(Column::Quantity), "12");
        assert_eq!(sheet.plan().wishes.len(), 1);
    }
}
