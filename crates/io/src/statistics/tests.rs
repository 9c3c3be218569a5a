//! The statistics against values computed with NumPy from the same definitions.

use super::{Group, Quantile, Statistics, StatisticsError, Summary};

const DT: f64 = 1e-4;

/// Seven trains of 5.2345 s from a linear congruential generator; the last neuron is silent.
/// The window holds neither whole bins of 5 ms nor of 1 s only.
fn trains() -> Vec<Vec<u64>> {
    let mut state = 2024_u64;
    let mut gap = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let long = 1 + (state >> 33) % 3000;
        if (state >> 20).is_multiple_of(4) {
            1 + long % 40
        } else {
            long
        }
    };
    let mut train = || {
        let mut steps = Vec::new();
        let mut step = gap();
        while step < 52_345 {
            steps.push(step);
            step += gap();
        }
        steps
    };
    let mut trains: Vec<Vec<u64>> = (0..7).map(|_| train()).collect();
    trains[6].clear();
    trains
}

fn groups() -> Vec<Group> {
    let group = |name: &str, neurons: &[usize]| Group {
        name: name.into(),
        neurons: neurons.into(),
    };
    vec![
        group("all", &[0, 1, 2, 3, 4, 5, 6]),
        group("E", &[0, 1, 2, 3]),
        group("I", &[5, 6]),
        group("none", &[]),
        group("silent", &[6]),
    ]
}

fn assert_close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs(),
        "{found} instead of {expected}"
    );
}

fn assert_summary(found: Option<Summary>, count: usize, expected: [f64; 4]) {
    let Summary {
        count: found_count,
        mean,
        sd,
        min,
        max,
    } = found.unwrap();
    assert_eq!(found_count, count);
    for (found, expected) in [mean, sd, min, max].into_iter().zip(expected) {
        assert_close(found, expected);
    }
}

/// If this fails, `adexnet stats` and the comparison with other simulators measure something else.
#[test]
fn whole_run_agrees_with_numpy() {
    let statistics = Statistics::compute(&trains(), DT, 0..52_345, &groups()).unwrap();
    assert_eq!((statistics.neurons, statistics.spikes), (7, 256));
    assert_close(statistics.duration_s, 5.2345);
    assert_close(statistics.neuron_rate_hz[4], 8.405_769_414_461_743);
    assert_close(
        statistics.population_fano_5ms.unwrap(),
        1.295_559_210_526_315_6,
    );
    assert_close(statistics.neuron_fano_1s.unwrap(), 0.681_219_717_500_205_4);
    let correlation = statistics.correlation_50ms.unwrap();
    assert_eq!(correlation.pairs, 15);
    assert_close(correlation.mean, -0.021_776_665_471_285_55);

    let all = statistics.group("all").unwrap();
    let rates = [
        6.986_613_539_292_877,
        3.312_325_767_852_442,
        0.0,
        9.934_091_126_182_06,
    ];
    assert_summary(all.rate_hz, 7, rates);
    let variations = [
        0.833_258_309_528_107_9,
        0.129_123_357_710_974_4,
        0.619_136_544_386_096_2,
        0.934_542_937_924_770_8,
    ];
    assert_summary(all.isi_cv, 6, variations);
    let intervals = all.intervals.as_ref().unwrap();
    assert_summary(
        Some(intervals.isi_s),
        250,
        [0.120_543_6, 0.101_411_689_375_574_61, 1e-4, 0.2994],
    );
    assert_close(intervals.burst_fraction, 0.252);
    let values = [
        0.000_149, 0.0008, 0.0017, 0.008_05, 0.1061, 0.209_675, 0.271_33, 0.281_195, 0.295_751,
    ];
    assert_eq!(intervals.quantiles.len(), 9);
    for (quantile, expected) in intervals.quantiles.iter().zip(values) {
        assert_close(quantile.value, expected);
    }
}

