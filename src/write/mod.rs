//! Writing: claims and reports become bytes (JSON lines, the terminal's report, schemas). Writes to any
//! `io::Write`; opens nothing.
