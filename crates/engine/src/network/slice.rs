//! Slices: neurons of one population that are named together.
//!
//! One idea: whoever works with a slice counts its neurons by their index in it. So a list can do whatever a
//! range can, and a list of neighbours is the same slice as their range.

use std::ops::Range;
use std::sync::Arc;

/// Some neurons of one population, in ascending order.
///
/// ```
/// use adexnet_engine::Slice;
/// let neighbours = Slice::list(0, vec![5, 6, 7]);
/// assert_eq!(neighbours, Slice::range(0, 5..8));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// Number of the population in the network.
    pub population: usize,
    /// Neurons, counted within the population.
    pub neurons: Neurons,
}

impl Slice {
    /// Consecutive neurons.
    #[must_use]
    pub const fn range(population: usize, neurons: Range<usize>) -> Self {
        let neurons = Neurons::Range(neurons);
        Self {
            population,
            neurons,
        }
    }

    /// Listed neurons, strictly ascending (which is checked with the network).
    #[must_use]
    pub fn list(population: usize, neurons: impl Into<Arc<[u32]>>) -> Self {
        let list: Arc<[u32]> = neurons.into();
        let neurons = match run(&list) {
            Some(range) => Neurons::Range(range),
            None => Neurons::List(list),
        };
        Self {
            population,
            neurons,
        }
    }

    /// Number of neurons in both of two slices.
    #[must_use]
    pub fn common(&self, other: &Self) -> usize {
        if self.population == other.population {
            self.neurons.common(&other.neurons)
        } else {
            0
        }
    }
}

/// Which neurons of a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Neurons {
    /// Consecutive ones.
    Range(Range<usize>),
    /// Listed ones, strictly ascending.
    List(Arc<[u32]>),
}

impl Neurons {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::List(list) => list.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The neuron of an index.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn get(&self, index: usize) -> usize {
        match self {
            Self::Range(range) => {
                assert!(index < range.len(), "there is no neuron of index {index}");
                range.start + index
            }
            Self::List(list) => list[index] as usize,
        }
    }

    /// The neurons in their order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let (range, list) = match self {
            Self::Range(range) => (range.clone(), &[][..]),
            Self::List(list) => (0..0, &**list),
        };
        range.chain(list.iter().map(|&neuron| neuron as usize))
    }

    fn common(&self, other: &Self) -> usize {
        match (self, other) {
            (Self::Range(one), Self::Range(two)) => {
                let first = one.start.max(two.start);
                one.end.min(two.end).saturating_sub(first)
            }
            (Self::Range(range), Self::List(list)) | (Self::List(list), Self::Range(range)) => list
                .iter()
                .filter(|&&neuron| range.contains(&(neuron as usize)))
                .count(),
            (Self::List(one), Self::List(two)) => {
                let mut common = 0;
                ascending_common(one, two, |_| common += 1);
                common
            }
        }
    }
}

impl From<Range<usize>> for Neurons {
    fn from(range: Range<usize>) -> Self {
        Self::Range(range)
    }
}

/// The range of a list of neighbours.
fn run(list: &[u32]) -> Option<Range<usize>> {
    match list {
        [] => Some(0..0),
        [first, ..] => {
            let mut pairs = list.windows(2);
            let is_run = pairs.all(|pair| pair[0].checked_add(1) == Some(pair[1]));
            let first = *first as usize;
            is_run.then_some(first..first + list.len())
        }
    }
}

/// Visits the places in an ascending list of the members of another one.
fn ascending_common(members: &[u32], list: &[u32], mut visit: impl FnMut(usize)) {
    let mut place = 0;
    for &member in members {
        place += count_below(&list[place..], member);
        if list.get(place) == Some(&member) {
            visit(place);
        }
    }
}

/// Number of elements of an ascending list that are smaller than `value`; quick where they are few.
fn count_below(list: &[u32], value: u32) -> usize {
    let mut width = 1;
    while width <= list.len() && list[width - 1] < value {
        width *= 2;
    }
    let low = width / 2;
    low + list[low..width.min(list.len())].partition_point(|&element| element < value)
}

/// The neurons of a slice, numbered through the network, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeuronNumbers(Numbers);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Numbers {
    Range(Range<u32>),
    /// The number of the first neuron of the population, and neurons counted from there.
    List(u32, Arc<[u32]>),
}

