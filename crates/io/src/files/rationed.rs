//! A reader that is read from only so much.
//!
//! The reader of archives looks for the record that ends one from the back, and if that leads nowhere for an
//! earlier one, and so on. Each of them may have it search or read most of the file once more: a megabyte that is
//! made of such records would take minutes, and ten megabytes hours. An honest archive is opened by reading its
//! directory once. So it is first opened with a ration that is a multiple of its length.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes that may be read for each byte of the file.
const PER_BYTE: u64 = 4;

/// Bytes that may be read of any file: enough to look for the end behind the longest comment.
const FREE: u64 = 1 << 17;

/// What it costs to go to another place, in bytes: a buffer is filled anew. It is done once for each entry, which
/// takes 76 bytes or more of the file and 46 or more of the ration.
const SEEK: u64 = 128;

/// A reader with a ration; what goes beyond fails.
#[derive(Debug)]
pub(super) struct Rationed<R> {
    reader: R,
    left: u64,
}

impl<R> Rationed<R> {
    /// Enough to open an honest archive of so many bytes.
    pub(super) fn for_opening(reader: R, file_bytes: u64) -> Self {
        let left = file_bytes.saturating_mul(PER_BYTE).saturating_add(FREE);
        Self { reader, left }
    }

    fn take(&mut self, bytes: u64) -> io::Result<()> {
        let left = self.left.checked_sub(bytes);
        // What has failed once always does, so that nothing more is tried.
        self.left = left.unwrap_or(0);
        left.map(drop).ok_or_else(|| {
            io::Error::other(
                "to find its directory, more would have to be read than all of it, several times",
            )
        })
    }
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.take(count as u64)?;
        Ok(count)
    }
}

impl<R: Seek> Seek for Rationed<R> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.take(SEEK)?;
        self.reader.seek(place)
    }

    fn stream_position(&mut self) -> io::Result<u64> {
        self.reader.stream_position()
    }
}
