//! The JSON Schema of the workspace file, for editors: made from the types that it is read with.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::Workspace;

/// The schema, by 2020-12. It knows keys, types and the values of lists; what refers to what is known to
/// `offhook workspace check` only.
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Workspace>().to_value();
    plain(&mut schema);
    schema["title"] = json!("offhook workspace");
    schema["description"] = json!("The file that configures a site: offhook --workspace FILE.");
    schema
}

/// Descriptions as a person reads them in an editor, and numbers as files have them.
fn plain(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get_mut("description") {
                *text = text.replace("[`", "").replace("`]", "").replace('`', "").replace('\n', " ");
            }
            // What integers are called in Rust means nothing elsewhere.
            map.remove("format");
            map.values_mut().for_each(plain);
        }
        Value::Array(list) => list.iter_mut().for_each(plain),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::testing::faults;
    use crate::workspace::{DEMO, MINIMAL, SALES, SUPPORT};

    fn of(text: &str) -> Vec<String> {
        let schema = schema();
        let value: Value = toml::from_str(text).unwrap();
        faults(&schema, &value, "", &schema)
    }

    #[test]
    fn the_templates_fulfil_the_schema() {
        for text in [DEMO, MINIMAL, SUPPORT, SALES] {
            assert_eq!(of(text), [""; 0]);
        }
    }

    #[test]
    fn the_schema_refuses_what_the_program_refuses() {
        for (right, wrong) in [
            ("[site]", "[sight]"),
            ("id = 47\n", "id = \"47\"\n"),
            ("password = \"moh5\"\n", ""),
            ("type = \"Supervisor\"", "type = \"Supervisior\""),
            ("type = \"Chat Campaign\"", "type = \"Chats\""),
            ("subType = \"webchat\"", "subType = \"web\""),
            ("action = \"add_label\"", "action = \"label\""),
            ("type = \"textarea\"", "type = \"area\""),
            ("strategy = \"roundRobin\"", "strategy = \"robin\""),
            ("operator = \"contains\"", "operator = \"has\""),
        ] {
            assert!(DEMO.contains(right), "{right:?}");
            assert_ne!(of(&DEMO.replacen(right, wrong, 1)), [""; 0], "{wrong}");
        }
    }

    #[test]
    fn every_section_and_key_says_what_it_is() {
        let schema = schema();
        let mut silent = Vec::new();
        for (key, one) in schema["properties"].as_object().unwrap() {
            if one.get("description").is_none() {
                silent.push(key.clone());
            }
        }
        for (name, def) in schema["$defs"].as_object().unwrap() {
            for (key, one) in def["properties"].as_object().into_iter().flatten() {
                if one.get("description").is_none() && one.get("const").is_none() {
                    silent.push(format!("{name}.{key}"));
                }
            }
        }
        assert_eq!(silent, [""; 0]);
    }
}
