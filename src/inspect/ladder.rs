//! Frames as arrows between those who take part in an interaction.

use super::row::{Row, Word};
use super::scan::scalar;
use crate::wire::{Dir, Role};

/// Who takes part, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Life {
    /// The other side of the line; tests and demonstrations play it.
    Customer,
    /// The contact centre.
    Ecc,
    /// The agent's toolbar.
    Toolbar,
    /// The CRM page.
    Crm,
    /// Custom apps.
    App,
}

impl Life {
    /// All of them.
    pub const ALL: [Life; 5] = [Life::Customer, Life::Ecc, Life::Toolbar, Life::Crm, Life::App];

    /// What stands above the line.
    pub fn name(self) -> &'static str {
        match self {
            Life::Customer => "Customer",
            Life::Ecc => "ECC",
            Life::Toolbar => "Toolbar",
            Life::Crm => "CRM",
            Life::App => "App",
        }
    }

    /// The same in little room.
    pub fn short(self) -> &'static str {
        match self {
            Life::Customer => "Cust",
            Life::Toolbar => "Tool",
            other => other.name(),
        }
    }

    fn of(role: Option<Role>) -> Life {
        match role {
            Some(Role::Crm) => Life::Crm,
            Some(Role::App) => Life::App,
            Some(Role::Control) => Life::Customer,
            Some(Role::Toolbar | Role::Observer) | None => Life::Toolbar,
        }
    }
}

/// An arrow: from one to another, or to all between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrow {
    /// Where it begins.
    pub from: Life,
    /// Where it ends.
    pub to: Life,
    /// Whether all on its way hear it too.
    pub to_all: bool,
}

/// The arrow of a frame; `furthest` is the last of those who hear what goes to all.
pub fn arrow(row: &Row, furthest: Life) -> Arrow {
    let one = |from, to| Arrow { from, to, to_all: false };
    let peer = Life::of(row.role);
    match row.word {
        Word::Call | Word::Trace | Word::Raw => match row.dir {
            Dir::In => one(peer, Life::Ecc),
            Dir::Out => one(Life::Ecc, peer),
        },
        Word::Ok | Word::Error => one(Life::Ecc, peer),
        Word::Event if &*row.peer != "*" => one(Life::Ecc, peer),
        Word::Event => {
            let from = if is_the_customers(row) { Life::Customer } else { Life::Ecc };
            Arrow { from, to: furthest.max(Life::Toolbar), to_all: true }
        }
        Word::Change if is_the_customers(row) => one(Life::Customer, Life::Toolbar),
        // What the agent said goes on to the other side.
        Word::Change if &*row.name == "chatLine" && scalar(&row.text, "from") == Some("agent") => {
            one(Life::Ecc, Life::Customer)
        }
        Word::Change => one(Life::Ecc, Life::Toolbar),
    }
}

/// Whether it tells what the customer did: called, wrote, types, hung up.
fn is_the_customers(row: &Row) -> bool {
    match &*row.name {
        "interaction.interactionInitiated" => {
            scalar(&row.text, "associationType").is_some_and(|how| how.starts_with("inbound"))
        }
        "chatLine" => scalar(&row.text, "from") == Some("customer"),
        "cleared" => scalar(&row.text, "by") == Some("customer"),
        "customerTypes" => true,
        _ => false,
    }
}

/// The last of those who take part, as far as some rows show.
pub fn furthest<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Life {
    rows.into_iter().map(|row| Life::of(row.role)).max().unwrap_or(Life::Toolbar).max(Life::Toolbar)
}

/// Those who take part, from left to right: the contact centre and the toolbar always do.
pub fn taking_part(arrows: &[Arrow]) -> Vec<Life> {
    let takes_part = |life: &Life| {
        matches!(life, Life::Ecc | Life::Toolbar)
            || arrows.iter().any(|arrow| arrow.from == *life || arrow.to == *life)
    };
    Life::ALL.into_iter().filter(takes_part).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::log::tests::{call, change, event, frame, log};
    use super::*;

    #[test]
    fn every_frame_is_an_arrow() {
        let trace = json!({"peer": "p2", "role": "crm", "method": "store.get", "took": 1});
        let log = log([
            call(0, "p7", 1, "hello", json!({"role": "control"})),
            call(1, "p7", 2, "control.customerCall", json!({})),
            event(2, "interaction.callRinging", json!({})),
            call(3, "p1", 3, "toolbar.answer", json!({})),
            frame(4, "p1", Dir::Out, &json!({"id": 3, "result": "ok"})),
            change(5, json!({"kind": "trace", "call": trace})),
            change(6, json!({"kind": "hold"})),
            change(7, json!({"kind": "chatLine", "line": {"from": "customer"}})),
            change(8, json!({"kind": "chatLine", "line": {"from": "agent"}})),
            event(
                9,
                "interaction.interactionInitiated",
                json!({"associationType": "inbound.dial.association"}),
            ),
            change(10, json!({"kind": "cleared", "by": "customer"})),
            change(11, json!({"kind": "cleared", "by": "agent"})),
        ]);
        let furthest = furthest(log.iter());
        assert_eq!(furthest, Life::Crm);
        let arrows: Vec<_> = log.iter().map(|row| arrow(row, furthest)).collect();
        let ends: Vec<_> = arrows.iter().map(|arrow| (arrow.from.name(), arrow.to.name())).collect();
        let wanted = [
            ("Customer", "ECC"),
            ("Customer", "ECC"),
            ("ECC", "CRM"),
            ("Toolbar", "ECC"),
            ("ECC", "Toolbar"),
            ("CRM", "ECC"),
            ("ECC", "Toolbar"),
            ("Customer", "Toolbar"),
            ("ECC", "Customer"),
            ("Customer", "CRM"),
            ("Customer", "Toolbar"),
            ("ECC", "Toolbar"),
        ];
        assert_eq!(ends, wanted);
        assert!(arrows[2].to_all && !arrows[3].to_all);
    }

    #[test]
    fn contact_centre_and_toolbar_always_take_part() {
        let arrow = |from, to| Arrow { from, to, to_all: false };
        assert_eq!(taking_part(&[]), [Life::Ecc, Life::Toolbar]);
        let all = [arrow(Life::Crm, Life::Ecc), arrow(Life::Customer, Life::Toolbar)];
        assert_eq!(taking_part(&all), [Life::Customer, Life::Ecc, Life::Toolbar, Life::Crm]);
    }
}
