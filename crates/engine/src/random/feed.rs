//! Normals that are drawn in one serial order, some steps ahead of their use.
//!
//! One idea: a serial generator cannot be addressed, but it can run ahead. [`LegacyFeed`] hands out
//! windows of successive steps; with a thread to spare they are drawn while the neurons are
//! still busy with the window before. The memory of windows that were used up is drawn into again.

use super::LegacyGenerator;
use crate::level::Level;
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

/// How windows are drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    pub(crate) level: Level,
    /// Whether a thread of its own draws them.
    pub(crate) ahead: bool,
}

#[derive(Debug)]
enum Drawing {
    /// By whoever asks for the next window.
    Inline(Box<LegacyGenerator>, Level),
    /// By a thread of its own, which ends when the receiver is dropped.
    Ahead {
        drawn: Receiver<Drawn>,
        used_up: Sender<Array2<f64>>,
    },
}

impl LegacyFeed {
    /// Memory of all windows at a time: those that wait, one being drawn and one in use.
    pub(crate) fn bytes(columns: usize) -> usize {
        (AHEAD + 2) * size_of::<f64>() * WINDOW.max(columns)
    }

    /// A feed of `columns` normals a step.
    pub(crate) fn new(generator: LegacyGenerator, columns: usize, how: Draw) -> Self {
        let rows = (WINDOW / columns.max(1)).max(1);
        let before = Box::new(generator.clone());
        let ahead = how.ahead.then(|| {
            let (sender, drawn) = bounded(AHEAD);
            let (used_up, windows) = bounded(AHEAD);
            let generator = generator.clone();
            std::thread::Builder::new()
                .name("adexnet-normals".to_owned())
                .spawn(move || draw_ahead(generator, how.level, (rows, columns), &windows, &sender))
                .map(|_| Drawing::Ahead { drawn, used_up })
        });
        let drawing = match ahead {
            Some(Ok(ahead)) => ahead,
            // Without a thread it takes longer.
            Some(Err(_)) | None => Drawing::Inline(Box::new(generator), how.level),
        };
        Self {
            columns,
            rows,
            drawing,
            before,
        }
    }

    /// Puts the next window, which begins at a step, in the place of the one before, which ends there.
    pub(crate) fn refill(&mut self, window: &mut NormalsWindow, first_step: u64) {
        let used_up = Arc::into_inner(std::mem::take(&mut window.rows))
            .filter(|rows| rows.dim() == (self.rows, self.columns));
        let (before, rows) = match &mut self.drawing {
            Drawing::Inline(generator, level) => {
                let rows = used_up.unwrap_or_else(|| Array2::zeros((self.rows, self.columns)));
                draw(generator, *level, rows)
            }
            Drawing::Ahead { drawn, used_up: to } => {
                if let Some(rows) = used_up {
                    // Where it finds no room, the thread makes a window of its own.
                    let _ = to.try_send(rows);
                }
                drawn.recv().expect("the drawing thread lives as long")
            }
        };
        self.before = before;
        *window = NormalsWindow {
            first_step,
            rows: Arc::new(rows),
        };
    }

    /// The generator before it draws the first normal of a step that lies in the window in use, or follows it.
    pub(crate) fn generator_at(&self, window: &NormalsWindow, step: u64) -> LegacyGenerator {
        let mut generator = (*self.before).clone();
        let passed = (step - window.first_step) as usize * self.columns;
        generator.fill_randn(&mut vec![0.0; passed]);
        generator
    }
}

fn draw(generator: &mut LegacyGenerator, level: Level, mut rows: Array2<f64>) -> Drawn {
    let before = Box::new(generator.clone());
    if let Some(normals) = rows.as_slice_mut() {
        generator.fill_at(level, normals);
    }
    (before, rows)
}

fn draw_ahead(
    mut generator: LegacyGenerator,
    level: Level,
    shape: (usize, usize),
    used_up: &Receiver<Array2<f64>>,
    drawn: &Sender<Drawn>,
) {
    loop {
        let rows = used_up.try_recv().unwrap_or_else(|_| Array2::zeros(shape));
        if drawn.send(draw(&mut generator, level, rows)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_the_same_drawn_inline_or_ahead() {
        let columns = 100;
        let mut feeds = [false, true].map(|ahead| {
            let level = Level::best();
            LegacyFeed::new(LegacyGenerator::new(5), columns, Draw { level, ahead })
        });
        let mut reference = LegacyGenerator::new(5);
        let mut windows = [0, 1].map(|_| NormalsWindow::empty(0, columns));
        let mut step = 0;
        for _ in 0..3 * AHEAD {
            for (feed, window) in feeds.iter_mut().zip(&mut windows) {
                feed.refill(window, step);
            }
            let [a, b] = &windows;
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
