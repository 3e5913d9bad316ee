//! The flat tables as JSON lines, and the `load.sql` that makes DuckDB take them for what they are: left to itself it
//! guesses a column's type from the first lines, and loses partial dates and late values.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::table::{Cell, Kind, Table, clean};
use super::tables::TABLES;
use super::{ExportError, Source, Target};
use crate::write::line;

pub(super) fn write(source: &dyn Source, target: &mut dyn Target) -> Result<(), ExportError> {
    for table in TABLES {
        target.file(&format!("{}.jsonl", table.name), &mut |out| {
            (table.rows)(source, &mut |cells| Ok(line(&Object { table, cells }, out)?))
        })?;
    }
    target.file("load.sql", &mut |out| Ok(out.write_all(load().as_bytes())?))
}

struct Object<'a> {
    table: &'a Table,
    cells: &'a [Cell<'a>],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for ((name, _), cell) in self.table.columns.iter().zip(self.cells) {
            match cell {
                Cell::Null => map.serialize_entry(name, &())?,
                Cell::Text(text) => map.serialize_entry(name, &clean(text))?,
                Cell::Number(number) => match number.parse::<i64>() {
                    Ok(whole) => map.serialize_entry(name, &whole)?,
                    Err(_) => map.serialize_entry(name, &number.parse::<f64>().unwrap_or_default())?,
                },
            }
        }
        map.end()
    }
}

/// The script, made from the same table of columns.
fn load() -> String {
    let mut sql = String::from(
        "-- Loads the tables into DuckDB. In the folder of these files: duckdb kb.duckdb < load.sql\n\
         -- Dates are EDTF text, as precise as the articles are; date_min and date_max are the days they span.\n\
         -- To Parquet: COPY facts TO 'facts.parquet' (FORMAT parquet, COMPRESSION zstd);\n",
    );
    for table in TABLES {
        let columns: Vec<String> =
            table.columns.iter().map(|(name, kind)| format!("    \"{name}\": '{}'", type_of(*kind))).collect();
        sql.push_str(&format!(
            "\n-- A row is {}.\nCREATE OR REPLACE TABLE {name} AS SELECT * FROM read_json('{name}.jsonl',\n    \
             format = 'newline_delimited', maximum_object_size = 268435456, columns = {{\n{}\n}});\n",
            table.about,
            columns.join(",\n"),
            name = table.name,
        ));
    }
    sql
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "VARCHAR",
        Kind::Integer => "BIGINT",
        Kind::Number => "DOUBLE",
        Kind::Day => "DATE",
    }
}
