//! The post: what was promised is sent once and arrives as it was meant, whatever happens to a worker, to a mail, or to
//! the mail server.

mod house;
mod leases;
mod letters;
mod outages;
mod outbox;
mod wire;
