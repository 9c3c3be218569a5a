//! Which neurons of a block or segment belong to a slice.

use super::overlap;
use crate::network::NeuronNumbers;
use adexnet_model::float::Float;
use std::ops::Range;

/// Some neurons of a block or segment, counted within it, in ascending order.
#[derive(Debug)]
pub(crate) enum Part {
    /// Neighbours.
    Range(Range<usize>),
    List(Box<[u32]>),
}

impl Part {
    /// Those of a slice that lie in a block or segment.
    pub(super) fn of(slice: &NeuronNumbers, block: &Range<u32>) -> Self {
        if let Some(range) = slice.as_range() {
            return Self::Range(overlap(block, range));
        }
        let indices = slice.within(block);
        let places = indices.map(|index| slice.get(index as usize) - block.start);
        Self::List(places.collect())
    }

    /// How many there are.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.end - range.start,
            Self::List(list) => list.len(),
        }
    }

    /// The place of the k-th.
    #[inline(always)]
    pub(super) fn place(&self, k: usize) -> usize {
        match self {
            Self::Range(range) => range.start + k,
            Self::List(list) => list[k] as usize,
        }
    }

    /// Which of them, by their order, lie in a range of places.
    #[inline(always)]
    pub(super) fn within(&self, places: &Range<usize>) -> Range<usize> {
        match self {
            Self::Range(range) => {
                let start = places.start.clamp(range.start, range.end);
                let end = places.end.clamp(start, range.end);
                start - range.start..end - range.start
            }
            Self::List(list) => {
                let start = list.partition_point(|&place| (place as usize) < places.start);
                let rest = &list[start..];
                start..start + rest.partition_point(|&place| (place as usize) < places.end)
            }
        }
    }
}

/// Some neurons of a segment as the range from the first to the last of them.
#[derive(Debug)]
pub(super) struct Hull {
    /// Neurons, counted within the segment.
    pub(super) range: Range<usize>,
    /// For each neuron of the range whether it is meant, where some are not.
    chosen: Option<Box<[bool]>>,
}

impl Hull {
    /// Those of a slice that lie in a segment; `None` if none does.
    pub(super) fn of(slice: &NeuronNumbers, segment: &Range<u32>) -> Option<Self> {
        let part = Part::of(slice, segment);
        let last = part.len().checked_sub(1)?;
        let range = part.place(0)..part.place(last) + 1;
        let chosen = (part.len() < range.len()).then(|| {
            let mut chosen = vec![false; range.len()];
            (0..part.len()).for_each(|k| chosen[part.place(k) - range.start] = true);
            chosen.into_boxed_slice()
        });
        Some(Self { range, chosen })
    }

    /// Visits the values of the neurons that are meant, of which there is one for each neuron of the range.
    pub(super) fn visit<F>(&self, values: &mut [F], mut visit: impl FnMut(&mut [F])) {
        match &self.chosen {
            None => visit(values),
            Some(chosen) => {
                let values = values.chunks_mut(1).zip(chosen);
                values
                    .filter(|&(_, &is_chosen)| is_chosen)
                    .for_each(|(value, _)| visit(value));
            }
        }
    }

    /// Sets the values of neurons to 0 that are not meant; the first is the neuron of this place in the segment.
    #[inline(always)]
    pub(super) fn mask<F: Float>(&self, first: usize, values: &mut [F]) {
        if let Some(chosen) = &self.chosen {
            for (value, &is_chosen) in values.iter_mut().zip(&chosen[first - self.range.start..]) {
                *value = if is_chosen { *value } else { F::ZERO };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Network, NetworkDescription, Population, Slice};
    use adexnet_model::adex::AdexParameters;

    /// If this fails, neurons of a list are mistaken for others where blocks or segments are cut.
    #[test]
    fn parts_are_found_wherever_blocks_are_cut() {
        let network = Network::new(NetworkDescription {
            dt: 0.1,
            populations: [7, 300]
                .map(|size| Population::new(&size.to_string(), size, AdexParameters::default()))
                .to_vec(),
            ..NetworkDescription::default()
        });
        let network = network.expect("a valid network");
        let list: Vec<u32> = (0..300).filter(|k| k % 7 == 0 || k % 11 == 3).collect();
        for slice in [Slice::list(1, list), Slice::range(1, 20..130)] {
            let numbers = network.slice_numbers(&slice);
            for block in [0..7, 0..307, 7..8, 7..135, 130..131, 135..307, 306..307] {
                let part = Part::of(&numbers, &block);
                let found: Vec<usize> = (0..part.len()).map(|k| part.place(k)).collect();
                let expected = slice.neurons.iter().map(|neuron| neuron as u32 + 7);
                let expected: Vec<usize> = expected
                    .filter(|number| block.contains(number))
                    .map(|number| (number - block.start) as usize)
                    .collect();
                assert_eq!(found, expected, "{block:?}");
                for places in [0..1, 0..64, 64..128, 100..101, 300..400] {
                    let within: Vec<usize> = part.within(&places).map(|k| part.place(k)).collect();
                    let expected: Vec<usize> = found
                        .iter()
                        .copied()
                        .filter(|place| places.contains(place))
                        .collect();
                    assert_eq!(within, expected, "{block:?}, {places:?}");
                }
            }
        }
    }
}
