//! The rules in English.

use super::{column, thousands};
use crate::accounts::CompanyType;
use crate::contact::Topic;
use crate::inventory::stock_file::{Encoding, FileFault, LooksLike, OtherSeparator, RowFault};
use crate::language::Language;
use crate::refusal::Refusal;
use crate::violations::{CharacterFault, Violation};

/// The sentence for a violation.
#[must_use]
pub fn violation(violation: &Violation) -> String {
    match violation {
        Violation::Missing => "Please fill this in.".into(),
        Violation::TooLong { max, length } => format!("At most {max} characters; this is {length}."),
        Violation::Character { at, fault } => character(*at, *fault),
        Violation::QuantitySeparator => {
            "Please write the quantity without commas, spaces or other separators.".into()
        }
        Violation::QuantityFraction => "A quantity is a whole number, without decimals.".into(),
        Violation::QuantityNotANumber => {
            "A quantity is a whole number from 1, in plain digits, such as 1000.".into()
        }
        Violation::QuantityZero => "A quantity of 0 is not stock: delete the row instead.".into(),
        Violation::QuantityTooLarge { max } => format!("At most {}.", thousands(u64::from(*max))),
        Violation::YearFormat => "DC is a year of four digits, such as 2015.".into(),
        Violation::YearOutside { oldest, newest } => format!("DC is a year from {oldest} to {newest}."),
        Violation::YearAndWeek { year } => format!("This looks like year and week. DC is the year: {year}?"),
        Violation::NamesMailAddress => {
            "Please take out the e-mail address: buyer and supplier deal through us.".into()
        }
        Violation::NamesWebAddress => {
            "Please take out the web address: buyer and supplier deal through us.".into()
        }
        Violation::NamesPhone => {
            "Please take out the telephone number: buyer and supplier deal through us.".into()
        }
        Violation::NamesCompany => {
            "Please take out your company's name: buyer and supplier deal through us.".into()
        }
        Violation::EmailAt => "An e-mail address has exactly one @ with something on either side.".into(),
        Violation::EmailComma => "There is a comma in the address; a full stop belongs there.".into(),
        Violation::EmailPeriod => {
            "A full stop stands where none can be: at an end, doubled, or beside the @.".into()
        }
        Violation::EmailDomain => "The part after the @ is not complete, as in name@example.com.".into(),
        Violation::EmailCharacter => "There is a character that e-mail addresses do not have.".into(),
        Violation::PhoneTooShort { min } => format!("A telephone number has at least {min} digits."),
        Violation::NotAChoice => "Please choose one from the list.".into(),
        Violation::AmountFormat { decimals } => {
            format!(
                "An amount in plain digits, with at most {decimals} decimals after a point, such as 12.5."
            )
        }
        Violation::DateFormat => "Please give a date as year-month-day, such as 2027-01-31.".into(),
        Violation::DatePast => "This date is over.".into(),
        Violation::LotGone => "This lot is no longer in stock. You can still ask for the model.".into(),
        Violation::OwnLot => "This is your own stock; you cannot request it.".into(),
        Violation::TooManyLines { max } => format!("A request has at most {max} lines."),
        Violation::NoLines => "Please enter at least one part.".into(),
        Violation::AddressTaken => {
            "This address has an account already. Please sign in, or use another address.".into()
        }
        Violation::CoordinatorUnknown => {
            "There is no coordinator with this address. Please ask your coordinator for the exact address."
                .into()
        }
        Violation::AddressOwn => "Your account has this address already.".into(),
        Violation::TooManyAddresses { max } => {
            format!("An account has at most {max} addresses. Please delete one first.")
        }
        Violation::AddressUnproved => {
            "Please confirm this address first, by the link that we mailed to it.".into()
        }
        Violation::AddressMain => {
            "This is your main address. To delete it, make another one the main address first.".into()
        }
        Violation::PasswordShort { min } => format!("A password has at least {min} characters."),
        Violation::PasswordClasses => "A password needs letters, digits and signs such as ! or -.".into(),
        Violation::PasswordOwnData => {
            "Please do not build the password from your name, company or address.".into()
        }
        Violation::PasswordGuessable => {
            "This password would be guessed quickly. Please choose a less usual one, or a longer one.".into()
        }
        Violation::PasswordMismatch => "The two passwords are not the same.".into(),
        Violation::PasswordWrong => "This is not your password.".into(),
        Violation::PasswordSame => "This is the password you have. Please choose another one.".into(),
        Violation::NotTicked => "Please tick this box.".into(),
        Violation::UrlFormat => {
            "Please give a web address such as https://example.com, or the word None.".into()
        }
        Violation::PostcodeJapan => "A postcode in Japan has seven digits, such as 100-0001.".into(),
        Violation::PostcodeFormat => "A postcode has 1 to 12 letters, digits, spaces or hyphens.".into(),
        Violation::DateFuture => "This date is still to come.".into(),
        Violation::EndBeforeStart => "The end has to be later than the beginning.".into(),
        Violation::DateTooSoon { days } => format!("This day has to be at least {days} days ahead."),
        Violation::HeadingsMissing => {
            "The text begins with a paragraph and has headings: lines that begin with #.".into()
        }
        Violation::HeadingEmpty { line } => format!("The heading in line {line} has no title."),
        Violation::SectionEmpty { line } => format!("Nothing stands below the heading in line {line}."),
        Violation::SectionsDiffer { here, there } => {
            format!("This text has {here} headings, the English one has {there}.")
        }
        Violation::CorporateUnknown => {
            "No corporation is registered with this address. Please ask your company for the address that it registered.".into()
        }
        Violation::BirthImpossible => "Please check the year: nobody registers with this date of birth.".into(),
        Violation::CodeWrong => "This is not the code.".into(),
        Violation::CodeUsed => "This code has been used already. Please wait for the next one.".into(),
        Violation::SentBefore => {
            "This form was sent before with other contents. Please open a new form.".into()
        }
    }
}

