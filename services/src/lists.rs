//! The lists that the owner's people look through: how many rows there are, and those of one page.

use domain::lists::PAGE;
use domain::screening::queue::Whose;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// A count as pages carry it.
pub(crate) fn few(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many pages so many rows take, and which of them is shown: one past the end is brought back to the last.
pub(crate) fn paged(page: u32, total: u32) -> (u32, u32) {
    let pages = total.div_ceil(PAGE).max(1);
    (pages, page.min(pages))
}

/// The rows of a page, from 1.
pub(crate) fn of_page<E: EntityTrait>(all: Select<E>, page: u32) -> Select<E> {
    all.offset(u64::from(page.saturating_sub(1)) * u64::from(PAGE))
        .limit(u64::from(PAGE))
}

/// The newest rows below a number, and one more, which tells that there is another page.
pub(crate) fn below<E: EntityTrait>(all: Select<E>, number: E::Column, before: Option<i64>) -> Select<E> {
    newest(all, number, before).limit(u64::from(PAGE) + 1)
}

/// The rows below a number, the newest first.
pub(crate) fn newest<E: EntityTrait>(all: Select<E>, number: E::Column, before: Option<i64>) -> Select<E> {
    let some = match before {
        Some(before) => all.filter(number.lt(before)),
        None => all,
    };
    some.order_by_desc(number)
}

/// Cuts what is past the page; answers where the next one begins.
pub(crate) fn cut<T>(rows: &mut Vec<T>, number: impl Fn(&T) -> i64) -> Option<i64> {
    let is_more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    rows.last().map(number).filter(|_| is_more)
}

/// Those of all that are whose a filter asks for.
pub(crate) fn assigned(all: Condition, whose: Whose, to: impl ColumnTrait, me: i64) -> Condition {
    match whose {
        Whose::Anyones => all,
        Whose::Mine => all.add(to.eq(me)),
        Whose::Nobodys => all.add(to.is_null()),
    }
}
