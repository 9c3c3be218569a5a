//! Against values computed with NumPy.

use super::{ConnectivityError, ConnectivitySummary, Ends, Synapse};
use crate::files::{Connectivity, Edges};
use crate::statistics::Summary;
use sprs::CsMatI;

const ENDS: Ends = Ends {
    sources: 4,
    targets: 3,
    same: true,
};

/// Three synapses from 2 to 1, one from 2 to itself, and one each from 0 to 1 and 0.
fn edges() -> Edges {
    Edges {
        sources: vec![2, 0, 2, 2, 0, 2],
        targets: vec![1, 1, 1, 2, 0, 1],
        weights: Some(vec![0.5, -8.0, 2.0, 0.0, -2.5, 4.0]),
        delays: Some(vec![1.0, 1.5, 0.0, 2.0, 150.0, 0.5]),
    }
}

fn assert_summary(found: Option<Summary>, count: usize, expected: [f64; 4]) {
    let found = found.unwrap();
    assert_eq!(found.count, count);
    let values = [found.mean, found.sd, found.min, found.max];
    for (value, expected) in values.into_iter().zip(expected) {
        assert!(
            (value - expected).abs() <= 1e-14 * expected.abs(),
            "{found:?}"
        );
    }
}

#[test]
fn degrees_weights_and_delays_are_those_of_numpy() {
    let summary = ConnectivitySummary::of(&Connectivity::Edges(edges()), ENDS).unwrap();
    assert_eq!((summary.sources, summary.targets), (4, 3));
    assert_eq!(summary.synapses, 6);
    assert_eq!(summary.autapses, Some(2));
    assert_eq!(summary.multapses, 2);
    assert_eq!(summary.zero_weights, 1);
    assert_summary(
        summary.out_degree,
        4,
        [1.5, 1.914_854_215_512_676_2, 0.0, 4.0],
    );
    assert_summary(
        summary.in_degree,
        3,
        [2.0, 1.732_050_807_568_877_2, 1.0, 4.0],
    );
    let positive = [2.166_666_666_666_666_5, 1.755_942_292_142_123, 0.5, 4.0];
    assert_summary(summary.positive_weight_ns, 3, positive);
    let negative = [-5.25, 3.889_087_296_526_011_3, -8.0, -2.5];
    assert_summary(summary.negative_weight_ns, 2, negative);
    let delays = [25.833_333_333_333_332, 60.833_105_022_402_62, 0.0, 150.0];
    assert_summary(summary.delay_ms, 6, delays);
}

#[test]
fn a_matrix_is_summed_up_in_either_storage_order() {
    let matrix = CsMatI::new(
        (4, 3),
        vec![0, 2, 2, 3, 3],
        vec![0_u32, 1, 2],
        vec![2.0, -8.0, 0.0],
    );
    let sum_up = |matrix| ConnectivitySummary::of(&Connectivity::Matrix(matrix), ENDS).unwrap();
    let summary = sum_up(matrix.clone());
    assert_eq!((summary.synapses, summary.autapses), (3, Some(2)));
    assert_eq!((summary.multapses, summary.zero_weights), (0, 1));
    assert_summary(summary.positive_weight_ns, 1, [2.0, 0.0, 2.0, 2.0]);
    assert!(summary.delay_ms.is_none());
    assert_eq!(sum_up(matrix.to_csc()), summary);
}

/// If this fails, connections between two populations have autapses.
#[test]
fn different_neurons_have_no_autapses() {
    let ends = Ends {
        same: false,
        ..ENDS
    };
    let summary = ConnectivitySummary::of(&Connectivity::Edges(edges()), ends).unwrap();
    assert_eq!(summary.autapses, None);
}

#[test]
fn nothing_has_no_summary() {
    let none = Ends {
        sources: 0,
        targets: 2,
        same: false,
    };
    let summary = ConnectivitySummary::of_synapses([], none).unwrap();
    assert_eq!(summary.synapses, 0);
    assert!(summary.out_degree.is_none() && summary.positive_weight_ns.is_none());
    assert_summary(summary.in_degree, 2, [0.0; 4]);
}

#[test]
fn what_is_inconsistent_is_refused() {
    let matrix = Connectivity::Matrix(CsMatI::zero((3, 3)));
    let error = ConnectivitySummary::of(&matrix, ENDS).unwrap_err();
    assert!(matches!(error, ConnectivityError::Shape { rows: 3, .. }));
    let uneven = Edges {
        delays: Some(vec![1.0]),
        ..edges()
    };
    let error = ConnectivitySummary::of(&Connectivity::Edges(uneven), ENDS).unwrap_err();
    assert_eq!(error, ConnectivityError::Lengths);
    let synapse = |source, target| Synapse {
        source,
        target,
        weight: None,
        delay: None,
    };
    for beyond in [synapse(4, 0), synapse(0, 3)] {
        let error = ConnectivitySummary::of_synapses([beyond], ENDS).unwrap_err();
        assert!(matches!(error, ConnectivityError::UnknownNeuron { .. }));
    }
    let falling = [synapse(1, 0), synapse(0, 0)];
    let error = ConnectivitySummary::of_synapses(falling, ENDS).unwrap_err();
    assert_eq!(
        error,
        ConnectivityError::Unordered {
            source_neuron: 0,
            previous: 1
        }
    );
}
