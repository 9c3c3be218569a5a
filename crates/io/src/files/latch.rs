//! A writer that keeps its first error for the end.
//!
//! The zip writer completes its archive when it is dropped, and prints to stderr if that fails,
//! as it does after every other failure (a full disk). Behind a latch it never sees one.

use std::io::{self, Seek, SeekFrom, Write};

/// Passes everything on until something fails; from then on it only keeps account of where writing
/// would be, which the zip writer computes with, and reports success.
#[derive(Debug)]
pub(super) struct Latch<W> {
    inner: W,
    error: Option<io::Error>,
    position: u64,
    end: u64,
}

impl<W> Latch<W> {
    /// A latch before a writer that is at the beginning of an empty file.
    pub(super) fn new(inner: W) -> Self {
        Self {
            inner,
            error: None,
            position: 0,
            end: 0,
        }
    }

    /// The writer behind, unless something failed.
    pub(super) fn into_result(self) -> io::Result<W> {
        self.error.map_or(Ok(self.inner), Err)
    }

    /// Does `action`, unless something has failed already.
    fn attempt<T>(&mut self, action: impl FnOnce(&mut W) -> io::Result<T>) {
        if self.error.is_none() {
            self.error = action(&mut self.inner).err();
        }
    }
}

impl<W: Write> Write for Latch<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(|inner| inner.write_all(bytes));
        self.position += bytes.len() as u64;
        self.end = self.end.max(self.position);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt(W::flush);
        Ok(())
    }
}

impl<W: Seek> Seek for Latch<W> {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let position = match target {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self.end.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        // A position asked for is no reason to empty the writer's buffer.
        if target != SeekFrom::Current(0) {
            self.attempt(|inner| inner.seek(target));
        }
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;
    use std::io::Cursor;

    /// A disk of 1000 bytes; if the archive's writer saw that it is full, it would print.
    #[test]
    fn an_archive_that_outgrows_the_disk_is_an_error_at_the_end() {
        let mut disk = [0; 1000];
        let mut npz = ndarray_npy::NpzWriter::new(Latch::new(Cursor::new(&mut disk[..])));
        npz.add_array("x", &Array1::<f64>::zeros(1000)).unwrap();
        npz.add_array("y", &Array1::<f64>::zeros(1000)).unwrap();
        let error = npz.finish().unwrap().into_result().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    }

    #[test]
    fn without_failure_everything_is_passed_on() {
        let mut latch = Latch::new(Cursor::new(Vec::new()));
        latch.write_all(b"abc").unwrap();
        latch.seek(SeekFrom::Start(1)).unwrap();
        latch.write_all(b"x").unwrap();
        assert_eq!(latch.into_result().unwrap().into_inner(), b"axc");
    }
}
