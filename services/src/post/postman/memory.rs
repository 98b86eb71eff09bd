//! The letter box of tests: keeps what it is given, and can be told to refuse.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{BoxFuture, DeliveryFault, Postman};
use crate::post::letter::ReadyMail;

/// Keeps mails in memory.
#[derive(Default)]
pub struct MemoryPostman(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    letters: Vec<ReadyMail>,
    answers: VecDeque<Result<(), DeliveryFault>>,
}

impl MemoryPostman {
    /// An empty letter box.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All letters so far, oldest first.
    #[must_use]
    pub fn letters(&self) -> Vec<ReadyMail> {
        self.inside().letters.clone()
    }

    /// Takes all letters out.
    #[must_use]
    pub fn take(&self) -> Vec<ReadyMail> {
        std::mem::take(&mut self.inside().letters)
    }

    /// Answers the next delivery that has no answer yet with this; afterwards everything is taken again.
    pub fn answer_next(&self, answer: Result<(), DeliveryFault>) {
        self.inside().answers.push_back(answer);
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Postman for MemoryPostman {
    fn deliver<'a>(&'a self, mail: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>> {
        Box::pin(async move {
            // What could not be sent by mail must not seem to be sendable in tests.
            mail.message()
                .and_then(|message| crate::post::letter::wire_bytes(&message))?;
            let mut inside = self.inside();
            inside.answers.pop_front().unwrap_or(Ok(()))?;
            inside.letters.push(mail.clone());
            Ok(())
        })
    }
}
