//! What a pattern can mean. The table is the registry: patterns name these, and faults list them.

/// How the words that a pattern captured make a value. Groups named here are slots or `given` constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A date of the calendar, its year from the direction if it has none.
    Date,
    /// Another date, not quite sure: approximate unless `quality` says `?` or `%`.
    About,
    /// Several days or a stretch of them.
    Range,
    /// So many units from the reference.
    Shift,
    /// The unit, weekday, month, season or holiday before (-1), around (0) or after (1) the reference.
    Step,
    /// A part of another date.
    Part,
    /// One of the weekdays, weeks, halves ... of another date.
    Nth,
    /// The reference itself, cut to a unit.
    Same,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
    /// Past, present or future without a date.
    Vague,
    /// No date: eats words that look like one.
    Nothing,
}

/// Name, meaning, and the groups that it reads.
const MEANINGS: [(&str, Meaning, &str); 13] = [
    (
        "date",
        Meaning::Date,
        "year yy era eraYear years months month day third weekday season decade century holiday n1 n2",
    ),
    ("about", Meaning::About, "of quality"),
    ("range", Meaning::Range, "month months day until or month2 day2 days year year2 from to"),
    ("shift", Meaning::Shift, "count unit way by exact years of reference"),
    ("step", Meaning::Step, "way count unit weekday month season holiday of reference"),
    ("part", Meaning::Part, "part of"),
    ("nth", Meaning::Nth, "n weekday unit of"),
    ("same", Meaning::Same, "unit weekday year of reference"),
    ("time", Meaning::Time, "hour minute half zone at"),
    ("duration", Meaning::Duration, "count unit count2 unit2"),
    ("set", Meaning::Set, "set"),
    ("vague", Meaning::Vague, "value"),
    ("nothing", Meaning::Nothing, ""),
];

impl Meaning {
    /// The meaning of that name.
    pub fn from_name(name: &str) -> Option<Meaning> {
        MEANINGS.iter().find(|(known, ..)| *known == name).map(|(_, meaning, _)| *meaning)
    }

    /// Whether it makes dates, and not times of day, lengths of time or the like.
    pub(super) fn is_date(self) -> bool {
        !matches!(self, Meaning::Time | Meaning::Duration | Meaning::Set | Meaning::Vague | Meaning::Nothing)
    }

    /// All names with the groups that they read, for faults and help.
    pub fn names() -> String {
        MEANINGS.map(|(name, _, groups)| format!("`{name}` ({groups})")).join(", ")
    }
}
