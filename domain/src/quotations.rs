//! Asking for a price: what a request for quotation (RFQ) says, and the rules its fields keep (R103, R104, Z37).
//!
//! A request names its requester and from one to two hundred lines. A line may point at a lot found in the search;
//! it may also ask for a part that nobody has in stock.

pub mod money;
pub mod number;
pub mod request;
pub mod views;

pub use money::{Currency, TargetPrice};
pub use number::RequestNumber;
pub use request::{Line, LineForm, Request, RequestForm, Requester};
