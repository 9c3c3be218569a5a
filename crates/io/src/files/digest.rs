//! SHA-256 of files, by which a run states exactly what it read.

use super::error::FileError;
use super::npy::open_regular;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io::Read;
use std::path::Path;

/// Bytes hashed at a time: large enough for the cost of reading to vanish.
const BUFFER_BYTES: usize = 64 * 1024;

/// The SHA-256 of a file's content, as 64 hexadecimal digits in lower case. The file is read in
/// pieces, whatever its size.
///
/// # Errors
///
/// [`FileError::Io`] and [`FileError::NotAFile`].
pub fn sha256_hex(path: &Path) -> Result<String, FileError> {
    let (mut file, _) = open_regular(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let count = file
            .read(&mut buffer)
            .map_err(FileError::io("read", path))?;
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
    }
    Ok(hex(&hasher.finalize()))
}

/// The SHA-256 of these bytes, likewise.
pub(crate) fn sha256_of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published test vectors of SHA-256 (FIPS 180-2, appendix B).
    #[test]
    fn digests_are_those_of_the_standard() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("data");
        let million = vec![b'a'; 1_000_000];
        for (content, expected) in [
            (
                &b"abc"[..],
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                &million[..],
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            ),
        ] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(sha256_hex(&path).unwrap(), expected);
            assert_eq!(sha256_of_bytes(content), expected);
        }
    }
}
