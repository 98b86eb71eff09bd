//! Both steps and the decision on plain pages, and a rejection that is corrected (R041, Z42).

use axum::http::StatusCode;

use crate::company::{
    APPLICATION, COMPANY, DETAILS, FIRST, HANNAH, KEIKO, LEO, SECOND, SENT, before_the_second_step,
    coordinator, mailed,
};
use crate::support::door::{Door, leads_to, newest_application, says, with};
use crate::support::house::{House, PASSWORD};

on_both!(
    r041_both_steps_and_the_approval_go_without_scripts,
    z42_a_rejection_comes_back_at_the_fields_and_is_corrected,
);

async fn r041_both_steps_and_the_approval_go_without_scripts(house: &House) {
    let mut keiko = coordinator(house, KEIKO, "中村 恵子").await;
    let mut door = Door::of(house);
    let form = door.get(COMPANY).await;
    says(
        &form,
        StatusCode::OK,
        &[
            "Overseas company",
            "Public body",
            "Please keep these two",
            "Temporary registration",
        ],
    );
    for not_asked in [
        "form[profile][furigana]",
        "form[profile][address]",
        "form[profile][coordinator]",
    ] {
        assert!(
            !form.body.contains(not_asked),
            "{not_asked} comes later, or never"
        );
    }
    let sent = door.post(COMPANY, &FIRST).await;
    leads_to(&sent, SENT);
    let waiting = door.follow(&sent).await;
    says(
        &waiting,
        StatusCode::OK,
        &[
            HANNAH,
            "Your temporary registration is completed",
            "Please keep these two",
        ],
    );
    assert!(
        !waiting.body.contains("name=\"code\""),
        "no code opens the second step"
    );

    let link = mailed(house, HANNAH).await;
    for _ in 0..2 {
        leads_to(&door.get(&link).await, DETAILS);
    }
    let second = door.get(DETAILS).await;
    let asked = [
        "value=\"Isartal &amp; Co.\"",
        "form[profile][coordinator]",
        "name=\"look_up\"",
        HANNAH,
    ];
    says(&second, StatusCode::OK, &asked);
    assert!(!second.body.contains("id=\"password\""), "the same browser");
    let sent = door.post(DETAILS, &SECOND).await;
    leads_to(&sent, "/sign-up/company/details?done=1");
    says(
        &door.follow(&sent).await,
        StatusCode::OK,
        &["Your registration is with your coordinator"],
    );
    let (path, version) = newest_application(house).await;
    assert_eq!(mailed(house, KEIKO).await, path, "M13 leads into the console");

    let welcome = [
        ("account_type", "member"),
        ("login", HANNAH),
        ("password", PASSWORD),
        ("next", "/account"),
    ];
    let own = door.post("/sign-in", &welcome).await;
    leads_to(&own, APPLICATION);
    says(
        &door.follow(&own).await,
        StatusCode::OK,
        &["Being screened", "中村 恵子"],
    );
    let queue = keiko.get("/staff/applications").await;
    says(
        &queue,
        StatusCode::OK,
        &["Isartal &amp; Co.", "Company registration"],
    );
    let page = keiko.get(&path).await;
    says(
        &page,
        StatusCode::OK,
        &[
            "Overseas company",
            "Passive components",
            KEIKO,
            "is complete at once",
        ],
    );
    assert!(!page.body.contains("fields[purpose]"), "which it was not asked");
    let approved = keiko
        .post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    leads_to(&approved, &format!("{path}?done=approve"));

    let account = door.get("/account").await;
    says(
        &account,
        StatusCode::OK,
        &[
            "Overseas company",
            "Marienplatz 1",
            "Edit",
            "Company registration",
        ],
    );
    let edit = door.get("/account/update").await;
    says(
        &edit,
        StatusCode::OK,
        &["Update", "Fixed since your coordinator approved"],
    );
    let changed = with(&SECOND, &[("form[profile][address]", "Isarstr. 2")]);
    leads_to(&door.post("/account/update", &changed).await, "/account?saved=1");
    says(&door.get("/account").await, StatusCode::OK, &["Isarstr. 2"]);
}

async fn z42_a_rejection_comes_back_at_the_fields_and_is_corrected(house: &House) {
    let mut keiko = coordinator(house, KEIKO, "中村 恵子").await;
    coordinator(house, LEO, "Leo Berg").await;
    let mut door = before_the_second_step(house).await;
    door.post(DETAILS, &SECOND).await;
    let (path, version) = newest_application(house).await;
    let no = [
        ("act", "reject"),
        ("version", &version),
        ("fields[company_type]", "You are in Japan."),
        ("fields[coordinator]", "Please name Leo."),
    ];
    leads_to(&keiko.post(&path, &no).await, &format!("{path}?done=reject"));
    door.sign_in(HANNAH, "buyer").await;
    let own = door.get(APPLICATION).await;
    says(
        &own,
        StatusCode::OK,
        &[
            "Not accepted",
            "id=\"company_type-caution\"",
            "id=\"coordinator-caution\"",
            "Please name Leo.",
            "Coordinator: 中村 恵子",
        ],
    );
    let corrected = with(
        &SECOND,
        &[
            ("form[profile][company_type]", "domestic"),
            ("form[profile][coordinator]", LEO),
        ],
    );
    let looked = with(&corrected, &[("look_up", "1")]);
    let shown = door.post(APPLICATION, &looked).await;
    says(
        &shown,
        StatusCode::OK,
        &["Coordinator: Leo Berg", "value=\"domestic\" selected"],
    );
    let unknown = with(&corrected, &[("form[profile][coordinator]", "x@owner.example")]);
    let back = door.post(APPLICATION, &unknown).await;
    says(
        &back,
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            "There is no coordinator with this address",
            "value=\"domestic\" selected",
        ],
    );
    leads_to(&door.post(APPLICATION, &corrected).await, APPLICATION);
    let (path, version) = newest_application(house).await;
    let mut leo = Door::of(house);
    leo.sign_in_fully(house, LEO, "staff").await;
    let page = leo.get(&path).await;
    says(&page, StatusCode::OK, &["Domestic company", LEO]);
    assert_eq!(keiko.get(&path).await.status, StatusCode::NOT_FOUND);
    leo.post(&path, &[("act", "approve"), ("version", &version)])
        .await;
    says(&door.get("/account").await, StatusCode::OK, &["Domestic company"]);
}
