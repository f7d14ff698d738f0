//! `offhook schema`: the contract, or the workspace file, as a document for other tools.

use super::args::{Document, SchemaArgs};
use super::failure::Failure;
use super::out;
use crate::{schema, sdk, workspace};

pub(super) fn run(args: &SchemaArgs) -> Result<u8, Failure> {
    let document = match args.document {
        Document::Openrpc => schema::openrpc(),
        Document::Asyncapi => schema::asyncapi(),
        Document::JsonSchema => schema::json_schema(),
        Document::Workspace => workspace::schema(),
        Document::Typescript => return out::text(sdk::types().as_bytes()),
    };
    // A file that people keep and compare: over several lines in a pipe too.
    out::text(format!("{document:#}\n").as_bytes())
}
