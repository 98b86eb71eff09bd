//! The URL is the state: what is written reads back, and no URL breaks the page.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn read(query_string: &str) -> (SearchRequest, Vec<Odd>) {
    SearchRequest::from_query_string(query_string)
}

#[test]
fn a_plain_search_has_a_short_url() {
    assert_eq!(SearchRequest::for_query("TC74 HC").to_query_string(), "q=TC74+HC");
    assert_eq!(SearchRequest::default().to_query_string(), "");
}

#[test]
fn repeated_keys_fill_a_facet() {
    let (request, odd) = read(
        "q=erj&manufacturer=Panasonic&manufacturer=%E6%97%A5%E6%9C%AC&manufacturer=Panasonic&manufacturer=",
    );
    assert_eq!(
        (request.facets.manufacturers, odd),
        (vec!["Panasonic".to_owned(), "日本".to_owned()], vec![])
    );
}

#[test]
fn pages_off_the_scale_are_brought_back() {
    for (page, expected) in [
        ("1000000000000", SearchRequest::MAX_PAGE),
        ("0", 1),
        ("-3", 1),
        ("x", 1),
        ("", 1),
        ("99999999999999999999999", SearchRequest::MAX_PAGE),
    ] {
        let (request, odd) = read(&format!("q=ab&page={page}"));
        assert_eq!((request.page, odd), (expected, vec![Odd::Page]), "{page}");
    }
    assert_eq!(
        read("page=7"),
        (
            SearchRequest {
                page: 7,
                ..SearchRequest::default()
            },
            vec![]
        )
    );
}

#[test]
fn what_is_odd_is_named_and_left_out() {
    let (request, odd) = read(
        "sort=price&dir=up&per_page=21&dc_from=MMXX&dc_to=70000&min_quantity=-1&owner_stock=yes&utm_source=mail",
    );
    assert_eq!(request, SearchRequest::default());
    assert_eq!(
        odd,
        [
            Odd::Sort,
            Odd::Direction,
            Odd::PerPage,
            Odd::Dc,
            Odd::MinQuantity,
            Odd::OwnerStock
        ]
    );
}

#[test]
fn a_facet_listens_to_twenty_values_of_sixty_characters() {
    let many: String = (0..30).map(|n| format!("&rohs={n}")).collect();
    let (request, odd) = read(&format!("packing={}{many}", "x".repeat(61)));
    assert_eq!(
        (request.facets.rohs.len(), request.facets.packing.len(), odd),
        (20, 0, vec![Odd::Facet])
    );
}

prop_compose! {
    fn facets()(
        manufacturers in vec(any::<String>(), 0..3), rohs in vec("[a-zＲ %&+=]{1,8}", 0..3), packing in vec("[a-z]{1,8}", 0..3),
        country in vec("[日本 &=%]{1,8}", 0..3), dc_from in any::<Option<u16>>(), dc_to in any::<Option<u16>>(),
        min_quantity in any::<Option<u32>>(), owner_stock in any::<bool>(),
    ) -> Facets {
        Facets { manufacturers, rohs, packing, country, dc_from, dc_to, min_quantity, owner_stock }
    }
}

prop_compose! {
    fn request()(
        q in any::<String>(), sort in 0..SortBy::ALL.len(), descending in any::<bool>(), page in any::<u32>(), per_page in 0..3_usize, facets in facets(),
    ) -> SearchRequest {
        let dir = if descending { Direction::Descending } else { Direction::Ascending };
        SearchRequest { q, sort: SortBy::ALL[sort], dir, page, per_page: PerPage::ALL[per_page], facets }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(request in request()) {
        // The door first: blank, repeated and overlong values do not pass it.
        let (canonical, _) = read(&request.to_query_string());
        let url = canonical.to_query_string();
        prop_assert_eq!(read(&url), (canonical.clone(), vec![]));
        prop_assert_eq!(canonical.sort, request.sort);
        prop_assert_eq!(canonical.page, request.page.clamp(1, SearchRequest::MAX_PAGE));
        prop_assert_eq!(canonical.facets.dc_from, request.facets.dc_from);
    }

    #[test]
    fn no_url_breaks_it(text in any::<String>()) {
        let (request, _) = read(&text);
        prop_assert!(request.page >= 1 && u64::from(request.page) * 100 < u64::from(u32::MAX));
    }

    #[test]
    fn it_crosses_the_wire(request in request()) {
        let wire = serde_json::to_string(&request).expect("serialises");
        prop_assert_eq!(serde_json::from_str::<SearchRequest>(&wire).expect("reads"), request);
    }
}
