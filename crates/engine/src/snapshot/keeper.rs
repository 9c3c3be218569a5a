//! Saving, checking and restoring what is kept.

use super::{Kept, RestoreError, Snapshot, SnapshotArray};
use std::collections::BTreeMap;

/// A visitor of all that must be kept of neurons. An array is visited in pieces, in ascending order of neurons.
pub(crate) trait Keeper<F> {
    /// A piece of an array of floats.
    fn floats(&mut self, array: &str, piece: &mut [F]);
    /// A piece of an array of whole numbers.
    fn words(&mut self, array: &str, piece: &mut [u32]);
    /// Whether there is, or is to be, an array that not every network has.
    fn has(&self, array: &str) -> bool;
    /// Whether what it visits becomes what is in a snapshot.
    fn replaces(&self) -> bool;
}

/// Copies what it visits.
#[derive(Debug, Default)]
pub(crate) struct Saver {
    pub(crate) arrays: BTreeMap<String, SnapshotArray>,
}

impl Saver {
    /// Adds a whole array.
    pub(crate) fn add<T: Kept>(&mut self, array: &str, values: Vec<T>) {
        self.arrays.insert(array.to_owned(), T::pack(values));
    }

    fn append<T: Kept>(&mut self, array: &str, piece: &[T]) {
        match self.arrays.get_mut(array).and_then(T::unpack_mut) {
            Some(values) => values.extend_from_slice(piece),
            None => self.add(array, piece.to_vec()),
        }
    }
}

impl<F: Kept> Keeper<F> for Saver {
    fn floats(&mut self, array: &str, piece: &mut [F]) {
        self.append(array, piece);
    }

    fn words(&mut self, array: &str, piece: &mut [u32]) {
        self.append(array, piece);
    }

    fn has(&self, array: &str) -> bool {
        self.arrays.contains_key(array)
    }

    fn replaces(&self) -> bool {
        false
    }
}

/// Checks that there is what it visits, or restores it.
#[derive(Debug)]
pub(crate) struct Restorer<'a> {
    snapshot: &'a Snapshot,
    /// How far each array has been visited.
    visited: BTreeMap<String, usize>,
    /// Whether nothing is written.
    only_checks: bool,
    error: Option<RestoreError>,
}

impl<'a> Restorer<'a> {
    /// One that writes nothing.
    pub(crate) fn checking(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            visited: BTreeMap::new(),
            only_checks: true,
            error: None,
        }
    }

    /// One that writes.
    pub(crate) fn writing(snapshot: &'a Snapshot) -> Self {
        Self {
            only_checks: false,
            ..Self::checking(snapshot)
        }
    }

    /// A whole array.
    ///
    /// # Errors
    /// If there is none of this name and type.
    pub(crate) fn array<T: Kept>(&mut self, name: &str) -> Result<&'a [T], RestoreError> {
        let array = self.snapshot.array(name);
        let array = array.ok_or_else(|| missing(name))?;
        self.visited.insert(name.to_owned(), array.len());
        T::unpack(array).ok_or_else(|| wrong_shape::<T>(name, array, array.len()))
    }

    /// A whole array of this length.
    ///
    /// # Errors
    /// If there is none of this name, type and length.
    pub(crate) fn array_of<T: Kept>(
        &mut self,
        name: &str,
        length: usize,
    ) -> Result<&'a [T], RestoreError> {
        let values = self.array::<T>(name)?;
        if values.len() == length {
            return Ok(values);
        }
        let array = self.snapshot.array(name).ok_or_else(|| missing(name))?;
        Err(wrong_shape::<T>(name, array, length))
    }

    /// Ends the visit.
    ///
    /// # Errors
    /// The first thing that did not fit, or an array that was not visited to its end.
    pub(crate) fn finish(self) -> Result<(), RestoreError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for (name, array) in &self.snapshot.arrays {
            match self.visited.get(name) {
                None => return Err(RestoreError::Unknown { name: name.clone() }),
                Some(&visited) if visited != array.len() => {
                    return Err(RestoreError::Shape {
                        name: name.clone(),
                        found: array.len(),
                        found_kind: array.kind(),
                        needed: visited,
                        needed_kind: array.kind(),
                    });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn piece<T: Kept>(&mut self, name: &str, piece: &mut [T]) -> Result<(), RestoreError> {
        let array = self.snapshot.array(name).ok_or_else(|| missing(name))?;
        let first = self.visited.get(name).copied().unwrap_or(0);
        let end = first + piece.len();
        let values = T::unpack(array).and_then(|values| values.get(first..end));
        let values = values.ok_or_else(|| wrong_shape::<T>(name, array, end))?;
        if !self.only_checks {
            piece.copy_from_slice(values);
        }
        self.visited.insert(name.to_owned(), end);
        Ok(())
    }

    fn take<T: Kept>(&mut self, name: &str, piece: &mut [T]) {
        if self.error.is_none() {
            self.error = self.piece(name, piece).err();
        }
    }
}

impl<F: Kept> Keeper<F> for Restorer<'_> {
    fn floats(&mut self, array: &str, piece: &mut [F]) {
        self.take(array, piece);
    }

    fn words(&mut self, array: &str, piece: &mut [u32]) {
        self.take(array, piece);
    }

    fn has(&self, array: &str) -> bool {
        self.snapshot.array(array).is_some()
    }

    fn replaces(&self) -> bool {
        !self.only_checks
    }
}

fn missing(name: &str) -> RestoreError {
    RestoreError::Missing {
        name: name.to_owned(),
    }
}

fn wrong_shape<T: Kept>(name: &str, array: &SnapshotArray, needed: usize) -> RestoreError {
    RestoreError::Shape {
        name: name.to_owned(),
        found: array.len(),
        found_kind: array.kind(),
        needed,
        needed_kind: T::KIND,
    }
}
