//! The answers that a peer was owed, kept so that a call that is sent again after a dropped
//! connection is answered and not done twice.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;

use super::site::PeerNo;
use crate::wire::RequestId;

/// The most answers that are kept for a peer; the oldest are forgotten first.
pub(super) const MAX_ANSWERS: usize = 256;
/// The most bytes of answers that are kept for a peer, as for [`MAX_ANSWERS`].
const MAX_BYTES: usize = 1 << 20;
/// The most calls that a peer may have under way; one more is refused.
pub(super) const MAX_UNDER_WAY: usize = 256;

#[derive(Debug)]
struct Kept {
    id: RequestId,
    /// The connection on which the call came last.
    asked_on: PeerNo,
    /// The connection on which the answer went out last.
    answered_on: Option<PeerNo>,
    /// The desk's newest frame when it was answered: those after it came of the call, or later.
    seq: u64,
    /// `None` while it is under way.
    text: Option<Utf8Bytes>,
}

/// What is to be done with a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// It is new: do it.
    New,
    /// It was sent again: the answer is on its way, or has gone out on this connection.
    Patience,
    /// It was sent again: this is the answer.
    Again(Utf8Bytes),
    /// Too many calls are under way.
    TooMany,
}

/// One peer's calls, oldest first.
#[derive(Debug, Default)]
pub(super) struct Answers {
    kept: VecDeque<Kept>,
    bytes: usize,
}

impl Answers {
    /// A call came on connection `on`. An id counts as sent again only where it came on an earlier
    /// connection: within one, a peer may use an id as often as it likes.
    pub(super) fn ask(&mut self, id: &RequestId, on: PeerNo) -> Asked {
        let earlier = self.kept.iter_mut().rev().find(|one| &one.id == id && one.asked_on != on);
        if let Some(kept) = earlier {
            kept.asked_on = on;
            return match &kept.text {
                Some(text) if kept.answered_on != Some(on) => {
                    kept.answered_on = Some(on);
                    Asked::Again(text.clone())
                }
                _ => Asked::Patience,
            };
        }
        if self.kept.iter().filter(|one| one.text.is_none()).count() >= MAX_UNDER_WAY {
            return Asked::TooMany;
        }
        self.kept.push_back(Kept { id: id.clone(), asked_on: on, answered_on: None, seq: 0, text: None });
        Asked::New
    }

    /// A call was answered after the desk's frame `seq`; `on` is the connection to which the answer goes,
    /// if there is one.
    pub(super) fn finish(&mut self, id: &RequestId, text: &Utf8Bytes, seq: u64, on: Option<PeerNo>) {
        let Some(kept) = self.kept.iter_mut().find(|one| &one.id == id && one.text.is_none()) else { return };
        kept.answered_on = on;
        kept.seq = seq;
        kept.text = Some(text.clone());
        self.bytes += text.len();
        let mut answered = self.kept.iter().filter(|one| one.text.is_some()).count();
        while answered > MAX_ANSWERS || (answered > 1 && self.bytes > MAX_BYTES) {
            let Some(oldest) = self.kept.iter().position(|one| one.text.is_some()) else { break };
            if let Some(text) = self.kept.remove(oldest).and_then(|one| one.text) {
                self.bytes -= text.len();
            }
            answered -= 1;
        }
    }
}