impl NeuronNumbers {
    /// Those of a valid slice; `first` is the number of the first neuron of the population.
    pub(super) fn new(slice: &Slice, first: u32) -> Self {
        let range = match &slice.neurons {
            Neurons::Range(range) => range.clone(),
            Neurons::List(list) => match run(list) {
                Some(range) => range,
                None => return Self(Numbers::List(first, Arc::clone(list))),
            },
        };
        let number = |neuron: usize| first + neuron as u32;
        Self(Numbers::Range(number(range.start)..number(range.end)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Numbers::Range(range) => range.len(),
            Numbers::List(_, list) => list.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the neuron of an index in the slice.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn get(&self, index: usize) -> u32 {
        match &self.0 {
            Numbers::Range(range) => {
                assert!(index < range.len(), "index {index} is not in the slice");
                range.start + index as u32
            }
            Numbers::List(first, list) => first + list[index],
        }
    }

    /// The numbers in their order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The ranges of consecutive numbers of which they consist.
    pub fn ranges(&self) -> Vec<Range<u32>> {
        match &self.0 {
            Numbers::Range(range) => vec![range.clone()],
            Numbers::List(first, list) => {
                let runs = list.chunk_by(|a, b| a + 1 == *b);
                runs.map(|run| first + run[0]..first + run[run.len() - 1] + 1)
                    .collect()
            }
        }
    }

    /// The range, if they are consecutive.
    pub(crate) fn as_range(&self) -> Option<&Range<u32>> {
        match &self.0 {
            Numbers::Range(range) => Some(range),
            Numbers::List(..) => None,
        }
    }

    /// The indices of those that lie in a range of the network.
    pub(crate) fn within(&self, range: &Range<u32>) -> Range<u32> {
        let below = |number: u32| match &self.0 {
            Numbers::Range(own) => number.clamp(own.start, own.end) - own.start,
            Numbers::List(first, list) => {
                list.partition_point(|&neuron| first + neuron < number) as u32
            }
        };
        let start = below(range.start);
        start..below(range.end).max(start)
    }

    /// The index of a neuron of the network in the slice, if it is there.
    pub fn index_of(&self, number: u32) -> Option<u32> {
        let index = self.within(&(number..number + 1));
        (!index.is_empty()).then_some(index.start)
    }

    /// Appends the indices of those that are among the `emitted` neurons, which ascend.
    pub(crate) fn append_indices(&self, emitted: &[u32], indices: &mut Vec<u32>) {
        let start = |range: &Range<u32>| {
            let first = emitted.partition_point(|&spike| spike < range.start);
            let last = emitted.partition_point(|&spike| spike < range.end);
            first..last
        };
        match &self.0 {
            Numbers::Range(range) => {
                let own = emitted[start(range)].iter();
                indices.extend(own.map(|spike| spike - range.start));
            }
            Numbers::List(first, list) => {
                let mut place = 0;
                let last = list.last().map_or(*first, |last| first + last + 1);
                for spike in &emitted[start(&(*first..last))] {
                    let neuron = spike - first;
                    place += count_below(&list[place..], neuron);
                    if list.get(place) == Some(&neuron) {
                        indices.push(place as u32);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> [Vec<u32>; 5] {
        [
            vec![],
            vec![7],
            vec![3, 4, 5, 9],
            (0..200).filter(|k| k % 3 == 1).collect(),
            (0..1_000).filter(|k| k * k % 17 == 4 || *k > 900).collect(),
        ]
    }

    /// If this fails, spikes are missed, or taken for those of another neuron.
    #[test]
    fn the_members_of_a_slice_are_found_among_spikes() {
        let range = NeuronNumbers::new(&Slice::range(0, 20..150), 10);
        let lists = lists().map(|list| NeuronNumbers::new(&Slice::list(0, list), 10));
        for numbers in lists.iter().chain([&range]) {
            for stride in [1, 2, 5, 97] {
                let emitted: Vec<u32> = (0..1_100).step_by(stride).collect();
                let mut found = vec![99];
                numbers.append_indices(&emitted, &mut found);
                let mut expected = vec![99];
                expected.extend((0..numbers.len() as u32).filter(|&index| {
                    let number = numbers.get(index as usize);
                    assert_eq!(numbers.index_of(number), Some(index));
                    emitted.contains(&number)
                }));
                assert_eq!(found, expected, "{numbers:?}, every {stride}");
            }
        }
    }

    #[test]
    fn the_ranges_of_a_list_are_its_runs() {
        let numbers = NeuronNumbers::new(&Slice::list(0, vec![1, 2, 3, 5, 8, 9]), 100);
        assert_eq!(numbers.ranges(), [101..104, 105..106, 108..110]);
        assert_eq!(numbers.within(&(102..109)), 1..5);
        assert_eq!(numbers.index_of(104), None);
    }

    /// If this fails, a list of neighbours costs more than their range.
    #[test]
    fn a_list_of_neighbours_is_a_range() {
        let list = (5..90).collect::<Vec<u32>>();
        assert_eq!(Slice::list(2, list.clone()), Slice::range(2, 5..90));
        let made_by_hand = Slice {
            population: 2,
            neurons: Neurons::List(list.into()),
        };
        let numbers = NeuronNumbers::new(&made_by_hand, 1_000);
        assert_eq!(numbers.as_range(), Some(&(1_005..1_090)));
        let last = Slice::list(0, vec![u32::MAX]);
        assert_eq!(last, Slice::range(0, (1 << 32) - 1..1 << 32));
    }

    #[test]
    fn neurons_in_both_of_two_slices_are_counted() {
        let mut slices = lists().map(|list| Slice::list(0, list)).to_vec();
        slices.extend([0..50, 40..1_000, 7..7].map(|range| Slice::range(0, range)));
        for one in &slices {
            for two in &slices {
                let both = one.neurons.iter().filter(|neuron| {
                    let mut others = two.neurons.iter();
                    others.any(|other| other == *neuron)
                });
                assert_eq!(one.common(two), both.count(), "{one:?}, {two:?}");
            }
            let elsewhere = Slice {
                population: 1,
                ..one.clone()
            };
            assert_eq!(one.common(&elsewhere), 0);
        }
    }
}
