//! Where it runs: start-up, settings, the front door and the command line.
//!
//! Nothing of the trade is decided here. [`settings`] refuses to start on anything unusable; [`startup`] opens the
//! database and builds the [`Market`](services::market::Market); [`front_door`] is the router with all that stands
//! between the network and a page; [`cli`] is the same market without a network.

// The pages that the router renders nest types deeply.
#![recursion_limit = "512"]

pub mod cli;
pub mod demo;
pub mod front_door;
pub mod settings;
pub mod startup;
