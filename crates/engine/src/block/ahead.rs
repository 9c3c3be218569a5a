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
    // At the beginning all that would have been fetched before.
    let fetched = |ahead: usize| if k == 0 { 0 } else { k + ahead };
    let ahead = |ahead: usize| sources.iter().take(k + ahead + BATCH).skip(fetched(ahead));
    ahead(PLACES).for_each(|&source| place(source as usize));
    ahead(ROWS).for_each(|&source| row(source as usize));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, some rows are fetched twice or too late: seen by nothing but time.
    #[test]
    fn all_are_fetched_once_and_before_they_are_read() {
        for count in [0, 1, BATCH, ROWS + 3, PLACES, 171] {
            let sources: Vec<u32> = (100..100 + count as u32).collect();
            let all: Vec<usize> = (100..100 + count).collect();
            let (mut places, mut rows) = (Vec::new(), Vec::new());
            for k in 0..count {
                let (place, row) = (|source| places.push(source), |source| rows.push(source));
                fetch_ahead(&sources, k, place, row);
                assert!(rows.len() >= count.min(k + ROWS), "{k} of {count}");
                assert!(places.len() >= count.min(k + PLACES), "{k} of {count}");
            }
            assert_eq!(places, all);
            assert_eq!(rows, all);
        }
    }
}
