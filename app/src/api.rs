//! The interface for a company's own systems, as people meet it: the tokens that open it, and how it is called. The server writes
//! both pages alone.

pub mod manual;
pub mod tokens;
