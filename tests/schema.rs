//! Real output fits the schema that `sayso schema` prints.

use serde_json::Value;

fn sayso(args: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_sayso")).args(args).output().expect("runs");
    assert!(output.status.code() <= Some(1), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Checks every value against the schema of that name, and that there is one to check.
fn fits(name: &str, values: &[Value]) {
    let schema: Value = serde_json::from_str(&sayso(&["schema", name])).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["version"], sayso::claim::CONTRACT_VERSION);
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    assert!(!values.is_empty(), "no {name} to check");
    for value in values {
        let faults: Vec<String> = schema.iter_errors(value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?} in {value:#}");
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn all_outputs_of_the_fixtures_fit_their_schemas() {
    let out = tempfile::tempdir().expect("folder");
    let place = out.path().to_str().expect("UTF-8");
    let broken = tempfile::NamedTempFile::with_suffix(".jsonl").expect("file");
    std::fs::write(broken.path(), "{").expect("written");
    sayso(&["run", "fixtures", broken.path().to_str().expect("UTF-8"), "--out", place, "--quiet"]);
    let read = |name: &str| std::fs::read_to_string(out.path().join(name)).expect(name);
    for name in ["articles", "claims", "facts", "conflicts", "errors"] {
        fits(name, &lines(&read(&format!("{name}.jsonl"))));
    }
    fits("run", &[serde_json::from_str(&read("run.json")).expect("JSON")]);
    let none = tempfile::NamedTempFile::new().expect("file");
    let claims = out.path().join("claims.jsonl");
    let [none, claims] = [none.path(), &claims].map(|path| path.to_str().expect("UTF-8"));
    fits("changes", &lines(&sayso(&["diff", none, claims, "--format", "jsonl"])));
    fits("segments", &lines(&sayso(&["segments", "fixtures"])));
    fits("mentions", &lines(&sayso(&["mentions", "fixtures"])));
    fits("predicates", &lines(&sayso(&["predicates"])));
}

#[test]
fn a_schema_refuses_what_is_not_in_the_contract() {
    let schema: Value = serde_json::from_str(&sayso(&["schema", "claims"])).expect("JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let claim = r#"{"id":"0123456789abcdef","article":"a.txt","subject":{"name":"A","kind":"film","id":null},
        "predicate":"release_date","object":{"kind":"date","value":"2021-04-02"},"qualifiers":{},
        "polarity":"affirmed","modality":"planned","attribution":null,"block":"paragraph","language":"en",
        "rule":"release_date/x","evidence":{"span":[0,4],"subject":null,"object":null,"text":"text"},
        "source":{"date":null,"date_from":null,"url":null,"site":null,"copy_key":null}}"#;
    let good: Value = serde_json::from_str(claim).expect("JSON");
    assert!(schema.is_valid(&good));
    for (key, value) in [
        ("polarity", Value::from("maybe")),
        ("attribution", Value::from(1)),
        ("block", Value::Null),
        ("object", serde_json::json!({"kind": "colour", "value": "red"})),
        ("object", serde_json::json!({"kind": "date"})),
        ("evidence", serde_json::json!({"span": [0], "text": ""})),
    ] {
        let mut bad = good.clone();
        bad[key] = value;
        assert!(!schema.is_valid(&bad), "{key}");
    }
    for key in good.as_object().expect("object").keys() {
        let mut bad = good.clone();
        bad.as_object_mut().expect("object").remove(key);
        assert!(!schema.is_valid(&bad), "without {key}");
    }
}
