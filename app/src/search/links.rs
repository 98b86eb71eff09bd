//! The addresses that a page of results leads to. Whatever changes the order or the choice begins again at page 1.

use domain::places::Place;
use domain::search::{Direction, Facets, PerPage, SearchRequest, SortBy};

/// The address of a search.
pub(crate) fn address(request: &SearchRequest) -> String {
    let (path, query) = (Place::Search.path(), request.to_query_string());
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// The same search in another order.
pub(super) fn sorted(request: &SearchRequest, sort: SortBy, dir: Direction) -> SearchRequest {
    SearchRequest {
        sort,
        dir,
        page: 1,
        ..request.clone()
    }
    .tidy()
}

/// What the heading of a column leads to: its order, or that order turned.
pub(super) fn heading(request: &SearchRequest, sort: SortBy) -> SearchRequest {
    let dir = if request.sort == sort {
        request.dir.turned()
    } else {
        first_direction(sort)
    };
    sorted(request, sort, dir)
}

/// The direction that a column is asked for first: the newest, the most, the youngest; texts from A.
pub(super) const fn first_direction(sort: SortBy) -> Direction {
    match sort {
        SortBy::Registered | SortBy::Quantity | SortBy::Dc => Direction::Descending,
        _ => Direction::Ascending,
    }
}

/// The same search with more or fewer rows on a page.
pub(super) fn with_rows(request: &SearchRequest, per_page: PerPage) -> SearchRequest {
    SearchRequest {
        per_page,
        page: 1,
        ..request.clone()
    }
}

/// The same search narrowed in another way.
pub(super) fn narrowed(request: &SearchRequest, facets: Facets) -> SearchRequest {
    SearchRequest {
        facets,
        page: 1,
        ..request.clone()
    }
}

/// What a form adds to its own fields, so that it leads to the same search otherwise: name and value.
pub(super) fn hidden_fields(request: &SearchRequest) -> Vec<(String, String)> {
    domain::search::pairs(&request.to_query_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_asks_for_the_newest_first_and_then_turns() {
        let request = SearchRequest {
            page: 7,
            ..SearchRequest::for_query("TC74")
        };
        let once = heading(&request, SortBy::Registered);
        assert_eq!(
            (once.sort, once.dir, once.page),
            (SortBy::Registered, Direction::Descending, 1)
        );
        assert_eq!(heading(&once, SortBy::Registered).dir, Direction::Ascending);
        assert_eq!(heading(&once, SortBy::Model).dir, Direction::Ascending);
    }

    #[test]
    fn an_address_has_a_question_mark_only_with_something_behind_it() {
        assert_eq!(address(&SearchRequest::default()), Place::Search.path());
        assert!(address(&SearchRequest::for_query("a b")).ends_with("?q=a+b"));
    }
}
