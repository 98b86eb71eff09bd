//! Bugs that are planted into the simulator's own stores and drivers, to see whether the checker finds them. Nothing of
//! them is in the rooms that are tested.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The ledger does not note ops that end in a conflict.
    ConflictNotInLedger,
    /// The number of an op is read before the transaction that stores it.
    NumberOutsideTransaction,
    /// Change numbers come from a sequence that no lock keeps in the order of commits.
    PlainSequence,
    /// A cell shows that it is on the device before the store's commit came back.
    ToldBeforeCommit,
    /// An edit joins an op that has been sent.
    JoinsSent,
    /// An op carries the whole row, whatever was changed in it.
    MergesRows,
    /// A refused op does not raise the device's watermark.
    RefusedStays,
    /// Signing out wipes the store before the person has chosen.
    WipesBeforeChoice,
    /// The market is never asked whether somebody has settled what waits.
    NeverAsks,
    /// What was settled elsewhere is dropped at once, and no restored market can bring it back.
    SettledIsDropped,
}

impl Bug {
    pub(crate) const ALL: [Self; 10] = [
        Self::ConflictNotInLedger,
        Self::NumberOutsideTransaction,
        Self::PlainSequence,
        Self::ToldBeforeCommit,
        Self::JoinsSent,
        Self::MergesRows,
        Self::RefusedStays,
        Self::WipesBeforeChoice,
        Self::NeverAsks,
        Self::SettledIsDropped,
    ];
}
