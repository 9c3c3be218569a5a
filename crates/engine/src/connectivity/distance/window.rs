//! Targets that lie near each other, found quickly.
//!
//! One idea: windows of 32,768 targets that follow each other are cut again and again at the median of the dimension
//! in which they are widest, down to 32 targets: a k-d tree (Bentley 1975). So the targets of a node lie
//! together in space, in whatever order they are numbered. The tree depends on the positions alone.

use super::space::Cuboid;
use crate::network::Point;

/// Targets of a window, 2^15: a block has about as many.
pub(crate) const WINDOW: usize = 1 << 15;

/// Targets of the smallest nodes.
pub(super) const LEAF: usize = 32;

/// The targets of a window as a tree.
#[derive(Debug)]
pub(super) struct Window {
    /// Targets, counted within the window, and their positions, leaf by leaf.
    targets: Vec<u16>,
    points: Vec<Point>,
    /// The box of each node: 1 is the root, 2 k and 2 k + 1 are the halves of k. The first half is full.
    cuboids: Vec<Cuboid>,
    /// Cuts from the root to the leaves.
    pub(super) depth: u32,
}

impl Window {
    /// The tree of at most 32,768 targets, at least one.
    pub(super) fn new(points: impl Iterator<Item = Point>) -> Self {
        let mut members: Vec<(Point, u16)> = points.zip(0..).collect();
        debug_assert!(!members.is_empty() && members.len() <= WINDOW);
        let depth = members.len().div_ceil(LEAF).next_power_of_two().ilog2();
        let nothing = Cuboid::around([].iter());
        let mut cuboids = vec![nothing; 2 << depth];
        arrange(&mut members, (1, LEAF << depth), &mut cuboids);
        Self {
            targets: members.iter().map(|&(_, target)| target).collect(),
            points: members.iter().map(|&(point, _)| point).collect(),
            cuboids,
            depth,
        }
    }

    /// Number of targets.
    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }

    /// The box of a node.
    #[inline(always)]
    pub(super) fn cuboid(&self, node: usize) -> &Cuboid {
        &self.cuboids[node]
    }

    /// The position of the target at a place in the tree.
    #[inline(always)]
    pub(super) fn point(&self, place: usize) -> &Point {
        &self.points[place]
    }

    /// That target, counted within the window.
    #[inline(always)]
    pub(super) fn target(&self, place: usize) -> u32 {
        u32::from(self.targets[place])
    }
}

/// Puts the members of a node, which has room for so many, into the order of the tree.
fn arrange(members: &mut [(Point, u16)], (node, room): (usize, usize), cuboids: &mut [Cuboid]) {
    cuboids[node] = Cuboid::around(members.iter().map(|(point, _)| point));
    if room == LEAF {
        members.sort_unstable_by_key(|&(_, target)| target);
        return;
    }
    let half = (room / 2).min(members.len());
    if half < members.len() {
        let k = cuboids[node].widest();
        members.select_nth_unstable_by(half, |(a, first), (b, second)| {
            a[k].total_cmp(&b[k]).then(first.cmp(second))
        });
    }
    let (first, second) = members.split_at_mut(half);
    arrange(first, (2 * node, room / 2), cuboids);
    if !second.is_empty() {
        arrange(second, (2 * node + 1, room / 2), cuboids);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, targets are lost, or lie outside the box that should hold them.
    #[test]
    fn every_node_holds_its_targets() {
        for count in [1, 31, 32, 33, 100, 1_000, 4_097] {
            let coordinate = |k: usize, factor: usize| (k * factor % 1_009) as f64;
            let at = |k: usize| [coordinate(k, 619), coordinate(k, 83), coordinate(k * k, 7)];
            let window = Window::new((0..count).map(at));
            let mut targets: Vec<_> = (0..count).map(|place| window.target(place)).collect();
            for level in 0..=window.depth {
                let room = LEAF << (window.depth - level);
                for place in 0..count {
                    let Cuboid { low, high } = window.cuboid((1 << level) + place / room);
                    let point = window.point(place);
                    assert_eq!(point, &at(window.target(place) as usize));
                    assert!((0..3).all(|k| low[k] <= point[k] && point[k] <= high[k]));
                }
            }
            targets.sort_unstable();
            assert!(targets.into_iter().eq(0..count as u32));
        }
    }
}
