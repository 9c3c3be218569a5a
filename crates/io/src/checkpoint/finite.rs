//! Whether the state of a simulation makes sense: every float must be finite.

use adexnet_engine::{Snapshot, SnapshotArray};

/// A number of a state that is infinite or NaN.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "{} is {value} at step {step}: the simulation has diverged, and nothing that follows makes sense; try \
     a smaller time step (simulation.dt) and look at the parameters and weights of that population",
    place(array, *index)
)]
pub struct NotFinite {
    /// Name of the array.
    pub array: String,
    /// Its element, counted from 0: of `state.POPULATION.VARIABLE` the neuron in its population.
    pub index: usize,
    /// The number.
    pub value: f64,
    /// Steps simulated.
    pub step: u64,
}

/// Population and variable of an array of states.
fn state(array: &str) -> Option<(&str, &str)> {
    array.strip_prefix("state.")?.rsplit_once('.')
}

fn place(array: &str, index: usize) -> String {
    match state(array) {
        Some((population, variable)) => {
            format!("{variable} of neuron {index} of population \"{population}\"")
        }
        None => format!("element [{index}] of \"{array}\""),
    }
}

/// Checks that all floats of a state are finite.
///
/// # Errors
///
/// [`NotFinite`], for the first that is not.
pub fn check_finite(snapshot: &Snapshot) -> Result<(), NotFinite> {
    for (name, array) in &snapshot.arrays {
        let found = match array {
            SnapshotArray::F32(values) => first(values, |&value| f64::from(value)),
            SnapshotArray::F64(values) => first(values, |&value| value),
            SnapshotArray::U32(_) | SnapshotArray::U64(_) => None,
        };
        if let Some((index, value)) = found {
            return Err(NotFinite {
                array: name.clone(),
                index,
                value,
                step: snapshot.step,
            });
        }
    }
    Ok(())
}

/// The first number that is not finite, and where it is.
fn first<T>(values: &[T], number: impl Fn(&T) -> f64) -> Option<(usize, f64)> {
    let mut numbers = values.iter().map(number).enumerate();
    numbers.find(|(_, value)| !value.is_finite())
}
