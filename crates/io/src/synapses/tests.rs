//! Networks whose synapses are known, and their way into files and back.

use super::{SimulatedSynapses, SynapseFormat, SynapseWriteError};
use crate::files::{Connectivity, Edges, read_connectivity};
use adexnet_engine::{
    ConnectionRule, Members, Network, NetworkBuilder, Population, Projection, ReceptorChoice,
    Recording, Simulation, SimulationOptions, Values,
};
use adexnet_model::adex::AdexParameters;
use std::sync::Arc;

/// A network of two populations, 3 and 50 neurons, with these projections of the second.
fn network(projections: impl FnOnce(Members) -> Vec<Projection>) -> Network {
    let mut network = NetworkBuilder::new(0.1).seed(3);
    network.add(Population::new("others", 3, AdexParameters::default()));
    let cells = network.add(Population::new("cells", 50, AdexParameters::default()));
    for projection in projections(cells) {
        network.connect(projection);
    }
    network.build().unwrap()
}

fn simulation(network: &Network) -> Simulation {
    Simulation::new(network, Recording::default(), SimulationOptions::default()).unwrap()
}

fn parts(network: &Network) -> Vec<SimulatedSynapses> {
    let simulation = simulation(network);
    let numbers = 0..network.description().projections.len();
    let parts = numbers.map(|number| SimulatedSynapses::of_projection(&simulation, number));
    parts.collect::<Result<_, _>>().unwrap()
}

fn all(network: &Network) -> SimulatedSynapses {
    SimulatedSynapses::join(network.size(), parts(network))
}

/// Excitatory synapses from the first 40 cells, inhibitory ones from the others.
fn two_kinds(cells: Members, delays: [Values; 2]) -> Vec<Projection> {
    let rule = ConnectionRule::pairwise_bernoulli(0.2);
    let [fast, slow] = delays;
    vec![
        Projection::new("E", cells.part(..40), cells.all(), rule.clone())
            .with_weight(Values::uniform(1.0, 2.0))
            .with_delay(fast),
        Projection::new("I", cells.part(40..), cells.all(), rule)
            .inhibitory()
            .with_weight(8.0)
            .with_delay(slow),
    ]
}

const MULTAPSES: ConnectionRule = ConnectionRule::FixedOutDegree {
    degree: 60,
    autapses: true,
    multapses: true,
};

fn multapses(cells: Members) -> Vec<Projection> {
    let mut projections = two_kinds(cells, [1.0.into(), Values::uniform(0.5, 4.0)]);
    projections.push(Projection::new(
        "M",
        cells.part(..5),
        cells.part(10..20),
        MULTAPSES,
    ));
    projections
}

#[test]
fn one_delay_makes_a_matrix_and_two_a_list() {
    let equal = network(|cells| two_kinds(cells, [1.5.into(), 1.5.into()]));
    let joined = all(&equal);
    assert_eq!(
        (joined.is_matrix(), joined.common_delay()),
        (true, Some(1.5))
    );
    assert_eq!(joined.npz_format(), SynapseFormat::Csr);
    let matrix = joined.matrix().unwrap();
    assert!(matrix.iter().all(|(&weight, (source, target))| {
        let is_inhibitory = source >= 3 + 40;
        (weight == -8.0) == is_inhibitory && (weight > 0.0) != is_inhibitory && target >= 3
    }));

    let different = network(|cells| two_kinds(cells, [1.5.into(), 0.5.into()]));
    let joined = all(&different);
    assert_eq!((joined.is_matrix(), joined.common_delay()), (false, None));
    assert_eq!(joined.npz_format(), SynapseFormat::Edges);
    // The weights are the same, and the delays those of the projections.
    assert_eq!(joined.matrix().unwrap(), all(&equal).matrix().unwrap());
    let edges = joined.into_edges();
    let delays = edges.delays.unwrap();
    let mut synapses = edges.sources.iter().zip(&delays);
    assert!(synapses.all(|(&source, &delay)| delay == if source < 43 { 1.5 } else { 0.5 }));
}

/// Delays are drawn, but in a range within one step: the values decide.
#[test]
fn delays_that_round_to_one_step_are_one_delay() {
    let drawn = || Values::uniform(0.98, 1.02);
    let network = network(|cells| two_kinds(cells, [drawn(), drawn()]));
    let joined = all(&network);
    assert_eq!(
        (joined.is_matrix(), joined.common_delay()),
        (true, Some(1.0))
    );
}

