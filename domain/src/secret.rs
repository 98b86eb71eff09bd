//! Forms that hold passwords: whoever prints one by mistake reads its name and no more.

/// Gives forms a `Debug` that tells their name alone.
macro_rules! never_printed {
    ($($form:ident),+ $(,)?) => {
        $(impl std::fmt::Debug for $form {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($form), " { .. }"))
            }
        })+
    };
}
pub(crate) use never_printed;
