use super::*;

/// A result of one article.
fn made(name: &str, claims: &str) -> Result {
    let mut made = Result::default();
    made.article(name.into(), format!("{{\"name\":{name:?}}}\n").as_bytes(), claims.as_bytes());
    made
}

fn key(number: u8) -> Key {
    [number; 16]
}

#[test]
fn what_was_written_is_found_and_what_was_not_finished_is_not() {
    let place = tempfile::tempdir().expect("folder");
    let disk = Disk::default();
    let mut writer = Known::open(place.path(), &disk).expect("a store").writer(&disk);
    writer.add(key(1), made("a", "one\n")).expect("room");
    writer.add(key(2), made("b", "two\n")).expect("room");
    writer.finish().expect("room");
    writer.add(key(3), made("c", "three\n")).expect("room");
    drop(writer);
    let known = Known::open(place.path(), &disk).expect("a store");
    assert!(known.find(&key(3)).is_none());
    let mut listing = Listing::default();
    for number in [1, 2] {
        listing.add(key(number), known.find(&key(number)).expect("known"));
    }
    let mut shards = Shards::of(place.path());
    let read: Vec<_> = listing
        .articles
        .iter()
        .map(|article| (shards.row(article).expect("a row"), shards.claim_lines(article).expect("claims")))
        .collect();
    assert_eq!(read[0], (b"{\"name\":\"a\"}\n".to_vec(), b"one\n".to_vec()));
    assert_eq!(read[1], (b"{\"name\":\"b\"}\n".to_vec(), b"two\n".to_vec()));
    let files = fs::read_dir(place.path().join(FOLDER)).expect("folder").count();
    assert_eq!(files, 1, "what a killed run left is gone");
}

#[test]
fn damage_counts_as_nothing() {
    let place = tempfile::tempdir().expect("folder");
    let disk = Disk::default();
    let mut writer = Known::open(place.path(), &disk).expect("a store").writer(&disk);
    writer.add(key(1), made("a", "one\n")).expect("room");
    writer.finish().expect("room");
    let path = shard::path(&place.path().join(FOLDER), 0);
    let whole = fs::read(&path).expect("a shard");
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).expect("written");
        assert!(Known::open(place.path(), &disk).expect("a store").find(&key(1)).is_none(), "cut at {length}");
    }
    // A flipped bit in the index or the tail.
    let index = whole.len() - 40 - 32;
    for at in index..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, &bytes).expect("written");
        assert!(Known::open(place.path(), &disk).expect("a store").find(&key(1)).is_none(), "changed at {at}");
    }
    fs::write(&path, &whole).expect("written");
    assert!(Known::open(place.path(), &disk).expect("a store").find(&key(1)).is_some());
}

#[test]
fn sweeping_keeps_what_is_listed_only() {
    let place = tempfile::tempdir().expect("folder");
    let disk = Disk::default();
    let mut writer = Known::open(place.path(), &disk).expect("a store").writer(&disk);
    let mut kept = BTreeMap::new();
    for number in 0..20 {
        let found = writer.add(key(number), made(&number.to_string(), "claims\n")).expect("room");
        if number % 10 == 3 {
            kept.insert(key(number), found.place);
        }
        if number % 5 == 4 {
            writer.finish().expect("room");
        }
    }
    sweep(place.path(), &kept, &disk).expect("room");
    let known = Known::open(place.path(), &disk).expect("a store");
    let found: Vec<u8> = (0..20).filter(|number| known.find(&key(*number)).is_some()).collect();
    assert_eq!(found, [3, 13]);
    assert_eq!(known.sizes.len(), 1);
}
