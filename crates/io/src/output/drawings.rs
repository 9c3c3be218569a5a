//! The figures of a run.

use super::{Files, OutputError};
use crate::figures::{Figure, FigureError, RasterFigure, VoltageFigure};
use crate::names::{self, FORMATS, RASTER, VOLTAGE};
use crate::records::{RecordReader, SpikeChunks, StreamReader};
use adexnet_engine::{StateRecording, TimeStep, Variable};
use std::io::Write;
use std::ops::Range;

/// Time that the figure of the membrane potential shows, in s.
const VOLTAGE_WINDOW: f64 = 2.0;

/// Time that the raster shows, in s.
const RASTER_WINDOW: f64 = 10.0;

/// Most spikes that the raster shows: where there are more, it ends with the step before.
const RASTER_SPIKES: usize = 1 << 21;

/// Pixels of the PNG per unit of the figure: 1600 x 900.
const SCALE: f32 = 2.0;

pub(super) fn write(
    files: &mut Files<'_>,
    reader: &RecordReader,
    end: u64,
) -> Result<(), OutputError> {
    let end = files.plan.network.time_step().stamp(end);
    if end == 0.0 {
        left_out(files, VOLTAGE, "nothing was simulated");
        left_out(files, RASTER, "nothing was simulated");
        return Ok(());
    }
    write_voltage(files, reader, end)?;
    write_raster(files, reader, end)
}

/// The membrane potential of the first neuron of which it is recorded.
fn write_voltage(
    files: &mut Files<'_>,
    reader: &RecordReader,
    end: f64,
) -> Result<(), OutputError> {
    let Some((recording, stream)) = potentials(files, reader)? else {
        left_out(files, VOLTAGE, "no membrane potential is recorded");
        return Ok(());
    };
    let window = end.min(VOLTAGE_WINDOW);
    let dt = files.plan.network.time_step();
    let times = stream.steps().map(|step| dt.stamp(step));
    let times: Vec<f64> = times.take_while(|&time| time <= window).collect();
    let samples = stream.trace(Variable::V.symbol, 0, times.len() as u64)?;
    let network = &files.plan.network;
    let first = network.slice_numbers(&recording.neurons).iter().next();
    let neuron = first.unwrap_or_default();
    let mut own = Vec::new();
    if reader.spike_count().is_some() {
        let spikes = reader.spikes()?;
        visit_until(spikes, network.time_step(), window, |time, spiking| {
            if spiking == neuron {
                own.push(time);
            }
            true
        })?;
    }
    let figure = VoltageFigure {
        neuron: neuron as usize,
        times: &times,
        potentials: &samples,
        spikes: &own,
        peak: peak(files, neuron),
        window: (0.0, window),
    };
    save(files, VOLTAGE, figure.draw())
}

/// The first recording of a membrane potential with any samples.
fn potentials<'a>(
    files: &Files<'a>,
    reader: &'a RecordReader,
) -> Result<Option<(&'a StateRecording, &'a StreamReader)>, OutputError> {
    for recording in &files.plan.recording.states {
        let stream = reader.stream(&format!("state-{}", recording.name))?;
        if recording.variables.contains(&Variable::V) && stream.records() > 0 {
            return Ok(Some((recording, stream)));
        }
    }
    Ok(None)
}

/// The spikes of the first seconds.
fn write_raster(files: &mut Files<'_>, reader: &RecordReader, end: f64) -> Result<(), OutputError> {
    if reader.spike_count().is_none() {
        left_out(files, RASTER, "spikes are not recorded");
        return Ok(());
    }
    let mut window = end.min(RASTER_WINDOW);
    let (mut times, mut neurons) = (Vec::new(), Vec::new());
    let spikes = reader.spikes()?;
    visit_until(
        spikes,
        files.plan.network.time_step(),
        window,
        |time, neuron| {
            times.push(time);
            neurons.push(neuron);
            times.len() <= RASTER_SPIKES
        },
    )?;
    if times.len() > RASTER_SPIKES
        && let Some(&last) = times.last()
    {
        let whole = times.partition_point(|&time| time < last);
        times.truncate(whole);
        neurons.truncate(whole);
        window = last;
    }
    let inhibitory = files.plan.inhibitory.iter();
    let inhibitory: Vec<Range<usize>> = inhibitory
        .map(|range| range.start as usize..range.end as usize)
        .collect();
    let figure = RasterFigure {
        size: files.size(),
        inhibitory: &inhibitory,
        times: &times,
        neurons: &neurons,
        window: (0.0, window),
    };
    save(files, RASTER, figure.draw())
}

/// Visits time and neuron of the spikes up to a time, or until `visit` has seen enough.
fn visit_until(
    spikes: SpikeChunks,
    dt: TimeStep,
    end: f64,
    mut visit: impl FnMut(f64, u32) -> bool,
) -> Result<(), OutputError> {
    for chunk in spikes {
        let chunk = chunk?;
        for (&step, &neuron) in chunk.steps.iter().zip(&chunk.neurons) {
            let time = dt.stamp(step);
            if time > end || !visit(time, neuron) {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn left_out(files: &mut Files<'_>, figure: &str, reason: &str) {
    for format in FORMATS {
        files.left_out(&names::figure(figure, format), reason);
    }
}

/// Spike detection level of a neuron, in mV.
fn peak(files: &Files<'_>, neuron: u32) -> f64 {
    let network = &files.plan.network;
    let populations = &network.description().populations;
    let number = (0..populations.len()).find(|&k| network.population_range(k).contains(&neuron));
    let model = number.and_then(|number| populations[number].model());
    model.and_then(|model| model.get("Vs").ok()).unwrap_or(0.0)
}

fn save(
    files: &mut Files<'_>,
    name: &'static str,
    figure: Result<Figure, FigureError>,
) -> Result<(), OutputError> {
    let failed = |source| OutputError::Figure {
        figure: name,
        source,
    };
    let figure = figure.map_err(failed)?;
    let png = figure.png(SCALE).map_err(failed)?;
    for (format, bytes) in FORMATS.into_iter().zip([figure.svg().as_bytes(), &png]) {
        let file = names::figure(name, format);
        files
            .directory
            .publish(&file, |writer| writer.write_all(bytes))?;
        files.written(&file);
    }
    Ok(())
}
