//! One connection: opened, greeted, and read as far as the envelope.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use crate::wire::hello::METHOD;
use crate::wire::text::visible;
use crate::wire::{
    Hello, HelloAnswer, MAX_MESSAGE, MAX_SNAPSHOT, RequestId, RpcError, SUBPROTOCOL, close, rpc,
};

/// How long connecting and the greeting may take.
const OPEN_TIME: Duration = Duration::from_secs(10);
/// How long the hub may take to read what is sent to it.
pub(super) const SEND_TIME: Duration = Duration::from_secs(10);
/// What a client takes: a desk's snapshot, and what stands around it, may be larger than any other message.
const MAX_INCOMING: usize = MAX_SNAPSHOT + MAX_MESSAGE;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Why a connection did not come to be, or is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    /// Trying again may help.
    Passing(String),
    /// The hub does not want this client.
    Refused(String),
    /// The hub knows another token.
    WrongToken(String),
}

/// A connection that was greeted.
#[derive(Debug)]
pub(super) struct Link {
    socket: Socket,
}

impl Link {
    /// Connects and says hello.
    pub(super) async fn open(url: &str, hello: &Hello) -> Result<(Link, HelloAnswer), Broken> {
        match timeout(OPEN_TIME, Link::greet(url, hello)).await {
            Ok(opened) => opened,
            Err(_) => Err(Broken::Passing("the hub did not answer in time".to_owned())),
        }
    }

    async fn greet(url: &str, hello: &Hello) -> Result<(Link, HelloAnswer), Broken> {
        let unusable = |error: Error| Broken::Refused(format!("{url:?} can't be used: {error}"));
        let mut request = url.into_client_request().map_err(unusable)?;
        request.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
        let config = WebSocketConfig::default()
            .read_buffer_size(16 << 10)
            .write_buffer_size(16 << 10)
            .max_write_buffer_size(4 * MAX_MESSAGE)
            .max_message_size(Some(MAX_INCOMING))
            .max_frame_size(Some(MAX_INCOMING));
        let (socket, _) =
            connect_async_with_config(request, Some(config), true).await.map_err(connect_error)?;
        let mut link = Link { socket };
        let id = RequestId::Text(METHOD.into());
        let hello = serde_json::to_value(hello).map_err(|error| Broken::Refused(error.to_string()))?;
        link.send(rpc::request(&id, METHOD, &hello)).await?;
        loop {
            match link.next().await? {
                Some(rpc::Message::Response { id: answered, result }) if answered.as_ref() == Some(&id) => {
                    let answer = result.map_err(|error| refused(&error))?;
                    let answer = serde_json::from_str(answer.get()).map_err(|error| {
                        Broken::Refused(format!("this is not a hub of this version: {error}"))
                    })?;
                    return Ok((link, answer));
                }
                _ => continue,
            }
        }
    }

    /// Sends a message, at once.
    pub(super) async fn send(&mut self, text: String) -> Result<(), Broken> {
        match timeout(SEND_TIME, self.socket.send(Message::text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(passing(&error)),
            Err(_) => Err(Broken::Passing("the hub does not read".to_owned())),
        }
    }

    /// The next thing that the hub says; `None` for what is no message (a ping). Nothing is lost
    /// when this is dropped.
    pub(super) async fn next(&mut self) -> Result<Option<rpc::Message>, Broken> {
        match self.socket.next().await {
            None => Err(Broken::Passing("the connection dropped".to_owned())),
            Some(Err(error)) => Err(passing(&error)),
            Some(Ok(Message::Text(text))) => match rpc::parse(&text) {
                Ok(message) => Ok(Some(message)),
                Err(broken) => Err(Broken::Passing(format!("the hub is not understood: {}", broken.error))),
            },
            Some(Ok(Message::Close(frame))) => Err(match frame {
                Some(frame) => closed(frame.code.into(), &frame.reason),
                None => Broken::Passing("the hub closed the connection".to_owned()),
            }),
            Some(Ok(_)) => Ok(None),
        }
    }

    /// Says goodbye.
    pub(super) async fn close(mut self) {
        let goodbye = async {
            if self.socket.close(None).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        let _ = timeout(Duration::from_secs(1), goodbye).await;
    }
}

fn closed(code: u16, reason: &str) -> Broken {
    let reason = visible(reason).into_owned();
    match code {
        close::REFUSED => Broken::Refused(reason),
        _ if reason.is_empty() => Broken::Passing(format!("the hub closed the connection ({code})")),
        _ => Broken::Passing(reason),
    }
}

fn passing(error: &Error) -> Broken {
    Broken::Passing(visible(&error.to_string()).into_owned())
}

/// A hub that is there and says no is not asked again.
fn connect_error(error: Error) -> Broken {
    match &error {
        Error::Http(response) => {
            let body = response.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            let reason = format!("{}: {}", response.status(), visible(body.trim()));
            match response.status() {
                StatusCode::UNAUTHORIZED => Broken::WrongToken(reason),
                status if status.is_server_error() => Broken::Passing(reason),
                _ => Broken::Refused(reason),
            }
        }
        // The connection was cut within the upgrade: that says nothing of what is at its other end.
        Error::Protocol(ProtocolError::HandshakeIncomplete) => {
            Broken::Passing("the connection dropped".to_owned())
        }
        Error::Url(_) | Error::Protocol(_) | Error::HttpFormat(_) => {
            Broken::Refused(visible(&error.to_string()).into_owned())
        }
        _ => passing(&error),
    }
}

fn refused(error: &RpcError) -> Broken {
    let reason = explain(error);
    match error.http() {
        Some(401) => Broken::WrongToken(reason),
        // All places are taken, or the hub's disk is full: it goes on when there is room.
        Some(503 | 507) => Broken::Passing(reason),
        _ => Broken::Refused(reason),
    }
}

fn explain(error: &RpcError) -> String {
    let message = visible(&error.message);
    match error.hint() {
        Some(hint) => format!("{message} ({})", visible(hint)),
        None => message.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::contract::SdkError;

    #[rstest]
    #[case::no_place(503, Broken::Passing("no".to_owned()))]
    #[case::full_disk(507, Broken::Passing("no".to_owned()))]
    #[case::wrong_token(401, Broken::WrongToken("no".to_owned()))]
    #[case::not_allowed(403, Broken::Refused("no".to_owned()))]
    #[case::no_such_site(404, Broken::Refused("no".to_owned()))]
    fn a_greeting_is_tried_again_where_that_may_help(#[case] status: u16, #[case] broken: Broken) {
        assert_eq!(refused(&RpcError::from_sdk(SdkError::http(status, "no"), METHOD)), broken);
    }
}
