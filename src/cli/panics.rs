//! Panics inside one article: caught, told as that article's error, and the batch goes on.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Installs the hook that notes where a guarded panic happened instead of printing it.
pub(super) fn record() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            LAST.set(info.to_string().replace('\n', " "));
        } else {
            usual(info);
        }
    }));
}

/// Runs `work`; a panic in it becomes an error message that names the place.
pub(super) fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.set(true);
    // What `work` may leave half done is its own article's, and dropped with it.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|_| format!("internal error, please report it: {}", LAST.take()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_message() {
        record();
        assert_eq!(guard(|| 1), Ok(1));
        let message = guard(|| -> u8 { panic!("nothing there") }).expect_err("a failure");
        assert!(message.contains("panics.rs") && message.contains("nothing there"), "{message}");
    }
}