fn character(at: u32, fault: CharacterFault) -> String {
    match fault {
        CharacterFault::FullWidth => {
            format!("Half-width letters, digits and signs only; character {at} is something else.")
        }
        CharacterFault::EnvironmentDependent => {
            format!(
                "Character {at} does not look the same on every system; please write it in plain letters."
            )
        }
        CharacterFault::Control => {
            format!("Character {at} is invisible (a control or a line break); please take it out.")
        }
        CharacterFault::NotADigit => format!("Digits only; character {at} is something else."),
        CharacterFault::NotADigitOrHyphen => {
            format!("Digits and hyphens only; character {at} is something else.")
        }
    }
}

/// The sentence for a refusal.
#[must_use]
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Faults(_) => "Please look at the marked fields.".into(),
        Refusal::WrongCredentials => {
            "The type, the e-mail address or number, or the password is not right.".into()
        }
        Refusal::SignInFirst => "Please log in first.".into(),
        Refusal::NotAllowed => "Your account does not allow this.".into(),
        Refusal::NotFound => "There is nothing here.".into(),
        Refusal::Locked { seconds } => format!(
            "Signing in is closed after five failed attempts. Please check what you enter and try again in {}.",
            minutes(*seconds)
        ),
        Refusal::Closed => "Signing in with this password is closed after many failed attempts. Please set a new password by e-mail.".into(),
        Refusal::TooMany { seconds } => format!("That was too often. Please try again in {}.", minutes(*seconds)),
        Refusal::Unverified { mailed: true } => "Your e-mail address is not confirmed yet. We have just sent you a new mail: please open its link.".into(),
        Refusal::Unverified { mailed: false } => "Your e-mail address is not confirmed yet. Please open the link in the mail that we sent you.".into(),
        Refusal::Suspended => "This account is suspended. Please contact us.".into(),
        Refusal::UnderReview => {
            "Your application is being examined. What the company tells about itself can be changed when it is decided."
                .into()
        }
        Refusal::OnlyAdministrator => {
            "This is the only administrator of the staff. Give somebody else that role first.".into()
        }
        Refusal::PassOnFirst => {
            "Other people use this company's account. Please pass the administrator's role on to one of them first.".into()
        }
        Refusal::LinkExpired => "This link has expired. Please start again from the beginning.".into(),
        Refusal::LinkUsed => "This link has been used already.".into(),
        Refusal::LinkDead => "This session has expired. Please start again from the beginning.".into(),
        Refusal::LinkOther => "Another link was opened in this browser after this page, so nothing was done here. Please open the link in your mail once more, and send this form before you open the next link.".into(),
        Refusal::StepOver => "The ten minutes for the second step are over. Please log in again.".into(),
        Refusal::TriesUsed => "Five codes were not right. Please log in again.".into(),
        Refusal::ProveFirst => "Please enter your login password first.".into(),
        Refusal::PasskeyFailed => "The passkey was not accepted. Please try again, or use another way.".into(),
        Refusal::TooLarge => "What was sent is too large to be taken, so nothing was done. Please go back, shorten it or choose a smaller file, and send it again.".into(),
        Refusal::TooSlow => "What was sent took too long to arrive, so nothing was done. Please check your connection, go back and send it again.".into(),
        Refusal::Busy => "Very many people are here just now. Please try again in a moment.".into(),
    }
}

