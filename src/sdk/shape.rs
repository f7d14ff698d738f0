//! The type of JSON values, found from samples of them.

use serde_json::Value;

/// Everything that the values seen so far can be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    null: bool,
    boolean: bool,
    number: bool,
    string: bool,
    /// What the lists hold.
    array: Option<Box<Shape>>,
    /// The fields of the objects, in the order in which they came.
    object: Option<Vec<Field>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Field {
    name: String,
    shape: Shape,
    /// Whether an object was seen without it.
    optional: bool,
}

impl Shape {
    /// Of one sample.
    pub(super) fn of(sample: &Value) -> Shape {
        let mut shape = Shape::default();
        shape.see(sample);
        shape
    }

    fn see(&mut self, value: &Value) {
        match value {
            Value::Null => self.null = true,
            Value::Bool(_) => self.boolean = true,
            Value::Number(_) => self.number = true,
            Value::String(_) => self.string = true,
            Value::Array(items) => {
                let shape = self.array.get_or_insert_default();
                items.iter().for_each(|item| shape.see(item));
            }
            Value::Object(map) => {
                let is_first = self.object.is_none();
                let fields = self.object.get_or_insert_default();
                for field in fields.iter_mut().filter(|field| !map.contains_key(&field.name)) {
                    field.optional = true;
                }
                for (name, value) in map {
                    match fields.iter_mut().find(|field| &field.name == name) {
                        Some(field) => field.shape.see(value),
                        None => fields.push(Field {
                            name: name.clone(),
                            shape: Shape::of(value),
                            optional: !is_first,
                        }),
                    }
                }
            }
        }
    }

    /// Whether it is objects only.
    pub(super) fn is_object(&self) -> bool {
        let other = self.null || self.boolean || self.number || self.string || self.array.is_some();
        self.object.is_some() && !other
    }

    /// Whether it is written with a bar.
    fn is_union(&self) -> bool {
        let lists_and_objects = usize::from(self.array.is_some()) + usize::from(self.object.is_some());
        let scalars = [self.string, self.number, self.boolean].into_iter().filter(|is| *is).count();
        let parts = lists_and_objects + scalars;
        parts > 1 || parts == 1 && self.null
    }

    /// As TypeScript, its further lines indented by `depth` steps more than the first.
    pub(super) fn to_typescript(&self, depth: usize) -> String {
        let mut parts = Vec::new();
        if let Some(fields) = &self.object {
            parts.push(object(fields, depth));
        }
        if let Some(items) = &self.array {
            let one = items.to_typescript(depth);
            parts.push(if items.is_union() { format!("({one})[]") } else { format!("{one}[]") });
        }
        let scalars = [(self.string, "string"), (self.number, "number"), (self.boolean, "boolean")];
        parts.extend(scalars.iter().filter(|(is, _)| *is).map(|(_, name)| (*name).to_owned()));
        // A sample that is only null says nothing of what else may stand there.
        if parts.is_empty() {
            return "any".to_owned();
        }
        if self.null {
            parts.push("null".to_owned());
        }
        parts.join(" | ")
    }
}

fn object(fields: &[Field], depth: usize) -> String {
    let inside = "  ".repeat(depth + 1);
    let lines: String = fields
        .iter()
        .map(|field| {
            let mark = if field.optional { "?" } else { "" };
            format!("{inside}{}{mark}: {};\n", key(&field.name), field.shape.to_typescript(depth + 1))
        })
        .collect();
    format!("{{\n{lines}{}}}", "  ".repeat(depth))
}

/// A name as an object's key, in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    if !name.is_empty() && name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        return name.to_owned();
    }
    Value::from(name).to_string()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!("a"), "string")]
    #[case(json!(null), "any")]
    #[case(json!([]), "any[]")]
    #[case(json!([1, "a", null]), "(string | number | null)[]")]
    #[case(json!([[true]]), "boolean[][]")]
    #[case(json!({"a b": 1, "c": null}), "{\n  \"a b\": number;\n  c: any;\n}")]
    #[case(json!([{"a": 1}, {"a": null, "b": {"c": "d"}}]), "{\n  a: number | null;\n  b?: {\n    c: string;\n  };\n}[]")]
    #[case(json!([{"a": 1}, null]), "({\n  a: number;\n} | null)[]")]
    fn a_type_is_found_from_a_sample(#[case] sample: Value, #[case] typescript: &str) {
        assert_eq!(Shape::of(&sample).to_typescript(0), typescript);
    }
}
