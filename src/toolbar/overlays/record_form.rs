//! A new record of the CRM: the fields of its object.

use super::ask::AskForm;
use crate::desk::Interaction;
use crate::desk::setup::RecordForm;

/// The longest value that is typed, in characters.
const MAX_VALUE: usize = 2_000;

/// A form with the object's fields; the new record is attached to the interaction. The customer's name and
/// number stand in it already where fields are called so.
pub fn new(one: &Interaction, object: &RecordForm) -> AskForm {
    let title = format!("New {}", object.object_type);
    let mut form = AskForm::new(title, "toolbar.saveRecord", "Save")
        .noted("* must be filled in")
        .about(one)
        .with("objectType", object.object_type.as_str())
        .grouped("data");
    for field in &object.fields {
        let known = suggested(one, &field.name);
        form = match field.required {
            true => {
                let label = format!("{} *", field.label);
                form.text(label, field.name.clone(), known, "must be filled in")
            }
            false => form.optional(field.label.clone(), field.name.clone(), known),
        }
        .at_most(MAX_VALUE);
    }
    form
}

/// What is known of the customer, for a field of this name.
fn suggested<'a>(one: &'a Interaction, field: &str) -> &'a str {
    let name = one.customer.name.as_deref().unwrap_or_default().trim();
    match field.to_lowercase().as_str() {
        "phone" if !one.contact.as_ref().is_some_and(|contact| contact.masked) => &one.customer.phone,
        "email" => one.contact.as_ref().map(|contact| contact.email.as_str()).unwrap_or_default(),
        "name" => name,
        "firstname" => name.rsplit_once(' ').map_or("", |(first, _)| first),
        "lastname" => name.rsplit_once(' ').map_or(name, |(_, last)| last),
        _ => "",
    }
}
