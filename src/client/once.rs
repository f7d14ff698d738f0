//! One call from the command line: connect, call, answer, done.

use std::time::Duration;

use serde_json::Value;
use serde_json::value::RawValue;
use tokio::time::{Instant, timeout};

use super::link::{Broken, Link};
use crate::wire::{Hello, RequestId, RpcError, rpc};

/// Why a call has no good answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// There is no hub, or the connection dropped.
    #[error("no connection to the hub: {0}; is one running? start it with: offhook serve")]
    NoConnection(String),
    /// The hub does not want this client.
    #[error("the hub refused: {0}")]
    Refused(String),
    /// The hub knows another token.
    #[error("the hub refused: {0}")]
    WrongToken(String),
    /// The method was answered with an error.
    #[error(transparent)]
    Rpc(RpcError),
    /// There was no answer in time.
    #[error("no answer within {} s", .0.as_secs_f64())]
    Timeout(Duration),
}

impl From<Broken> for CallError {
    fn from(broken: Broken) -> CallError {
        match broken {
            Broken::Passing(reason) => CallError::NoConnection(reason),
            Broken::Refused(reason) => CallError::Refused(reason),
            Broken::WrongToken(reason) => CallError::WrongToken(reason),
        }
    }
}

/// Calls a method on a connection of its own, and closes that. `time` bounds all of it.
pub async fn call_once(
    url: &str,
    hello: &Hello,
    method: &str,
    params: &Value,
    time: Duration,
) -> Result<Box<RawValue>, CallError> {
    call_timed(url, hello, method, params, time).await.0
}

/// As [`call_once`]; says also how long it was from the request to its answer, without the connecting.
pub async fn call_timed(
    url: &str,
    hello: &Hello,
    method: &str,
    params: &Value,
    time: Duration,
) -> (Result<Box<RawValue>, CallError>, Duration) {
    let mut took = Duration::ZERO;
    let result = once(url, hello, method, params, time, &mut took).await;
    (result, took)
}

async fn once(
    url: &str,
    hello: &Hello,
    method: &str,
    params: &Value,
    time: Duration,
    took: &mut Duration,
) -> Result<Box<RawValue>, CallError> {
    let call = async {
        let (mut link, _) = Link::open(url, hello).await?;
        let id = RequestId::Number(1);
        let sent = Instant::now();
        link.send(rpc::request(&id, method, params)).await?;
        loop {
            if let Some(rpc::Message::Response { id: Some(answered), result }) = link.next().await?
                && answered == id
            {
                *took = sent.elapsed();
                link.close().await;
                return result.map_err(CallError::Rpc);
            }
        }
    };
    timeout(time, call).await.unwrap_or(Err(CallError::Timeout(time)))
}
