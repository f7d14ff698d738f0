//! What holds after every input of a table's case, and at its end. `tests/laws` asks the same by chance.

use std::collections::BTreeMap;

use super::site::Site;
use crate::contract::Event;
use crate::ecc::What;

/// The engine's own state is whole, and every desk's fold agrees with it.
#[track_caller]
pub fn hold(site: &Site) {
    let desks = site.desks.values().map(|fold| site.ecc.check_desk(fold));
    let broken: Vec<String> =
        std::iter::once(site.ecc.check()).chain(desks).filter_map(Result::err).collect();
    assert_eq!(broken, Vec::<String>::new());
}

/// Everything that was begun is over, each leg once, and time never went back.
#[track_caller]
pub fn hold_at_the_end(site: &Site) {
    assert_eq!(site.ecc.check_over(), Ok(()));
    assert!(site.desks.values().all(|desk| desk.interactions.is_empty()));
    assert!(site.log.windows(2).all(|pair| pair[0].at <= pair[1].at), "time went back");
    let mut open = BTreeMap::new();
    for output in &site.log {
        let What::Event { desk, event, .. } = &output.what else { continue };
        match &**event {
            Event::InteractionInitiated(one) => {
                let side = (desk.clone(), one.customer_crt_object_id.clone());
                assert_eq!(open.insert(side, ()), None, "a leg began twice");
            }
            Event::InteractionEnded(one) => {
                let side = (desk.clone(), one.customer_crt_object_id.clone());
                assert_eq!(open.remove(&side), Some(()), "a leg ended twice, or before it began");
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "a leg never ended: {open:?}");
}
