//! Registering a company in two steps (R041–R046): choosing what to register as, and the second step behind the mailed
//! link. The first is a page of `sign_up`, which asks less.

pub mod api;
pub mod choosing;
pub mod definitive;

pub use choosing::RegisterPage;
pub use definitive::DefinitivePage;
