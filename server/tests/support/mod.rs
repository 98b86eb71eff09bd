//! What tests and benchmarks of the front door have in common.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "tests and benchmarks use a part of it each"
)]

#[path = "../../../services/tests/support/house.rs"]
#[macro_use]
pub mod house;
pub mod door;
