//! What the colours of a figure mean: beside the line below the title, or in rows of its own where
//! the entries are too many for that.

use super::canvas::{Anchor, Canvas, Colour, INK, Label};
use super::path::Point;
use super::text::Weight;

/// Diameter of the dots that explain colours.
const DOT: f64 = 10.0;
/// From the middle of a dot to its text, and to the end of the text before it.
const DOT_TO_TEXT: f64 = 12.0;
const DOT_TO_PREVIOUS: f64 = 22.0;
/// The middle of a dot above the baseline of its text.
const DOT_ABOVE: f64 = 5.0;

const SIZE: f64 = 15.0;
/// Size of text in rows: five entries of the benchmark, "double, 16 threads", find room in one.
const ROW_SIZE: f64 = 13.0;
const ROW_HEIGHT: f64 = 20.0;
/// The first row below the baseline of what is above all of them.
const FIRST_ROW: f64 = 23.0;

/// What one colour means.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) colour: Colour,
    /// Whether its dots are rings.
    pub(super) hollow: bool,
    pub(super) text: &'a str,
}

impl<'a> Entry<'a> {
    fn label(&self, size: f64, anchor: Anchor) -> Label<'a> {
        Label {
            text: self.text,
            size,
            weight: Weight::Regular,
            colour: INK,
            anchor,
        }
    }

    fn draw_dot(&self, canvas: &mut Canvas, (x, baseline): Point, diameter: f64) {
        let at = (x, baseline - DOT_ABOVE * diameter / DOT);
        canvas.dots(&[at], self.colour, diameter, self.hollow);
    }
}

/// Width of entries beside each other.
pub(super) fn width(canvas: &Canvas, entries: &[Entry]) -> f64 {
    let label = |entry: &Entry| canvas.width(&entry.label(SIZE, Anchor::End));
    let each = |entry| label(entry) + DOT_TO_TEXT + DOT_TO_PREVIOUS;
    entries.iter().map(each).sum()
}

/// Writes entries beside each other, the last one ending at a point, and returns where what stands
/// before them has to end.
pub(super) fn draw_beside(
    canvas: &mut Canvas,
    entries: &[Entry],
    (mut right, baseline): Point,
) -> f64 {
    for entry in entries.iter().rev() {
        let label = entry.label(SIZE, Anchor::End);
        canvas.text(&label, (right, baseline));
        right -= canvas.width(&label) + DOT_TO_TEXT;
        entry.draw_dot(canvas, (right, baseline), DOT);
        right -= DOT_TO_PREVIOUS;
    }
    right
}

/// Entries as a table, row after row.
pub(super) struct Rows {
    columns: usize,
    count: usize,
    column_width: f64,
    /// Sizes relative to those of a legend that finds room.
    scale: f64,
}

impl Rows {
    /// As few rows as a width allows, equally long. Where they would be higher than allowed, or a
    /// text is wider than the page, all is set smaller.
    pub(super) fn new(canvas: &Canvas, entries: &[Entry], width: f64, highest: f64) -> Self {
        let text = |entry: &Entry| canvas.width(&entry.label(ROW_SIZE, Anchor::Start));
        let widest = entries.iter().map(text).fold(0.0, f64::max);
        let natural = DOT / 2.0 + DOT_TO_TEXT + widest;
        // The last column needs no gap after it.
        let gap = DOT_TO_PREVIOUS - DOT / 2.0;
        let most = ((width + gap) / (natural + gap)).floor().max(1.0) as usize;
        let rows = entries.len().div_ceil(most);
        let columns = entries.len().div_ceil(rows.max(1));
        let fits_down = (highest - FIRST_ROW) / (rows.max(2) as f64 - 1.0) / ROW_HEIGHT;
        Self {
            columns,
            count: rows,
            column_width: natural + gap,
            scale: (width / natural).min(fits_down).min(1.0),
        }
    }

    pub(super) fn height(&self) -> f64 {
        self.baseline(self.count.saturating_sub(1))
    }

    /// Where a row stands below what is above all of them.
    fn baseline(&self, row: usize) -> f64 {
        FIRST_ROW + row as f64 * ROW_HEIGHT * self.scale
    }

    /// Writes the rows below a baseline, from its left end.
    pub(super) fn draw(&self, canvas: &mut Canvas, entries: &[Entry], (left, above): Point) {
        for (index, entry) in entries.iter().enumerate() {
            let (row, column) = (index / self.columns, index % self.columns);
            let from_left = column as f64 * self.column_width + DOT / 2.0;
            let x = left + from_left * self.scale;
            let baseline = above + self.baseline(row);
            entry.draw_dot(canvas, (x, baseline), DOT * self.scale);
            let label = entry.label(ROW_SIZE * self.scale, Anchor::Start);
            canvas.text(&label, (x + DOT_TO_TEXT * self.scale, baseline));
        }
    }
}
