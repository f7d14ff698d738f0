//! The answers that a peer was owed, kept so that a call that is sent again after a dropped
//! connection is answered and not done twice.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::site::PeerNo;
use crate::contract::SdkError;
use crate::wire::{RequestId, RpcError, rpc};

/// The most answers that are kept for a peer; the oldest are forgotten first.
pub(super) const MAX_ANSWERS: usize = 256;
/// The most bytes of answers that are kept for a peer. Past it the oldest are forgotten, but not that their
/// calls were done.
const MAX_BYTES: usize = 1 << 20;
/// The most calls that a peer may have under way; one more is refused.
pub(super) const MAX_UNDER_WAY: usize = 256;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    id: RequestId,
    /// The connection on which the call came last.
    asked_on: PeerNo,
    /// The connection on which the answer went out last.
    answered_on: Option<PeerNo>,
    /// The desk's newest frame when it was answered: those after it came of the call, or later.
    seq: u64,
    /// `None` while it is under way.
    #[serde(serialize_with = "to_text", deserialize_with = "from_text")]
    text: Option<Utf8Bytes>,
    /// Whether the text is [`lost`] instead of the answer.
    is_lost: bool,
}

fn to_text<S: Serializer>(text: &Option<Utf8Bytes>, into: S) -> Result<S::Ok, S::Error> {
    text.as_ref().map(Utf8Bytes::as_str).serialize(into)
}

fn from_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Utf8Bytes>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Utf8Bytes::from))
}

/// What stands in the place of an answer that was too large to keep: the call was done, and must not be
/// done again by being sent again.
fn lost(id: &RequestId) -> Utf8Bytes {
    let error = SdkError::timeout("the connection dropped before the answer came");
    let mut error = RpcError::from_sdk(error.hint("the call was done; its answer was too large to keep"), "");
    // Whoever asks again knows what.
    error.data.as_mut().and_then(Value::as_object_mut).map(|data| data.remove("method"));
    Utf8Bytes::from(rpc::refusal(Some(id), &error))
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
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>", into = "Vec<Kept>")]
pub(super) struct Answers {
    kept: VecDeque<Kept>,
    bytes: usize,
}

impl From<Vec<Kept>> for Answers {
    fn from(kept: Vec<Kept>) -> Answers {
        let bytes = kept.iter().filter_map(|one| one.text.as_ref()).map(|text| text.len()).sum();
        Answers { kept: kept.into(), bytes }
    }
}

impl From<Answers> for Vec<Kept> {
    fn from(answers: Answers) -> Vec<Kept> {
        answers.kept.into()
    }
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
        self.kept.push_back(Kept {
            id: id.clone(),
            asked_on: on,
            answered_on: None,
            seq: 0,
            text: None,
            is_lost: false,
        });
        Asked::New
    }

    /// A call was answered after the desk's frame `seq`; `on` is the connection to which the answer goes,
    /// if there is one.
    pub(super) fn finish(&mut self, id: &RequestId, text: &Utf8Bytes, seq: u64, on: Option<PeerNo>) {
        let place = self.kept.iter().position(|one| &one.id == id && one.text.is_none());
        let Some(kept) = place.and_then(|place| self.kept.remove(place)) else { return };
        // Answers stand in the order in which they were given: a slow call's is as new as any.
        self.kept.push_back(Kept { answered_on: on, seq, text: Some(text.clone()), ..kept });
        self.bytes += text.len();
        self.keep_bounds();
    }

    fn keep_bounds(&mut self) {
        let answered = self.kept.iter().filter(|one| one.text.is_some()).count();
        if answered > MAX_ANSWERS
            && let Some(oldest) = self.kept.iter().position(|one| one.text.is_some())
            && let Some(text) = self.kept.remove(oldest).and_then(|one| one.text)
        {
            self.bytes -= text.len();
        }
        let Answers { kept, bytes } = self;
        // The newest stays whatever its size.
        let newest = kept.len().saturating_sub(1);
        for one in kept.iter_mut().take(newest).filter(|one| !one.is_lost) {
            if *bytes <= MAX_BYTES {
                break;
            }
            if let Some(text) = &mut one.text {
                *bytes -= text.len();
                *text = lost(&one.id);
                *bytes += text.len();
                one.is_lost = true;
            }
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
    fn a_slow_calls_answer_is_as_new_as_any() {
        let mut answers = Answers::default();
        assert_eq!(answers.ask(&id(0), FIRST), Asked::New);
        for number in 1..=300 {
            assert_eq!(answers.ask(&id(number), FIRST), Asked::New);
            answers.finish(&id(number), &"quick".into(), 0, Some(FIRST));
        }
        answers.finish(&id(0), &"slow".into(), 0, Some(FIRST));
        assert_eq!(answers.ask(&id(0), SECOND), Asked::Again("slow".into()));
    }

    #[test]
    fn what_was_done_is_not_done_again_where_its_answer_was_too_large_to_keep() {
        let mut answers = Answers::default();
        let large = Utf8Bytes::from("x".repeat(MAX_BYTES / 2));
        for number in 0..20 {
            assert_eq!(answers.ask(&id(number), FIRST), Asked::New);
            answers.finish(&id(number), &large, 0, Some(FIRST));
        }
        assert!(answers.bytes() <= MAX_BYTES);
        let Asked::Again(text) = answers.ask(&id(0), SECOND) else { panic!("not known any more") };
        let rpc::Message::Response { id: told, result } = rpc::parse(&text).unwrap() else {
            panic!("{text}")
        };
        assert_eq!((told, result.unwrap_err().code), (Some(id(0)), 1000));
        assert_eq!(answers.ask(&id(19), SECOND), Asked::Again(large));
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
