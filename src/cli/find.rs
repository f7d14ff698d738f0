//! The hub that a command talks to, and the greeting it gives.

use super::args::HubArgs;
use super::failure::{Failure, code};
use crate::client::discover::{self, DiscoverError};
use crate::client::{ClientConfig, TokenSource};
use crate::config::{Folders, TOKEN, URL};
use crate::wire::{Hello, Role};

/// Who a command is at the hub.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// Its role.
    pub role: Role,
    /// For a page: where it comes from, where that is not the hub itself.
    pub origin: Option<String>,
    /// For an app: which.
    pub app: Option<String>,
}

impl Caller {
    /// With nothing but a role.
    pub(super) fn new(role: Role) -> Caller {
        Caller { role, origin: None, app: None }
    }
}

/// What `initialize` takes for the instance where a page gives none (contract: `initialize`).
const INSTANCE: &str = "ameyoIframe";

/// As [`hub`], for a page or an app as well: with an origin, and an instance.
pub(super) async fn as_caller(args: &HubArgs, caller: &Caller) -> Result<(String, Hello), Failure> {
    let (mut ws, mut hello) = hub(args, caller.role).await?;
    if !matches!(caller.role, Role::Crm | Role::App) {
        return Ok((ws, hello));
    }
    // A hub that is open to other machines takes pages only by a path with its token. A token of the
    // variable may be of another hub, and would be a wrong path at this one.
    if let Some(token) = hello.token.as_ref().filter(|token| variable(TOKEN).as_ref() != Some(token)) {
        ws = with_token(&ws, token);
    }
    hello.origin = Some(caller.origin.clone().unwrap_or_else(|| origin(&ws)));
    hello.instance_id = Some(INSTANCE.to_owned());
    if caller.role == Role::App {
        hello.app_id.clone_from(&caller.app);
        hello.instance_id.clone_from(&caller.app);
    }
    Ok((ws, hello))
}

/// The same websocket by the path that carries the token, where it is not that already.
fn with_token(ws: &str, token: &str) -> String {
    let start = ws.find("://").map_or(0, |at| at + 3);
    match ws[start..].find('/') {
        Some(slash) if !ws[start + slash..].starts_with("/t/") => {
            let (host, path) = ws.split_at(start + slash);
            format!("{host}/t/{token}{path}")
        }
        _ => ws.to_owned(),
    }
}

/// The hub's own origin, from its websocket.
fn origin(ws: &str) -> String {
    let rest = ws.split_once("://").map_or(ws, |(_, rest)| rest);
    format!("http://{}", rest.split('/').next().unwrap_or_default())
}

/// Finds the hub by `--url`, `OFFHOOK_URL`, the default port or a running toolbar, and makes the
/// greeting of a peer with its token.
pub(super) async fn hub(args: &HubArgs, role: Role) -> Result<(String, Hello), Failure> {
    let folders = folders()?;
    let named = args.url.clone().or_else(|| variable(URL));
    let found = discover::find(&folders, named.as_deref()).await.map_err(|error| match error {
        DiscoverError::BadUrl { .. } => Failure::new(code::USAGE, error.to_string()),
        DiscoverError::NoHub => Failure::new(code::NO_HUB, error.to_string()),
    })?;
    let mut hello = Hello::new(role);
    hello.desk = Some(args.desk.as_str().into());
    // The variable comes last: where it was set for `serve`, it may be of another hub than this.
    hello.token = args.token.clone().or(found.token).or_else(|| variable(TOKEN));
    Ok((found.ws, hello))
}

/// As [`hub`], for a client that is to find the hub's token again when that was started anew.
pub(super) async fn lasting(args: &HubArgs, role: Role, folders: &Folders) -> Result<ClientConfig, Failure> {
    let (ws, hello) = hub(args, role).await?;
    let mut config = ClientConfig::new(ws.clone(), hello);
    if args.token.is_none() {
        let folders = folders.clone();
        config.token = Some(TokenSource::new(move || discover::token_of(&folders, &ws)));
    }
    Ok(config)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where files are kept.
pub(super) fn folders() -> Result<Folders, Failure> {
    Folders::locate().map_err(|error| Failure::new(code::IO, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hubs_own_origin_is_its_host_and_port() {
        assert_eq!(origin("ws://127.0.0.1:4650/s/one/ws"), "http://127.0.0.1:4650");
        assert_eq!(origin("ws://[::1]:4650/ws"), "http://[::1]:4650");
    }

    #[test]
    fn a_page_comes_by_the_path_with_the_token() {
        assert_eq!(with_token("ws://h:1/s/one/ws", "abc"), "ws://h:1/t/abc/s/one/ws");
        assert_eq!(with_token("ws://h:1/t/xyz/ws", "abc"), "ws://h:1/t/xyz/ws");
    }
}
