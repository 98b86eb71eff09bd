use domain::language::Language;

use super::*;
use crate::problem::Problem;
use crate::quotations::wording::complaint;

fn line(model: &str, lot: &str) -> LineForm {
    LineForm {
        model: model.into(),
        lot: lot.into(),
        quantity: "1".into(),
        ..LineForm::default()
    }
}

fn with_draft(lines: Vec<LineForm>, test: impl FnOnce(Draft)) {
    let form = RequestForm {
        submission: "0190a0b0-0000-7000-8000-000000000001".into(),
        name: "山田 太郎".into(),
        company: "Example Trading".into(),
        email: "taro@example.com".into(),
        phone_country: "JP".into(),
        phone: "03-1234-5678".into(),
        lines,
        ..RequestForm::default()
    };
    let open = OpenForm {
        form,
        stock: Vec::new(),
        today: "2026-11-21".into(),
    };
    Owner::new().with(|| test(Draft::of(open)));
}

#[test]
fn a_draft_is_the_form_it_was_opened_with() {
    with_draft(vec![line("A", "7"), line("B", "")], |draft| {
        let form = draft.check().expect("every rule is kept");
        assert_eq!(form.lines, [line("A", "7"), line("B", "")]);
    });
}

#[test]
fn faults_stand_at_the_lines_as_they_are_numbered_now() {
    with_draft(vec![line("A", ""), line("漢", ""), line("C", "")], |draft| {
        assert_eq!(draft.remove(0), Some(1));
        let faults = draft.check().expect_err("the first line now is wrong");
        draft.blame(&faults);
        let wrong: Vec<_> = draft
            .lines
            .get_untracked()
            .into_iter()
            .map(|line| line.model.is_wrong())
            .collect();
        assert_eq!(wrong, [true, false]);
        let problem = Problem::Refused(faults.into());
        let trouble = complaint(&problem, draft, Language::En);
        assert_eq!(
            trouble.links[0].field.as_deref(),
            Some("lines-1-model"),
            "ids stay with their lines"
        );
        assert!(trouble.links[0].text.starts_with("Line 1, Model: "));
    });
}

#[test]
fn a_line_whose_lot_is_gone_asks_for_the_model() {
    with_draft(vec![line("A", "7"), line("B", "8")], |draft| {
        draft.blame(&Violations::of("lines.1.lot", Violation::LotGone));
        assert_eq!(draft.form().lines, [line("A", "7"), line("B", "")]);
        assert_eq!(
            draft.lines.get_untracked()[1].lot_fault.get_untracked(),
            Some(Violation::LotGone)
        );
    });
}

#[test]
fn a_request_keeps_a_line_and_never_has_too_many() {
    with_draft(vec![line("A", "7")], |draft| {
        assert_eq!(draft.remove(0), Some(0));
        assert_eq!(draft.form().lines, [LineForm::default()]);
        for id in 1..200 {
            assert_eq!(draft.add(), Some(id));
        }
        assert_eq!(draft.add(), None);
    });
}

#[test]
fn a_number_is_judged_again_when_its_country_changes() {
    with_draft(vec![line("A", "")], |draft| {
        draft.phone_country.set("XX".into());
        draft.phone.type_in("03-1234-5678".into());
        draft.phone.leave();
        assert_eq!(draft.phone.fault(), Some(Violation::NotAChoice));
        draft.phone_country.set("JP".into());
        draft.phone.reconsider();
        assert_eq!(draft.phone.fault(), None);
    });
}

#[test]
fn a_summary_names_the_first_faults_and_counts_the_rest() {
    with_draft(vec![line("漢", ""); 25], |draft| {
        let faults = draft.check().expect_err("no line is right");
        let trouble = complaint(&Problem::Refused(faults.into()), draft, Language::En);
        assert_eq!(trouble.title, "25 things to correct");
        assert_eq!(trouble.links.len(), 21);
        assert_eq!(
            trouble.links.last().map(|link| link.text.as_str()),
            Some("and 5 more, marked at their fields")
        );
    });
}
