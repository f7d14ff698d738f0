//! A way between a client and a hub that can be cut at any byte.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Passes bytes on until it has passed as many as it may.
pub struct Proxy {
    pub addr: SocketAddr,
    budget: Arc<AtomicI64>,
    cuts: Arc<AtomicU64>,
}

impl Proxy {
    /// A proxy to `hub` that never cuts, until told.
    pub async fn start(hub: SocketAddr) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let budget = Arc::new(AtomicI64::new(i64::MAX));
        let cuts = Arc::new(AtomicU64::new(0));
        let (budget_of_all, cuts_of_all) = (Arc::clone(&budget), Arc::clone(&cuts));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(hub) = TcpStream::connect(hub).await else { continue };
                let (budget, cuts) = (Arc::clone(&budget_of_all), Arc::clone(&cuts_of_all));
                tokio::spawn(async move {
                    let (from_client, to_client) = client.into_split();
                    let (from_hub, to_hub) = hub.into_split();
                    // When one way ends both are dropped, in the middle of whatever it was.
                    tokio::select! {
                        () = pass(from_client, to_hub, &budget) => {}
                        () = pass(from_hub, to_client, &budget) => {}
                    }
                    cuts.fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        Proxy { addr, budget, cuts }
    }

    /// Cuts the connection after so many more bytes, of both ways together.
    pub fn cut_after(&self, bytes: u16) {
        self.budget.store(i64::from(bytes), Ordering::SeqCst);
    }

    /// How many connections have ended.
    pub fn cuts(&self) -> u64 {
        self.cuts.load(Ordering::Relaxed)
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    budget: &AtomicI64,
) {
    let mut bytes = [0; 512];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        let left = budget.fetch_sub(read as i64, Ordering::SeqCst);
        let may = usize::try_from(left.clamp(0, read as i64)).unwrap();
        if to.write_all(&bytes[..may]).await.is_err() {
            return;
        }
        if may < read {
            budget.store(i64::MAX, Ordering::SeqCst);
            return;
        }
    }
}
