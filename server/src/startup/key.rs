//! The market's key: read from the settings, or, on one's own machine, made once and kept beside the database.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, ensure};
use services::seal::KEY;

/// Reads a key from its hex digits.
#[must_use]
pub fn read(text: &str) -> Option<[u8; KEY]> {
    let digits = text.trim().as_bytes();
    if digits.len() != 2 * KEY {
        return None;
    }
    let mut key = [0; KEY];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |c: u8| {
            char::from(c)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        *byte = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(key)
}

/// A new key in hex digits.
#[must_use]
pub fn new() -> String {
    let key: [u8; KEY] = rand::random();
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key in a file, which is made with its folder where there is none.
///
/// # Errors
/// A file that cannot be read or written, or holds something else.
pub fn kept(path: &Path) -> anyhow::Result<[u8; KEY]> {
    if !path.exists() {
        make(path).with_context(|| format!("{}: the key cannot be written", path.display()))?;
    }
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    read(&text).with_context(|| format!("{}: holds no key of {} hex digits", path.display(), 2 * KEY))
}

/// Two servers may start at once: the key is written aside and put in place whole, and whoever is second takes the first's.
fn make(path: &Path) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let aside = folder.join(format!(".key-{}", uuid::Uuid::new_v4().simple()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&aside)?;
    file.write_all(new().as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&aside, path);
    std::fs::remove_file(&aside)?;
    ensure!(linked.is_ok() || path.exists(), "{linked:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("var/reelstock.key");
        let first = kept(&path).expect("makes a key");
        assert_eq!(kept(&path).expect("reads it"), first);
        assert_eq!(
            std::fs::read_dir(path.parent().expect("a folder"))
                .expect("lists")
                .count(),
            1
        );
        std::fs::write(&path, "hunter2").expect("writes");
        let reason = format!("{:#}", kept(&path).expect_err("no key"));
        assert!(!reason.contains("hunter2"), "{reason}");
    }

    #[test]
    fn only_sixty_four_hex_digits_are_a_key() {
        assert_eq!(read(&"0F".repeat(32)), Some([15; KEY]));
        for bad in ["", "0f", &"0g".repeat(32), &"0f".repeat(33)] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
