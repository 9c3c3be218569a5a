//! The nearest known word, for messages about unknown ones.

use strsim::damerau_levenshtein;

/// Longest word that is compared, in characters: longer than any that is known. Comparing takes time and memory in
/// proportion to the product of the lengths, and a word may come from anywhere.
const LONGEST: usize = 100;

/// The candidate that `word` is most likely a misspelling of: the one with the fewest edits, upper
/// and lower case counting least, if they are about a third of the word at most. The first of
/// equally close candidates wins.
///
/// ```
/// use adexnet_model::nearest::nearest;
///
/// assert_eq!(nearest("cels", ["sources", "cells"]), Some("cells"));
/// assert_eq!(nearest("E", ["sources", "cells"]), None);
/// ```
#[must_use]
pub fn nearest<T: AsRef<str>>(word: &str, candidates: impl IntoIterator<Item = T>) -> Option<T> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let most_edits = (length + 1) / 3;
    let folded = word.to_lowercase();
    let is_comparable = |candidate: &T| candidate.as_ref().chars().count() <= LONGEST;
    let edits = |candidate: &T| {
        let known = candidate.as_ref();
        let but_for_case = damerau_levenshtein(&folded, &known.to_lowercase());
        (but_for_case, damerau_levenshtein(word, known))
    };
    candidates
        .into_iter()
        .filter(is_comparable)
        .map(|candidate| (edits(&candidate), candidate))
        .filter(|((but_for_case, _), _)| *but_for_case <= most_edits)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// The nearest known word as an insertion into a message, empty if there is none.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest
        .map(|known| format!(", did you mean {known:?}?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelled_word_finds_the_known_one() {
        let known = ["regular-bursting", "initial-burst", "tau_w", "tau_g", "EL"];
        assert_eq!(nearest("regular bursting", known), Some("regular-bursting"));
        assert_eq!(nearest("el", known), Some("EL"));
        assert_eq!(nearest("tauw", known), Some("tau_w"));
        assert_eq!(nearest("something else", known), None);
        assert_eq!(nearest("x", known), None);
    }

    /// If this fails, an unknown word of a megabyte takes a gigabyte for each known one.
    #[test]
    fn endless_words_are_compared_with_nothing() {
        let endless = "x".repeat(1 << 24);
        assert_eq!(nearest(&endless, [endless.as_str(), "x"]), None);
        assert_eq!(nearest("x1", [endless.as_str(), "x2"]), Some("x2"));
    }
}
