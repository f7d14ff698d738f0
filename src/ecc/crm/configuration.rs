//! How the CRM is configured, as the SDK tells it.

use serde_json::{Map, Value, json};

use super::no_objects;
use crate::contract::ids::DeskId;
use crate::ecc::Ecc;
use crate::ecc::dispatch::Answer;
use crate::workspace::{CrmField, CrmObject};

impl Ecc {
    pub(in crate::ecc) fn crm_objects(&mut self, desk: &DeskId) -> Answer {
        self.agent(desk)?;
        let objects = &self.workspace.crm.objects;
        if objects.is_empty() {
            return Err(no_objects());
        }
        Ok(objects.iter().map(|object| self.object_configuration(object)).collect())
    }

    fn object_configuration(&self, object: &CrmObject) -> Value {
        let fields: Vec<Value> = object.fields.iter().zip(1..).map(field_metadata).collect();
        let mut metadata = Map::new();
        metadata.insert(
            object.object_type.clone(),
            json!({"is_visible": true, "field_metadata": fields, "visible": true}),
        );
        json!({
            "id": object.id,
            "crm_connector_id": self.workspace.site.connector_id,
            "object_type": object.object_type,
            "objects_metadata": metadata,
            "date_added": self.state.crm.since.iso_offset(),
            "date_modified": self.state.crm.since.iso_offset(),
            "ref": 1,
            "version": 1,
        })
    }

    /// Records are in the mock itself, so nothing is ever synchronised: those keys say what the vendor's
    /// sample says.
    pub(in crate::ecc) fn crm_configuration(&mut self, desk: &DeskId) -> Answer {
        let agent = self.agent(desk)?;
        let campaign = agent.selected.first().or_else(|| self.user(desk).ok()?.campaigns.first());
        let process = campaign.and_then(|id| self.workspace.campaign(*id)).map(|one| one.process_id);
        let crm = &self.workspace.crm;
        Ok(json!({
            "crm_connector_id": self.workspace.site.connector_id,
            "process_id": process,
            "crm_type": crm.crm_type,
            "crm_domain": crm.domain,
            "crm_version": crm.version,
            "syncing_enabled": false,
            "syncing_mode": "PERIODIC",
            "record_syncing_interval": 3_600_000,
            "record_syncing_complete": true,
            "batch_size": 1000,
            "max_number_of_distinct_recordings": 3,
            "date_added": self.state.crm.since.iso_offset(),
            "date_modified": self.state.crm.since.iso_offset(),
            "ref": 1,
            "version": 1,
        }))
    }

    pub(in crate::ecc) fn primary_column(&mut self, desk: &DeskId) -> Answer {
        self.agent(desk)?;
        Ok(json!(self.workspace.crm.primary_column))
    }
}

/// A field with its place; each boolean stands twice, as in the vendor's sample.
fn field_metadata((field, priority): (&CrmField, u32)) -> Value {
    json!({
        "field_name": field.name,
        "label": field.label.as_ref().unwrap_or(&field.name),
        "crm_field_type": "string",
        "field_type": field.kind,
        "should_show_on_preview": field.preview,
        "is_required_in_object_creation": field.required,
        "is_searchable": field.searchable,
        "standard_field_name": "",
        "priority": priority,
        "should_hide_on_object_creation": field.kind == "id",
        "complex_fields": null,
        "required_in_object_creation": field.required,
        "searchable": field.searchable,
    })
}
