//! Disjoint sets of numbers, named by their least member so that no order of joining shows.

/// Sets over `0..n`.
pub(in super::super) struct Sets(Vec<u32>);

impl Sets {
    /// `n` sets of one.
    pub(in super::super) fn new(n: usize) -> Sets {
        Sets((0..n as u32).collect())
    }

    /// The least member of the set that holds `item`.
    pub(in super::super) fn find(&mut self, item: u32) -> u32 {
        let mut item = item;
        while self.0[item as usize] != item {
            let up = self.0[self.0[item as usize] as usize];
            self.0[item as usize] = up;
            item = up;
        }
        item
    }

    /// Joins the sets of two items; the least member of the joined set.
    pub(in super::super) fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
        a.min(b)
    }
}
