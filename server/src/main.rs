//! Where it runs. `server --help` lists the commands and every setting.

use std::process::ExitCode;

// The system's own keeps what one thread gave back from the others, so that a first import and the merge after it took new
// memory beside what building the search index had left. How this one keeps house stands in .cargo/config.toml.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    server::cli::main()
}
