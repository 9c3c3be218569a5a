//! The first line: what the others mean.

use super::BANNER;

/// How the entries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Row, column and value of some entries.
    Coordinate,
    /// The values of all entries, column by column.
    Array,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Real,
    Integer,
    /// Values are not given; they are 1.
    Pattern,
}

/// What the entries say of those on the other side of the diagonal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symmetry {
    General,
    Symmetric,
    SkewSymmetric,
}

/// The kind of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Banner {
    layout: Layout,
    pub(super) field: Field,
    pub(super) symmetry: Symmetry,
}

impl Banner {
    /// The kind that the first line of a file states; `None` for all that are not read.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let line = line.to_ascii_lowercase();
        let mut words = line.split_ascii_whitespace();
        if words.next()? != BANNER.to_ascii_lowercase() || words.next()? != "matrix" {
            return None;
        }
        let layout = match words.next()? {
            "coordinate" => Layout::Coordinate,
            "array" => Layout::Array,
            _ => return None,
        };
        let field = match words.next()? {
            "real" | "double" => Field::Real,
            // The second is scipy's.
            "integer" | "unsigned-integer" => Field::Integer,
            "pattern" => Field::Pattern,
            _ => return None,
        };
        let symmetry = match words.next()? {
            "general" => Symmetry::General,
            "symmetric" => Symmetry::Symmetric,
            "skew-symmetric" => Symmetry::SkewSymmetric,
            _ => return None,
        };
        let makes_sense = match field {
            Field::Pattern => layout == Layout::Coordinate && symmetry != Symmetry::SkewSymmetric,
            _ => true,
        };
        (makes_sense && words.next().is_none()).then_some(Self {
            layout,
            field,
            symmetry,
        })
    }

    /// Whether all entries are listed, zeros as well.
    pub(super) fn is_dense(self) -> bool {
        self.layout == Layout::Array
    }

    /// Whether an entry stands for one on the other side of the diagonal as well.
    pub(super) fn is_mirrored(self) -> bool {
        self.symmetry != Symmetry::General
    }

    /// What the line of sizes holds.
    pub(super) fn sizes(self) -> &'static str {
        match self.layout {
            Layout::Coordinate => "rows, columns and number of entries",
            Layout::Array => "rows and columns",
        }
    }

    /// What a line of an entry holds.
    pub(super) fn entry(self) -> &'static str {
        match (self.layout, self.field) {
            (Layout::Coordinate, Field::Real) => {
                "row and column, integers from 1, and a finite number"
            }
            (Layout::Coordinate, Field::Integer) => {
                "row and column, integers from 1, and an integer that a 64-bit float holds exactly"
            }
            (_, Field::Pattern) => "row and column, integers from 1",
            (Layout::Array, Field::Real) => "a finite number",
            (Layout::Array, Field::Integer) => "an integer that a 64-bit float holds exactly",
        }
    }

    /// Bytes that an entry takes at least, the end of its line included.
    pub(super) fn entry_bytes(self) -> u64 {
        match (self.layout, self.field) {
            (Layout::Array, _) => 2,
            (Layout::Coordinate, Field::Pattern) => 4,
            (Layout::Coordinate, _) => 6,
        }
    }

    /// Number of entries in an array of these sizes.
    pub(super) fn array_entries(self, rows: u64, columns: u64) -> u64 {
        let side = u128::from(rows);
        let entries = match self.symmetry {
            Symmetry::General => side * u128::from(columns),
            Symmetry::Symmetric => side * (side + 1) / 2,
            Symmetry::SkewSymmetric => side * side.saturating_sub(1) / 2,
        };
        u64::try_from(entries).unwrap_or(u64::MAX)
    }

    /// Row of the first entry in a column of an array.
    pub(super) fn first_row(self, column: u64) -> u64 {
        match self.symmetry {
            Symmetry::General => 0,
            Symmetry::Symmetric => column,
            Symmetry::SkewSymmetric => column + 1,
        }
    }
}
