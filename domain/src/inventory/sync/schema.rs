//! The form of ops, which may change from one version of the program to the next while ops lie on devices.
//!
//! The market understands the form before the newest for at least sixty days and lifts such ops itself. Older ones are lifted
//! by the device once it has loaded the new program. Where that is impossible the op is refused with its contents, never
//! dropped.

use super::op::Op;

/// The forms that one side understands.
#[derive(Debug, Clone, Copy)]
pub struct Schemas {
    /// In which ops are written.
    pub newest: u16,
    /// The oldest that is still accepted from a device.
    pub oldest: u16,
    /// Lifts an op by one form; `None` where its meaning is lost. The number is raised by [`Schemas::lift`].
    pub step: fn(Op) -> Option<Op>,
}

impl Schemas {
    /// Those of this program. There has been one form so far.
    pub const CURRENT: Self = Self {
        newest: 1,
        oldest: 1,
        step: Some,
    };

    /// The op in the newest form.
    #[must_use]
    pub fn lift(&self, mut op: Op) -> Option<Op> {
        while op.schema < self.newest {
            let schema = op.schema + 1;
            op = (self.step)(op)?;
            op.schema = schema;
        }
        Some(op)
    }
}
