//! An array whose elements are written while they come, so that it is never in memory as a whole.

use super::error::FileError;
use super::location::Location;
use super::number::Number;
use super::text::write_header;
use ndarray_npy::npy::header::Layout;
use ndarray_npy::{WriteNpyError, WriteNpyExt};
use std::cell::{Cell, RefCell};
use std::io::{self, Write};

/// Bytes that are gathered before they are written.
const BUFFER_BYTES: usize = 64 * 1024;

/// The order in which the elements of an array lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The last index changes fastest (C).
    Rows,
    /// The first index changes fastest (Fortran).
    Columns,
}

/// The array: it is written once, and then tells what went wrong.
pub(super) struct Streamed<'a, I, E> {
    shape: &'a [usize],
    order: Order,
    elements: RefCell<I>,
    outcome: Cell<Outcome<E>>,
}

/// How the writing of the elements ended.
enum Outcome<E> {
    /// It did not, or the writer failed and has told so.
    Open,
    Fine,
    Failed(E),
    Count {
        expected: u128,
        found: String,
    },
}

impl<'a, T, E, I> Streamed<'a, I, E>
where
    T: Number,
    I: Iterator<Item = Result<T, E>>,
{
    pub(super) fn new(shape: &'a [usize], order: Order, elements: I) -> Self {
        Self {
            shape,
            order,
            elements: RefCell::new(elements),
            outcome: Cell::new(Outcome::Open),
        }
    }

    /// What was wrong with the elements of the array at a place.
    pub(super) fn failure(self, at: Location) -> Option<E>
    where
        E: From<FileError>,
    {
        match self.outcome.into_inner() {
            Outcome::Open | Outcome::Fine => None,
            Outcome::Failed(error) => Some(error),
            Outcome::Count { expected, found } => {
                let wrong = FileError::Count {
                    at,
                    expected,
                    found,
                };
                Some(wrong.into())
            }
        }
    }

    /// Whether all elements were written, and no others.
    pub(super) fn is_fine(&self) -> bool {
        let outcome = self.outcome.replace(Outcome::Open);
        let is_fine = matches!(outcome, Outcome::Fine);
        self.outcome.set(outcome);
        is_fine
    }

    fn write_elements(&self, writer: &mut impl Write) -> io::Result<Outcome<E>> {
        let expected = self.shape.iter().map(|&axis| axis as u128).product();
        let mut elements = self.elements.borrow_mut();
        let mut bytes = Vec::with_capacity(BUFFER_BYTES);
        let mut found = 0;
        while found < expected {
            match elements.next() {
                Some(Ok(element)) => T::append(&[element], &mut bytes),
                Some(Err(error)) => return Ok(Outcome::Failed(error)),
                None => {
                    let found = format!("{found} element(s)");
                    return Ok(Outcome::Count { expected, found });
                }
            }
            found += 1;
            if bytes.len() >= BUFFER_BYTES {
                writer.write_all(&bytes)?;
                bytes.clear();
            }
        }
        writer.write_all(&bytes)?;
        Ok(match elements.next() {
            None => Outcome::Fine,
            Some(Err(error)) => Outcome::Failed(error),
            Some(Ok(_)) => {
                let found = format!("more than {expected} element(s)");
                Outcome::Count { expected, found }
            }
        })
    }
}

impl<T, E, I> WriteNpyExt for Streamed<'_, I, E>
where
    T: Number,
    I: Iterator<Item = Result<T, E>>,
{
    fn write_npy<W: Write>(&self, mut writer: W) -> Result<(), WriteNpyError> {
        let layout = match self.order {
            Order::Rows => Layout::Standard,
            Order::Columns => Layout::Fortran,
        };
        let descriptor = T::DESCRIPTOR.to_owned();
        write_header(&mut writer, descriptor, layout, self.shape.to_vec())?;
        let outcome = self.write_elements(&mut writer)?;
        self.outcome.set(outcome);
        writer.flush().map_err(Into::into)
    }
}
