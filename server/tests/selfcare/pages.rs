//! Whoever is not signed in is led there, and both languages say the same.

use axum::http::StatusCode;

use crate::selfcare::{jane, jane_in};
use crate::support::house::House;

on_both!(
    pages_of_the_account_lead_to_the_sign_in,
    both_languages_say_the_same,
);

async fn pages_of_the_account_lead_to_the_sign_in(house: &House) {
    let mut door = jane(house).await;
    for page in ["/account/password", "/account/addresses", "/account/sessions"] {
        for answer in [door.get(page).await, door.post(page, &[]).await] {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
            assert!(answer.header("location").starts_with("/sign-in?next="), "{page}");
        }
    }
}

async fn both_languages_say_the_same(house: &House) {
    let mut door = jane_in(house).await;
    door.language = "ja";
    for (page, title) in [
        ("/sign-in/forgot", "パスワードをお忘れですか"),
        ("/account/password", "パスワードの変更"),
        ("/account/addresses", "メールアドレス"),
        ("/account/sessions", "ログイン中の端末"),
    ] {
        let answer = door.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.body.contains(title), "{page}: {}", answer.body);
    }
    let fault = door.post("/sign-in/forgot", &[("email", "x")]).await;
    assert!(fault.body.contains("メールアドレスには@が"));
}
