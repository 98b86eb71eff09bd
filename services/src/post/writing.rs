//! From a mail as data to subject, text and HTML, in the reader's language.
//!
//! Every mail has a folder in `templates`, with one folder for each language: `subject.txt`, `text.txt` and
//! `body.html`, and beside them how they look when they are written (`*.snap`). The HTML of askama is escaped by type;
//! what escaping leaves is the `sieve`'s. Links are made here, from the configured public address (T18).

mod accounts;
mod companies;
mod contact;
mod dates;
mod inventory;
mod legal;
mod people;
mod persons;
mod quotations;
#[cfg(test)]
mod tests;
mod users;

use domain::contact::Topic;
use domain::language::Language;
use domain::owner::Owner;
use domain::places::{Console, Place};
use domain::words::thousands;

use super::mail::{Mail, SealedLink};
use super::sieve::sifted;
use crate::accounts::links::{self, Purpose};
use crate::accounts::second_factor;
use crate::error::Error;
use crate::seal::Seal;

/// Longest subject, in characters; a file's name may be long.
const SUBJECT: usize = 120;

/// A mail in words.
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    /// Where an answer should go.
    pub(super) reply_to: String,
}

/// Who writes.
#[derive(Clone, Copy)]
pub(super) struct Letterhead<'a> {
    pub(super) owner: &'a Owner,
    /// The public address of the site, without its closing slash.
    pub(super) site: &'a str,
}

/// What every template may use beside its mail.
struct Paper<'a> {
    language: Language,
    owner: &'a str,
    /// Its postal address; may be empty.
    address: &'a str,
    /// The address of the site.
    site: String,
    /// The address behind the button; empty where there is none.
    link: String,
    /// The code that may be typed instead of opening the link; empty where there is none.
    code: String,
    /// Filled when the parts below it are written.
    subject: String,
}

impl Paper<'_> {
    fn number(&self, number: impl std::borrow::Borrow<u64>) -> String {
        thousands(*number.borrow())
    }

    fn pieces(&self, number: &u32) -> String {
        thousands(u64::from(*number))
    }

    fn count<T>(&self, things: &[T]) -> String {
        thousands(things.len() as u64)
    }

    /// A day of ISO 8601 as the reader writes it (Z26).
    fn day(&self, iso: &str) -> String {
        dates::day(iso, self.language)
    }

    /// The name of a field of an application.
    fn field(&self, field: &str) -> &'static str {
        domain::words::profile_field(field, self.language)
    }

    fn topic(&self, topic: &Topic) -> &'static str {
        domain::words::topic(*topic, self.language)
    }

    /// An instant, in Japan's time.
    fn moment(&self, millis: &i64) -> String {
        dates::moment(*millis, self.language)
    }
}

/// Writes a mail from its three templates in the language at hand. `Language` has to be in scope, for templates too.
macro_rules! written {
    ($kind:ty, $mail:expr, $paper:expr, $en:tt, $ja:tt) => {
        match $paper.language {
            Language::En => written!(@language $kind, $mail, $paper, $en),
            Language::Ja => written!(@language $kind, $mail, $paper, $ja),
        }
    };
    (@language $kind:ty, $mail:expr, $paper:expr, [$subject:tt, $text:tt, $html:tt]) => {{
        let subject: String = written!(@part $kind, $mail, $paper, $subject).chars().take($crate::post::writing::SUBJECT).collect();
        $paper.subject = $crate::post::sieve::one_line(&subject);
        let text = written!(@part $kind, $mail, $paper, $text);
        let html = written!(@part $kind, $mail, $paper, $html);
        (text, html)
    }};
    (@part $kind:ty, $mail:expr, $paper:expr, $path:tt) => {{
        #[derive(askama::Template)]
        #[template(path = $path)]
        struct Part<'a> {
            mail: &'a $kind,
            paper: &'a $crate::post::writing::Paper<'a>,
        }
        let part = Part { mail: $mail, paper: &$paper };
        // A subject may need neither of the two.
        let _ = (part.mail, part.paper);
        askama::Template::render(&part).map_err(anyhow::Error::from)?
    }};
}
use written;

