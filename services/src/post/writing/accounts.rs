//! The mails about accounts in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{
    AccountDeleted, AddressChanged, AddressClaimed, BuyerRegistered, ConfirmAddress, InformationWanted,
    NewDevice, PasswordChanged, ResetPassword, ScreeningStarted, SignInLocked, SupplierApproved,
    SupplierRejected, VerifyAddress,
};

pub(super) fn verify_address(mail: &VerifyAddress, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        VerifyAddress,
        mail,
        *paper,
        [
            "verify_address/en/subject.txt",
            "verify_address/en/text.txt",
            "verify_address/en/body.html"
        ],
        [
            "verify_address/ja/subject.txt",
            "verify_address/ja/text.txt",
            "verify_address/ja/body.html"
        ]
    ))
}

pub(super) fn buyer_registered(
    mail: &BuyerRegistered,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        BuyerRegistered,
        mail,
        *paper,
        [
            "buyer_registered/en/subject.txt",
            "buyer_registered/en/text.txt",
            "buyer_registered/en/body.html"
        ],
        [
            "buyer_registered/ja/subject.txt",
            "buyer_registered/ja/text.txt",
            "buyer_registered/ja/body.html"
        ]
    ))
}

pub(super) fn screening_started(
    mail: &ScreeningStarted,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        ScreeningStarted,
        mail,
        *paper,
        [
            "screening_started/en/subject.txt",
            "screening_started/en/text.txt",
            "screening_started/en/body.html"
        ],
        [
            "screening_started/ja/subject.txt",
            "screening_started/ja/text.txt",
            "screening_started/ja/body.html"
        ]
    ))
}

pub(super) fn information_wanted(
    mail: &InformationWanted,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        InformationWanted,
        mail,
        *paper,
        [
            "information_wanted/en/subject.txt",
            "information_wanted/en/text.txt",
            "information_wanted/en/body.html"
        ],
        [
            "information_wanted/ja/subject.txt",
            "information_wanted/ja/text.txt",
            "information_wanted/ja/body.html"
        ]
    ))
}

pub(super) fn supplier_approved(
    mail: &SupplierApproved,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        SupplierApproved,
        mail,
        *paper,
        [
            "supplier_approved/en/subject.txt",
            "supplier_approved/en/text.txt",
            "supplier_approved/en/body.html"
        ],
        [
            "supplier_approved/ja/subject.txt",
            "supplier_approved/ja/text.txt",
            "supplier_approved/ja/body.html"
        ]
    ))
}

pub(super) fn supplier_rejected(
    mail: &SupplierRejected,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        SupplierRejected,
        mail,
        *paper,
        [
            "supplier_rejected/en/subject.txt",
            "supplier_rejected/en/text.txt",
            "supplier_rejected/en/body.html"
        ],
        [
            "supplier_rejected/ja/subject.txt",
            "supplier_rejected/ja/text.txt",
            "supplier_rejected/ja/body.html"
        ]
    ))
}

pub(super) fn reset_password(mail: &ResetPassword, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        ResetPassword,
        mail,
        *paper,
        [
            "reset_password/en/subject.txt",
            "reset_password/en/text.txt",
            "reset_password/en/body.html"
        ],
        [
            "reset_password/ja/subject.txt",
            "reset_password/ja/text.txt",
            "reset_password/ja/body.html"
        ]
    ))
}

pub(super) fn confirm_address(
    mail: &ConfirmAddress,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        ConfirmAddress,
        mail,
        *paper,
        [
            "confirm_address/en/subject.txt",
            "confirm_address/en/text.txt",
            "confirm_address/en/body.html"
        ],
        [
            "confirm_address/ja/subject.txt",
            "confirm_address/ja/text.txt",
            "confirm_address/ja/body.html"
        ]
    ))
}

pub(super) fn address_claimed(
    mail: &AddressClaimed,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        AddressClaimed,
        mail,
        *paper,
        [
            "address_claimed/en/subject.txt",
            "address_claimed/en/text.txt",
            "address_claimed/en/body.html"
        ],
        [
            "address_claimed/ja/subject.txt",
            "address_claimed/ja/text.txt",
            "address_claimed/ja/body.html"
        ]
    ))
}

pub(super) fn password_changed(
    mail: &PasswordChanged,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        PasswordChanged,
        mail,
        *paper,
        [
            "password_changed/en/subject.txt",
            "password_changed/en/text.txt",
            "password_changed/en/body.html"
        ],
        [
            "password_changed/ja/subject.txt",
            "password_changed/ja/text.txt",
            "password_changed/ja/body.html"
        ]
    ))
}

pub(super) fn address_changed(
    mail: &AddressChanged,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        AddressChanged,
        mail,
        *paper,
        [
            "address_changed/en/subject.txt",
            "address_changed/en/text.txt",
            "address_changed/en/body.html"
        ],
        [
            "address_changed/ja/subject.txt",
            "address_changed/ja/text.txt",
            "address_changed/ja/body.html"
        ]
    ))
}

pub(super) fn new_device(mail: &NewDevice, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        NewDevice,
        mail,
        *paper,
        [
            "new_device/en/subject.txt",
            "new_device/en/text.txt",
            "new_device/en/body.html"
        ],
        [
            "new_device/ja/subject.txt",
            "new_device/ja/text.txt",
            "new_device/ja/body.html"
        ]
    ))
}

pub(super) fn account_deleted(
    mail: &AccountDeleted,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        AccountDeleted,
        mail,
        *paper,
        [
            "account_deleted/en/subject.txt",
            "account_deleted/en/text.txt",
            "account_deleted/en/body.html"
        ],
        [
            "account_deleted/ja/subject.txt",
            "account_deleted/ja/text.txt",
            "account_deleted/ja/body.html"
        ]
    ))
}

pub(super) fn sign_in_locked(mail: &SignInLocked, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        SignInLocked,
        mail,
        *paper,
        [
            "sign_in_locked/en/subject.txt",
            "sign_in_locked/en/text.txt",
            "sign_in_locked/en/body.html"
        ],
        [
            "sign_in_locked/ja/subject.txt",
            "sign_in_locked/ja/text.txt",
            "sign_in_locked/ja/body.html"
        ]
    ))
}
