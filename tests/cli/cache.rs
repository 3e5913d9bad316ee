//! Names compiled without being asked: kept in the user's cache folder, used again, made anew for other tables, and never
//! trusted.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// A table that is large enough to be worth keeping, with this film in it.
fn write_names(place: &Path, film: &str) {
    let mut table = String::from("name\taliases\tid\tfacts\n");
    (0..9000)
        .for_each(|number| table += &format!("Grey Harbour Line {number:05}\t\tgrey-harbour-line-{number:05}\t\n"));
    table += &format!("{film}\t\tthe-film\t\n");
    fs::create_dir_all(place.join("mine/names")).expect("folder");
    fs::write(place.join("mine/names/film.tsv"), table).expect("written");
}

/// What is said of the things of an article, with these options and this environment.
fn extract(place: &Path, options: &[&str], env: &[(&str, &str)]) -> String {
    let text = "The film Zarthen Vale was directed by Ane Moe. The film Quelby Moor was directed by Lars Brekke.\n";
    fs::write(place.join("a.txt"), text).expect("written");
    let mut sayso = Command::new(env!("CARGO_BIN_EXE_sayso"));
    ["XDG_CACHE_HOME", "SAYSO_NO_NAME_CACHE", "LOCALAPPDATA"].iter().for_each(|name| _ = sayso.env_remove(name));
    sayso.args(["extract", "a.txt", "--gazetteers", "mine"]).args(options).current_dir(place);
    let output = sayso.env("HOME", place.join("home")).envs(env.iter().copied()).output().expect("starts");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The files of a folder, by name.
fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn knows(claims: &str, film: &str) -> bool {
    claims.contains(&format!("{{\"name\":\"{film}\",\"kind\":\"film\",\"id\":\"the-film\"}}"))
}

#[test]
fn large_tables_are_compiled_once() {
    let place = tempfile::tempdir().expect("folder");
    let (place, cache) = (place.path(), place.path().join("cache"));
    let here = [("XDG_CACHE_HOME", cache.to_str().expect("UTF-8"))];
    write_names(place, "Zarthen Vale");
    let claims = extract(place, &[], &here);
    assert!(knows(&claims, "Zarthen Vale") && !knows(&claims, "Quelby Moor"), "{claims}");
    let made = files(cache.join("sayso"));
    let [compiled] = made.as_slice() else { panic!("{made:?}") };
    let bytes = fs::read(compiled).expect("file");
    assert!(!place.join("home").exists());

    // Used again and not written again.
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let set = |time| File::options().write(true).open(compiled).and_then(|file| file.set_modified(time)).expect("set");
    let when = || fs::metadata(compiled).and_then(|data| data.modified()).expect("a time");
    set(long_ago);
    assert_eq!(extract(place, &[], &here), claims);
    assert_eq!((when(), files(cache.join("sayso"))), (long_ago, made.clone()));

    // Damaged, cut, empty, or something else: made again.
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    for damaged in [&flipped[..], &bytes[..bytes.len() / 3], b"", b"name\taliases\tid\tfacts\n"] {
        fs::write(compiled, damaged).expect("written");
        assert_eq!(extract(place, &[], &here), claims);
        assert!(fs::read(compiled).expect("file") == bytes, "{} bytes were left", damaged.len());
    }

    // Another table has another file.
    write_names(place, "Quelby Moor");
    let others = extract(place, &[], &here);
    assert!(knows(&others, "Quelby Moor") && !knows(&others, "Zarthen Vale"), "{others}");
    assert_eq!(files(cache.join("sayso")).len(), 2);
}

#[test]
fn the_cache_lies_where_the_user_has_it() {
    let place = tempfile::tempdir().expect("folder");
    let place = place.path();
    write_names(place, "Zarthen Vale");
    // Kept by nobody who does not want it, nor for small tables.
    let claims = extract(place, &["--no-name-cache"], &[]);
    assert_eq!(extract(place, &[], &[("SAYSO_NO_NAME_CACHE", "1")]), claims);
    assert!(!place.join("home").exists());
    // The standard has no relative folder.
    assert_eq!(extract(place, &[], &[("XDG_CACHE_HOME", "here")]), claims);
    assert!(!place.join("here").exists());
    assert_eq!(files(place.join("home/.cache/sayso")).len(), 1);
    // Where nothing can be kept, all goes on.
    fs::write(place.join("file"), "").expect("written");
    assert_eq!(extract(place, &[], &[("XDG_CACHE_HOME", place.join("file").to_str().expect("UTF-8"))]), claims);
}
