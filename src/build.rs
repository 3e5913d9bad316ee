//! Lists the files of knowledge (predicates, gazetteers) so that dropping a file in a folder adds it to the program,
//! works out which words each built-in rule requires, and tells the program a hash of its own sources, by which results of
//! another program are known.

#[path = "lexicon/required.rs"]
#[allow(dead_code, reason = "the library needs more of it")]
mod required;

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
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
    println!("cargo::rustc-env=SAYSO_SOURCES={:016x}", hash_of_sources(&root));
    code.push_str(&required_words(&root));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("knowledge.rs"), code).expect("OUT_DIR is writable");
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    list_with(folder, &["toml", "tsv", "txt"], files);
}

fn list_with(folder: &Path, ends: &[&str], files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list_with(&path, ends, files);
        } else if path.extension().is_some_and(|end| ends.iter().any(|one| end == *one)) {
            files.push(path);
        }
    }
}

/// A hash of the library's code and of the versions it was built with. What the command line does changes no claim.
fn hash_of_sources(root: &Path) -> u64 {
    let mut files = vec![root.join("Cargo.lock")];
    for entry in fs::read_dir(root.join("src")).into_iter().flatten().flatten() {
        let path = entry.path();
        let rim = path.ends_with("cli") || path.ends_with("main.rs");
        match path.is_dir() {
            _ if rim => continue,
            true => list_with(&path, &["rs"], &mut files),
            false => files.push(path.clone()),
        }
        println!("cargo::rerun-if-changed={}", path.display());
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

/// For the key of each rule's pattern the words that it requires, in order. What cannot be read is left out: loading it
/// says why.
fn required_words(root: &Path) -> String {
    let mut files = Vec::new();
    ["src/predicates", "gazetteers/words"].iter().for_each(|folder| list(&root.join(folder), &mut files));
    let tables = files.iter().filter(|file| file.extension().is_some_and(|end| end == "toml"));
    let tables = tables.filter_map(|file| Some((file, fs::read_to_string(file).ok()?.parse::<toml::Table>().ok()?)));
    let (groups, rules): (Vec<_>, Vec<_>) =
        tables.partition(|(file, _)| file.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("groups")));
    let texts = groups.into_iter().flat_map(|(_, table)| table);
    let texts = texts.filter_map(|(name, text)| Some((name, text.as_str()?.to_string()))).collect();
    let requirements = required::Requirements::of_groups(&texts);
    let mut words: BTreeMap<u64, required::Required> = BTreeMap::new();
    for rule in rules.iter().filter_map(|(_, table)| table.get("rule")?.as_array()).flatten() {
        let pattern = rule.get("pattern").and_then(toml::Value::as_str);
        let found = pattern.and_then(|pattern| Some((pattern, requirements.of_pattern(pattern).ok()?)));
        words.extend(found.map(|(pattern, found)| (required::key(pattern), found)));
    }
    let mut code = String::from("const REQUIRED: &[(u64, &[&[u8]])] = &[\n");
    for (key, words) in words {
        write!(code, "    ({key}, &[").expect("writing to a string");
        for word in words.unwrap_or_default() {
            write!(code, "b\"{}\", ", word.escape_ascii()).expect("writing to a string");
        }
        code.push_str("]),\n");
    }
    code + "];\n"
}
