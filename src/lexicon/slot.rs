//! Slots: what a mention becomes in the sentence that rules see.
//!
//! A slot is one control byte. Text cannot contribute one, because whatever control characters it has become
//! spaces on the way into the slotted sentence.

use crate::claim::Kind;

/// What a slot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A named thing of a kind.
    Kind(Kind),
    /// A name of which nothing tells the kind.
    Name,
    /// A date.
    Date,
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// A length of time.
    Duration,
    /// A direct quotation.
    Quote,
    /// Japanese, British.
    Demonym,
    /// ballad, crime thriller.
    Genre,
    /// singer, film-maker.
    Occupation,
    /// movie, theme song, band; in the phrase form only.
    Noun,
}

/// Control bytes that are no white space, in the order of [`Slot::ALL`].
const BYTES: [u8; 25] = [
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
    0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e,
];

/// Whether a kind belongs to a group.
type Member = fn(Kind) -> bool;

/// Words of several slots, for rules.
const GROUPS: [(&str, Member); 3] =
    [("work", Kind::is_work), ("artist", |kind| matches!(kind, Kind::Person | Kind::Group)), ("thing", |_| true)];

impl Slot {
    /// Every slot.
    pub const ALL: [Slot; 25] = [
        Slot::Kind(Kind::Person),
        Slot::Kind(Kind::Group),
        Slot::Kind(Kind::Song),
        Slot::Kind(Kind::Album),
        Slot::Kind(Kind::Film),
        Slot::Kind(Kind::Series),
        Slot::Kind(Kind::Video),
        Slot::Kind(Kind::Book),
        Slot::Kind(Kind::Game),
        Slot::Kind(Kind::Stage),
        Slot::Kind(Kind::Company),
        Slot::Kind(Kind::Event),
        Slot::Kind(Kind::Award),
        Slot::Kind(Kind::Chart),
        Slot::Kind(Kind::Place),
        Slot::Name,
        Slot::Date,
        Slot::Number,
        Slot::Money,
        Slot::Duration,
        Slot::Quote,
        Slot::Demonym,
        Slot::Genre,
        Slot::Occupation,
        Slot::Noun,
    ];

    /// Its word in rules.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Kind(kind) => kind.name(),
            Slot::Name => "name",
            Slot::Date => "date",
            Slot::Number => "number",
            Slot::Money => "money",
            Slot::Duration => "duration",
            Slot::Quote => "quote",
            Slot::Demonym => "demonym",
            Slot::Genre => "genre",
            Slot::Occupation => "occupation",
            Slot::Noun => "noun",
        }
    }

    /// The byte that stands for it.
    pub fn byte(self) -> u8 {
        BYTES[self.index()]
    }

    /// The slot of a byte.
    pub fn from_byte(byte: u8) -> Option<Slot> {
        BYTES.iter().position(|known| *known == byte).map(|index| Slot::ALL[index])
    }

    fn index(self) -> usize {
        match self {
            Slot::Kind(kind) => kind as usize,
            Slot::Name => 15,
            Slot::Date => 16,
            Slot::Number => 17,
            Slot::Money => 18,
            Slot::Duration => 19,
            Slot::Quote => 20,
            Slot::Demonym => 21,
            Slot::Genre => 22,
            Slot::Occupation => 23,
            Slot::Noun => 24,
        }
    }

    /// The slots that a word of a rule names: a slot, or a group of kinds.
    pub fn named(word: &str) -> Option<SlotSet> {
        let one = Slot::ALL.into_iter().find(|slot| slot.name() == word).map(|slot| SlotSet::default().with(slot));
        one.or_else(|| {
            let (_, member) = GROUPS.iter().find(|(name, _)| *name == word)?;
            Some(
                Kind::ALL
                    .into_iter()
                    .filter(|kind| member(*kind))
                    .fold(SlotSet::default(), |set, kind| set.with(Slot::Kind(kind))),
            )
        })
    }
}

/// A set of slots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlotSet(u32);

impl SlotSet {
    /// With one more.
    pub fn with(self, slot: Slot) -> SlotSet {
        SlotSet(self.0 | 1 << slot.index())
    }

    /// With all of another.
    pub fn union(self, other: SlotSet) -> SlotSet {
        SlotSet(self.0 | other.0)
    }

    /// Whether the two share a slot.
    pub fn meets(self, other: SlotSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether `slot` is in it.
    pub fn has(self, slot: Slot) -> bool {
        self.0 & 1 << slot.index() != 0
    }

    /// Whether all of another is in it.
    pub fn holds(self, other: SlotSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether its slots have values that a rule can ask for: class words and numbers.
    pub fn has_values(self) -> bool {
        let valued = [Slot::Number, Slot::Demonym, Slot::Genre, Slot::Occupation, Slot::Noun];
        valued.into_iter().fold(SlotSet::default(), SlotSet::with).holds(self)
    }

    /// Its slots, in the order of [`Slot::ALL`].
    pub fn slots(self) -> impl Iterator<Item = Slot> {
        Slot::ALL.into_iter().filter(move |slot| self.has(*slot))
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// A regular expression's class of its bytes.
    pub fn class(self) -> String {
        let bytes = self.slots().map(|slot| format!("\\x{:02x}", slot.byte()));
        format!("[{}]", bytes.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_has_its_byte() {
        for slot in Slot::ALL {
            assert_eq!(Slot::from_byte(slot.byte()), Some(slot));
            assert_eq!(Slot::named(slot.name()), Some(SlotSet::default().with(slot)));
        }
    }
}
