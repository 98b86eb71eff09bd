//! The post: what was promised is sent once and arrives as it was meant, whatever happens to a worker, to a mail, or to
//! the mail server.

#[path = "post_office/house.rs"]
mod house;
#[path = "post_office/leases.rs"]
mod leases;
#[path = "post_office/letters.rs"]
mod letters;
#[path = "post_office/outages.rs"]
mod outages;
#[path = "post_office/outbox.rs"]
mod outbox;
#[path = "support/smtp.rs"]
mod smtp;
#[path = "post_office/wire.rs"]
mod wire;
