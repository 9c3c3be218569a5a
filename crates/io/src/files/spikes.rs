//! Spike lists: the arrays `i` and `t` in an `.npz` archive, as a run writes them.

use super::error::FileError;
use super::location::Location;
use super::npz::NpzReader;
use ndarray::Ix1;
use std::path::Path;

const CELLS: &str = "i";
const TIMES: &str = "t";

/// Spikes in any order; the lists are of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spikes {
    /// The cell of each spike.
    pub cells: Vec<u32>,
    /// The time of each spike, in s.
    pub times: Vec<f64>,
}

/// Reads a spike list: an archive of the arrays `i` (cells), integers of any kind that are counted
/// from 0, and `t` (s), numbers of any kind; what else is in it does not matter.
///
/// # Errors
///
/// [`FileError`]: for arrays of different lengths, cells that are no integers below 2^32, times that
/// are negative or not finite, and for whatever [`NpzReader::read`] refuses.
///
/// # Example
///
/// ```
/// use adexnet_io::files::{NpzWriter, read_spikes_npz};
/// use ndarray::array;
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("spikes.npz");
/// let mut npz = NpzWriter::create(&path)?;
/// npz.add("i", &array![3_u32, 0])?;
/// npz.add("t", &array![0.0102, 0.5])?;
/// npz.finish()?;
/// let spikes = read_spikes_npz(&path)?;
/// assert_eq!((spikes.cells[0], spikes.times[0]), (3, 0.0102)); // s
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_spikes_npz(path: &Path) -> Result<Spikes, FileError> {
    let mut npz = NpzReader::open(path)?;
    let mut length =
        |name: &str| -> Result<usize, FileError> { Ok(npz.shape(name)?.iter().product()) };
    let (cells, times) = (length(CELLS)?, length(TIMES)?);
    if cells != times {
        return Err(FileError::SpikeLengths {
            path: path.to_path_buf(),
            cells,
            times,
        });
    }
    let cells = npz.read_list(CELLS)?;
    let times: Vec<f64> = npz.read::<Ix1>(TIMES)?.into_iter().collect();
    match times.iter().position(|&time| time < 0.0) {
        None => Ok(Spikes { cells, times }),
        Some(index) => Err(FileError::Value {
            at: Location::entry(path, TIMES),
            index: vec![index],
            value: times[index].to_string(),
            accepted: "finite times from 0 s",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::NpzWriter;
    use ndarray::{Array1, array};

    fn read(cells: &Array1<i64>, times: &Array1<f64>) -> Result<Spikes, FileError> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("spikes.npz");
        let mut npz = NpzWriter::create(&path).unwrap();
        npz.add(CELLS, cells).unwrap();
        npz.add(TIMES, times).unwrap();
        npz.finish().unwrap();
        read_spikes_npz(&path)
    }

    #[test]
    fn spikes_are_read_in_their_order() {
        let spikes = read(&array![7, 0], &array![0.2, 0.1]).unwrap();
        assert_eq!((spikes.cells, spikes.times), (vec![7, 0], vec![0.2, 0.1]));
    }

    #[test]
    fn what_is_no_list_of_spikes_is_refused() {
        let refusal = |cells: &_, times: &_| read(cells, times).unwrap_err().to_string();
        let uneven = refusal(&array![7], &array![0.2, 0.1]);
        assert!(uneven.contains("1 cells and 2 times"), "{uneven}");
        let negative = refusal(&array![-7], &array![0.2]);
        assert!(negative.contains("-7; accepted are integers"), "{negative}");
        let early = refusal(&array![7], &array![-0.2]);
        assert!(
            early.contains("is -0.2; accepted are finite times"),
            "{early}"
        );
    }
}
