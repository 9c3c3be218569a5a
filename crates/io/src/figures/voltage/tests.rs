use super::super::rendered::{says, strokes};
use super::*;

/// Two seconds at 0.1 ms of a ramp from -65 mV to -50 mV that starts again every 0.25 s.
fn ramp() -> (Vec<f64>, Vec<f64>) {
    let sample = |n: u32| {
        (
            f64::from(n) * 1e-4,
            -65.0 + 15.0 * f64::from(n % 2500) / 2500.0,
        )
    };
    (0..20_000).map(sample).unzip()
}

fn figure<'a>(times: &'a [f64], potentials: &'a [f64], spikes: &'a [f64]) -> VoltageFigure<'a> {
    VoltageFigure {
        neuron: 7,
        times,
        potentials,
        spikes,
        peak: 40.0,
        window: (0.0, 2.0),
    }
}

/// Highest points of the trace on the page (y points downwards).
fn peaks(figure: &Figure) -> Vec<Point> {
    let points = strokes(figure, BLUE).concat();
    let top = points
        .iter()
        .map(|point| point.1)
        .fold(f64::INFINITY, f64::min);
    points
        .into_iter()
        .filter(|point| point.1 < top + 0.02)
        .collect()
}

#[test]
fn each_spike_is_a_vertical_line_up_to_the_peak() {
    let (times, potentials) = ramp();
    let spikes = [0.2499, 0.75, 1.999_95];
    let drawn = figure(&times, &potentials, &spikes).draw().unwrap();
    assert_eq!(
        peaks(&drawn).len(),
        2,
        "the last one lies behind the recording"
    );
    let drawn = figure(&times, &potentials, &spikes[..2]).draw().unwrap();
    let peaks = peaks(&drawn);
    assert_eq!(peaks.len(), 2);
    let trace = strokes(&drawn, BLUE).concat();
    for peak in peaks {
        let at = trace.iter().position(|&point| point == peak).unwrap();
        for neighbour in [trace[at - 1], trace[at + 1]] {
            assert!(
                (neighbour.0 - peak.0).abs() < 0.02,
                "not vertical: {neighbour:?} {peak:?}"
            );
            assert!(
                neighbour.1 > peak.1 + 100.0,
                "no foot: {neighbour:?} {peak:?}"
            );
        }
    }
    assert!(says(&drawn, "Membrane potential of neuron 7"));
    assert!(says(&drawn, "2 spikes, drawn up to 40 mV"));
    assert!(says(&drawn, "V (mV)") && says(&drawn, "Time (s)"));
}

#[test]
fn a_trace_of_two_seconds_is_small_and_one_line() {
    let (times, mut potentials) = ramp();
    let mut noise = 1_u32;
    for potential in &mut potentials {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *potential += f64::from(noise >> 16) / 16_384.0;
    }
    let drawn = figure(&times, &potentials, &[]).draw().unwrap();
    assert!(drawn.svg().len() < 200_000, "{} bytes", drawn.svg().len());
    assert_eq!(strokes(&drawn, BLUE).len(), 1);
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let (times, potentials) = ramp();
    let draw = || figure(&times, &potentials, &[0.5]).draw().unwrap();
    assert_eq!(draw(), draw());
    assert_eq!(draw().png(1.0).unwrap(), draw().png(1.0).unwrap());
}

#[test]
fn samples_without_a_value_leave_a_gap_that_is_counted() {
    let (times, mut potentials) = ramp();
    potentials[5000..5010].fill(f64::NAN);
    potentials[9000] = f64::INFINITY;
    let drawn = figure(&times, &potentials, &[0.5005]).draw().unwrap();
    assert_eq!(strokes(&drawn, BLUE).len(), 3);
    assert!(says(
        &drawn,
        "0 of 1 spike drawn, up to 40 mV · 11 samples without a value"
    ));
}

#[test]
fn a_recording_shorter_than_the_window_says_how_long_it_is() {
    let (times, potentials) = ramp();
    let drawn = figure(&times[..12_001], &potentials[..12_001], &[0.3, 1.6])
        .draw()
        .unwrap();
    assert!(says(
        &drawn,
        "1 of 2 spikes drawn, up to 40 mV · recorded from 0 s to 1.2 s"
    ));
}

#[test]
fn nothing_to_draw_makes_an_empty_figure() {
    let drawn = figure(&[], &[], &[]).draw().unwrap();
    assert!(says(&drawn, "nothing recorded from 0 s to 2 s"));
    assert!(strokes(&drawn, BLUE).is_empty());
    let (times, potentials) = ramp();
    let later = VoltageFigure {
        window: (5.0, 6.0),
        ..figure(&times, &potentials, &[0.3, 5.5])
    };
    assert!(says(
        &later.draw().unwrap(),
        "nothing recorded from 5 s to 6 s"
    ));
}

#[test]
fn single_samples_and_flat_traces_make_a_figure() {
    let lone = figure(&[1.0], &[-65.0], &[1.0]).draw().unwrap();
    assert_eq!(peaks(&lone).len(), 1);
    let dot = figure(&[1.0], &[-65.0], &[]).draw().unwrap();
    assert_eq!(strokes(&dot, BLUE).len(), 1);
    let flat = VoltageFigure {
        peak: -65.0,
        ..figure(&[0.0, 2.0], &[-65.0, -65.0], &[])
    };
    assert_eq!(strokes(&flat.draw().unwrap(), BLUE)[0].len(), 2);
}

#[test]
fn a_window_between_two_samples_draws_nothing_and_does_not_fail() {
    let (times, potentials) = ramp();
    let window = (0.300_02, 0.300_08);
    let drawn = VoltageFigure {
        window,
        ..figure(&times, &potentials, &[0.300_05])
    }
    .draw();
    assert!(drawn.unwrap().svg().contains("nothing recorded"));
}

#[test]
fn wrong_data_are_refused_by_name() {
    let refusal = |figure: VoltageFigure| figure.draw().unwrap_err().to_string();
    let sound = figure(&[0.0, 1.0], &[-65.0, -60.0], &[]);
    assert_eq!(
        refusal(VoltageFigure {
            times: &[0.0],
            ..sound
        }),
        "1 times, but 2 potentials; accepted is one for each time"
    );
    assert_eq!(
        refusal(VoltageFigure {
            times: &[1.0, 0.5],
            ..sound
        }),
        "sample 1 has the time 0.5 s, before its predecessor; accepted are times in ascending order"
    );
    assert_eq!(
        refusal(VoltageFigure {
            spikes: &[f64::NAN],
            ..sound
        }),
        "spike 0 has the time NaN s; accepted are finite times"
    );
    assert_eq!(
        refusal(VoltageFigure {
            peak: f64::NAN,
            ..sound
        }),
        "spikes to be drawn up to NaN mV; accepted are potentials within ±1,000,000 mV"
    );
    assert!(
        refusal(VoltageFigure {
            window: (1.0, 1.0),
            ..sound
        })
        .contains("from 1 s to 1 s")
    );
}
