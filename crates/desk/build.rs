//! Tells cargo to build `desk` again when a file that is compiled in changes.
//!
//! In scope: the folders `law/` and `locales/`. Out of scope: reading them; `include_dir` does that
//! and, on the stable compiler, cannot say by itself which files it read.

fn main() {
    println!("cargo::rerun-if-changed=../../law");
    println!("cargo::rerun-if-changed=../../locales");
}
