//! What can be wrong with a description.

use adexnet_model::neuron::{ParameterError, UnknownParameter};
use std::fmt;
use std::ops::Range;

/// A description that cannot be simulated: where, what, and what is accepted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct NetworkError {
    /// Where in the description.
    pub place: Place,
    /// What is wrong there.
    pub problem: Box<Problem>,
}

/// A place in a description: a part of it and the key within that part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The part.
    pub item: Item,
    /// The key as configuration files spell it.
    pub key: &'static str,
}

/// A part of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// What concerns the whole simulation.
    Simulation,
    /// The population of this number and name.
    Population(usize, String),
    /// The projection of this number and name.
    Projection(usize, String),
    /// The input of this number.
    Input(usize),
    /// The state recording of this number and name.
    Recording(usize, String),
    /// The recording of rates of this number and name.
    RateRecording(usize, String),
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simulation => write!(f, "simulation"),
            Self::Population(_, name) => write!(f, "population \"{name}\""),
            Self::Projection(_, name) => write!(f, "projection \"{name}\""),
            Self::Input(number) => write!(f, "input {number}"),
            Self::Recording(_, name) | Self::RateRecording(_, name) => {
                write!(f, "recording \"{name}\"")
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.item, self.key)
    }
}

/// What is wrong at a [`Place`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// A number out of its range.
    #[error("{value} is out of range; accepted is {accepted}")]
    OutOfRange {
        /// The number.
        value: f64,
        /// The range, in words, with the unit.
        accepted: &'static str,
    },
    /// Nothing is simulated.
    #[error("there is no population; a network has at least one")]
    NoPopulation,
    /// A population without neurons.
    #[error("a population has at least one neuron")]
    Empty,
    /// More neurons than can be numbered.
    #[error("the network has {0} neurons; at most 4,294,967,295 can be numbered")]
    TooManyNeurons(u128),
    /// A name was given twice.
    #[error("the name is taken already; names are unique")]
    DuplicateName,
    /// A reference to a population that is not there.
    #[error("there is no population of number {number}; there are {populations}, counted from 0")]
    NoSuchPopulation {
        /// The number.
        number: usize,
        /// How many there are.
        populations: usize,
    },
    /// A slice that does not lie in its population.
    #[error("neurons {}..{} do not lie in the population of {size} neurons", range.start, range.end)]
    SliceOutside {
        /// The slice.
        range: Range<usize>,
        /// Size of the population.
        size: usize,
    },
    /// A list with a neuron that does not lie in its population.
    #[error(
        "neuron {neuron} of the list does not lie in the population of {size} neurons, counted from 0"
    )]
    ListOutside {
        /// The neuron.
        neuron: u32,
        /// Size of the population.
        size: usize,
    },
    /// A list of neurons out of order, or with one that is named twice.
    #[error("neuron {after} of the list follows {before}; listed neurons must ascend strictly")]
    ListNotAscending {
        /// Earlier entry.
        before: u32,
        /// Later entry.
        after: u32,
    },
    /// A neuron parameter that cannot be simulated.
    #[error(transparent)]
    Parameter(Box<ParameterError>),
    /// A parameter of a single neuron that cannot be simulated.
    #[error("neuron {neuron}: {problem}")]
    ParameterOf {
        /// The neuron, counted within the population.
        neuron: usize,
        /// What is wrong.
        problem: Box<ParameterError>,
    },
    /// A symbol that names no parameter of the model.
    #[error(transparent)]
    UnknownParameter(#[from] UnknownParameter),
    /// A symbol that names no variable of the model.
    #[error("the model {model} has no variable {symbol:?}; it has {}", known.join(", "))]
    UnknownVariable {
        /// The symbol.
        symbol: String,
        /// Name of the model.
        model: &'static str,
        /// The variables that it has.
        known: Vec<&'static str>,
    },
    /// A receptor that the postsynaptic neurons do not have.
    #[error(
        "population \"{population}\" has no receptor {number}; {}",
        if known.is_empty() { "its cells receive no synapses".to_owned() }
        else { format!("it has, counted from 0: {}", known.join(", ")) }
    )]
    NoSuchReceptor {
        /// Number of the receptor.
        number: usize,
        /// The postsynaptic population.
        population: String,
        /// The receptors that it has.
        known: Vec<&'static str>,
    },
    /// Cells that have no membrane.
    #[error("the cells of population \"{population}\" are sources of spikes; accepted are neurons")]
    NoNeurons {
        /// The population.
        population: String,
    },
    /// A sampled current of the wrong shape.
    #[error(
        "the samples have {} rows and {} columns; accepted are at least one row, and a column for each of \
         the {needed} neurons or one for all",
        found.0, found.1
    )]
    SamplesShape {
        /// Rows and columns.
        found: (usize, usize),
        /// Number of neurons.
        needed: usize,
    },
    /// Given values of another number than is needed.
    #[error("{found} values are given for {needed} {of}; one is needed for each")]
    GivenCount {
        /// Number of values.
        found: usize,
        /// Number that is needed.
        needed: usize,
        /// What needs them.
        of: &'static str,
    },
    /// A matrix of the wrong shape.
    #[error(
        "the matrix has {} rows and {} columns; {} sources and {} targets need {} x {}",
        found.0, found.1, expected.0, expected.1, expected.0, expected.1
    )]
    MatrixShape {
        /// Rows and columns of the matrix.
        found: (usize, usize),
        /// Number of sources and targets.
        expected: (usize, usize),
    },
    /// An entry of a matrix that cannot be a synapse.
    #[error("the matrix entry {value} at row {row}, column {column} {reason}")]
    MatrixEntry {
        /// Row, the source.
        row: usize,
        /// Column, the target.
        column: usize,
        /// The entry.
        value: f64,
        /// Why it is refused and what is accepted.
        reason: &'static str,
    },
    /// Lists of edges of different lengths.
    #[error("there are {sources} sources and {found} {list}; each edge needs one of each")]
    EdgeLists {
        /// "targets", "weights" or "delays".
        list: &'static str,
        /// Length of that list.
        found: usize,
        /// Length of the list of sources.
        sources: usize,
    },
    /// More edges than can be counted.
    #[error("there are {0} edges; up to 4294967295 are accepted in a projection")]
    TooManyEdges(usize),
    /// An edge of a neuron that is not there.
    #[error("edge {edge} has {end} {found}; there are {size} {end}s, counted from 0")]
    EdgeOutside {
        /// Number of the edge.
        edge: usize,
        /// "source" or "target".
        end: &'static str,
        /// The source or target.
        found: u32,
        /// How many there are.
        size: u64,
    },
    /// A weight or delay of an edge that cannot be simulated.
    #[error("the {of} {value} of edge {edge} {reason}")]
    EdgeValue {
        /// Number of the edge.
        edge: usize,
        /// "weight" or "delay".
        of: &'static str,
        /// The weight or delay.
        value: f64,
        /// Why it is refused and what is accepted.
        reason: &'static str,
    },
    /// `BySign` where there are no signs.
    #[error(
        "by-sign needs the rule from-matrix, whose entries have signs, or from-edges with weights; accepted here is \
         excitatory or inhibitory"
    )]
    SignWithoutMatrix,
    /// A number of synapses of a neuron that is larger than that of its possible partners.
    #[error(
        "each {of} is to have {degree} synapses, but some have only {possible} possible {}s{}; accepted are up to {possible}",
        if *of == "target" { "source" } else { "target" },
        if *autapses { "" } else { " without autapses" }
    )]
    DegreeTooLarge {
        /// "source" or "target": whose synapses are counted.
        of: &'static str,
        /// The number.
        degree: u32,
        /// Number of possible partners of the neuron with the fewest.
        possible: u64,
        /// Whether neurons may connect to themselves.
        autapses: bool,
    },
    /// More synapses than pairs.
    #[error(
        "there are {possible} pairs of neurons to connect, {synapses} synapses do not fit; accepted are up to {possible}"
    )]
    TooManySynapses {
        /// The number.
        synapses: u64,
        /// Number of pairs.
        possible: u128,
    },
    /// More synapses of the same pairs than can be counted.
    #[error(
        "{value} are too many synapses for these pairs of neurons; accepted are up to {accepted}"
    )]
    TooManyMultapses {
        /// The number.
        value: u64,
        /// Largest number that is accepted.
        accepted: u128,
    },
    /// Positions of another number of neurons than there are, or of no or too many dimensions.
    #[error(
        "there are positions of {found} neurons in {dimensions} dimensions; {size} neurons in 1 to 3 are needed"
    )]
    PositionsShape {
        /// Neurons with a position.
        found: u128,
        /// Dimensions of the positions.
        dimensions: usize,
        /// Neurons of the population.
        size: usize,
    },
    /// Periods of another number of dimensions than there are.
    #[error(
        "there are {found} periods; the positions have {dimensions} dimensions and need one for each, or none"
    )]
    PeriodsShape {
        /// Number of periods.
        found: usize,
        /// Dimensions of the positions.
        dimensions: usize,
    },
    /// Positions that would overlap on a circle.
    #[error(
        "the neurons extend over {extent} µm in dimension {dimension}; its period must not be shorter, found {period} µm"
    )]
    PeriodTooShort {
        /// Number of the dimension.
        dimension: usize,
        /// Largest difference of coordinates in µm.
        extent: f64,
        /// The period in µm.
        period: f64,
    },
    /// A rule that needs positions where there are none.
    #[error("distances need positions, and population {population} has none")]
    NoPositions {
        /// Number of the population.
        population: usize,
    },
    /// Positions between which there are no distances.
    #[error(
        "sources and targets lie in different spaces; distances need positions of the same dimensions and periods"
    )]
    DifferentSpaces,
    /// Neurons that cannot be paired.
    #[error(
        "one-to-one needs as many sources as targets, found {sources} sources and {targets} targets"
    )]
    UnequalSlices {
        /// Number of sources.
        sources: u64,
        /// Number of targets.
        targets: u64,
    },
    /// A rule that Brian2 does not draw.
    #[error(
        "{rule} is drawn by chacha8 alone; numpy-legacy reproduces pairwise-bernoulli (and one-to-one, \
         all-to-all and from-matrix, which draw nothing)"
    )]
    LegacyFixed {
        /// Name of the rule.
        rule: &'static str,
    },
    /// A rule whose rows cannot be drawn again one by one.
    #[error(
        "the synapses of {rule} cannot be drawn again one source at a time; procedural storage is accepted for \
         pairwise-bernoulli and distance (with rng = \"chacha8\"), one-to-one and all-to-all"
    )]
    NotProcedural {
        /// Name of the rule.
        rule: &'static str,
    },
    /// A seed that `NumPy`'s legacy generator does not take.
    #[error("numpy-legacy takes seeds from 0 to 4294967295, found {0}; chacha8 takes larger ones")]
    LegacySeed(u64),
    /// A Bernoulli rule for which Brian2 draws in another way.
    #[error(
        "numpy-legacy reproduces Brian2 for up to 1000 targets or p > 0.25 (beyond that Brian2 draws \
         jumps), found {targets} targets and p = {p}; use rng = \"chacha8\""
    )]
    LegacyRule {
        /// Number of targets.
        targets: usize,
        /// Connection probability.
        p: f64,
    },
    /// More pairs than can be drawn one by one.
    #[error(
        "numpy-legacy draws one number for each of the {pairs} pairs; up to 4294967295 pairs are \
         accepted, beyond that use rng = \"chacha8\""
    )]
    LegacyPairs {
        /// Sources times targets.
        pairs: u128,
    },
    /// Recorded normals of the wrong width.
    #[error(
        "the recorded normals have {found} columns; the network has {neurons} neurons and needs as many"
    )]
    NoiseColumns {
        /// Columns found.
        found: usize,
        /// Neurons of the network.
        neurons: usize,
    },
    /// A recorded normal that is infinite or NaN.
    #[error(
        "the recorded normal at step {step}, neuron {neuron} is {value}; finite numbers are accepted"
    )]
    NoiseValue {
        /// Row.
        step: usize,
        /// Column.
        neuron: usize,
        /// The entry.
        value: f64,
    },
    /// Times and values do not match.
    #[error("there are {times} times and {values} values; each time needs one value, at least one")]
    TimesAndValues {
        /// Number of times.
        times: usize,
        /// Number of values.
        values: usize,
    },
    /// Times that do not ascend.
    #[error("time {after} ms follows {before} ms; times must ascend strictly, from 0 ms on")]
    TimesNotAscending {
        /// Earlier entry, in ms.
        before: f64,
        /// Later entry, in ms.
        after: f64,
    },
    /// An arrival at a neuron that is not there.
    #[error("arrival at neuron {neuron}; the population has {size} neurons, counted from 0")]
    NoSuchNeuron {
        /// The neuron.
        neuron: u32,
        /// Size of the population.
        size: usize,
    },
    /// A delay longer than the step counter can hold.
    #[error("a delay of {steps} steps is too long; accepted are up to 4294967294 steps")]
    DelayTooLong {
        /// Delay in steps.
        steps: f64,
    },
    /// A range in which there is nothing.
    #[error("the range from {low} to {high} is empty; accepted is a lower end below the upper one")]
    EmptyRange {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// A distribution that lies outside of its bounds.
    #[error(
        "{kept:.1e} of the distribution lies from {low} to {high}, and what lies outside is drawn again; \
         accepted are bounds that keep at least 0.001 of it"
    )]
    Truncation {
        /// Part of the distribution within the bounds.
        kept: f64,
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Drawn values where `Brian2`'s are to be reproduced.
    #[error(
        "weights and delays are drawn by chacha8 alone; with numpy-legacy constants and given values are accepted"
    )]
    LegacyValues,
    /// Delays that differ too much to be stored.
    #[error(
        "delays from {shortest} to {longest} ms differ by more than 65535 time steps; accepted are narrower bounds \
         (without bounds, delays lie up to 8.6 standard deviations from the mean)"
    )]
    DelaySpread {
        /// Shortest possible delay in ms.
        shortest: f64,
        /// Longest possible delay in ms.
        longest: f64,
    },
    /// Individual delays that would be drawn again.
    #[error(
        "individual delays are stored; procedural storage is accepted for delays that are all equal"
    )]
    ProceduralDelays,
    /// Individual weights besides those of a matrix.
    #[error(
        "a weight of from-matrix is an entry of the matrix times a constant; accepted is one number, and \
         weights that differ belong into the matrix"
    )]
    MatrixWeights,
    /// Given values of synapses whose number is not certain.
    #[error(
        "values can be given for one-to-one, one for each pair; for {rule} a constant or a distribution is accepted"
    )]
    NotGiven {
        /// Name of the rule.
        rule: &'static str,
    },
    /// Given values of the wrong number.
    #[error("there are {found} values for {expected} synapses; each synapse needs one")]
    GivenValues {
        /// Values found.
        found: usize,
        /// Synapses.
        expected: u64,
    },
    /// Nothing chosen to record.
    #[error("no {0} given; name at least one")]
    NothingRecorded(&'static str),
}
