//! What is typed in a field, and when it is judged: on leaving the field, and from then on while it is corrected.
//! Nobody is told of a fault in the middle of a first word.

use std::sync::Arc;

use domain::violations::Violation;
use leptos::prelude::*;

type Judge = Arc<dyn Fn(&str) -> Option<Violation> + Send + Sync>;

/// How far a person has come with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Untouched,
    Typed,
    Judged,
}

/// The state of one field. It belongs to the owner under which it was made.
#[derive(Clone, Copy)]
pub struct Entry {
    text: RwSignal<String>,
    fault: RwSignal<Option<Violation>>,
    stage: StoredValue<Stage>,
    judge: StoredValue<Option<Judge>>,
}

impl Entry {
    /// A field that is judged while it is filled in.
    pub fn judged(
        text: impl Into<String>,
        judge: impl Fn(&str) -> Option<Violation> + Send + Sync + 'static,
    ) -> Self {
        Self::with(text.into(), Some(Arc::new(judge)))
    }

    /// A field that only the server judges; its message goes when the text changes.
    pub fn unjudged(text: impl Into<String>) -> Self {
        Self::with(text.into(), None)
    }

    fn with(text: String, judge: Option<Judge>) -> Self {
        Self {
            text: RwSignal::new(text),
            fault: RwSignal::new(None),
            stage: StoredValue::new(Stage::Untouched),
            judge: StoredValue::new(judge),
        }
    }

    /// What is typed; tracked.
    #[must_use]
    pub fn text(self) -> String {
        self.text.get()
    }

    /// What is typed at this moment; not tracked.
    #[must_use]
    pub fn text_now(self) -> String {
        self.text.get_untracked()
    }

    /// What is typed at this moment, as long as the field is there.
    #[must_use]
    pub fn text_if_there(self) -> Option<String> {
        self.text.try_get_untracked().map(|text| text.trim().to_owned())
    }

    /// The rule that is broken; tracked.
    #[must_use]
    pub fn fault(self) -> Option<Violation> {
        self.fault.get()
    }

    /// Whether a rule is broken; tracked.
    #[must_use]
    pub fn is_wrong(self) -> bool {
        self.fault.with(Option::is_some)
    }

    /// Takes the text over as it is being typed.
    pub fn type_in(self, text: String) {
        self.text.set(text);
        match self.stage.get_value() {
            Stage::Untouched => self.stage.set_value(Stage::Typed),
            Stage::Typed => {}
            Stage::Judged => self.judge(),
        }
    }

    /// Takes over what stood in the field before the program woke.
    pub fn adopt(self, text: String) {
        if self.text.with_untracked(|known| *known != text) {
            self.text.set(text);
            self.stage.set_value(Stage::Typed);
        }
    }

    /// The person has left the field; perhaps the page, too.
    pub fn leave(self) {
        if self.stage.try_get_value() == Some(Stage::Typed) {
            self.stage.set_value(Stage::Judged);
            self.judge();
        }
    }

    /// Judges again, if it was judged before: something beside the text has changed.
    pub fn reconsider(self) {
        if self.stage.get_value() == Stage::Judged {
            self.judge();
        }
    }

    /// Shows what a check of the whole form has found.
    pub fn blame(self, fault: Option<Violation>) {
        self.stage.set_value(Stage::Judged);
        self.show(fault);
    }

    /// The same entry with what the server has found, where it has found something.
    #[must_use]
    pub fn blamed(self, fault: Option<Violation>) -> Self {
        if fault.is_some() {
            self.blame(fault);
        }
        self
    }

    /// Back to an empty field that nobody has touched.
    pub fn clear(self) {
        self.text.set(String::new());
        self.stage.set_value(Stage::Untouched);
        self.show(None);
    }

    fn judge(self) {
        let judge = self.judge.get_value();
        self.show(judge.and_then(|judge| self.text.with_untracked(|text| judge(text))));
    }

    fn show(self, fault: Option<Violation>) {
        if self.fault.with_untracked(|shown| *shown != fault) {
            self.fault.set(fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required() -> Entry {
        Entry::judged("", |text| text.is_empty().then_some(Violation::Missing))
    }

    #[test]
    fn nobody_is_told_of_a_fault_while_typing_for_the_first_time_or_passing_through() {
        Owner::new().with(|| {
            let entry = required();
            entry.leave();
            assert_eq!(entry.fault(), None, "only passed through");
            entry.type_in("a".into());
            entry.type_in(String::new());
            assert_eq!(entry.fault(), None, "still typing");
            entry.leave();
            assert_eq!(entry.fault(), Some(Violation::Missing));
        });
    }

    #[test]
    fn a_message_goes_and_comes_while_it_is_corrected() {
        Owner::new().with(|| {
            let entry = required();
            entry.blame(Some(Violation::EmailAt));
            entry.type_in("a".into());
            assert_eq!(entry.fault(), None);
            entry.type_in(String::new());
            assert_eq!(entry.fault(), Some(Violation::Missing));
        });
    }

    #[test]
    fn what_only_the_server_judges_is_forgiven_with_the_first_change() {
        Owner::new().with(|| {
            let entry = Entry::unjudged("a");
            entry.blame(Some(Violation::Missing));
            entry.leave();
            assert_eq!(entry.fault(), Some(Violation::Missing), "nothing was changed");
            entry.type_in("ab".into());
            assert_eq!(entry.fault(), None);
        });
    }
}
