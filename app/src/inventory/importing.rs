//! Importing stock lists (R118–R129): the page with the form, a file before it is imported, and what became of it. The server
//! writes these pages alone: they are plain forms, and a browser's own field takes files that are dropped on it.

pub mod draft;
pub mod landed;
pub mod page;
pub mod reading;
pub mod rows;
