//! `connectivity_matrix.npy` and `connectivity.npz`.

use super::{FEW_SYNAPSES, OutputError, Run};
use crate::files::{write_csr_npz, write_npy};
use crate::platform;
use adexnet_engine::Simulation;
use ndarray::Array2;
use sprs::CsMatI;

type Matrix = CsMatI<f64, u32>;

/// Up to here floats hold all whole numbers.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

pub(super) fn write(run: &mut Run<'_>, simulation: &Simulation) -> Result<(), OutputError> {
    let synapses = simulation.synapses();
    if synapses > FEW_SYNAPSES && !run.options.all_files {
        let reason =
            format!("{synapses} synapses are more than {FEW_SYNAPSES}; --all-files writes them");
        run.left_out("connectivity.npz", reason.clone());
        run.left_out("connectivity_matrix.npy", reason);
        return Ok(());
    }
    let projections = &run.plan.network.description().projections;
    let matrices = (0..projections.len()).map(|number| simulation.projection_matrix(number));
    let matrices: Vec<Matrix> = match matrices.collect() {
        Ok(matrices) => matrices,
        Err(too_large) => {
            run.left_out("connectivity.npz", too_large.to_string());
            run.left_out("connectivity_matrix.npy", too_large.to_string());
            return Ok(());
        }
    };
    if let Some(all) = union(run.size(), &matrices) {
        write_csr_npz(&run.directory.file("connectivity.npz"), &all)?;
        run.written("connectivity.npz");
        return write_dense(run, &all);
    }
    for (projection, matrix) in projections.iter().zip(&matrices) {
        let name = format!("connectivity-{}.npz", projection.name);
        write_csr_npz(&run.directory.file(&name), matrix)?;
        run.written(&name);
    }
    let reason = "some pairs of neurons have several synapses, which one matrix cannot hold";
    run.left_out("connectivity.npz", reason);
    run.left_out("connectivity_matrix.npy", reason);
    Ok(())
}

/// All synapses in one matrix; `None` if a pair of neurons has several.
fn union(size: usize, matrices: &[Matrix]) -> Option<Matrix> {
    let mut ends = vec![0];
    let (mut columns, mut weights) = (Vec::new(), Vec::new());
    let mut row: Vec<(u32, f64)> = Vec::new();
    for source in 0..size {
        row.clear();
        for matrix in matrices {
            let part = matrix.outer_view(source);
            row.extend(part.iter().flat_map(|part| {
                part.indices()
                    .iter()
                    .copied()
                    .zip(part.data().iter().copied())
            }));
        }
        row.sort_by_key(|&(column, _)| column);
        if row.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return None;
        }
        columns.extend(row.iter().map(|&(column, _)| column));
        weights.extend(row.iter().map(|&(_, weight)| weight));
        ends.push(u32::try_from(columns.len()).ok()?);
    }
    Some(Matrix::new((size, size), ends, columns, weights))
}

/// The dense matrix of weights relative to the smallest one: whole numbers where that holds them.
fn write_dense(run: &mut Run<'_>, weights: &Matrix) -> Result<(), OutputError> {
    const NAME: &str = "connectivity_matrix.npy";
    if !run.is_small() {
        let reason = format!(
            "{} neurons make a large square; --all-files writes it",
            run.size()
        );
        run.left_out(NAME, reason);
        return Ok(());
    }
    let needed = run.size() as f64 * run.size() as f64 * size_of::<f64>() as f64;
    if platform::available_memory().is_some_and(|available| needed > available as f64) {
        let reason = format!(
            "{} neurons make a square of {:.0} GB, more than there is memory",
            run.size(),
            needed / 1e9
        );
        run.left_out(NAME, reason);
        return Ok(());
    }
    let path = run.directory.file(NAME);
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
    if weights
        .data()
        .iter()
        .all(|&weight| is_whole(relative(weight)))
    {
        write_npy(&path, &dense(weights, |weight| relative(weight) as i64))?;
    } else {
        write_npy(&path, &dense(weights, relative))?;
    }
    run.written(NAME);
    Ok(())
}

fn dense<T: Default>(weights: &Matrix, element: impl Fn(f64) -> T) -> Array2<T> {
    let mut dense = Array2::default(weights.shape());
    for (&weight, (row, column)) in weights {
        dense[[row as usize, column as usize]] = element(weight);
    }
    dense
}