#[test]
fn onset_can_be_left_out() {
    let statistics = Statistics::compute(&trains(), DT, 10_203..52_345, &groups()).unwrap();
    assert_eq!(statistics.spikes, 212);
    assert_close(
        statistics.population_fano_5ms.unwrap(),
        1.249_702_734_839_476_7,
    );
    assert_close(
        statistics.correlation_50ms.unwrap().mean,
        -0.019_269_627_223_570_132,
    );
    assert_close(statistics.neuron_fano_1s.unwrap(), 0.705_858_079_542_290_1);
    let excitatory = statistics.group("E").unwrap();
    assert_close(excitatory.rate_hz.unwrap().mean, 8.127_283_944_758_197);
    assert_close(excitatory.isi_cv.unwrap().mean, 0.793_413_883_374_526_1);
    assert_close(
        excitatory.intervals.as_ref().unwrap().burst_fraction,
        0.225_563_909_774_436_08,
    );
}

#[test]
fn a_single_neuron_has_no_spread_and_an_empty_group_no_statistics() {
    let statistics = Statistics::compute(&trains(), DT, 0..52_345, &groups()).unwrap();
    let value = 0.878_351_980_008_648_3;
    assert_summary(
        statistics.group("I").unwrap().isi_cv,
        1,
        [value, 0.0, value, value],
    );
    let silent = statistics.group("silent").unwrap();
    assert_summary(silent.rate_hz, 1, [0.0; 4]);
    assert_eq!((silent.isi_cv, &silent.intervals), (None, &None));
    assert_eq!(statistics.group("none").unwrap().rate_hz, None);
    assert_eq!(statistics.group("unknown"), None);
}

/// Too short for any bin, or silent: nothing to divide by, and no NaN.
#[test]
fn statistics_without_data_are_absent() {
    let short = Statistics::compute(&trains(), DT, 0..60, &groups()).unwrap();
    assert_eq!(
        (short.population_fano_5ms, short.correlation_50ms),
        (None, None)
    );
    let silent = Statistics::compute(&[vec![], vec![]], DT, 0..50_000, &[]).unwrap();
    assert_eq!(
        (silent.population_fano_5ms, silent.neuron_fano_1s),
        (None, None)
    );
    assert_eq!(silent.correlation_50ms, None);
    let coarse = Statistics::compute(&[vec![0, 1]], 0.2, 0..10, &[]).unwrap();
    assert_eq!(
        (coarse.population_fano_5ms, coarse.correlation_50ms),
        (None, None)
    );
}

#[test]
fn ten_milliseconds_are_no_burst() {
    let burst = |step: u64| {
        let group = Group {
            name: "one".into(),
            neurons: vec![0],
        };
        let statistics = Statistics::compute(&[vec![7, 7 + step]], DT, 0..1000, &[group]).unwrap();
        statistics.groups[0]
            .intervals
            .as_ref()
            .unwrap()
            .burst_fraction
    };
    assert_close(burst(99), 1.0);
    assert_close(burst(100), 0.0);
}

#[test]
fn quantiles_lie_between_the_values_of_a_small_sample() {
    let values = |sample: &[f64]| -> Vec<f64> {
        Quantile::of_sorted(sample)
            .iter()
            .map(|quantile| quantile.value)
            .collect()
    };
    assert_eq!(values(&[]), Vec::<f64>::new());
    assert_eq!(values(&[3.0]), [3.0; 9]);
    for (found, probability) in values(&[0.0, 1.0]).into_iter().zip(Quantile::PROBABILITIES) {
        assert_close(found, probability);
    }
}

#[test]
fn impossible_input_is_refused() {
    let refusal = |trains: &[Vec<u64>], dt, window, neuron| {
        let groups = [Group {
            name: "E".into(),
            neurons: vec![neuron],
        }];
        Statistics::compute(trains, dt, window, &groups).unwrap_err()
    };
    let good = [vec![1, 5, 9]];
    for dt in [0.0, -1e-4, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            refusal(&good, dt, 0..10, 0),
            StatisticsError::TimeStep { .. }
        ));
    }
    assert_eq!(
        refusal(&good, DT, 10..10, 0),
        StatisticsError::EmptyWindow { start: 10, end: 10 }
    );
    assert_eq!(
        refusal(&[vec![1, 5, 5]], DT, 0..10, 0),
        StatisticsError::Unordered {
            neuron: 0,
            step: 5,
            previous: 5
        }
    );
    assert_eq!(
        refusal(&good, DT, 0..10, 1).to_string(),
        "group \"E\" contains neuron 1: must be below 1, the number of neurons"
    );
}
