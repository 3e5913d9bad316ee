//! Names of the contract that reconciling knows by themselves: the predicates that name or identify a thing, and
//! the qualifiers that make it a special variety. How any other predicate is compared stands in its file.

/// Predicates whose object is another name of the subject.
pub(super) const ALIASES: [&str; 2] = ["alternative_title", "name_variant"];
/// Predicates whose date tells a thing from its namesakes.
pub(super) const YEARS: [&str; 3] = ["birth_date", "event_date", "release_date"];
/// Where it comes from.
pub(super) const COUNTRY: &str = "country";
/// Whose song or record it is.
pub(super) const PERFORMER: &str = "performed_by";
/// Whose film it is.
pub(super) const DIRECTOR: &str = "directed_by";
/// Whose member a person is.
pub(super) const MEMBER: &str = "member_of";
/// A person's years: compared as what it says of the birth, as articles are written at different times.
pub(super) const AGE: &str = "age";
/// What is another at another time: articles that do not tell theirs may all be right.
pub(super) const CHANGING: [&str; 5] = [AGE, "box_office", "chart_position", "sales", "views"];
/// Qualifiers that mark a special variety: a value of the deluxe edition says nothing of the usual one, while a
/// date without a region may be that of any region.
pub(super) const VARIETIES: [&str; 4] = ["edition", "role", "chart", "category"];