/// Writes a mail.
///
/// # Errors
/// A template that cannot be filled: a fault of ours.
pub(super) fn write(
    mail: &Mail,
    language: Language,
    head: Letterhead<'_>,
    seal: &Seal,
) -> Result<Written, Error> {
    let mail = sifted(mail)?;
    let base = head.site;
    let site = Place::Home.url(base);
    let link = match &mail {
        Mail::CoordinatorWanted(mail) => Console::Application(mail.application).url(base),
        other => place(other, seal)
            .map(|place| place.url(base))
            .unwrap_or_default(),
    };
    let mut paper = Paper {
        language,
        owner: head.owner.name(language),
        address: head.owner.address(language),
        site,
        link,
        code: code(&mail, seal),
        subject: String::new(),
    };
    let (text, html) = match &mail {
        Mail::VerifyAddress(mail) => accounts::verify_address(mail, &mut paper)?,
        Mail::BuyerRegistered(mail) => accounts::buyer_registered(mail, &mut paper)?,
        Mail::ScreeningStarted(mail) => accounts::screening_started(mail, &mut paper)?,
        Mail::InformationWanted(mail) => accounts::information_wanted(mail, &mut paper)?,
        Mail::SupplierApproved(mail) => accounts::supplier_approved(mail, &mut paper)?,
        Mail::SupplierRejected(mail) => accounts::supplier_rejected(mail, &mut paper)?,
        Mail::TemporaryRegistration(mail) => companies::temporary_registration(mail, &mut paper)?,
        Mail::CoordinatorWanted(mail) => companies::coordinator_wanted(mail, &mut paper)?,
        Mail::CompanyApproved(mail) => companies::company_approved(mail, &mut paper)?,
        Mail::CompanyRejected(mail) => companies::company_rejected(mail, &mut paper)?,
        Mail::ResetPassword(mail) => accounts::reset_password(mail, &mut paper)?,
        Mail::ConfirmAddress(mail) => accounts::confirm_address(mail, &mut paper)?,
        Mail::AddressClaimed(mail) => accounts::address_claimed(mail, &mut paper)?,
        Mail::PasswordChanged(mail) => accounts::password_changed(mail, &mut paper)?,
        Mail::AddressChanged(mail) => accounts::address_changed(mail, &mut paper)?,
        Mail::NewDevice(mail) => accounts::new_device(mail, &mut paper)?,
        Mail::AccountDeleted(mail) => accounts::account_deleted(mail, &mut paper)?,
        Mail::SignInLocked(mail) => accounts::sign_in_locked(mail, &mut paper)?,
        Mail::RequestReceived(mail) => quotations::request_received(mail, &mut paper)?,
        Mail::RequestCopy(mail) => quotations::request_copy(mail, &mut paper)?,
        Mail::ImportDone(mail) => inventory::import_done(mail, &mut paper)?,
        Mail::ImportRefused(mail) => inventory::import_refused(mail, &mut paper)?,
        Mail::ConflictsWait(mail) => inventory::conflicts_wait(mail, &mut paper)?,
        Mail::ContactReceived(mail) => contact::contact_received(mail, &mut paper)?,
        Mail::ContactCopy(mail) => contact::contact_copy(mail, &mut paper)?,
        Mail::ContactAnswer(mail) => contact::contact_answer(mail, &mut paper)?,
        Mail::Invitation(mail) => users::invitation(mail, &mut paper)?,
        Mail::InvitedMember(mail) => users::invited_member(mail, &mut paper)?,
        Mail::RemovedFromCompany(mail) => users::removed_from_company(mail, &mut paper)?,
        Mail::SignInCode(mail) => people::sign_in_code(mail, &mut paper)?,
        Mail::FactorsForgotten(mail) => people::factors_forgotten(mail, &mut paper)?,
        Mail::Suspended(mail) => people::suspended(mail, &mut paper)?,
        Mail::Restored(mail) => people::restored(mail, &mut paper)?,
        Mail::StaffInvitation(mail) => people::staff_invitation(mail, &mut paper)?,
        Mail::VerifyPerson(mail) => persons::verify_person(mail, &mut paper)?,
        Mail::PersonLinked(mail) => persons::person_linked(mail, &mut paper)?,
        Mail::PersonUnlinked(mail) => persons::person_unlinked(mail, &mut paper)?,
        Mail::EditionComing(mail) => legal::edition_coming(mail, &mut paper)?,
    };
    let reply_to = match &mail {
        Mail::RequestReceived(request) => request.email.clone(),
        Mail::ContactReceived(message) => message.email.clone(),
        _ => head.owner.mail.as_str().to_owned(),
    };
    Ok(Written {
        subject: paper.subject,
        text,
        html,
        reply_to,
    })
}

