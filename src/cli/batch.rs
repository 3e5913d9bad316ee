//! Work on many threads, results in order: bounded memory, the same sequence at any number of threads.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::failure::Failure;

/// Items worked on at a time, at most: large enough to keep the threads busy.
const BATCH: usize = 256;
/// Bytes at which a batch ends, however few its items: two batches are in memory at a time.
const BATCH_BYTES: usize = 64 << 20;

/// A pool of that many threads; `None` for one a core.
pub(super) fn pool(jobs: Option<u16>) -> Result<ThreadPool, Failure> {
    ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| Failure::Usage(format!("no threads: {error}")))
}

/// Gives every item to `work` and every result, in the order of the items, to `sink`. While one batch is
/// worked on, the results of the one before are handed on. Stops at the first failure of `sink`. How many bytes
/// an item holds in memory tells `held`.
pub(super) fn in_order<T: Send, R: Send>(
    pool: &ThreadPool,
    mut items: impl Iterator<Item = T>,
    held: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let mut ready = Vec::new();
    loop {
        let batch = next(&mut items, &held);
        let last = batch.is_empty();
        let (handed_on, results) = pool.join(
            || ready.into_iter().try_for_each(&mut sink),
            || batch.into_par_iter().map(&work).collect::<Vec<R>>(),
        );
        handed_on?;
        if last {
            return Ok(());
        }
        ready = results;
    }
}

/// The next batch; empty at the end.
fn next<T>(items: &mut impl Iterator<Item = T>, held: impl Fn(&T) -> usize) -> Vec<T> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH
        && bytes < BATCH_BYTES
        && let Some(item) = items.next()
    {
        bytes += held(&item);
        batch.push(item);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_at_any_number_of_threads() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            let pool = pool(Some(jobs)).expect("threads");
            in_order(
                &pool,
                0..1000,
                |_| 0,
                |item| item * 2,
                |result| {
                    seen.push(result);
                    Ok(())
                },
            )
            .expect("no failure");
            assert_eq!(seen, (0..1000).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_batch_ends_at_items_or_bytes() {
        const MIB: usize = 1 << 20;
        for (each, wanted) in [(0, BATCH), (MIB / 4, BATCH), (MIB, 64), (16 * MIB, 4), (40 * MIB, 2), (80 * MIB, 1)] {
            assert_eq!(next(&mut std::iter::repeat(()), |()| each).len(), wanted, "items of {each} bytes");
        }
        assert_eq!(next(&mut [1, 2].into_iter(), |_| 80 * MIB), [1]);
        assert!(next(&mut std::iter::empty::<u8>(), |_| 0).is_empty());
    }

    #[test]
    fn the_first_failure_ends_it() {
        let pool = pool(Some(2)).expect("threads");
        let mut taken = 0;
        let items = std::iter::repeat(()).inspect(|()| taken += 1);
        let result = in_order(&pool, items, |()| 0, |()| (), |()| Err(Failure::Closed));
        assert!(matches!(result, Err(Failure::Closed)));
        assert!(taken <= 2 * BATCH, "{taken} items were taken after nobody wanted them");
    }
}
