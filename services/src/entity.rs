//! The tables as SeaORM sees them. They stay at home: no other crate names an entity, and no entity crosses the wire.

#![expect(
    unreachable_pub,
    reason = "SeaORM's derives want public items; the module itself is private"
)]

pub(crate) mod account;
pub(crate) mod account_email;
pub(crate) mod agreement;
pub(crate) mod api_call;
pub(crate) mod api_token;
pub(crate) mod application;
pub(crate) mod audit;
pub(crate) mod audit_head;
pub(crate) mod authenticator;
pub(crate) mod backup_code;
pub(crate) mod company;
pub(crate) mod company_seq;
pub(crate) mod contact_entry;
pub(crate) mod contact_message;
pub(crate) mod corporate;
pub(crate) mod device;
pub(crate) mod half_sign_in;
pub(crate) mod import;
pub(crate) mod import_change;
pub(crate) mod import_draft;
pub(crate) mod import_draft_file;
pub(crate) mod import_fault;
pub(crate) mod import_file;
pub(crate) mod import_habit;
pub(crate) mod individual;
pub(crate) mod instance;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod kept_form;
pub(crate) mod legal_edition;
pub(crate) mod link;
pub(crate) mod login_guard;
pub(crate) mod lot;
pub(crate) mod lot_past;
pub(crate) mod lot_reference;
pub(crate) mod market_seq;
pub(crate) mod membership;
pub(crate) mod missed_search;
pub(crate) mod model;
pub(crate) mod notice;
pub(crate) mod outbox;
pub(crate) mod owner_version;
pub(crate) mod passkey;
pub(crate) mod person_link;
pub(crate) mod quotation_line;
pub(crate) mod quotation_request;
pub(crate) mod registration;
pub(crate) mod remark;
pub(crate) mod reset_request;
pub(crate) mod session;
pub(crate) mod staff;
pub(crate) mod staff_invitation;
pub(crate) mod staff_team;
pub(crate) mod submission;
pub(crate) mod sync_client;
pub(crate) mod sync_conflict;
pub(crate) mod sync_op;
