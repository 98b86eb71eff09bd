//! Forms as somebody fills them in: whole and right. A test changes the field that it is about.

use domain::accounts::{NewPasswordForm, ProfileForm, RegistrationForm, SideForm, SignInForm};
use domain::contact::ContactForm;
use domain::persons::{PersonForm, PersonKind};
use domain::quotations::{LineForm, RequestForm};
use services::accounts::registration::new_submission;

pub fn credentials(account_type: &str, login: &str, password: &str) -> SignInForm {
    SignInForm {
        account_type: account_type.to_owned(),
        login: login.to_owned(),
        password: password.to_owned(),
        ..SignInForm::default()
    }
}

pub fn new_password(password: &str) -> NewPasswordForm {
    NewPasswordForm {
        password: password.to_owned(),
        password_again: password.to_owned(),
    }
}

/// A person and a company that may buy and sell.
pub fn profile(company: &str) -> ProfileForm {
    let text = str::to_owned;
    ProfileForm {
        name: text("Anna Quay"),
        furigana: text("アンナ"),
        company: text(company),
        postcode: text("100-0001"),
        address: text("1-1 Chiyoda, Tokyo"),
        country: text("JP"),
        phone_country: text("JP"),
        phone: text("03-1234-5678"),
        url: text("None"),
        business: text("Electronic parts"),
        established: text("2020-02-03"),
        capital: text("6,000,000"),
        representative: text("John Quay"),
        purpose: text("Buying and selling parts"),
        ..ProfileForm::default()
    }
}

/// The form of an update or of an application, with its tick.
pub fn agreed(profile: ProfileForm) -> SideForm {
    SideForm {
        profile,
        agreed: Some("1".to_owned()),
    }
}

/// A registration as a buyer or as a supplier.
pub fn registration(account_type: &str, email: &str, password: &str) -> RegistrationForm {
    RegistrationForm {
        submission: new_submission(),
        account_type: account_type.to_owned(),
        profile: profile("Harbour Trading"),
        email: email.to_owned(),
        password: password.to_owned(),
        password_again: password.to_owned(),
        agreed: Some("1".to_owned()),
        ..RegistrationForm::default()
    }
}

/// An individual, or whoever is in charge at a corporation.
pub fn person(kind: PersonKind) -> PersonForm {
    let text = str::to_owned;
    let contact = PersonForm {
        name: text("佐藤 太郎"),
        furigana: text("サトウ タロウ"),
        country: text("JP"),
        phone_country: text("JP"),
        phone: text("03-5550-0107"),
        ..PersonForm::default()
    };
    match kind {
        PersonKind::Individual => PersonForm {
            born: text("1990-02-28"),
            ..contact
        },
        PersonKind::Corporate => PersonForm {
            name: text("鈴木 恵子"),
            furigana: text("スズキ ケイコ"),
            company: text("Midori Works"),
            department: text("Training"),
            postcode: text("100-0001"),
            address: text("1-1 Chiyoda, Tokyo"),
            ..contact
        },
    }
}

/// A hundred pieces of a model.
pub fn line(model: &str) -> LineForm {
    LineForm {
        model: model.to_owned(),
        quantity: "100".to_owned(),
        ..LineForm::default()
    }
}

/// A request for quotation, of somebody in Hong Kong.
pub fn request(email: &str, lines: Vec<LineForm>) -> RequestForm {
    let text = str::to_owned;
    RequestForm {
        submission: new_submission(),
        name: text("Jane Buyer"),
        company: text("Harbour Trading"),
        email: text(email),
        phone_country: text("HK"),
        phone: text("5550-0103"),
        lines,
        ..RequestForm::default()
    }
}

/// A message to the owner.
pub fn message(email: &str, topic: &str) -> ContactForm {
    let text = str::to_owned;
    ContactForm {
        submission: new_submission(),
        name: text("Jane Buyer"),
        company: text("Harbour Trading"),
        email: text(email),
        phone_country: text("HK"),
        phone: text("5550-0103"),
        topic: text(topic),
        message: text("Lot 1024 looks odd.\r\n\r\nIs it genuine?"),
    }
}

/// What somebody types who wants to be found again: words of the own in every personal field.
pub fn canary() -> ProfileForm {
    let canary = |field: &str| format!("Canary {field}");
    ProfileForm {
        name: canary("name"),
        furigana: canary("kana"),
        company: canary("company"),
        postcode: "776-5431".to_owned(),
        address: canary("address"),
        phone: "077-6543-2101".to_owned(),
        fax_country: "JP".to_owned(),
        fax: "077-6543-2102".to_owned(),
        url: "https://canary-site.example".to_owned(),
        business: canary("business"),
        established: "1977-06-05".to_owned(),
        capital: "77,654,321".to_owned(),
        representative: canary("chief"),
        purpose: canary("purpose"),
        ..profile("")
    }
}

/// A request of the same person.
pub fn canary_request(email: &str) -> RequestForm {
    let wish = LineForm {
        remarks: "Canary wish".to_owned(),
        ..line("MAX708")
    };
    let person = canary();
    RequestForm {
        name: person.name,
        furigana: person.furigana,
        company: person.company,
        phone_country: person.phone_country,
        phone: person.phone,
        ..request(email, vec![wish])
    }
}