/// A wait as a person says it, rounded up.
fn minutes(seconds: u32) -> String {
    match seconds {
        0 | 1 => "1 second".into(),
        2..60 => format!("{seconds} seconds"),
        60 => "1 minute".into(),
        61..3_600 => format!("{} minutes", seconds.div_ceil(60)),
        3_600 => "1 hour".into(),
        _ => format!("{} hours", seconds.div_ceil(3_600)),
    }
}

/// The name of a topic.
#[must_use]
pub const fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Mail => "A mail has not arrived",
        Topic::Screening => "A registration was rejected",
        Topic::Csv => "CSV formatting service",
        Topic::Authenticity => "Authenticity investigation",
        Topic::Other => "Something else",
    }
}

/// The name of a field of person and company.
#[must_use]
pub fn profile_field(field: &str) -> &'static str {
    match field {
        "name" => "Name",
        "furigana" => "Furigana",
        "company_type" => "Company type",
        "company" => "Company name",
        "country" => "Country or region",
        "postcode" => "Postcode",
        "address" => "Address",
        "phone" => "Phone",
        "fax" => "Fax",
        "url" => "Website",
        "business" => "Business content",
        "established" => "Date of establishment",
        "capital" => "Capital",
        "representative" => "Representative's name",
        "coordinator" => "Coordinator's e-mail",
        _ => "Purpose of registration",
    }
}

/// The name of a kind of company.
#[must_use]
pub const fn company_type(kind: CompanyType) -> &'static str {
    match kind {
        CompanyType::Domestic => "Domestic company",
        CompanyType::Overseas => "Overseas company",
        CompanyType::Public => "Public body",
        CompanyType::Other => "Other",
    }
}

