//! Normals that are drawn in one serial order, some steps ahead of their use.
//!
//! One idea: a serial generator cannot be addressed, but it can run ahead. [`LegacyFeed`] hands out
//! windows of successive steps; with a thread to spare they are drawn while the neurons are
//! still busy with the window before.

use super::LegacyGenerator;
use crossbeam::channel::{Receiver, Sender, bounded};
use ndarray::Array2;
use std::sync::Arc;

/// Normals in a window: large enough that handing one over costs nothing, small enough to stay in
/// the second-level cache (128 KiB).
const WINDOW: usize = 16_384;

/// Windows that may lie between the drawing thread and the simulation.
const AHEAD: usize = 4;

/// The normals of successive steps.
#[derive(Debug, Clone)]
pub(crate) struct NormalsWindow {
    /// Step of the first row.
    pub(crate) first_step: u64,
    /// \[step, column\], row by row in memory.
    pub(crate) rows: Arc<Array2<f64>>,
}

impl NormalsWindow {
    /// A window without rows that begins, and ends, at a step.
    pub(crate) fn empty(first_step: u64, columns: usize) -> Self {
        Self {
            first_step,
            rows: Arc::new(Array2::zeros((0, columns))),
        }
    }

    /// The step after the last row; where there are no columns, there is no end.
    pub(crate) fn end(&self) -> u64 {
        if self.rows.ncols() == 0 {
            return u64::MAX;
        }
        self.first_step + self.rows.nrows() as u64
    }

    /// The normals of a step, of which there must be a row.
    #[inline]
    pub(crate) fn row(&self, step: u64) -> &[f64] {
        let row = self.rows.row((step - self.first_step) as usize);
        row.to_slice().unwrap_or_default()
    }
}

/// The source of windows of `NumPy`-legacy normals.
#[derive(Debug)]
pub(crate) struct LegacyFeed {
    columns: usize,
    rows: usize,
    drawing: Drawing,
    /// The generator before the first normal of the window in use.
    before: Box<LegacyGenerator>,
}

/// The normals of a window, and the generator before it drew them.
type Drawn = (Box<LegacyGenerator>, Array2<f64>);

#[derive(Debug)]
enum Drawing {
    /// By whoever asks for the next window.
    Inline(Box<LegacyGenerator>),
    /// By a thread of its own, which ends when the receiver is dropped.
    Ahead(Receiver<Drawn>),
}

impl LegacyFeed {
    /// Memory of all windows at a time: those that wait, one being drawn and one in use.
    pub(crate) fn bytes(columns: usize) -> usize {
        (AHEAD + 2) * size_of::<f64>() * WINDOW.max(columns)
    }

    /// A feed of `columns` normals a step; `ahead` lets a thread of its own draw them.
    pub(crate) fn new(generator: LegacyGenerator, columns: usize, ahead: bool) -> Self {
        let rows = (WINDOW / columns.max(1)).max(1);
        let before = Box::new(generator.clone());
        let drawing = if ahead {
            let (sender, receiver) = bounded(AHEAD);
            let spawned = std::thread::Builder::new()
                .name("adexnet-normals".to_owned())
                .spawn({
                    let generator = generator.clone();
                    move || draw_ahead(generator, (rows, columns), &sender)
                });
            match spawned {
                Ok(_) => Drawing::Ahead(receiver),
                Err(_) => Drawing::Inline(Box::new(generator)),
            }
        } else {
            Drawing::Inline(Box::new(generator))
        };
        Self {
            columns,
            rows,
            drawing,
            before,
        }
    }

    /// The window that begins at `first_step`, the step after the window before.
    pub(crate) fn next(&mut self, first_step: u64) -> NormalsWindow {
        let (before, rows) = match &mut self.drawing {
            Drawing::Inline(generator) => draw(generator, self.rows, self.columns),
            Drawing::Ahead(receiver) => receiver.recv().expect("the drawing thread lives as long"),
        };
        self.before = before;
        NormalsWindow {
            first_step,
            rows: Arc::new(rows),
        }
    }

    /// The generator before it draws the first normal of a step that lies in the window in use, or follows it.
    pub(crate) fn generator_at(&self, window: &NormalsWindow, step: u64) -> LegacyGenerator {
        let mut generator = (*self.before).clone();
        let passed = (step - window.first_step) as usize * self.columns;
        generator.fill_randn(&mut vec![0.0; passed]);
        generator
    }
}

fn draw(generator: &mut LegacyGenerator, rows: usize, columns: usize) -> Drawn {
    let before = Box::new(generator.clone());
    let mut normals = Array2::zeros((rows, columns));
    if let Some(normals) = normals.as_slice_mut() {
        generator.fill_randn(normals);
    }
    (before, normals)
}

fn draw_ahead(
    mut generator: LegacyGenerator,
    (rows, columns): (usize, usize),
    sender: &Sender<Drawn>,
) {
    while sender.send(draw(&mut generator, rows, columns)).is_ok() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_the_same_drawn_inline_or_ahead() {
        let columns = 100;
        let mut feeds =
            [false, true].map(|ahead| LegacyFeed::new(LegacyGenerator::new(5), columns, ahead));
        let mut reference = LegacyGenerator::new(5);
        let mut step = 0;
        for _ in 0..5 {
            let [a, b] = [0, 1].map(|k: usize| feeds[k].next(step));
            assert_eq!(a.end(), b.end());
            while step < a.end() {
                let expected: Vec<f64> = (0..columns).map(|_| reference.randn()).collect();
                assert_eq!(a.row(step), expected);
                assert_eq!(b.row(step), expected);
                step += 1;
            }
        }
    }
}
