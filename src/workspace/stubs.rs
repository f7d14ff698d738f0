//! Stubs of the ECC's microservices: what `http.invokeECCApi` is answered with.

use serde::{Deserialize, Serialize};

/// A stub: one answer for a method and a path of a microservice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stub {
    /// Which microservice (contract: enum Microservices).
    pub microservice: String,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    #[serde(default = "get")]
    pub method: String,
    /// The path: `/users/{id}`. A part in braces takes anything, and the template knows it by that name.
    pub path: String,
    /// The HTTP status; from 400 on, the call is refused with it.
    #[serde(default = "fine")]
    pub status: u16,
    /// The body, a minijinja template over `request` and `state`; JSON where it is that.
    #[serde(default)]
    pub body: String,
    /// How long the answer takes, in ms.
    #[serde(default)]
    pub delay: u64,
}

fn get() -> String {
    "GET".to_owned()
}

fn fine() -> u16 {
    200
}