impl Answers {
    /// How many bytes of answers are kept.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The answers that a peer may have missed which saw frame `seq` last and is now on connection `on`,
    /// each with the frame that it follows, in that order. They count as gone out there.
    pub(super) fn missed(&mut self, seq: u64, on: PeerNo) -> Vec<(u64, Utf8Bytes)> {
        let mut missed = Vec::new();
        for kept in &mut self.kept {
            // Whoever saw a frame saw what went before it.
            if let Some(text) = kept.text.as_ref().filter(|_| kept.seq >= seq && kept.answered_on != Some(on))
            {
                kept.answered_on = Some(on);
                missed.push((kept.seq, text.clone()));
            }
        }
        missed.sort_by_key(|(seq, _)| *seq);
        missed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: PeerNo = PeerNo(1);
    const SECOND: PeerNo = PeerNo(2);
    const THIRD: PeerNo = PeerNo(3);

    fn id(number: i64) -> RequestId {
        RequestId::Number(number)
    }

    #[test]
    fn a_call_that_is_sent_again_is_answered_once() {
        let mut answers = Answers::default();
        assert_eq!(answers.ask(&id(1), FIRST), Asked::New);
        answers.finish(&id(1), &"one".into(), 0, Some(FIRST));
        assert_eq!(answers.ask(&id(1), SECOND), Asked::Again("one".into()));
        assert_eq!(answers.ask(&id(1), THIRD), Asked::Again("one".into()), "lost once more");
    }

    #[test]
    fn a_call_under_way_is_not_done_again() {
        let mut answers = Answers::default();
        assert_eq!(answers.ask(&id(1), FIRST), Asked::New);
        assert_eq!(answers.ask(&id(1), SECOND), Asked::Patience);
        answers.finish(&id(1), &"one".into(), 0, Some(SECOND));
        assert_eq!(answers.ask(&id(1), THIRD), Asked::Again("one".into()));
    }

    #[test]
    fn an_answer_that_overtakes_the_second_asking_is_not_sent_twice() {
        let mut answers = Answers::default();
        assert_eq!(answers.ask(&id(1), FIRST), Asked::New);
        answers.finish(&id(1), &"one".into(), 0, Some(SECOND));
        assert_eq!(answers.ask(&id(1), SECOND), Asked::Patience);
    }

    #[test]
    fn what_may_have_been_missed_is_sent_in_its_place_and_not_again() {
        let mut answers = Answers::default();
        for (number, seq) in [(1, 4), (2, 9), (3, 5), (4, 7)] {
            assert_eq!(answers.ask(&id(number), FIRST), Asked::New);
            answers.finish(&id(number), &number.to_string().into(), seq, Some(FIRST));
        }
        assert_eq!(answers.ask(&id(5), FIRST), Asked::New);
        assert_eq!(answers.missed(5, SECOND), [(5, "3".into()), (7, "4".into()), (9, "2".into())]);
        assert_eq!(answers.missed(5, SECOND), []);
        assert_eq!(answers.ask(&id(2), SECOND), Asked::Patience);
        assert_eq!(answers.ask(&id(1), SECOND), Asked::Again("1".into()), "asked for after all");
        assert_eq!(answers.missed(9, THIRD), [(9, "2".into())]);
    }

    #[test]
    fn an_id_used_again_on_one_connection_is_a_new_call() {
        let mut answers = Answers::default();
        for _ in 0..3 {
            assert_eq!(answers.ask(&id(1), FIRST), Asked::New);
            answers.finish(&id(1), &"one".into(), 0, Some(FIRST));
        }
    }

    #[test]
    fn answers_and_calls_are_bounded() {
        let mut answers = Answers::default();
        for number in 0..1_000 {
            assert_eq!(answers.ask(&id(number), FIRST), Asked::New);
            answers.finish(&id(number), &"x".into(), 0, Some(FIRST));
        }
        assert_eq!(answers.kept.len(), MAX_ANSWERS);
        for number in 1_000..1_000 + MAX_UNDER_WAY as i64 {
            assert_eq!(answers.ask(&id(number), FIRST), Asked::New);
        }
        assert_eq!(answers.ask(&id(5_000), FIRST), Asked::TooMany);
        let large = Utf8Bytes::from("x".repeat(MAX_BYTES / 2));
        for number in 1_000..1_010 {
            answers.finish(&id(number), &large, 0, None);
        }
        assert!(answers.bytes <= MAX_BYTES);
        assert_eq!(answers.ask(&id(1_009), SECOND), Asked::Again(large));
    }
}