/// Where the button of a mail leads.
fn place(mail: &Mail, seal: &Seal) -> Option<Place> {
    let mailed = |purpose, link: &SealedLink| {
        Some(Place::MailedLink(links::token(
            seal,
            purpose,
            link.id,
            link.generation,
        )))
    };
    match mail {
        Mail::VerifyAddress(mail) => mailed(Purpose::Verify, &mail.link),
        Mail::ResetPassword(mail) => mailed(Purpose::Reset, &mail.link),
        Mail::ConfirmAddress(mail) => mailed(Purpose::AddAddress, &mail.link),
        Mail::AddressChanged(mail) => mailed(Purpose::RevertAddress, &mail.link),
        Mail::Invitation(mail) => mailed(Purpose::Invite, &mail.link),
        Mail::InvitedMember(_) => Some(Place::Account),
        Mail::VerifyPerson(mail) => mailed(Purpose::Verify, &mail.link),
        Mail::PersonLinked(_) => Some(Place::AccountMembers),
        Mail::PersonUnlinked(mail) if mail.by_corporation => Some(Place::AccountSettings),
        Mail::PersonUnlinked(_) => Some(Place::AccountMembers),
        Mail::RemovedFromCompany(_) => None,
        Mail::StaffInvitation(mail) => mailed(Purpose::InviteStaff, &mail.link),
        // A code is typed where it was asked for, and whoever is suspended answers by mail.
        Mail::SignInCode(_) | Mail::Suspended(_) => None,
        Mail::Restored(_) | Mail::FactorsForgotten(_) => Some(Place::SignIn),
        Mail::TemporaryRegistration(mail) => mailed(Purpose::Verify, &mail.link),
        Mail::CompanyApproved(_) => Some(Place::MemberSignIn),
        // Its link leads into the console.
        Mail::CoordinatorWanted(_) => None,
        Mail::BuyerRegistered(_) | Mail::SupplierApproved(_) => Some(Place::SignIn),
        Mail::ScreeningStarted(_)
        | Mail::InformationWanted(_)
        | Mail::SupplierRejected(_)
        | Mail::CompanyRejected(_) => Some(Place::AccountApplication),
        Mail::AddressClaimed(_) => Some(Place::Account),
        Mail::PasswordChanged(_) | Mail::SignInLocked(_) => Some(Place::ForgotPassword),
        Mail::NewDevice(_) => Some(Place::AccountSessions),
        Mail::AccountDeleted(_) => None,
        Mail::RequestReceived(request) => Some(Place::Receipt(request.receipt.to_string())),
        Mail::RequestCopy(copy) => Some(Place::Receipt(copy.receipt.to_string())),
        Mail::EditionComing(mail) => Some(Place::Edition(mail.document, mail.applies_on.clone())),
        Mail::ImportDone(_) => Some(Place::Search),
        Mail::ImportRefused(mail) => (!mail.key.is_empty()).then(|| Place::StockFile(mail.key.clone())),
        Mail::ConflictsWait(_) => Some(Place::StockConflicts),
        // The owner answers by mail, and the copy says all that the page after sending does.
        Mail::ContactReceived(_) | Mail::ContactCopy(_) | Mail::ContactAnswer(_) => None,
    }
}

/// The code that stands beside the button.
fn code(mail: &Mail, seal: &Seal) -> String {
    match mail {
        Mail::VerifyAddress(mail) => links::code(seal, mail.link.id, mail.link.generation),
        Mail::SignInCode(mail) => second_factor::mailed::code(seal, mail.code.id, mail.code.generation),
        Mail::VerifyPerson(mail) => links::code(seal, mail.link.id, mail.link.generation),
        _ => String::new(),
    }
}
