//! The known word that an unknown one was probably meant to be.

use strsim::damerau_levenshtein;

/// The candidate with the fewest edits, if they are about a third of the word at most; upper and
/// lower case count as the same.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .map(|known| (damerau_levenshtein(&folded, &known.to_lowercase()), known))
        .filter(|(edits, _)| *edits <= word.chars().count().div_ceil(3))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}
