//! New ids in the contract's formats (contract: ids), from the seed.

use std::fmt::Write;
use std::sync::Arc;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::contract::ids::{CallId, CrtId, InteractionId, NotificationId, UserId};
use crate::wire::Moment;
use crate::workspace::Site;

const TOKEN: usize = 128;
const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// The running numbers and the chance behind all ids of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ids {
    rng: ChaCha8Rng,
    /// `d<node>-<hex epoch seconds of the start>`.
    platform: Arc<str>,
    call: u64,
    customer: u64,
    #[serde(default)]
    chat: u64,
    #[serde(default)]
    chat_customer: u64,
    notification: u64,
    user: u64,
}

impl Ids {
    pub(super) fn new(site: &Site, seed: u64, at: Moment) -> Ids {
        let platform = format!("{}-{:08x}", site.node, at.unix_secs() & 0xffff_ffff);
        Ids {
            rng: ChaCha8Rng::seed_from_u64(seed),
            platform: platform.into(),
            call: 0,
            customer: 0,
            chat: 0,
            chat_customer: 0,
            notification: 0,
            user: 0,
        }
    }

    /// A UUID v4 whose last group is six hex digits and the year and month.
    pub(super) fn interaction(&mut self, at: Moment) -> InteractionId {
        let (high, low) = (self.rng.next_u64(), self.rng.next_u64());
        let year_month = at.at_offset(0, "%y%m");
        let id = format!(
            "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:06x}{year_month}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            8 + (low >> 62),
            (low >> 48) & 0xfff,
            low & 0xff_ffff,
        );
        InteractionId::new(id)
    }

    /// A call, and the customer's side of it.
    pub(super) fn call(&mut self) -> (CallId, CrtId) {
        self.call += 1;
        self.customer += 1;
        let call = CallId::new(format!("{}-vcall-{}", self.platform, self.call));
        (call, CrtId::new(format!("{}-vce-{}", self.platform, self.customer)))
    }

    /// A chat, and the customer's side of it.
    pub(super) fn chat(&mut self) -> (CallId, CrtId) {
        self.chat += 1;
        self.chat_customer += 1;
        let chat = CallId::new(format!("{}-vchat-{}", self.platform, self.chat));
        (chat, CrtId::new(format!("{}-dccf-{}", self.platform, self.chat_customer)))
    }

    /// The side of a number that is asked into a call.
    pub(super) fn member(&mut self) -> CrtId {
        self.customer += 1;
        CrtId::new(format!("{}-vce-{}", self.platform, self.customer))
    }

    /// A notification, and its running number.
    pub(super) fn notification(&mut self) -> (NotificationId, u64) {
        self.notification += 1;
        let id = NotificationId::new(format!("{}-notify-{}", self.platform, self.notification));
        (id, self.notification)
    }

    /// A number for a record of the CRM; not told apart from earlier ones.
    pub(super) fn record(&mut self) -> u64 {
        // Six digits to the base of 62, as the vendor's samples have them behind their zeros.
        self.rng.next_u64() % 62u64.pow(6)
    }

    /// An agent's session; the start of all ids of their side of calls.
    pub(super) fn session(&mut self, site: &Site, user: &UserId) -> Arc<str> {
        let mut id = format!("{}-ses-{user}-appId-{}-", self.platform, site.application_server);
        let mut chance = self.rng.next_u64();
        for place in 0..TOKEN {
            if place % 12 == 0 {
                chance = self.rng.next_u64();
            }
            id.push(char::from(ALPHABET[(chance % 36) as usize]));
            chance /= 36;
        }
        id.into()
    }

    /// The agent's side of the telephony, once at each choice of an extension: for `extensionSelected`
    /// and for calls.
    pub(super) fn user_side(
        &mut self,
        site: &Site,
        session: &str,
        context: Option<u32>,
        phone: &str,
    ) -> (CrtId, CrtId) {
        self.user += 1;
        let mut selected = format!("{session}-{}-uce-", self.user);
        let mut on_calls = selected.clone();
        // Writing to a String can't fail.
        let _ = write!(selected, "{}", context.map_or(self.user, u64::from));
        let _ = write!(on_calls, "{phone}@{}", site.contact_center_id);
        (CrtId::new(selected), CrtId::new(on_calls))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_contracts_formats() {
        let site = Site::default();
        let at = Moment(1_752_477_796_000_000); // 2025-07-14T07:23:16Z, the sample's start
        let mut ids = Ids::new(&site, 1, at);
        for _ in 0..1000 {
            let id = ids.interaction(at).to_string();
            let groups: Vec<&str> = id.split('-').collect();
            assert_eq!(groups.iter().map(|g| g.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 10], "{id}");
            assert!(groups[2].starts_with('4') && "89ab".contains(&groups[3][..1]), "{id}");
            assert!(groups[4].ends_with("2507") && groups[4][..6].chars().all(|c| c.is_ascii_hexdigit()));
        }
        let (call, customer) = ids.call();
        assert_eq!(call.as_str(), "d279-6874b064-vcall-1");
        assert_eq!(customer.as_str(), "d279-6874b064-vce-1");
        let (chat, customer) = ids.chat();
        assert_eq!(chat.as_str(), "d279-6874b064-vchat-1");
        assert_eq!(customer.as_str(), "d279-6874b064-dccf-1");
        let session = ids.session(&site, &UserId::from("executive"));
        assert!(session.starts_with("d279-6874b064-ses-executive-appId-app-server-wboswo8hqn-"));
        let (selected, on_calls) = ids.user_side(&site, &session, Some(16), "1234567890");
        assert_eq!(selected.as_str(), format!("{session}-1-uce-16"));
        assert_eq!(on_calls.as_str(), format!("{session}-1-uce-1234567890@5"));
    }
}
