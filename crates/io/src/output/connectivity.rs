//! `connectivity_matrix.npy`, `connectivity.npz`, and `connectivity-NAME.npz` for the projections that
//! one matrix of weights does not tell all of.

use super::{FEW_SYNAPSES, Files, OutputError};
use crate::names::{self, DENSE_MATRIX as DENSE, SPARSE_MATRIX as SPARSE};
use crate::synapses::{SimulatedSynapses, WeightMatrix, matrix_of_all};
use adexnet_engine::Simulation;

/// Up to here floats hold all whole numbers.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

pub(super) fn write(files: &mut Files<'_>, simulation: &Simulation) -> Result<(), OutputError> {
    let synapses = simulation.synapses();
    if synapses > FEW_SYNAPSES && !files.options.all_files {
        let reason =
            format!("{synapses} synapses are more than {FEW_SYNAPSES}; --all-files writes them");
        left_out(files, &reason);
        return Ok(());
    }
    let projections = &files.plan.network.description().projections;
    let parts =
        (0..projections.len()).map(|number| SimulatedSynapses::of_projection(simulation, number));
    let parts: Vec<SimulatedSynapses> = match parts.collect() {
        Ok(parts) => parts,
        Err(too_large) => {
            left_out(files, &too_large.to_string());
            return Ok(());
        }
    };
    let all = matrix_of_all(files.size(), &parts);
    match &all {
        Some(all) => {
            files.directory.write_csr_npz(SPARSE, all)?;
            files.written(SPARSE);
            write_dense(files, all)?;
        }
        None => left_out(
            files,
            "some pairs of neurons have several synapses, which one matrix cannot hold",
        ),
    }
    for (projection, part) in projections.iter().zip(parts) {
        let name = names::projection_file(&projection.name);
        if !part.is_matrix() {
            files.directory.write_edges_npz(&name, &part.into_edges())?;
        } else if let (None, Some(matrix)) = (&all, part.matrix()) {
            files.directory.write_csr_npz(&name, &matrix)?;
        } else {
            continue;
        }
        files.written(&name);
    }
    Ok(())
}

fn left_out(files: &mut Files<'_>, reason: &str) {
    files.left_out(SPARSE, reason);
    files.left_out(DENSE, reason);
}

/// The dense matrix of weights relative to the smallest one: whole numbers where that holds them.
fn write_dense(files: &mut Files<'_>, weights: &WeightMatrix) -> Result<(), OutputError> {
    if !files.is_small() {
        let reason = format!(
            "{} neurons make a large square; --all-files writes it",
            files.size()
        );
        files.left_out(DENSE, reason);
        return Ok(());
    }
    let bytes = (files.size() as u64).saturating_pow(2) * 8;
    if files.is_too_large(DENSE, bytes, SPARSE) {
        return Ok(());
    }
    let sizes = weights.data().iter().map(|weight| weight.abs());
    let smallest = sizes
        .filter(|&size| size > 0.0)
        .fold(f64::INFINITY, f64::min);
    // A weight of 0 is a synapse that does nothing: it stays 0.
    let relative = |weight: f64| {
        if weight == 0.0 {
            0.0
        } else {
            weight / smallest
        }
    };
    let is_whole = |number: f64| number.fract() == 0.0 && number.abs() < LARGEST_WHOLE;
    let shape = [files.size(); 2];
    if weights
        .data()
        .iter()
        .all(|&weight| is_whole(relative(weight)))
    {
        let whole = elements(weights, |weight| relative(weight) as i64);
        files.directory.write_npy_stream(DENSE, &shape, whole)?;
    } else {
        let numbers = elements(weights, relative);
        files.directory.write_npy_stream(DENSE, &shape, numbers)?;
    }
    files.written(DENSE);
    Ok(())
}

/// All elements of a matrix, row by row.
fn elements<T: Copy + Default>(
    weights: &WeightMatrix,
    element: impl Fn(f64) -> T,
) -> impl Iterator<Item = T> {
    let columns = weights.cols();
    weights.outer_iterator().flat_map(move |row| {
        let mut dense = vec![T::default(); columns];
        for (column, &weight) in row.iter() {
            dense[column] = element(weight);
        }
        dense
    })
}
