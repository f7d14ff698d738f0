//! What is typed, until the terminal hangs up.

use std::os::fd::AsFd;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::Stream;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// The events of a terminal. They end when it hangs up: who reads on finds its end again and again, and crossterm
/// looks for more at once, so that the program would neither rest nor hear a signal.
pub(super) struct Typed<S, F> {
    events: S,
    terminal: F,
}

impl<S, F> Typed<S, F> {
    /// The events of the terminal behind a descriptor.
    pub(super) fn new(events: S, terminal: F) -> Typed<S, F> {
        Typed { events, terminal }
    }
}

impl<S: Stream + Unpin, F: AsFd + Unpin> Stream for Typed<S, F> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        if has_hung_up(&self.terminal) {
            return Poll::Ready(None);
        }
        Pin::new(&mut self.events).poll_next(context)
    }
}

fn has_hung_up(terminal: &impl AsFd) -> bool {
    let mut asked = [PollFd::new(terminal, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut asked, Some(&at_once)).is_ok_and(|_| asked[0].revents().contains(PollFlags::HUP))
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt, stream};

    use super::*;

    #[tokio::test]
    async fn nothing_is_read_of_a_terminal_that_has_hung_up() {
        let (terminal, other_end) = std::io::pipe().unwrap();
        let mut typed = Typed::new(stream::repeat(7), terminal);
        assert_eq!(typed.next().await, Some(7));
        drop(other_end);
        assert_eq!(typed.next().await, None);
    }
}
