//! The shape of JSON values, inferred from samples.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// What values look like. Samples are all that there is to go by: what they have in common is taken for
/// the rule, and a field that one of them lacks for an optional one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What it is where it is not null.
    pub kind: Kind,
    /// Whether null was seen beside other values.
    pub nullable: bool,
}

/// The kinds of shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Nothing but null was seen, which says nothing.
    Unknown,
    /// Values of several kinds were seen.
    Mixed,
    /// `true` or `false`.
    Boolean,
    /// A number. The vendor's pages do not tell whole ones from others.
    Number,
    /// A text.
    Text,
    /// A list of one shape.
    List(Box<Shape>),
    /// An object with these fields, in the order of the first sample.
    Object(Vec<Field>),
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether a sample lacks it.
    pub optional: bool,
}

impl Shape {
    const UNKNOWN: Shape = Shape { kind: Kind::Unknown, nullable: false };

    /// The shape of one sample.
    pub fn of(sample: &Value) -> Shape {
        let kind = match sample {
            Value::Null => return Shape { kind: Kind::Unknown, nullable: true },
            Value::Bool(_) => Kind::Boolean,
            Value::Number(_) => Kind::Number,
            Value::String(_) => Kind::Text,
            Value::Array(list) => {
                let items = list.iter().map(Shape::of).reduce(Shape::or).unwrap_or(Shape::UNKNOWN);
                Kind::List(Box::new(items))
            }
            Value::Object(map) => {
                let field = |(name, value): (&String, &Value)| Field {
                    name: name.clone(),
                    shape: Shape::of(value),
                    optional: false,
                };
                Kind::Object(map.iter().map(field).collect())
            }
        };
        Shape { kind, nullable: false }
    }

    /// The shape of values that have either shape.
    pub fn or(self, other: Shape) -> Shape {
        let nullable = self.nullable || other.nullable;
        let kind = match (self.kind, other.kind) {
            (Kind::Unknown, kind) | (kind, Kind::Unknown) => kind,
            (Kind::List(one), Kind::List(two)) => Kind::List(Box::new(one.or(*two))),
            (Kind::Object(one), Kind::Object(two)) => Kind::Object(either(one, two)),
            (one, two) if one == two => one,
            _ => Kind::Mixed,
        };
        Shape { kind, nullable }
    }

    /// As JSON Schema. `notes` say what is not sure, by JSON path (`$[0].name`).
    pub fn to_schema(&self, notes: &BTreeMap<String, String>) -> Value {
        self.schema_at("$", notes)
    }

    fn schema_at(&self, path: &str, notes: &BTreeMap<String, String>) -> Value {
        let mut schema = match &self.kind {
            Kind::Unknown | Kind::Mixed => json!({}),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Number => json!({"type": "number"}),
            Kind::Text => json!({"type": "string"}),
            Kind::List(items) => {
                json!({"type": "array", "items": items.schema_at(&format!("{path}[0]"), notes)})
            }
            Kind::Object(fields) => {
                let properties: Map<String, Value> = fields
                    .iter()
                    .map(|Field { name, shape, .. }| {
                        (name.clone(), shape.schema_at(&format!("{path}.{name}"), notes))
                    })
                    .collect();
                let required: Vec<&str> =
                    fields.iter().filter(|field| !field.optional).map(|field| field.name.as_str()).collect();
                json!({"type": "object", "required": required, "properties": properties})
            }
        };
        if self.nullable
            && let Some(kind) = schema.get("type").cloned()
        {
            schema["type"] = json!([kind, "null"]);
        }
        if let Some(note) = notes.get(path) {
            schema["description"] = json!(format!("Not sure: {note}"));
        }
        schema
    }
}

fn either(one: Vec<Field>, two: Vec<Field>) -> Vec<Field> {
    let mut rest = two;
    let mut fields: Vec<Field> = one
        .into_iter()
        .map(|field| match rest.iter().position(|other| other.name == field.name) {
            Some(at) => {
                let other = rest.remove(at);
                let optional = field.optional || other.optional;
                Field { name: field.name, shape: field.shape.or(other.shape), optional }
            }
            None => Field { optional: true, ..field },
        })
        .collect();
    fields.extend(rest.into_iter().map(|field| Field { optional: true, ..field }));
    fields
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(json!(5), json!({"type": "number"}))]
    #[case(json!(null), json!({}))]
    #[case(json!([]), json!({"type": "array", "items": {}}))]
    #[case(json!(["a", null]), json!({"type": "array", "items": {"type": ["string", "null"]}}))]
    #[case(json!(["a", 1]), json!({"type": "array", "items": {}}))]
    #[case(json!([["a"], []]), json!({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}))]
    #[case(
        json!([{"a": 1, "b": null}, {"a": 2, "b": true, "c": "x"}]),
        json!({"type": "array", "items": {
            "type": "object",
            "required": ["a", "b"],
            "properties": {
                "a": {"type": "number"}, "b": {"type": ["boolean", "null"]}, "c": {"type": "string"},
            },
        }})
    )]
    fn a_shape_is_what_samples_have_in_common(#[case] sample: Value, #[case] schema: Value) {
        assert_eq!(Shape::of(&sample).to_schema(&BTreeMap::new()), schema);
    }

    #[test]
    fn a_doubt_stands_where_it_belongs() {
        let notes = BTreeMap::from([("$[0].a".to_owned(), "case".to_owned())]);
        let schema = Shape::of(&json!([{"a": 1}])).to_schema(&notes);
        assert_eq!(schema["items"]["properties"]["a"]["description"], "Not sure: case");
    }
}
