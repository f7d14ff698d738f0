//! Calls that a toolbar makes as an integration would: each on a connection of its own, so that the answer
//! is what an integration would get.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};

use crate::client::{CallError, ClientConfig, TokenSource, call_timed};
use crate::toolbar::{AsOthers, OtherAnswer, OtherCall};
use crate::wire::{Hello, Role, RpcError};

/// The most such calls under way; another one is refused.
const MOST: usize = 8;
/// The longest that one may take, connecting included.
const TIME: Duration = Duration::from_secs(60);
/// What an app of this program is called at the hub.
const NAME: &str = "offhook-runner";

/// Makes them at the hub and desk of a client, from the hub's own origin.
pub(super) fn on(config: &ClientConfig) -> AsOthers {
    let (done, answers) = mpsc::channel(MOST);
    let room = Arc::new(Semaphore::new(MOST));
    let config = config.clone();
    let call = move |call: OtherCall| {
        let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
            return Err(format!("{MOST} calls are under way: wait for one of them"));
        };
        let (url, hello, done) = (config.url.clone(), hello(&config, call.role), done.clone());
        tokio::spawn(async move {
            let OtherCall { number, method, params, .. } = call;
            let (result, took) = call_timed(&url, &hello, method, &params, TIME).await;
            let result = result.map_err(|error| match error {
                CallError::Rpc(error) => error,
                other => RpcError::new(0, other.to_string()),
            });
            // A toolbar that has ended wants no answer.
            let _ = done.send(OtherAnswer { number, result, took: took.into() }).await;
            drop(permit);
        });
        Ok(())
    };
    AsOthers { call: Box::new(call), answers }
}

fn hello(config: &ClientConfig, role: Role) -> Hello {
    let mut hello = Hello::new(role);
    hello.desk.clone_from(&config.hello.desk);
    hello.token = config.token.as_ref().and_then(TokenSource::ask).or_else(|| config.hello.token.clone());
    hello.origin = origin(&config.url);
    if role == Role::App {
        hello.app_id = Some(NAME.to_owned());
        hello.instance_id = Some(NAME.to_owned());
    }
    hello
}

/// The hub's own origin: that of its websocket's address.
fn origin(ws: &str) -> Option<String> {
    let (scheme, rest) = ws.split_once("://")?;
    let scheme = if scheme == "wss" { "https" } else { "http" };
    let host = rest.split(['/', '?']).next()?;
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_the_hubs_own() {
        assert_eq!(origin("ws://127.0.0.1:4650/s/one/ws").as_deref(), Some("http://127.0.0.1:4650"));
        assert_eq!(origin("wss://hub.example.com/t/x/ws").as_deref(), Some("https://hub.example.com"));
        assert_eq!(origin("nonsense"), None);
    }
}
