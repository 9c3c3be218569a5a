//! Edge lists: one line for each synapse, in an `.npz` archive of up to four arrays.
//!
//! What a matrix cannot say is said so: several synapses between one pair of neurons, each with a
//! weight and a delay of its own.

use super::error::FileError;
use super::location::Location;
use super::npz::NpzReader;
use super::npz_writer::NpzWriter;
use super::storage::{Disk, FileSystem};
pub use adexnet_engine::Edges;
use ndarray::aview1;
use std::path::Path;
use std::sync::Arc;

const SOURCES: &str = "i";
const TARGETS: &str = "j";
const WEIGHTS: &str = "weight";
const DELAYS: &str = "delay";

/// Whether each list has one number for each synapse.
pub(crate) fn have_one_length(edges: &Edges) -> bool {
    lengths(edges).is_sorted_by(|(_, a), (_, b)| a == b)
}

/// The length of each list that is there, by its name in a file.
fn lengths(edges: &Edges) -> impl Iterator<Item = (&'static str, usize)> {
    let optional = |list: &Option<Vec<f64>>| list.as_ref().map(Vec::len);
    let lengths = [
        (SOURCES, Some(edges.sources.len())),
        (TARGETS, Some(edges.targets.len())),
        (WEIGHTS, optional(&edges.weights)),
        (DELAYS, optional(&edges.delays)),
    ];
    lengths
        .into_iter()
        .filter_map(|(name, length)| Some((name, length?)))
}

/// Reads an edge list: an archive of the arrays `i` (sources) and `j` (targets), integers of any
/// kind that are counted from 0, and where they are given `weight` (nS) and `delay` (ms), numbers
/// of any kind. One pair of neurons may have several synapses.
///
/// # Errors
///
/// [`FileError`]: for arrays of different lengths or other names, indices that are no integers
/// below 2^32, weights that are not finite, delays that are negative or not finite, and for
/// whatever [`NpzReader::read`] refuses.
///
/// # Example
///
/// ```
/// use adexnet_io::files::{Edges, read_edges_npz, write_edges_npz};
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("edges.npz");
/// let edges = Edges {
///     sources: vec![0, 0, 2],
///     targets: vec![1, 1, 0],
///     weights: Some(vec![2.0, 2.0, 0.5]),
///     delays: None,
/// };
/// write_edges_npz(&path, &edges)?;
/// assert_eq!(read_edges_npz(&path)?, edges);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_edges_npz(path: &Path) -> Result<Edges, FileError> {
    read_edges(path, &mut NpzReader::open(path)?)
}

/// Whether an archive holds an edge list, by the names of its arrays.
pub(super) fn is_edge_list(npz: &NpzReader) -> bool {
    npz.contains(SOURCES) && npz.contains(TARGETS)
}

/// Reads the edge list in an archive, `path` being its file.
pub(super) fn read_edges(path: &Path, npz: &mut NpzReader) -> Result<Edges, FileError> {
    check_arrays(path, npz)?;
    let sources = npz.read_list(SOURCES)?;
    let targets = npz.read_list(TARGETS)?;
    let weights = read_optional(npz, WEIGHTS)?;
    let delays = read_optional(npz, DELAYS)?;
    if let Some(delays) = &delays {
        check_delays(path, delays)?;
    }
    Ok(Edges {
        sources,
        targets,
        weights,
        delays,
    })
}

/// Writes an edge list as [`read_edges_npz`] reads it: `i` and `j` uint32, `weight` and `delay`
/// float64.
///
/// # Errors
///
/// [`FileError::Io`], and [`FileError::EdgeLengths`] if the lists differ in length.
pub fn write_edges_npz(path: &Path, edges: &Edges) -> Result<(), FileError> {
    write_edges_on(Disk::shared(), path, edges)
}

/// [`write_edges_npz`] on any file system.
pub(super) fn write_edges_on(
    file_system: Arc<dyn FileSystem>,
    path: &Path,
    edges: &Edges,
) -> Result<(), FileError> {
    require_one_length(path, &lengths(edges).collect::<Vec<_>>())?;
    let mut npz = NpzWriter::create_on(file_system, path)?;
    npz.add(SOURCES, &aview1(&edges.sources))?;
    npz.add(TARGETS, &aview1(&edges.targets))?;
    if let Some(weights) = &edges.weights {
        npz.add(WEIGHTS, &aview1(weights))?;
    }
    if let Some(delays) = &edges.delays {
        npz.add(DELAYS, &aview1(delays))?;
    }
    npz.finish()
}

/// Checks the names of all arrays and, by their headers, that they have one length.
fn check_arrays(path: &Path, npz: &mut NpzReader) -> Result<(), FileError> {
    let known = [SOURCES, TARGETS, WEIGHTS, DELAYS];
    let mut lengths = Vec::new();
    for name in known {
        // Those that must be there are asked for, so that the refusal tells what is.
        if name == SOURCES || name == TARGETS || npz.contains(name) {
            lengths.push((name, npz.shape(name)?.iter().product()));
        }
    }
    if let Some(found) = npz.entries().find(|name| !known.contains(name)) {
        return Err(FileError::EdgeArray {
            path: path.to_path_buf(),
            found: found.to_owned(),
        });
    }
    require_one_length(path, &lengths)
}

fn require_one_length(path: &Path, lengths: &[(&str, usize)]) -> Result<(), FileError> {
    if lengths.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Ok(());
    }
    let lengths: Vec<_> = lengths
        .iter()
        .map(|(name, length)| format!("{name} has {length}"))
        .collect();
    Err(FileError::EdgeLengths {
        path: path.to_path_buf(),
        lengths: lengths.join(", "),
    })
}

fn read_optional(npz: &mut NpzReader, name: &str) -> Result<Option<Vec<f64>>, FileError> {
    if npz.contains(name) {
        npz.read_list(name).map(Some)
    } else {
        Ok(None)
    }
}

fn check_delays(path: &Path, delays: &[f64]) -> Result<(), FileError> {
    match delays.iter().position(|&delay| delay < 0.0) {
        None => Ok(()),
        Some(index) => Err(FileError::Value {
            at: Location::entry(path, DELAYS),
            index: vec![index],
            value: delays[index].to_string(),
            accepted: "finite delays from 0 ms",
        }),
    }
}

#[cfg(test)]
mod tests;
