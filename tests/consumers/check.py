"""Loads every export into its consumers and compares. Run by `tests/consumers/run`.

The articles and gazetteers beside this file are invented, and so are their Wikidata numbers.
"""

import csv
import filecmp
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

import duckdb
import pyoxigraph
import rdflib

SAYSO = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "consumers"
FORMS = ["jsonl", "csv", "nquads", "quickstatements"]
NEWEST_SQLITE = sqlite3.sqlite_version_info >= (3, 37)

HOSTILE = [
    "=cmd()",
    "+1", "-1", "@SUM(A1)", "\t=1", "'=1", " \u00a0=1", "one\n=two\r\n+three",
    'a "quoted" \'text\' \\ back \\" slash',
    "tab\tline\nreturn\rend",
    "nul \0 here",
    "\u202eevil\u2066 \u200b",
    "*/ DROP TABLE facts; --",
    '<a> _:b "c"@en^^<d> .',
    "||-Q42\tP31",
    "𝄞 🎬 降り積もる e\u0301 \ufeff",
    "{\"json\": [1,2]}",
    "a,b;c|d",
    "x" * 100_000,
]


def sayso(*args):
    subprocess.run([SAYSO, *map(str, args)], check=True, stdout=subprocess.DEVNULL)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def clean(text):
    return text.replace("\0", "\ufffd")


