//! The figures of a run.

use super::{OutputError, Run};
use crate::figures::{Figure, FigureError, RasterFigure, VoltageFigure};
use adexnet_engine::{Simulation, SpikeRecording, StateRecord, Variable};
use std::io::Write;
use std::ops::Range;

/// Time that the figure of the membrane potential shows, in s.
const VOLTAGE_WINDOW: f64 = 2.0;

/// Time that the raster shows, in s.
const RASTER_WINDOW: f64 = 10.0;

/// Pixels of the PNG per unit of the figure: 1600 x 900.
const SCALE: f32 = 2.0;

pub(super) fn write(
    run: &mut Run<'_>,
    simulation: &Simulation,
    records: &[StateRecord],
) -> Result<(), OutputError> {
    let dt = run.plan.network.time_step();
    let end = dt.stamp(simulation.step());
    let spikes = simulation.spikes();
    if end == 0.0 {
        left_out(run, "voltage", "nothing was simulated");
        left_out(run, "raster", "nothing was simulated");
        return Ok(());
    }
    match trace(records) {
        Some((record, samples)) => {
            let neuron = record.neurons[0];
            let times: Vec<f64> = record.steps.iter().map(|&step| dt.stamp(step)).collect();
            let own = spikes
                .steps
                .iter()
                .zip(&spikes.neurons)
                .filter(|&(_, &i)| i == neuron);
            let own: Vec<f64> = own.map(|(&step, _)| dt.stamp(step)).collect();
            let figure = VoltageFigure {
                neuron: neuron as usize,
                times: &times,
                potentials: &samples,
                spikes: &own,
                peak: peak(run, neuron),
                window: (0.0, end.min(VOLTAGE_WINDOW)),
            };
            save(run, "voltage", figure.draw())?;
        }
        None => left_out(run, "voltage", "no membrane potential is recorded"),
    }
    if run.plan.recording.spikes == SpikeRecording::None {
        left_out(run, "raster", "spikes are not recorded");
    } else {
        let shown = spikes
            .steps
            .partition_point(|&step| dt.stamp(step) <= RASTER_WINDOW);
        let times: Vec<f64> = spikes.steps[..shown]
            .iter()
            .map(|&step| dt.stamp(step))
            .collect();
        let inhibitory = run.plan.inhibitory.iter();
        let inhibitory: Vec<Range<usize>> = inhibitory
            .map(|range| range.start as usize..range.end as usize)
            .collect();
        let figure = RasterFigure {
            size: run.size(),
            inhibitory: &inhibitory,
            times: &times,
            neurons: &spikes.neurons[..shown],
            window: (0.0, end.min(RASTER_WINDOW)),
        };
        save(run, "raster", figure.draw())?;
    }
    Ok(())
}

fn left_out(run: &mut Run<'_>, figure: &str, reason: &str) {
    for extension in ["svg", "png"] {
        run.left_out(&format!("{figure}.{extension}"), reason);
    }
}

/// The first recording of a membrane potential, and that of its first neuron.
fn trace(records: &[StateRecord]) -> Option<(&StateRecord, Vec<f64>)> {
    records.iter().find_map(|record| {
        let (_, samples) = record.variables.iter().find(|(v, _)| *v == Variable::V)?;
        (!samples.is_empty()).then(|| (record, samples.row(0).to_vec()))
    })
}

/// Spike detection level of a neuron, in mV.
fn peak(run: &Run<'_>, neuron: u32) -> f64 {
    let network = &run.plan.network;
    let populations = &network.description().populations;
    let number = (0..populations.len()).find(|&k| network.population_range(k).contains(&neuron));
    let model = number.and_then(|number| populations[number].model());
    model.and_then(|model| model.get("Vs").ok()).unwrap_or(0.0)
}

fn save(
    run: &mut Run<'_>,
    name: &'static str,
    figure: Result<Figure, FigureError>,
) -> Result<(), OutputError> {
    let failed = |source| OutputError::Figure {
        figure: name,
        source,
    };
    let figure = figure.map_err(failed)?;
    let png = figure.png(SCALE).map_err(failed)?;
    let files = [("svg", figure.svg().as_bytes()), ("png", &png)];
    for (extension, bytes) in files {
        let file = format!("{name}.{extension}");
        run.directory
            .publish(&file, |writer| writer.write_all(bytes))?;
        run.written(&file);
    }
    Ok(())
}
