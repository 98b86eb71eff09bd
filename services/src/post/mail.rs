//! What each mail says, as data, by room. The words are in the templates, one folder for each mail.
//!
//! Stored in the outbox as JSON: add fields with `#[serde(default)]`, since rows written by the version before are
//! still to be sent. Texts are what people typed; they pass the `sieve` before any template sees them.

mod accounts;
mod companies;
mod contact;
mod inventory;
mod legal;
mod people;
mod persons;
mod quotations;
mod users;

use serde::{Deserialize, Serialize};

pub use accounts::{
    AccountDeleted, AddressChanged, AddressClaimed, BuyerRegistered, ConfirmAddress, FieldReason,
    InformationWanted, NewDevice, PasswordChanged, ResetPassword, ScreeningStarted, SealedLink, SignInLocked,
    SupplierApproved, SupplierRejected, VerifyAddress,
};
pub use companies::{CompanyApproved, CompanyRejected, CoordinatorWanted, TemporaryRegistration};
pub use contact::{ContactAnswer, ContactCopy, ContactReceived};
pub use inventory::{ConflictsWait, ImportDone, ImportFault, ImportRefused};
pub use legal::EditionComing;
pub use people::{FactorsForgotten, Restored, SignInCode, StaffInvitation, Suspended};
pub use persons::{PersonLinked, PersonUnlinked, VerifyPerson};
pub use quotations::{RequestCopy, RequestReceived, RequestedLine, RequestedPart};
pub use users::{Invitation, InvitedMember, RemovedFromCompany};

/// One mail, by what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    /// M01: proves the address of a registration.
    VerifyAddress(VerifyAddress),
    /// M02: a buyer is registered.
    BuyerRegistered(BuyerRegistered),
    /// M03: an application is being looked at.
    ScreeningStarted(ScreeningStarted),
    /// M04: an applicant is asked for more.
    InformationWanted(InformationWanted),
    /// M05: an application was approved.
    SupplierApproved(SupplierApproved),
    /// M06: an application was rejected.
    SupplierRejected(SupplierRejected),
    /// M12: the first of a company's two steps is done.
    TemporaryRegistration(TemporaryRegistration),
    /// M13: a coordinator is asked to decide.
    CoordinatorWanted(CoordinatorWanted),
    /// M14: a company is let in.
    CompanyApproved(CompanyApproved),
    /// M31: a company was rejected by its coordinator.
    CompanyRejected(CompanyRejected),
    /// M07: sets a new password.
    ResetPassword(ResetPassword),
    /// M11: proves an added address.
    ConfirmAddress(ConfirmAddress),
    /// Beside M11: somebody wanted to add an address that the reader has.
    AddressClaimed(AddressClaimed),
    /// M27: the password was changed.
    PasswordChanged(PasswordChanged),
    /// M28: another address is the main one; to the former one.
    AddressChanged(AddressChanged),
    /// M29: a new browser has signed in.
    NewDevice(NewDevice),
    /// M30: the account is gone.
    AccountDeleted(AccountDeleted),
    /// M32: signing in is closed after failed attempts.
    SignInLocked(SignInLocked),
    /// M16: a request has come in; to the owner.
    RequestReceived(RequestReceived),
    /// M16: what was received, and what happens next; to whoever asked.
    RequestCopy(RequestCopy),
    /// M20: a stock file was taken over.
    ImportDone(ImportDone),
    /// M21: a stock file was refused as a whole, and why.
    ImportRefused(ImportRefused),
    /// M35: conflicts of a company's stock have waited for a week; to its administrators.
    ConflictsWait(ConflictsWait),
    /// M22: someone has written to the owner; to the owner.
    ContactReceived(ContactReceived),
    /// M22: what was received; to whoever wrote.
    ContactCopy(ContactCopy),
    /// Beside M22: what the owner's people answer; to whoever wrote.
    ContactAnswer(ContactAnswer),
    /// M15: invites a user of a company.
    Invitation(Invitation),
    /// Beside M15: a company wanted to invite somebody who has an account.
    InvitedMember(InvitedMember),
    /// M34: removed from the company.
    RemovedFromCompany(RemovedFromCompany),
    /// M10: the code of a sign-in.
    SignInCode(SignInCode),
    /// M33: suspended.
    Suspended(Suspended),
    /// M33: restored.
    Restored(Restored),
    /// Beside M32: lost second factors were removed.
    FactorsForgotten(FactorsForgotten),
    /// Invites one of the owner's people.
    StaffInvitation(StaffInvitation),
    /// M24: proves the address of an individual's or a corporation's registration.
    VerifyPerson(VerifyPerson),
    /// M26: an individual has linked with the reader's corporation.
    PersonLinked(PersonLinked),
    /// M36: a link was ended; to the other side.
    PersonUnlinked(PersonUnlinked),
    /// Another edition of the terms or of the privacy policy comes.
    EditionComing(EditionComing),
}

impl Mail {
    /// The name of the mail, as the outbox keeps it and its folder of templates is called.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::VerifyAddress(_) => "verify_address",
            Self::BuyerRegistered(_) => "buyer_registered",
            Self::ScreeningStarted(_) => "screening_started",
            Self::InformationWanted(_) => "information_wanted",
            Self::SupplierApproved(_) => "supplier_approved",
            Self::SupplierRejected(_) => "supplier_rejected",
            Self::TemporaryRegistration(_) => "temporary_registration",
            Self::CoordinatorWanted(_) => "coordinator_wanted",
            Self::CompanyApproved(_) => "company_approved",
            Self::CompanyRejected(_) => "company_rejected",
            Self::ResetPassword(_) => "reset_password",
            Self::ConfirmAddress(_) => "confirm_address",
            Self::AddressClaimed(_) => "address_claimed",
            Self::PasswordChanged(_) => "password_changed",
            Self::AddressChanged(_) => "address_changed",
            Self::NewDevice(_) => "new_device",
            Self::AccountDeleted(_) => "account_deleted",
            Self::SignInLocked(_) => "sign_in_locked",
            Self::RequestReceived(_) => "request_received",
            Self::RequestCopy(_) => "request_copy",
            Self::ImportDone(_) => "import_done",
            Self::ImportRefused(_) => "import_refused",
            Self::ConflictsWait(_) => "conflicts_wait",
            Self::ContactReceived(_) => "contact_received",
            Self::ContactCopy(_) => "contact_copy",
            Self::ContactAnswer(_) => "contact_answer",
            Self::Invitation(_) => "invitation",
            Self::InvitedMember(_) => "invited_member",
            Self::RemovedFromCompany(_) => "removed_from_company",
            Self::SignInCode(_) => "sign_in_code",
            Self::FactorsForgotten(_) => "factors_forgotten",
            Self::Suspended(_) => "suspended",
            Self::Restored(_) => "restored",
            Self::StaffInvitation(_) => "staff_invitation",
            Self::VerifyPerson(_) => "verify_person",
            Self::PersonLinked(_) => "person_linked",
            Self::PersonUnlinked(_) => "person_unlinked",
            Self::EditionComing(_) => "edition_coming",
        }
    }
}
