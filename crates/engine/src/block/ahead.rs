//! Fetching the rows of spikes before they are read.
//!
//! One idea: rows of a large network lie on pages whose addresses the processor has to look up in memory. It goes
//! on beyond a fetch only when it knows the address, but looks up several at a time if fetches follow each
//! other closely. So nothing is fetched between most spikes, and much between some.

/// Spikes whose rows are fetched together.
const BATCH: usize = 8;

/// Spikes ahead of the one that is read, first of a batch, where fetching begins: of rows, and before that of their
/// places. Between them lies more time than memory takes, also where rows are short.
const ROWS: usize = 2 * BATCH;
const PLACES: usize = 4 * BATCH;

/// Calls `place` and `row` with the sources whose places and whose rows are to be fetched before spike `k` is read.
#[inline(always)]
pub(super) fn fetch_ahead(
    sources: &[u32],
    k: usize,
    mut place: impl FnMut(usize),
    mut row: impl FnMut(usize),
) {
    if !k.is_multiple_of(BATCH) {
        return;
    }
    let batch = |ahead: usize| sources.iter().skip(k + ahead).take(BATCH);
    batch(PLACES).for_each(|&source| place(source as usize));
    batch(ROWS).for_each(|&source| row(source as usize));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, some rows are fetched twice or too late: seen by nothing but time.
    #[test]
    fn all_but_the_first_are_fetched_once_and_before_they_are_read() {
        let sources: Vec<u32> = (100..171).collect();
        let (mut places, mut rows) = (Vec::new(), Vec::new());
        for k in 0..sources.len() {
            let (place, row) = (|source| places.push(source), |source| rows.push(source));
            fetch_ahead(&sources, k, place, row);
            let next = sources[k] as usize + 1;
            assert!(rows.last().is_some_and(|&last| last > next.min(170) - 1));
            assert!(places.len() + PLACES >= rows.len() + ROWS);
        }
        assert_eq!(rows, (100 + ROWS..171).collect::<Vec<_>>());
        assert_eq!(places, (100 + PLACES..171).collect::<Vec<_>>());
    }
}
