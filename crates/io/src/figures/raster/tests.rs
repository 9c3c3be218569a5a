#![expect(clippy::single_range_in_vec_init, reason = "a single range is meant")]

use super::super::rendered::{says, strokes};
use super::*;

/// 100 neurons, the last 20 inhibitory, of which each emits one spike a second.
struct Network {
    times: Vec<f64>,
    neurons: Vec<u32>,
}

fn network(neurons: u32, seconds: u32) -> Network {
    let spikes = (0..neurons).flat_map(|neuron| {
        let phase = f64::from(neuron * 37 % neurons) / f64::from(neurons);
        (0..seconds).map(move |second| (f64::from(second) + phase, neuron))
    });
    let (times, neurons) = spikes.unzip();
    Network { times, neurons }
}

fn raster(network: &Network) -> RasterFigure<'_> {
    RasterFigure {
        size: 100,
        inhibitory: &[80..100],
        times: &network.times,
        neurons: &network.neurons,
        window: (0.0, 10.0),
    }
}

#[test]
fn each_spike_of_the_window_is_a_dot_in_the_colour_of_its_neuron() {
    let network = network(100, 20);
    let window = (0.0, 9.995);
    let figure = RasterFigure {
        window,
        ..raster(&network)
    }
    .draw()
    .unwrap();
    assert_eq!(strokes(&figure, BLUE).len(), 800);
    assert_eq!(strokes(&figure, VERMILION).len(), 200);
    assert!(says(&figure, "80 excitatory and 20 inhibitory neurons"));
    assert!(says(&figure, "1,000 spikes"));
    assert!(says(&figure, "excitatory") && says(&figure, "inhibitory"));
}

#[test]
fn time_runs_to_the_right_and_neurons_upwards() {
    let spikes = Network {
        times: vec![0.0, 10.0, 10.0],
        neurons: vec![0, 0, 79],
    };
    let figure = raster(&spikes).draw().unwrap();
    // Drawn from the top, hence neuron 79 first.
    let dots = strokes(&figure, BLUE);
    let [late_top, early, late] = [dots[0][0], dots[1][0], dots[2][0]];
    assert!(early.0 < late.0 && (late.0 - late_top.0).abs() < 0.02);
    assert!(late_top.1 < late.1 && (late.1 - early.1).abs() < 0.02);
}

#[test]
fn the_order_of_the_spikes_does_not_change_a_byte() {
    let forwards = network(100, 10);
    let mut backwards = network(100, 10);
    backwards.times.reverse();
    backwards.neurons.reverse();
    assert_eq!(
        raster(&forwards).draw().unwrap(),
        raster(&backwards).draw().unwrap()
    );
}

#[test]
fn more_spikes_than_fit_are_thinned_out_by_neurons_and_said_so() {
    let network = network(50_000, 10);
    let figure = RasterFigure {
        size: 50_000,
        inhibitory: &[40_000..50_000],
        ..raster(&network)
    };
    let figure = figure.draw().unwrap();
    assert!(says(
        &figure,
        "1 in 3 neurons shown, 166,680 of 500,000 spikes"
    ));
    let (blue, vermilion) = (
        strokes(&figure, BLUE).len(),
        strokes(&figure, VERMILION).len(),
    );
    assert!(blue.abs_diff(133_340) < 100, "{blue}"); // a few coincide to 0.01 units
    assert!(vermilion.abs_diff(33_340) < 100, "{vermilion}");
    assert!(
        figure.svg().len() < 3_000_000,
        "{} bytes",
        figure.svg().len()
    );
}

#[test]
fn a_network_of_one_kind_needs_no_legend() {
    let none = Network {
        times: vec![],
        neurons: vec![],
    };
    let excitatory = RasterFigure {
        inhibitory: &[],
        ..raster(&none)
    }
    .draw()
    .unwrap();
    assert!(says(&excitatory, "100 excitatory neurons") && !says(&excitatory, "excitatory"));
    let inhibitory = RasterFigure {
        inhibitory: &[0..100],
        ..raster(&none)
    }
    .draw()
    .unwrap();
    assert!(says(&inhibitory, "100 inhibitory neurons") && !says(&inhibitory, "inhibitory"));
}

#[test]
fn one_neuron_and_no_spikes_make_a_figure() {
    let one = Network {
        times: vec![0.5],
        neurons: vec![0],
    };
    let figure = RasterFigure {
        size: 1,
        inhibitory: &[],
        ..raster(&one)
    };
    let figure = figure.draw().unwrap();
    assert!(says(&figure, "1 excitatory neuron") && says(&figure, "1 spike"));
    assert_eq!(strokes(&figure, BLUE).len(), 1);

    let silent = Network {
        times: vec![],
        neurons: vec![],
    };
    let figure = raster(&silent).draw().unwrap();
    assert!(says(&figure, "no spikes"));
    assert!(strokes(&figure, BLUE).is_empty() && strokes(&figure, VERMILION).is_empty());
}

#[test]
fn dots_shrink_with_rows_and_with_crowding() {
    let width_of = |size: u32, seconds| {
        let network = network(size, seconds);
        let figure = RasterFigure {
            size: size as usize,
            inhibitory: &[],
            window: (0.0, f64::from(seconds)),
            ..raster(&network)
        };
        let svg = figure.draw().unwrap().svg;
        let widths = svg
            .split(&format!("stroke=\"{BLUE}\" stroke-width=\""))
            .nth(1)
            .unwrap();
        widths.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let widths = [
        width_of(10, 5),
        width_of(100, 5),
        width_of(100, 300),
        width_of(4_000, 40),
    ];
    assert!(
        widths.is_sorted_by(|wide, narrow| wide > narrow),
        "{widths:?}"
    );
    assert!(
        widths[0] <= LARGEST_DOT && widths[3] >= SMALLEST_DOT,
        "{widths:?}"
    );
}

#[test]
fn wrong_spikes_are_refused_by_name() {
    let refusal = |times: &[f64], neurons: &[u32], size| {
        let (inhibitory, window) = (&[][..], (0.0, 1.0));
        let figure = RasterFigure {
            size,
            inhibitory,
            times,
            neurons,
            window,
        };
        figure.draw().unwrap_err().to_string()
    };
    assert_eq!(
        refusal(&[0.1, f64::NAN], &[0, 1], 5),
        "spike 1 has the time NaN s; accepted are finite times"
    );
    assert_eq!(
        refusal(&[0.1], &[5], 5),
        "spike 0 is of neuron 5; accepted are 0 to 4"
    );
    assert_eq!(
        refusal(&[0.1], &[], 5),
        "1 times, but 0 neurons; accepted is one for each time"
    );
    assert_eq!(
        refusal(&[], &[], 0),
        "raster of 0 neurons; accepted is 1 or more"
    );
}
