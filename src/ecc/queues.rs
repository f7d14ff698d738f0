//! Waiting callers: for each campaign in the order in which their calls came.

use std::collections::BTreeMap;
use std::iter::Peekable;

use serde::{Deserialize, Serialize};

use crate::contract::ids::{CampaignId, InteractionId};

/// A call's place in time among all calls of the site; also its place in a queue, so that a call that
/// was offered and missed is where it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Order(pub u64);

/// The queues of a site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Queues(BTreeMap<CampaignId, BTreeMap<Order, InteractionId>>);

impl Queues {
    pub(super) fn put(&mut self, campaign: CampaignId, order: Order, id: InteractionId) {
        self.0.entry(campaign).or_default().insert(order, id);
    }

    pub(super) fn take(&mut self, campaign: CampaignId, order: Order) {
        if let Some(queue) = self.0.get_mut(&campaign) {
            queue.remove(&order);
            if queue.is_empty() {
                self.0.remove(&campaign);
            }
        }
    }

    /// How many wait for a campaign.
    pub(super) fn waiting(&self, campaign: CampaignId) -> u32 {
        self.0.get(&campaign).map_or(0, |queue| u32::try_from(queue.len()).unwrap_or(u32::MAX))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The waiting calls of some campaigns, first come first.
    pub(super) fn in_order(
        &self,
        wanted: impl Fn(CampaignId) -> bool,
    ) -> impl Iterator<Item = (CampaignId, &InteractionId)> {
        let mut heads: Vec<(CampaignId, Peekable<_>)> = self
            .0
            .iter()
            .filter(|(campaign, _)| wanted(**campaign))
            .map(|(campaign, queue)| (*campaign, queue.iter().peekable()))
            .collect();
        std::iter::from_fn(move || {
            let first = heads
                .iter_mut()
                .filter_map(|(campaign, queue)| Some((queue.peek()?.0, *campaign)))
                .min()
                .map(|(_, campaign)| campaign)?;
            let (campaign, queue) = heads.iter_mut().find(|(campaign, _)| *campaign == first)?;
            queue.next().map(|(_, id)| (*campaign, id))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_served_in_the_order_of_their_calls_across_campaigns() {
        let mut queues = Queues::default();
        for (campaign, order) in [(1, 5), (2, 1), (1, 2), (3, 0), (2, 9)] {
            queues.put(CampaignId(campaign), Order(order), order.to_string().as_str().into());
        }
        let order: Vec<&str> =
            queues.in_order(|campaign| campaign.0 != 3).map(|(_, id)| id.as_str()).collect();
        assert_eq!(order, ["1", "2", "5", "9"]);
        queues.take(CampaignId(3), Order(0));
        queues.take(CampaignId(3), Order(0));
        assert_eq!((queues.waiting(CampaignId(3)), queues.waiting(CampaignId(2))), (0, 2));
        let json = serde_json::to_string(&queues).unwrap();
        assert_eq!(serde_json::from_str::<Queues>(&json).unwrap(), queues);
    }
}
