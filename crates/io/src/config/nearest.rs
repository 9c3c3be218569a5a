//! The known word that an unknown one was probably meant to be.

use strsim::damerau_levenshtein;

/// Longest word that is compared, in characters: longer than any name may be. Comparing takes time and memory in
/// proportion to the product of the lengths, and a word may come from anywhere.
const LONGEST: usize = 100;

/// The candidate with the fewest edits, if they are about a third of the word at most; upper and
/// lower case count as the same.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if length(word) > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|known| length(known) <= LONGEST)
        .map(|known| (damerau_levenshtein(&folded, &known.to_lowercase()), known))
        .filter(|(edits, _)| *edits <= length(word).div_ceil(3))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}

fn length(word: &str) -> usize {
    word.chars().count()
}
