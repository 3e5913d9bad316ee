//! The command line: everything that touches arguments, the terminal, the clock and output files lies in [`cli`].

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
