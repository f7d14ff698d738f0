//! The fields that a filter can ask for: one table, for the parser, completion and the page.

/// What of a row is asked for.
#[allow(missing_docs, reason = "the table below says of each what it is")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Event,
    Method,
    Change,
    Name,
    Is,
    Peer,
    Dir,
    Error,
    Dur,
    Campaign,
    Interaction,
    At,
    Seq,
    Size,
}

/// A row of the table.
#[derive(Debug)]
pub struct FieldRow {
    /// What.
    pub field: Field,
    /// How it is written; the first is the usual one.
    pub names: &'static [&'static str],
    /// What its values are, in a few words.
    pub values: &'static str,
    /// What is found by it, in a sentence.
    pub about: &'static str,
    /// One that means something.
    pub example: &'static str,
}

/// All fields.
pub const FIELDS: &[FieldRow] = &[
    FieldRow {
        field: Field::Event,
        names: &["event"],
        values: "part of a name, or `*` and `?`",
        about: "Events of the SDK, in any spelling that the contract takes.",
        example: "event:callRinging",
    },
    FieldRow {
        field: Field::Method,
        names: &["method"],
        values: "part of a name, or `*` and `?`",
        about: "Calls, their answers and mirrored calls, in any spelling that the contract takes.",
        example: "method:session.*",
    },
    FieldRow {
        field: Field::Change,
        names: &["change"],
        values: "part of a name, or `*` and `?`",
        about: "Changes of the desk, which the SDK does not tell.",
        example: "change:hold,mute",
    },
    FieldRow {
        field: Field::Name,
        names: &["name"],
        values: "part of a name, or `*` and `?`",
        about: "Any of these names.",
        example: "name:dispos",
    },
    FieldRow {
        field: Field::Is,
        names: &["is", "kind"],
        values: "`call`, `ok`, `error`, `event`, `change`, `trace`, `raw`",
        about: "What the frame is; `trace` is a mirrored call of an integration.",
        example: "is:call,trace",
    },
    FieldRow {
        field: Field::Peer,
        names: &["peer"],
        values: "a name, a role, or `*` and `?`",
        about: "Who sent it, or whom it went to: `p3`, or all of a role, `crm`, `app`, `toolbar`.",
        example: "peer:crm",
    },
    FieldRow {
        field: Field::Dir,
        names: &["dir"],
        values: "`in`, `out`",
        about: "Which way: in to the ECC, or out of it.",
        example: "dir:in",
    },
    FieldRow {
        field: Field::Error,
        names: &["error"],
        values: "`*`, a code, a comparison, or part of the message",
        about: "What went wrong.",
        example: "error:3000",
    },
    FieldRow {
        field: Field::Dur,
        names: &["dur", "took"],
        values: "a span with `us`, `ms`, `s` or `min`, compared or as a range",
        about: "How long it took from the request to this answer.",
        example: "dur:>200ms",
    },
    FieldRow {
        field: Field::Campaign,
        names: &["campaign"],
        values: "`*`, an id, a comparison or a range",
        about: "Frames that name the campaign.",
        example: "campaign:172",
    },
    FieldRow {
        field: Field::Interaction,
        names: &["interaction"],
        values: "part of an id, or `*` and `?`",
        about: "Frames about the interaction, and the answers of calls about it.",
        example: "interaction:*",
    },
    FieldRow {
        field: Field::At,
        names: &["at"],
        values: "a time of the day, compared or as a range",
        about: "When it was, by the clock on the screen.",
        example: "at:14:02..14:05",
    },
    FieldRow {
        field: Field::Seq,
        names: &["seq"],
        values: "a number, a comparison or a range",
        about: "The number that pushed frames have at the desk.",
        example: "seq:>=100",
    },
    FieldRow {
        field: Field::Size,
        names: &["size"],
        values: "bytes, `kb` or `mb`, compared or as a range",
        about: "How long the message is.",
        example: "size:>10kb",
    },
];

impl Field {
    /// Its row of the table.
    pub fn row(self) -> &'static FieldRow {
        let at = FIELDS.iter().position(|row| row.field == self).unwrap_or(0);
        &FIELDS[at]
    }

    /// How it is usually written.
    pub fn name(self) -> &'static str {
        self.row().names[0]
    }

    /// The field of a name.
    pub fn named(name: &str) -> Option<Field> {
        let has = |row: &&FieldRow| row.names.iter().any(|known| known.eq_ignore_ascii_case(name));
        FIELDS.iter().find(has).map(|row| row.field)
    }

    /// The name that is nearest to a word, where one is near.
    pub fn nearest(word: &str) -> Option<&'static str> {
        nearest(word, FIELDS.iter().flat_map(|row| row.names.iter().copied()))
    }
}

/// How alike two words must be.
const ALIKE: f64 = 0.7;

/// The nearest of some words, where one is near.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let best = known.map(|one| (strsim::jaro_winkler(&word, &one.to_lowercase()), one));
    best.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, one)| one)
}
