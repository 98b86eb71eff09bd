//! Where it runs. `server --help` lists the commands and every setting.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