/// The sentence for a fault of a stock file.
#[must_use]
pub fn file_fault(fault: &FileFault) -> String {
    let name = |of| column(of, Language::En);
    match fault {
        FileFault::WrongExtension => "The name of the file has to end in .csv.".into(),
        FileFault::NoListName => "The name of the file has to end in .csv, .txt, .tsv or .xlsx.".into(),
        FileFault::TooManyBytes { max } => format!(
            "The file has more than {} bytes. Please divide it.",
            thousands(*max)
        ),
        FileFault::TooManyRows { max } => {
            format!(
                "The file has more than {} data rows. Please divide it.",
                thousands(u64::from(*max))
            )
        }
        FileFault::Empty => "The file has no data row.".into(),
        FileFault::BrokeOff => "The file broke off while it was being read. Please send it again.".into(),
        FileFault::NotUtf8 { guess } => not_utf8(*guess).into(),
        FileFault::NotInEncoding { encoding } => format!("The bytes here are not {}. Please choose another encoding, or save the file anew: it may hold several encodings.", encoding.word()),
        FileFault::WorkbookUnreadable => "The workbook cannot be opened: it is damaged or locked with a password, or the sheet is not there.".into(),
        FileFault::WorkbookTooLarge => "The workbook unpacks to more than a stock list can be. Please divide it, or save it as CSV.".into(),
        FileFault::NotCsv { looks_like } => not_csv(*looks_like).into(),
        FileFault::Separator { found } => separator(*found).into(),
        FileFault::NoHeadings => "The first row has to hold the nine headings.".into(),
        FileFault::HeadingMissing { column } => format!("The heading \"{}\" is missing.", name(*column)),
        FileFault::HeadingOrder { expected, found, at } => {
            format!(
                "Heading {at} has to be \"{}\", but it is \"{}\".",
                name(*expected),
                name(*found)
            )
        }
        FileFault::HeadingUnknown { at } => format!("Heading {at} names none of the nine columns."),
        FileFault::TooManyFiles { max } => format!(
            "At most {max} files are taken at once, and this one came after them. Please send it again with the next ones."
        ),
        FileFault::TooManyWaiting { max } => format!(
            "{max} files of your company wait for a decision. Please import or discard some of them first, and send this one again."
        ),
        FileFault::TooManyColumns { max } => {
            format!("There are headings past column {max}. Please delete columns that the list does not need.")
        }
        FileFault::MissingCells { expected, found } => {
            format!("There are only {found} of {expected} cells. Is a comma missing?")
        }
        FileFault::ExtraCells { expected, found } => {
            format!(
                "There are {found} cells instead of {expected}. A cell with a comma in it stands in quotation marks."
            )
        }
        FileFault::BlankRow => "The row is blank. Please delete it.".into(),
        FileFault::UnclosedQuote => "A quotation mark opens a cell here and none closes it.".into(),
        FileFault::StrayQuote => {
            "There is a quotation mark within a quoted cell; it has to be doubled there.".into()
        }
        FileFault::Nul => "There is a NUL byte. Please save the file again as CSV UTF-8.".into(),
        FileFault::FieldTooLong { max } => {
            format!(
                "The cell has more than {} bytes. Is a quotation mark missing?",
                thousands(u64::from(*max))
            )
        }
        FileFault::HeadingTwice { column, at } => {
            format!("Heading {at} is \"{}\" once more.", name(*column))
        }
        FileFault::Cell(violation) => self::violation(violation),
        FileFault::ReferenceTwice { row } => format!("Row {row} has the same reference. Each lot needs its own."),
        FileFault::ReferenceOfAnother { model } => {
            format!("This reference belongs to another lot: {model}. One of its eight fields differs.")
        }
        FileFault::ReferenceKnown { model } => {
            format!("This reference is in your list already, for {model}: adding would have it twice.")
        }
    }
}

const fn not_utf8(guess: Encoding) -> &'static str {
    match guess {
        Encoding::Utf16 => {
            "The text is not UTF-8 but seems to be UTF-16 (Unicode text). Please save it as CSV UTF-8."
        }
        Encoding::ShiftJis => "The text is not UTF-8 but seems to be Shift_JIS. Please save it as CSV UTF-8.",
        Encoding::Other => "The text is not UTF-8. Please save it as CSV UTF-8.",
    }
}

const fn not_csv(looks_like: LooksLike) -> &'static str {
    match looks_like {
        LooksLike::Spreadsheet => {
            "This is a spreadsheet file under another name. Please save it as CSV UTF-8."
        }
        LooksLike::Pdf => "This is a PDF file under another name. Please save the list as CSV UTF-8.",
        LooksLike::Image => "This is an image under another name. Please save the list as CSV UTF-8.",
    }
}

const fn separator(found: OtherSeparator) -> &'static str {
    match found {
        OtherSeparator::Semicolon => "The cells are separated by semicolons. Please separate them by commas.",
        OtherSeparator::Tab => "The cells are separated by tabs. Please separate them by commas.",
        OtherSeparator::WideComma => {
            "The cells are separated by full-width commas. Please separate them by half-width commas."
        }
    }
}

/// The sentence for a fault with its place before it: `row 3, Model: …`.
#[must_use]
pub fn row_fault(fault: &RowFault) -> String {
    let reason = file_fault(&fault.fault);
    match (fault.row, fault.column) {
        (RowFault::WHOLE_FILE, _) => reason,
        (row, None) => format!("row {row}: {reason}"),
        (row, Some(at)) => format!("row {row}, {}: {reason}", column(at, Language::En)),
    }
}