/// If this fails, what was written is not what was simulated.
#[test]
fn a_network_of_the_edges_of_another_has_its_synapses() {
    let first = network(multapses);
    let synapses = all(&first);
    assert!(synapses.matrix().is_none());
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("edges.npz");
    synapses
        .clone()
        .write(&path, synapses.npz_format())
        .unwrap();
    let Connectivity::Edges(mut edges) = read_connectivity(&path).unwrap() else {
        panic!("the file is a list of edges");
    };
    // A projection counts within its slices; these are the cells, after the three others.
    for ends in [&mut edges.sources, &mut edges.targets] {
        ends.iter_mut().for_each(|neuron| *neuron -= 3);
    }
    let again = network(|cells| {
        let rule = ConnectionRule::FromEdges(Arc::new(edges));
        let projection = Projection::new("all", cells.all(), cells.all(), rule);
        vec![projection.with_receptor(ReceptorChoice::BySign)]
    });
    assert_eq!(
        sorted(all(&again).into_edges()),
        sorted(synapses.into_edges())
    );
}

/// Synapses in an order that does not depend on their projections.
fn sorted(edges: Edges) -> Vec<(u32, u32, f64, f64)> {
    let values = edges
        .weights
        .unwrap()
        .into_iter()
        .zip(edges.delays.unwrap());
    let ends = edges.sources.into_iter().zip(edges.targets);
    let mut all: Vec<_> = ends
        .zip(values)
        .map(|((i, j), (w, d))| (i, j, w, d))
        .collect();
    all.sort_by(|a, b| a.partial_cmp(b).unwrap());
    all
}

#[test]
fn every_kind_of_file_tells_the_same_weights() {
    let network = network(|cells| two_kinds(cells, [1.5.into(), 1.5.into()]));
    let synapses = all(&network);
    let expected = synapses.matrix().unwrap().into_owned();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    for format in [
        SynapseFormat::Dense,
        SynapseFormat::Csr,
        SynapseFormat::MatrixMarket,
    ] {
        synapses.clone().write(&path, format).unwrap();
        let Connectivity::Matrix(found) = read_connectivity(&path).unwrap() else {
            panic!("{format:?} is a matrix");
        };
        assert_eq!(found, expected, "{format:?}");
    }
    let count = synapses.len();
    synapses.write(&path, SynapseFormat::Edges).unwrap();
    let Connectivity::Edges(edges) = read_connectivity(&path).unwrap() else {
        panic!("edges are a list");
    };
    assert_eq!(edges.delays, Some(vec![1.5; count]));
}

/// If this fails, weights of different synapses are added up without a word.
#[test]
fn matrices_of_several_synapses_of_a_pair_are_refused() {
    let synapses = all(&network(multapses));
    let directory = tempfile::tempdir().unwrap();
    for format in [
        SynapseFormat::Dense,
        SynapseFormat::Csr,
        SynapseFormat::MatrixMarket,
    ] {
        let path = directory.path().join("file");
        let error = synapses.clone().write(&path, format).unwrap_err();
        assert!(matches!(error, SynapseWriteError::Multapses), "{error}");
        assert!(!path.exists());
    }
}

#[test]
fn a_square_beyond_memory_is_refused_before_anything_is_connected() {
    let error = SynapseFormat::Dense.check_size(40_000_000).unwrap_err();
    assert!(
        matches!(error, SynapseWriteError::TooLarge { .. }),
        "{error}"
    );
    assert!(SynapseFormat::Csr.check_size(40_000_000).is_ok());
}

/// If this fails, degrees are counted over the wrong neurons.
#[test]
fn the_summary_counts_within_the_slices_of_the_projection() {
    let network = network(|cells| {
        let projection = |name, source, target| {
            Projection::new(
                name,
                source,
                target,
                ConnectionRule::AllToAll { autapses: true },
            )
        };
        vec![
            projection("overlapping", cells.part(..10), cells.part(5..25)),
            projection("apart", cells.list(&[1, 3, 7]), cells.list(&[0, 2, 30])),
            Projection::new("M", cells.part(..5), cells.part(10..20), MULTAPSES),
        ]
    });
    let parts = parts(&network);
    let summaries: Vec<_> = parts
        .iter()
        .zip(&network.description().projections)
        .map(|(part, projection)| part.summary(&network, projection).unwrap())
        .collect();
    let counts = |k: usize| {
        let summary = &summaries[k];
        (summary.sources, summary.targets, summary.synapses)
    };
    assert_eq!(counts(0), (10, 20, 200));
    assert_eq!(summaries[0].autapses, Some(5));
    assert_eq!(summaries[0].out_degree.unwrap().min, 20.0);
    assert_eq!(summaries[0].in_degree.unwrap().min, 10.0);
    assert_eq!(counts(1), (3, 3, 9));
    assert_eq!(summaries[1].autapses, None);
    assert_eq!(counts(2), (5, 10, 300));
    assert!(summaries[2].multapses >= 250, "60 synapses to 10 targets");
    assert_eq!(summaries[2].delay_ms.unwrap().max, 0.0);
    // These are not the synapses of the other projection.
    assert!(
        parts[0]
            .summary(&network, &network.description().projections[1])
            .is_err()
    );
}
