//! Waiting callers: the pressing first, then in the order in which their calls came.

use std::collections::{BTreeMap, btree_map};
use std::iter::Peekable;

use serde::{Deserialize, Serialize};

use crate::contract::ids::{CampaignId, InteractionId};
use crate::contract::payload::ChannelType;
use crate::workspace::Priority;

/// A call's place in time among all calls of the site; also its place in a queue, so that a call that
/// was offered and missed is where it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Order(pub u64);

/// How pressing it is that somebody is served: the least goes first, before all who came earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pressing(u8);

impl Pressing {
    pub(super) fn of(priority: Option<Priority>) -> Pressing {
        Pressing(match priority {
            Some(Priority::Urgent) => 0,
            Some(Priority::High) => 1,
            Some(Priority::Medium) | None => 2,
            Some(Priority::Low) => 3,
        })
    }
}

/// What waits for the same agents and is as pressing: of one campaign, by one channel, for one team.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane {
    pub campaign: CampaignId,
    pub channel: ChannelType,
    /// Empty for voice.
    pub sub_channel: String,
    /// The team for whose members it waits.
    pub team: Option<String>,
    pub pressing: Pressing,
}

impl Lane {
    pub(super) fn voice(campaign: CampaignId) -> Lane {
        Lane {
            campaign,
            channel: ChannelType::Voice,
            sub_channel: String::new(),
            team: None,
            pressing: Pressing::of(None),
        }
    }
}

/// The queues of a site. A snapshot holds them without the lanes, which are the interactions'.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub(super) struct Queues {
    lanes: BTreeMap<Lane, BTreeMap<Order, InteractionId>>,
    places: BTreeMap<Order, Lane>,
}

/// The queues as a snapshot holds them.
type Kept = BTreeMap<CampaignId, BTreeMap<Order, InteractionId>>;

impl Queues {
    /// Puts an interaction into its lane; one that waits in another lane goes from there.
    pub(super) fn put(&mut self, lane: Lane, order: Order, id: InteractionId) {
        self.take(order);
        self.lanes.entry(lane.clone()).or_default().insert(order, id);
        self.places.insert(order, lane);
    }

    pub(super) fn take(&mut self, order: Order) {
        let Some(lane) = self.places.remove(&order) else { return };
        if let Some(queue) = self.lanes.get_mut(&lane) {
            queue.remove(&order);
            if queue.is_empty() {
                self.lanes.remove(&lane);
            }
        }
    }

    /// Whether what has this place waits.
    pub(super) fn has(&self, order: Order) -> bool {
        self.places.contains_key(&order)
    }

    /// How many wait for a campaign.
    pub(super) fn waiting(&self, campaign: CampaignId) -> u32 {
        let of_it = self.lanes.iter().filter(|(lane, _)| lane.campaign == campaign);
        u32::try_from(of_it.map(|(_, queue)| queue.len()).sum::<usize>()).unwrap_or(u32::MAX)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lanes.is_empty()
    }

    /// What waits in some lanes, the pressing first, then first come first.
    pub(super) fn in_order(&self, wanted: impl Fn(&Lane) -> bool) -> Waiting<'_> {
        let wanted = self.lanes.iter().filter(|(lane, _)| wanted(lane));
        Waiting { heads: wanted.map(|(lane, queue)| (lane, queue.iter().peekable())).collect() }
    }
}

/// What waits, the pressing first, then first come first.
pub(super) struct Waiting<'a> {
    heads: Vec<(&'a Lane, Peekable<btree_map::Iter<'a, Order, InteractionId>>)>,
}

impl Waiting<'_> {
    /// Nothing more of a lane is looked at.
    pub(super) fn close(&mut self, lane: &Lane) {
        self.heads.retain(|(head, _)| *head != lane);
    }
}

impl<'a> Iterator for Waiting<'a> {
    type Item = (&'a Lane, &'a InteractionId);

    fn next(&mut self) -> Option<Self::Item> {
        let orders = self.heads.iter_mut().enumerate();
        let first =
            orders.filter_map(|(at, (lane, queue))| Some((lane.pressing, *queue.peek()?.0, at))).min();
        let (lane, queue) = self.heads.get_mut(first?.2)?;
        queue.next().map(|(_, id)| (*lane, id))
    }
}

impl From<Kept> for Queues {
    fn from(kept: Kept) -> Queues {
        let mut queues = Queues::default();
        for (campaign, queue) in kept {
            queue.into_iter().for_each(|(order, id)| queues.put(Lane::voice(campaign), order, id));
        }
        queues
    }
}

impl From<Queues> for Kept {
    fn from(queues: Queues) -> Kept {
        let mut kept = Kept::new();
        for (lane, mut queue) in queues.lanes {
            kept.entry(lane.campaign).or_default().append(&mut queue);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_is_served_in_the_order_of_coming_across_campaigns_and_channels() {
        let chat = |campaign| Lane {
            channel: ChannelType::Chat,
            sub_channel: "webchat".to_owned(),
            ..Lane::voice(CampaignId(campaign))
        };
        let voice = |campaign| Lane::voice(CampaignId(campaign));
        let mut queues = Queues::default();
        for (lane, order) in [(voice(1), 5), (chat(2), 1), (chat(1), 2), (voice(3), 0), (voice(2), 9)] {
            queues.put(lane, Order(order), order.to_string().as_str().into());
        }
        let order = |queues: &Queues, wanted: &dyn Fn(&Lane) -> bool| {
            queues.in_order(wanted).map(|(_, id)| id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(order(&queues, &|lane| lane.campaign.0 != 3), ["1", "2", "5", "9"]);
        assert_eq!(order(&queues, &|lane| lane.channel == ChannelType::Chat), ["1", "2"]);
        let mut waiting = queues.in_order(|_| true);
        assert_eq!(waiting.next().unwrap().0, &voice(3));
        waiting.close(&chat(2));
        assert_eq!(waiting.next().unwrap().0, &chat(1));
        let pressing = |priority| Lane { pressing: Pressing::of(Some(priority)), ..voice(1) };
        for (priority, order) in [(Priority::Low, 3), (Priority::Urgent, 7), (Priority::High, 6)] {
            queues.put(pressing(priority), Order(order), order.to_string().as_str().into());
        }
        let of_one = |lane: &Lane| lane.campaign.0 == 1;
        assert_eq!(order(&queues, &of_one), ["7", "6", "2", "5", "3"], "the pressing before all others");
        [3, 6, 7].into_iter().for_each(|order| queues.take(Order(order)));
        let json = serde_json::to_value(&queues).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"1": {"2": "2", "5": "5"}, "2": {"1": "1", "9": "9"}, "3": {"0": "0"}})
        );
        let restored: Queues = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&restored).unwrap(), json);
        queues.take(Order(0));
        queues.take(Order(0));
        assert_eq!((queues.waiting(CampaignId(3)), queues.waiting(CampaignId(2))), (0, 2));
        queues.put(chat(2), Order(9), "9".into());
        assert_eq!(queues.in_order(|lane| lane == &chat(2)).count(), 2, "it waits in one lane only");
    }
}
