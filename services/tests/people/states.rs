//! How companies and their people stand: the lists find them by what they show.

use domain::accounts::AccountType;
use domain::people::PeopleFilter;
use domain::people::views::PersonRow;
use services::people::listing;

use crate::people::{ANNA, BEN, listed};
use crate::support::house::House;
use crate::support::staff::{DESK, desk};

on_both!(a_company_that_is_not_let_in_is_found_as_the_page_shows_it);

async fn a_company_that_is_not_let_in_is_found_as_the_page_shows_it(house: &House) {
    let desk = desk(house).await;
    house.person(AccountType::Buyer, ANNA, "Harbour", false).await;
    house.person(AccountType::Buyer, BEN, "Isartal", false).await;
    for admission in ["screening", "rejected"] {
        house
            .run(&format!(
                "UPDATE company SET company_type = 'domestic', admission = '{admission}' WHERE name = 'Isartal'"
            ))
            .await;
        for (state, people, companies) in [
            (admission, vec![BEN], vec!["Isartal"]),
            ("active", vec![ANNA, DESK], vec!["Harbour"]),
        ] {
            let query = format!("state={state}");
            let rows = listed(house, &desk, &query).await;
            let word = |row: &PersonRow| row.state.word() == state;
            assert!(rows.iter().all(word), "the page shows it so: {admission}");
            let emails: Vec<_> = rows.into_iter().map(|row| row.email).collect();
            assert_eq!(emails, people, "{admission}: {query}");
            let filter = PeopleFilter::of_query(&query);
            let page = listing::companies(&house.market, &desk.staff(), filter).await;
            let names: Vec<_> = page
                .expect("lists")
                .rows
                .into_iter()
                .map(|row| (row.name, row.state.word()))
                .collect();
            let expected: Vec<_> = companies
                .into_iter()
                .map(|name| (name.to_owned(), state))
                .collect();
            assert_eq!(names, expected, "{admission}: {query}");
        }
    }
    house
        .run("UPDATE company SET admission = 'active', company_type = ''")
        .await;
}
