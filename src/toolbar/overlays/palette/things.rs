//! What the palette finds: actions, places, interactions, customers, settings and themes.

use super::Item;
use crate::contract::ids::{CustomerId, InteractionId};
use crate::desk::Interaction;
use crate::toolbar::action::{Action, Context, Row, rows, table};
use crate::toolbar::app::App;
use crate::toolbar::screens::workbench::state_word;
use crate::toolbar::settings::Setting;

/// The least that is looked for among all customers, in characters.
const LEAST_TYPED: usize = 2;

/// What kind of thing something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something to do.
    Action,
    /// Somewhere to go.
    Place,
    /// A call or chat.
    Interaction,
    /// Someone who called, or is to be called.
    Customer,
    /// Something about the toolbar.
    Setting,
}

impl Kind {
    /// Its word in the list.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Action => "do",
            Kind::Place => "go to",
            Kind::Interaction => "look at",
            Kind::Customer => "customer",
            Kind::Setting => "set",
        }
    }

    /// What a list of nothing else is called.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Action => "Actions",
            Kind::Place => "Places",
            Kind::Interaction => "Interactions",
            Kind::Customer => "Customers",
            Kind::Setting => "Settings",
        }
    }

    /// What is asked for there.
    pub fn hint(self) -> &'static str {
        match self {
            Kind::Action => "What do you want to do?",
            Kind::Place => "Where to?",
            Kind::Interaction => "Which call or chat?",
            Kind::Customer => "Which customer?",
            Kind::Setting => "What is to be set?",
        }
    }
}

/// What choosing comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// An action.
    Do(&'static Row),
    /// A call or chat is looked at.
    Look(InteractionId),
    /// A customer is shown.
    Customer(CustomerId),
    /// Customers are looked for by a name or number that is known.
    Known(String),
    /// They are looked for by what is typed.
    Typed(String),
    /// A setting gets another word.
    Set(Setting, String),
}

impl Thing {
    /// Whether it is there for whatever is typed.
    pub fn is_what_is_typed(&self) -> bool {
        matches!(self, Thing::Typed(_))
    }
}

/// All that there is, the most wanted first: what was chosen lately, then what can be done here.
pub fn all(app: &App, typed: &str) -> Vec<Item> {
    let mut items = actions(app);
    items.extend(interactions(app));
    if Action::Find.is_allowed(&app.desk) && app.base().contains(&Context::Workbench) && !app.is_read_only() {
        items.extend(customers(app));
        let typed = typed.trim();
        if typed.chars().count() >= LEAST_TYPED {
            items.push(Item {
                kind: Kind::Customer,
                name: format!("Find: {typed}"),
                about: "among all customers".to_owned(),
                note: String::new(),
                why_not: None,
                then: Thing::Typed(typed.to_owned()),
            });
        }
    }
    items.extend(settings(app));
    let lately = |item: &Item| {
        let at = app.recent.iter().position(|one| *one == item.then);
        at.filter(|_| item.why_not.is_none()).unwrap_or(usize::MAX)
    };
    items.sort_by_key(lately);
    items
}

/// The actions of the place below, and those of the screen below that, each once.
fn actions(app: &App) -> Vec<Item> {
    let below = app.context_below();
    let on_top = !app.base().contains(&below) && below != Context::Chat;
    let mut found: Vec<&'static Row> = rows(below).collect();
    for context in app.base() {
        // From a dialog, only what one can go to.
        found.extend(rows(*context).filter(|row| !on_top || row.letter.is_some()));
    }
    found.extend(table().filter(|row| row.is_global() && row.is_of(below)));
    let mut items: Vec<(Action, Item)> = Vec::new();
    for row in found {
        let known = items.iter().any(|(action, _)| *action == row.action);
        if known || row.action.is_a_move() || !row.action.is_allowed(&app.desk) {
            continue;
        }
        let context = if row.is_of(below) { below } else { app.base().first().copied().unwrap_or(below) };
        let mut keys = app.keymap.key_of(context, row);
        if keys.is_empty() {
            keys = app.keymap.key_of(Context::Workbench, row);
        }
        let name = row.name();
        let about = if name == row.about { "" } else { row.about };
        items.push((
            row.action,
            Item {
                kind: if row.letter.is_some() { Kind::Place } else { Kind::Action },
                name: name.to_owned(),
                about: about.to_owned(),
                note: keys,
                why_not: app.why_not(row.action),
                then: Thing::Do(row),
            },
        ));
    }
    items.into_iter().map(|(_, item)| item).collect()
}

fn interactions(app: &App) -> impl Iterator<Item = Item> + '_ {
    let item = |(at, one): (usize, &Interaction)| Item {
        kind: Kind::Interaction,
        name: one.customer_label().into_owned(),
        about: format!("{} · {}", state_word(one), app.desk.campaign_name(one.campaign_id)),
        note: if at < 9 { (at + 1).to_string() } else { String::new() },
        why_not: None,
        then: Thing::Look(one.id.clone()),
    };
    app.desk.interactions.iter().enumerate().map(item)
}

/// Those who called, the last one first, and those to whom a callback was promised.
fn customers(app: &App) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let past = app.desk.past.iter().rev().filter_map(|one| {
        let then = match (one.customer.customer_id, &one.customer.name) {
            (Some(id), _) => Thing::Customer(id),
            (None, Some(name)) if !name.is_empty() => Thing::Known(name.clone()),
            (None, _) if !one.masked && !one.customer.phone.is_empty() => {
                Thing::Known(one.customer.phone.clone())
            }
            _ => return None,
        };
        Some((one.customer_label().into_owned(), "was here before".to_owned(), then))
    });
    let promised = app.desk.callbacks.iter().map(|one| {
        let name = one.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&one.phone);
        (name.to_owned(), "is to be called back".to_owned(), Thing::Known(name.to_owned()))
    });
    for (name, about, then) in past.chain(promised) {
        if !items.iter().any(|item| item.then == then || item.name == name) {
            let note = String::new();
            items.push(Item { kind: Kind::Customer, name, about, note, why_not: None, then });
        }
    }
    items
}

/// Each setting with each word that it could have instead.
fn settings(app: &App) -> Vec<Item> {
    let mut items = Vec::new();
    for setting in Setting::ALL {
        let now = app.settings().get(setting);
        let words: Vec<&str> = match setting {
            Setting::Theme => app.theme_names.iter().map(String::as_str).collect(),
            _ => setting.words().to_vec(),
        };
        for word in words.into_iter().filter(|word| *word != now) {
            let later = if setting.waits_for_start() { ", at the next start" } else { "" };
            items.push(Item {
                kind: Kind::Setting,
                name: format!("{}: {}", setting.about(), spoken(word)),
                about: format!("instead of {}{later}", spoken(now)),
                note: String::new(),
                why_not: None,
                then: Thing::Set(setting, word.to_owned()),
            });
        }
    }
    items
}

/// A word of a setting as people say it.
fn spoken(word: &str) -> &str {
    match word {
        "true" => "on",
        "false" => "off",
        other => other,
    }
}
