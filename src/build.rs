//! Lists the files of knowledge (predicates, gazetteers) so that dropping a file in a folder adds it to the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut code = String::new();
    for (table, folder) in [("PREDICATES", "src/predicates"), ("GAZETTEERS", "gazetteers")] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        list(&root.join(folder), &mut files);
        files.sort();
        writeln!(code, "pub(crate) const {table}: &[(&str, &str)] = &[").expect("writing to a string");
        for file in files {
            let name = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            writeln!(code, "    ({name:?}, include_str!({file:?})),").expect("writing to a string");
        }
        code.push_str("];\n");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("knowledge.rs"), code).expect("OUT_DIR is writable");
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|end| end == "toml" || end == "tsv" || end == "txt") {
            files.push(path);
        }
    }
}
