//! A file as a sequence of entries, each of them checked.

use super::MatrixMarketProblem;
use super::banner::{Banner, Field, Symmetry};
use super::lines::Lines;
use crate::files::element::Element;
use crate::files::error::FileError;
use crate::files::sparse::{Sizes, check_sizes};
use std::path::Path;
use std::str::SplitAsciiWhitespace;

/// Numbers in a line of a coordinate file: row, column, value.
const NUMBERS: u64 = 3;

/// An entry of the matrix, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) value: f64,
}

/// A file whose banner and sizes have been read.
pub(super) struct MarketFile {
    lines: Lines,
    banner: Banner,
    /// `entries` are those that are stored.
    sizes: Sizes,
    shape: (usize, usize),
    /// Entries that have been read.
    read: u64,
    /// Row and column of the next entry of an array.
    next: (u64, u64),
}

impl MarketFile {
    /// Opens a file, which must be able to hold the entries that it claims.
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let mut lines = Lines::open(path)?;
        lines.advance()?;
        let Some(banner) = Banner::parse(lines.text()) else {
            let found = lines.shown();
            return Err(lines.refuse(MatrixMarketProblem::Banner { found }));
        };
        let sizes = read_sizes(&mut lines, banner)?;
        check_claim(&lines, banner, sizes.entries)?;
        let shape = check_sizes(path, sizes, sizes.entries.saturating_mul(NUMBERS))?;
        Ok(Self {
            lines,
            banner,
            sizes,
            shape,
            read: 0,
            next: (banner.first_row(0), 0),
        })
    }

    pub(super) fn banner(&self) -> Banner {
        self.banner
    }

    /// Numbers of rows and columns.
    pub(super) fn shape(&self) -> (usize, usize) {
        self.shape
    }

    /// Number of entries in the file, of which some stand for two of the matrix.
    pub(super) fn stored_entries(&self) -> u64 {
        self.sizes.entries
    }

    /// Number of the current line.
    pub(super) fn line(&self) -> u64 {
        self.lines.number()
    }

    /// The refusal of the current line.
    pub(super) fn refuse(&self, problem: MatrixMarketProblem) -> FileError {
        self.lines.refuse(problem)
    }

    /// The next entry; `None` when all were read and the file has ended with them.
    pub(super) fn next_entry(&mut self) -> Result<Option<Entry>, FileError> {
        let expected = self.sizes.entries;
        let is_text = self.lines.advance_to_text()?;
        if self.read == expected {
            if !is_text {
                return Ok(None);
            }
            let found = self.lines.shown();
            return Err(self.refuse(MatrixMarketProblem::Extra { found, expected }));
        }
        if !is_text {
            let found = self.read;
            return Err(self.refuse(MatrixMarketProblem::Missing { found, expected }));
        }
        self.read += 1;
        let entry = if self.banner.is_dense() {
            self.parse_value()
        } else {
            self.parse_entry()
        };
        entry.map(Some).map_err(|problem| self.refuse(problem))
    }

    /// The entry on the other side of the diagonal, if there is one that `entry` stands for.
    pub(super) fn mirrored(&self, entry: Entry) -> Option<Entry> {
        let Entry { row, column, value } = entry;
        let value = match self.banner.symmetry {
            Symmetry::General => return None,
            Symmetry::Symmetric => value,
            Symmetry::SkewSymmetric => -value,
        };
        (row != column).then_some(Entry {
            row: column,
            column: row,
            value,
        })
    }

    /// The current line as an entry of a coordinate file.
    fn parse_entry(&self) -> Result<Entry, MatrixMarketProblem> {
        let mut words = self.lines.text().split_ascii_whitespace();
        let mut index = || words.next()?.parse::<u64>().ok();
        let place = index().zip(index());
        let value = value(&mut words, self.banner.field);
        let (Some((row, column)), Some(value), None) = (place, value, words.next()) else {
            return Err(self.no_entry());
        };
        let (rows, columns) = (self.sizes.rows, self.sizes.columns);
        if !(1..=rows).contains(&row) || !(1..=columns).contains(&column) {
            return Err(MatrixMarketProblem::Place {
                row,
                column,
                rows,
                columns,
            });
        }
        if self.banner.symmetry == Symmetry::SkewSymmetric && row == column {
            return Err(MatrixMarketProblem::Diagonal { row });
        }
        // Rows and columns have been found to fit into 32 bits.
        Ok(Entry {
            row: (row - 1) as u32,
            column: (column - 1) as u32,
            value,
        })
    }

    /// The current line as the next value of an array.
    fn parse_value(&mut self) -> Result<Entry, MatrixMarketProblem> {
        let mut words = self.lines.text().split_ascii_whitespace();
        let value = value(&mut words, self.banner.field);
        let (Some(value), None) = (value, words.next()) else {
            return Err(self.no_entry());
        };
        let (row, column) = self.next;
        self.next = if row + 1 < self.sizes.rows {
            (row + 1, column)
        } else {
            (self.banner.first_row(column + 1), column + 1)
        };
        Ok(Entry {
            row: row as u32,
            column: column as u32,
            value,
        })
    }

    fn no_entry(&self) -> MatrixMarketProblem {
        MatrixMarketProblem::Entry {
            found: self.lines.shown(),
            accepted: self.banner.entry(),
        }
    }
}

/// Reads the line of sizes, which follows the comments.
fn read_sizes(lines: &mut Lines, banner: Banner) -> Result<Sizes, FileError> {
    while lines.advance_to_text()? && lines.is_comment() {}
    let numbers: Result<Vec<u64>, _> = lines
        .text()
        .split_ascii_whitespace()
        .map(str::parse)
        .collect();
    let (rows, columns, entries) = match (numbers.as_deref(), banner.is_dense()) {
        (Ok(&[rows, columns, entries]), false) => (rows, columns, entries),
        (Ok(&[rows, columns]), true) => (rows, columns, banner.array_entries(rows, columns)),
        _ => {
            return Err(lines.refuse(MatrixMarketProblem::Sizes {
                found: lines.shown(),
                accepted: banner.sizes(),
            }));
        }
    };
    if banner.is_mirrored() && rows != columns {
        return Err(lines.refuse(MatrixMarketProblem::NotSquare { rows, columns }));
    }
    Ok(Sizes {
        rows,
        columns,
        entries,
    })
}

/// Refuses more entries than a file of this size can hold.
fn check_claim(lines: &Lines, banner: Banner, claimed: u64) -> Result<(), FileError> {
    let bytes = lines.possible_bytes();
    let possible = bytes / banner.entry_bytes();
    if claimed <= possible {
        return Ok(());
    }
    Err(lines.refuse(MatrixMarketProblem::Claim {
        claimed,
        bytes,
        possible,
    }))
}

/// The value at the end of a line.
fn value(words: &mut SplitAsciiWhitespace<'_>, field: Field) -> Option<f64> {
    match field {
        Field::Real => f64::from_float(words.next()?.parse().ok()?),
        Field::Integer => f64::from_integer(words.next()?.parse().ok()?),
        Field::Pattern => Some(1.0),
    }
}
