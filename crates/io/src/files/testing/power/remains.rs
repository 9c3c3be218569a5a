//! What a power cut leaves, by chance.

use super::tree::{Change, Content, Entry, Names, Tree};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

/// A sequence of random numbers (`SplitMix64`; Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `count`, which is not 0.
    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn range(&mut self, length: usize) -> Range<usize> {
        let [one, other] = [(); 2].map(|()| self.below(length + 1));
        one.min(other)..one.max(other)
    }
}

impl Tree {
    /// Makes of the directory `root` what the disk could hold after a power cut.
    pub(super) fn leave(&self, root: &Path, seed: u64) -> io::Result<()> {
        let mut random = Random(seed);
        let names = if seed.is_multiple_of(2) {
            let end = random.below(self.changes.len() + 1);
            self.names_with(|number| number < end)
        } else {
            self.names_with(|_| random.coin())
        };
        clear(root)?;
        self.fill(root, 0, &names, &mut random)
    }

    /// The names in each directory, with those changes that survive, told by their number.
    fn names_with(&self, mut survives: impl FnMut(usize) -> bool) -> Vec<Names> {
        let forced = self.directories.iter();
        let mut names: Vec<Names> = forced.map(|names| names.forced.clone()).collect();
        for (number, change) in self.changes.iter().enumerate() {
            if survives(number) {
                change.apply(&mut names[change.directory]);
            }
        }
        names
    }

    fn fill(
        &self,
        path: &Path,
        directory: usize,
        names: &[Names],
        random: &mut Random,
    ) -> io::Result<()> {
        for (name, entry) in &names[directory] {
            let path = path.join(name);
            match *entry {
                Entry::File(number) => fs::write(&path, self.files[number].remains(random))?,
                Entry::Directory(number) => {
                    fs::create_dir(&path)?;
                    self.fill(&path, number, names, random)?;
                }
            }
        }
        Ok(())
    }
}

fn clear(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

impl Content {
    /// What was synced, and nothing of the changes since, all of them, their length alone, or some of them.
    fn remains(&self, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        match random.below(4) {
            0 => {}
            1 => self.changes.iter().for_each(|it| it.apply(&mut bytes)),
            2 => self.change_length(&mut bytes),
            _ => self.change_somehow(&mut bytes, random),
        }
        bytes
    }

    /// Gives the bytes the length that they were to have. What had no place on the disk when the file was synced,
    /// or lost it since, is zeros.
    fn change_length(&self, bytes: &mut Vec<u8>) {
        let mut length = bytes.len();
        for change in &self.changes {
            match change {
                Change::Write { at, bytes } => length = length.max(at + bytes.len()),
                Change::Length(new) => {
                    length = *new;
                    bytes.truncate(length);
                }
            }
        }
        bytes.resize(length, 0);
    }

    /// Half of the changes are done; of every other write that is not, a piece is, since a disk writes by pages.
    fn change_somehow(&self, bytes: &mut Vec<u8>, random: &mut Random) {
        for change in &self.changes {
            if random.coin() {
                change.apply(bytes);
            } else if random.coin()
                && let Change::Write { at, bytes: written } = change
            {
                let piece = random.range(written.len());
                let (at, piece) = (at + piece.start, written[piece].to_vec());
                Change::Write { at, bytes: piece }.apply(bytes);
            }
        }
    }
}
