//! The lists that the owner's people look through: how many rows there are, and those of one page.

use domain::lists::PAGE;
use domain::screening::queue::Whose;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, SelectModel, Selector,
};

use crate::error::Answer;

/// A count as pages carry it.
pub(crate) fn few(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A page of a list.
pub(crate) struct Paged<M> {
    pub(crate) rows: Vec<M>,
    /// Of all pages.
    pub(crate) total: u32,
    pub(crate) pages: u32,
    /// The one that is shown, from 1.
    pub(crate) page: u32,
}

/// Those of all rows that a filter asks for. One that asks for nothing is left out: SQLite would look at every row for
/// `WHERE TRUE`, where it counts a whole table without.
pub(crate) fn only<E: EntityTrait>(all: Select<E>, matching: Condition) -> Select<E> {
    if matching.is_empty() {
        all
    } else {
        all.filter(matching)
    }
}

/// A page of a list that has an order; one past the end is brought back to the last.
///
/// Rows and their number are asked for at once. Whoever asks past the end waits for a second look. `shown` says what of the
/// rows is asked for, and what beside them.
pub(crate) async fn page_of<E, M>(
    db: &impl ConnectionTrait,
    list: Select<E>,
    page: u32,
    shown: impl Fn(Select<E>) -> Selector<SelectModel<M>>,
) -> Answer<Paged<M>>
where
    E: EntityTrait<Model: Sync>,
    M: FromQueryResult + Send + Sync,
{
    let counting = list.clone();
    let some = shown(at(list.clone(), page));
    let (total, mut rows) = tokio::try_join!(counting.count(db), some.all(db))?;
    let total = few(total);
    let pages = total.div_ceil(PAGE).max(1);
    if page > pages {
        rows = shown(at(list, pages)).all(db).await?;
    }
    Ok(Paged {
        rows,
        total,
        pages,
        page: page.min(pages),
    })
}

fn at<E: EntityTrait>(list: Select<E>, page: u32) -> Select<E> {
    list.offset(u64::from(page.saturating_sub(1)) * u64::from(PAGE))
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