def hostile_claims(path):
    """Claims that hold a hostile text wherever a text can stand."""
    rows = []
    for at, text in enumerate(HOSTILE):
        for more, subject in enumerate([{"name": text, "kind": "film", "id": "Q990000301"}, {"name": text, "kind": "song", "id": text}]):
            rows.append({
                "id": f"{at * 2 + more:016x}", "article": f"{at} {text[:200]}.txt", "subject": subject, "predicate": "directed_by",
                "object": {"name": text, "kind": "person", "id": "Q990000302" if at % 2 else None},
                "qualifiers": {"note": text} if more else {}, "polarity": "affirmed", "modality": "asserted", "attribution": text,
                "block": "paragraph", "language": "en", "rule": "directed_by/made",
                "evidence": {"span": [0, 10], "subject": None, "object": None, "text": text},
                "source": {"date": "2031-04", "date_from": "metadata", "url": f"https://news.example/{text}", "site": text,
                           "copy_key": None},
            })
    for at, date in enumerate(["XXXX-06-16", "2031-04~", "2031-21", "-0044", "2031-04-02/..", "2031-04"]):
        rows.append({**rows[0], "id": f"{1000 + at:016x}", "article": f"dates-{at}.txt", "predicate": "release_date", "qualifiers": {},
                     "subject": {"name": f"Work {at}", "kind": "film", "id": None}, "object": {"kind": "date", "value": date}})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def three(items):
    """The first, the middle and the last."""
    return [items[0], items[len(items) // 2], items[-1]]


def check_duckdb(folder, results):
    os.chdir(folder)
    base = duckdb.connect()
    base.execute((folder / "load.sql").read_text())
    facts, claims, conflicts = (lines(results / f"{name}.jsonl") for name in ["facts", "claims", "conflicts"])
    wanted = {
        "claims": len(claims), "facts": len(facts), "conflicts": len(conflicts),
        "fact_claims": sum(len(fact["claims"]) for fact in facts),
        "fact_names": sum(len(fact["joined"]) for fact in facts),
        "fact_conflicts": sum(len(fact["contested_by"]) for fact in facts),
        "sides": sum(len(conflict["sides"]) for conflict in conflicts),
        "side_claims": sum(len(side["claims"]) for conflict in conflicts for side in conflict["sides"]),
        "articles": len({claim["article"] for claim in claims}),
    }
    for table, rows in wanted.items():
        found = base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        # Articles without claims are articles, too.
        assert found == rows or table == "articles" and found > rows, f"{table}: {found} rows, not {rows}"
    for fact in three(facts):
        row = base.execute("SELECT subject, object, rank, independent, rank_reason FROM facts WHERE fact = ?", [fact["id"]]).fetchone()
        value = fact["object"].get("value", fact["object"].get("name"))
        same = (clean(fact["subject"]["name"]), value and clean(value), fact["rank"], fact["support"]["independent"], clean(fact["rank_reason"]))
        assert row == same, (row, same)
    evidence = dict(base.execute("SELECT claim, evidence FROM claims").fetchall())
    for claim in claims:
        assert evidence[claim["id"]] == clean(claim["evidence"]["text"]), claim["id"]
    dates = base.execute("SELECT object, date_min, date_max FROM facts WHERE object_kind = 'date'").fetchall()
    for text, first, last in dates:
        if text.startswith("XXXX"):
            assert first is None and last is None
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            assert str(first) == str(last) == text
    # Parquet, as load.sql tells.
    for table, rows in wanted.items():
        base.execute(f"COPY {table} TO '{table}.parquet' (FORMAT parquet, COMPRESSION zstd)")
        again, kept = (base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in [f"'{table}.parquet'", table])
        assert again == kept
        difference = base.execute(f"SELECT count(*) FROM (FROM {table} EXCEPT FROM '{table}.parquet')").fetchone()[0]
        assert difference == 0, f"{table}: {difference} rows differ in Parquet"
    return wanted


def unsafe(cell):
    """What the guide says how to have a text back: an apostrophe less on each line that could be a formula."""
    formula = lambda line: line.startswith("\t") or re.match(r"[\s'\ufeff\u200b]*[=+\-@＝＋－＠]", line)
    parts = re.split(r"(?<=[\n\r])", cell)
    return "".join(part[1:] if part.startswith("'") and formula(part[1:]) else part for part in parts)


def check_csv(folder, tables, wanted):
    csv.field_size_limit(10_000_000)
    for name in wanted:
        with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        objects = lines(tables / f"{name}.jsonl")
        assert rows[0] == (list(objects[0]) if objects else rows[0]) and len(rows) == len(objects) + 1
        for cells, row in zip(rows[1:], objects):
            for cell, value in zip(cells, row.values()):
                assert not re.match(r"\s*[=+@]|\s*-(?![0-9.]+$)", cell), cell
                if isinstance(value, str):
                    assert unsafe(cell) == value, (cell, value)
                elif value is None:
                    assert cell == ""
                else:
                    assert float(cell) == value
        found = duckdb.execute(
            f"SELECT count(*) FROM read_csv('{folder / name}.csv', header = true, all_varchar = true, quote = '\"', escape = '\"', "
            f"delim = ',', max_line_size = 10000000)").fetchone()[0]
        assert found == len(objects), f"{name}.csv: {found} rows in DuckDB, not {len(objects)}"


def check_rdf(file, results):
    text = file.read_text(encoding="utf-8")
    quads = len(set(text.split("\n")) - {""})
    store = pyoxigraph.Store()
    store.load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)
    graphs = rdflib.Dataset(default_union=True)
    graphs.parse(str(file), format="nquads")
    assert len(store) == quads, (len(store), quads)
    found = sum(1 for _ in graphs.quads())
    assert found == quads, (found, quads)
    claims, facts = lines(results / "claims.jsonl"), lines(results / "facts.jsonl")
    count = "SELECT (count(DISTINCT ?c) AS ?n) WHERE { GRAPH ?g { ?c a <urn:sayso:vocab:Claim> } }"
    assert int(next(iter(store.query(count)))["n"].value) == len(claims)
    assert int(next(iter(graphs.query(count)))[0]) == len(claims)
    for claim in claims if len(claims) < 200 else three(claims):
        evidence = f"urn:sayso:evidence:{claim['id']}"
        value = "http://www.w3.org/ns/prov#value"
        [one] = store.quads_for_pattern(pyoxigraph.NamedNode(evidence), pyoxigraph.NamedNode(value), None)
        [two] = graphs.objects(rdflib.URIRef(evidence), rdflib.URIRef(value))
        assert one.object.value == str(two) == clean(claim["evidence"]["text"]), claim["id"]
    for fact in three(facts):
        node = f"urn:sayso:fact:{fact['id']}"
        rank = f"http://wikiba.se/ontology#{fact['rank'].capitalize()}Rank"
        property = "http://wikiba.se/ontology#rank"
        [one] = store.quads_for_pattern(pyoxigraph.NamedNode(node), pyoxigraph.NamedNode(property), None)
        [two] = graphs.objects(rdflib.URIRef(node), rdflib.URIRef(property))
        assert one.object.value == str(two) == rank
    for fact in facts:
        if fact["object"]["kind"] == "date":
            [term] = graphs.objects(rdflib.URIRef(f"urn:sayso:fact:{fact['id']}"), rdflib.URIRef(f"urn:sayso:value:{fact['predicate']}"))
            form = {10: "date", 7: "gYearMonth", 4: "gYear"}.get(len(str(term))) if re.fullmatch(r"[1-9]\d{3}(-[01]\d(-\d\d)?)?", str(term)) else None
            form = None if re.fullmatch(r"\d{4}-[2-4]\d", str(term)) else form
            wanted = f"http://www.w3.org/2001/XMLSchema#{form}" if form else "http://id.loc.gov/datatypes/edtf/EDTF"
            assert str(term) == fact["object"]["value"] and str(term.datatype) == wanted, (term, term.datatype)
    return quads


READ_STATEMENTS = """
const convert = require('quickstatements-to-wikibase-edit')
const text = require('fs').readFileSync(process.argv[1], 'utf8')
process.stdout.write(JSON.stringify(convert(text)))
"""


def check_statements(folder):
    """The rows by the rules of the parser, and what an independent reader makes of them."""
    edits = {}
    for name in ["quickstatements.tsv", "contested.tsv"]:
        text = (folder / name).read_text(encoding="utf-8")
        assert text == "" or text.endswith("\n")
        rows = text.split("\n")[:-1]
        for row in rows:
            row, comment, end = re.fullmatch(r"(.*) /\*(.*)(\*/)", row).groups()
            assert "/*" not in row and "*/" not in row and "||" not in row, row
            subject, property, value, *rest = row.split("\t")
            assert re.fullmatch(r"Q\d+", subject) and re.fullmatch(r"P\d+", property), row
            precise = r"\+\d{4}-(00-00T00:00:00Z/9|\d\d-00T00:00:00Z/10|\d\d-\d\dT00:00:00Z/11)"
            assert re.fullmatch(rf"Q\d+|{precise}|-?[\d.]+", value), row
            for key, reference in zip(rest[::2], rest[1::2]):
                assert re.fullmatch(r"!?S\d+", key) and re.fullmatch(rf'"https?://[^"\s]*"|{precise}', reference), row
        # That reader knows no second group of references.
        plain = re.sub(r"\t!S.*(?= /\*)", "", text)
        (folder / "plain.tsv").write_text(re.sub(r" /\*.*\*/", "", plain))
        read = subprocess.run(["node", "-e", READ_STATEMENTS, folder / "plain.tsv"], check=True, capture_output=True)
        found = json.loads(read.stdout)
        assert not found["creations"] and not found["merges"]
        assert len(found["edits"]) <= len(rows)
        claims = [claim for edit in found["edits"] for held in edit["claims"].values() for claim in (held if isinstance(held, list) else [held])]
        assert len(claims) == len(rows), (len(claims), len(rows))
        edits[name] = rows
    return edits


def check_base(file, results):
    if not NEWEST_SQLITE:
        return
    base = sqlite3.connect(file)
    facts = lines(results / "facts.jsonl")
    assert base.execute("SELECT count(*) FROM current_facts").fetchone()[0] == len(facts)
    assert base.execute("SELECT count(*) FROM claims WHERE to_run IS NULL").fetchone()[0] == len(lines(results / "claims.jsonl"))
    assert base.execute("SELECT count(*) FROM open_conflicts").fetchone()[0] == len(lines(results / "conflicts.jsonl"))
    for fact in three(facts):
        subject, rank = base.execute("SELECT subject, rank FROM current_facts WHERE id = ?", [fact["id"]]).fetchone()
        assert (subject, rank) == (fact["subject"]["name"], fact["rank"])
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert base.execute("INSERT INTO evidence_text (evidence_text) VALUES ('integrity-check')") is not None


def check(name, make, place):
    results, base = place / name / "results", place / name / "kb.sqlite"
    results.parent.mkdir(parents=True)
    make(results)
    sayso("kb", "update", base, results, "--quiet")
    for form in FORMS:
        one, two = place / name / form, place / name / f"{form}-of-base"
        sayso("export", "--to", form, results, "--out", one)
        sayso("export", "--to", form, base, "--out", two)
        names = sorted(file.name for file in one.iterdir())
        assert filecmp.cmpfiles(one, two, names, shallow=False)[1:] == ([], []), f"{form}: folder and base differ"
    of = place / name
    wanted = check_duckdb(of / "jsonl", results)
    check_csv(of / "csv", of / "jsonl", wanted)
    quads = check_rdf(of / "nquads" / "sayso.nq", results)
    edits = check_statements(of / "quickstatements")
    check_base(base, results)
    counts = ", ".join(f"{rows} {table}" for table, rows in wanted.items())
    statements = ", ".join(f"{len(rows)} in {file}" for file, rows in edits.items())
    print(f"{name}: {counts}, {quads} quads, {statements}")
    return edits


def numbered(results):
    sayso("run", HERE / "articles", "--gazetteers", HERE / "gazetteers", "--out", results, "--quiet")


def hostile(results):
    claims = results.parent / "claims.jsonl"
    hostile_claims(claims)
    sayso("reconcile", claims, "--out", results, "--quiet")


def articles(results):
    names = ["film-out", "date-clash", "moved-premiere", "award-night", "east-asia"]
    subprocess.run([SAYSO, "run", *(ROOT / "fixtures" / name for name in names), "--out", results, "--quiet"],
                   stderr=subprocess.DEVNULL)


with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    check("articles", articles, place)
    check("hostile", hostile, place)
    edits = check("numbered", numbered, place)
    ready, contested = edits["quickstatements.tsv"], edits["contested.tsv"]
    for statement in [
        "Q990000101\tP57\tQ990000201\t",
        "Q990000102\tP577\t+2031-05-00T00:00:00Z/10\t",
        "Q990000103\tP577\t+2032-00-00T00:00:00Z/9\t",
    ]:
        assert any(row.startswith(statement) for row in ready), statement
    assert [row.split("\t")[2] for row in contested] == ["+2031-04-02T00:00:00Z/11", "+2031-04-09T00:00:00Z/11"]
    os.chdir(ROOT)
