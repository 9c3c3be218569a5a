//! The lines of a text, packed by gzip or not, none of them longer than is sensible.

use super::{GZIP, MatrixMarketProblem};
use crate::files::error::FileError;
use crate::files::location::Location;
use crate::files::npy::open_regular;
use crate::files::npz::MAX_DEFLATE_RATIO;
use flate2::bufread::MultiGzDecoder;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Longest line that is read, in bytes. The format allows 1024; comments of some writers are
/// longer.
const MAX_LINE_BYTES: u64 = 1 << 16;

/// Longest part of a line that a refusal repeats, in characters.
const SHOWN_CHARACTERS: usize = 60;

/// A text that is read line by line.
pub(super) struct Lines {
    path: PathBuf,
    possible_bytes: u64,
    reader: Box<dyn BufRead>,
    /// The bytes of the current line.
    line: Vec<u8>,
    /// Its number, counted from 1; 0 before the first.
    number: u64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let (file, file_bytes) = open_regular(path)?;
        let mut file = BufReader::new(file);
        let beginning = file.fill_buf().map_err(FileError::io("read", path))?;
        let is_packed = beginning.starts_with(GZIP);
        let (reader, growth): (Box<dyn BufRead>, _) = if is_packed {
            let unpacked = MultiGzDecoder::new(file);
            (Box::new(BufReader::new(unpacked)), MAX_DEFLATE_RATIO)
        } else {
            (Box::new(file), 1)
        };
        Ok(Self {
            path: path.to_path_buf(),
            possible_bytes: file_bytes.saturating_mul(growth),
            reader,
            line: Vec::new(),
            number: 0,
        })
    }

    /// Most bytes that the text can have.
    pub(super) fn possible_bytes(&self) -> u64 {
        self.possible_bytes
    }

    /// Number of the current line.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Goes to the next line; false at the end.
    pub(super) fn advance(&mut self) -> Result<bool, FileError> {
        self.line.clear();
        let length = Read::take(&mut self.reader, MAX_LINE_BYTES + 1)
            .read_until(b'\n', &mut self.line)
            .map_err(|source| FileError::Damaged {
                at: Location::file(&self.path),
                source,
            })?;
        self.number += 1;
        if length as u64 > MAX_LINE_BYTES {
            let limit = MAX_LINE_BYTES;
            return Err(self.refuse(MatrixMarketProblem::LineLength { limit }));
        }
        Ok(length > 0)
    }

    /// Goes to the next line that is not blank; false at the end.
    pub(super) fn advance_to_text(&mut self) -> Result<bool, FileError> {
        while self.advance()? {
            if !self.line.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the current line is a comment.
    pub(super) fn is_comment(&self) -> bool {
        self.line.trim_ascii_start().starts_with(b"%")
    }

    /// The current line; what is no text is empty, and nothing that is read is.
    pub(super) fn text(&self) -> &str {
        str::from_utf8(&self.line).unwrap_or_default()
    }

    /// The beginning of the current line, for a refusal.
    pub(super) fn shown(&self) -> String {
        let line = String::from_utf8_lossy(self.line.trim_ascii());
        match line.char_indices().nth(SHOWN_CHARACTERS) {
            Some((end, _)) => format!("{}...", &line[..end]),
            None => line.into_owned(),
        }
    }

    /// The refusal of the current line.
    pub(super) fn refuse(&self, problem: MatrixMarketProblem) -> FileError {
        FileError::MatrixMarket {
            path: self.path.clone(),
            line: self.number,
            problem,
        }
    }
}
