//! Drives a site by chance and holds it to the laws after every input. The test and the example share it.

mod chance;
mod gestures;
pub mod order;
pub mod reached;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use offhook::contract::Contract;
use offhook::contract::ids::DeskId;
use offhook::desk::Integration;
use offhook::ecc::input::WorkspaceEdit;
use offhook::ecc::whole::Law;
use offhook::ecc::{CustomerDoing, HttpAnswer, HttpReply, Input, PeerInput};
use offhook::wire::{Micros, Role};
use serde_json::{Value, json};

use chance::Chance;
use gestures::{AGENT, At, CHAT, Draw, Gesture, OTHERS, fits};
use reached::Reached;
use world::{DESKS, World};

/// How many inputs one site lives through.
pub const INPUTS: u64 = 500;

/// Who sits at which desk in the beginning.
const USERS: [&str; 6] = ["ann", "ben", "cho", "dee", "eve", "fay"];

/// A law that was broken: by what, and what led there.
#[derive(Debug)]
pub struct Broken {
    /// Which, in words.
    pub law: String,
    /// The inputs of the shortest way there that was found.
    pub inputs: Vec<String>,
}

/// One site's life from beginning to end; a seed is a life, and always the same one.
pub fn live(seed: u64) -> Result<Reached, Broken> {
    let mut chance = Chance(seed);
    let steps: Vec<u64> = (0..INPUTS).map(|_| chance.number()).collect();
    match run(seed, &steps, false) {
        Ok(world) => Ok(world.reached),
        Err(first) => Err(shorten(seed, steps, first)),
    }
}

fn run(seed: u64, steps: &[u64], keeps: bool) -> Result<Box<World>, (usize, String, Vec<String>)> {
    let mut world = Box::new(World::new(seed, keeps));
    let mut at = 0;
    let result = catch_unwind(AssertUnwindSafe(|| {
        sign_in(&mut world)?;
        world.inputs = vec![format!("(seed {seed}; {USERS:?} sign in and are available)")];
        for step in steps {
            take(&mut world, *step)?;
            at += 1;
        }
        world.end()
    }));
    let law = result.unwrap_or_else(|_| Err("the engine panicked".to_owned()));
    world.reached.inputs = at as u64;
    match law {
        Ok(()) => Ok(world),
        Err(law) => Err((at, law, std::mem::take(&mut world.inputs))),
    }
}

/// Leaves steps out for as long as a law is still broken without them.
fn shorten(seed: u64, mut steps: Vec<u64>, (at, mut law, _): (usize, String, Vec<String>)) -> Broken {
    steps.truncate(at + 1);
    let mut size = steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(from..(from + size).min(steps.len()));
            match run(seed, &fewer, false) {
                Err((at, other, _)) => {
                    fewer.truncate(at + 1);
                    (steps, law) = (fewer, other);
                }
                Ok(_) => from += size,
            }
        }
        size /= 2;
    }
    let inputs = run(seed, &steps, true).err().map(|(_, _, inputs)| inputs).unwrap_or_default();
    Broken { law, inputs }
}

/// All six are there and wait.
fn sign_in(world: &mut World) -> Law {
    for (at, user) in USERS.into_iter().enumerate() {
        let campaigns = if user == "cho" { json!([2]) } else { json!([1, 2]) };
        for (method, params) in [
            ("session.login", json!({"username": user, "password": "ok"})),
            ("toolbar.selectCampaigns", json!({"campaignIds": campaigns})),
            ("toolbar.selectExtension", json!({"phone": format!("20{}", at + 1)})),
            ("toolbar.setAvailability", json!({"status": "Available"})),
        ] {
            world.call(DESKS[at], method, params)?.map_err(|error| format!("{method}: {error}"))?;
        }
    }
    Ok(())
}

/// One input, which follows from the number and from where the site stands.
fn take(world: &mut World, number: u64) -> Law {
    let mut chance = Chance(number);
    match chance.below(1_000) {
        0..110 => {
            let most = *chance
                .one_of(&[50, 50, 50, 3_000, 3_000, 3_000, 9_000, 20_000, 90_000, 400_000])
                .unwrap_or(&50);
            let time = Micros::from_millis(1 + chance.below(most));
            world.wait(time).map(drop)
        }
        110..116 => world.restore(),
        116..126 => peer(world, &mut chance),
        126..130 => answer_http(world),
        130..150 => public(world, &mut chance),
        150..153 => edit_workspace(world, &mut chance),
        153..165 => take_what_waits(world, &mut chance),
        165..600 => gesture(world, chance, AGENT),
        600..790 => gesture(world, chance, CHAT),
        _ => gesture(world, chance, OTHERS),
    }
}

fn gesture(world: &mut World, mut chance: Chance, table: &[Gesture]) -> Law {
    let all: u64 = table.iter().map(|(weight, ..)| weight).sum();
    let mut left = chance.below(all);
    let drawn = table.iter().find(|(weight, ..)| {
        let here = left < *weight;
        left = left.saturating_sub(*weight);
        here
    });
    let Some((_, method, at, params)) = drawn else { return Ok(()) };
    let at = if chance.in_100(8) { At::Any } else { *at };
    let desks: Vec<DeskId> =
        world.desks.values().filter(|fold| fits(fold, at)).map(|fold| fold.desk.clone()).collect();
    let desk = match chance.one_of(&desks) {
        Some(desk) => desk.to_string(),
        None => chance.word(&DESKS).to_owned(),
    };
    let mut draw = Draw { world, fold: world.desk(&desk), chance };
    let mut params = params(&mut draw);
    let spec = Contract::get().require_method(method).map_err(|error| error.message)?;
    let optional = spec.params.iter().any(|param| param.name == "interactionId") && draw.chance.in_100(35);
    if optional && params.get("interactionId").is_none() {
        params["interactionId"] = Value::from(draw.interaction());
    }
    world.call(&desk, method, params).map(drop)
}

/// Somebody takes what waits.
fn take_what_waits(world: &mut World, chance: &mut Chance) -> Law {
    let desk = chance.word(&DESKS);
    let Ok(waiting) = world.call(desk, "toolbar.getWaiting", json!({}))? else { return Ok(()) };
    let all = waiting.as_array().cloned().unwrap_or_default();
    let Some(one) = chance.one_of(&all) else { return Ok(()) };
    world.call(desk, "toolbar.take", json!({"interactionId": one["interactionId"]})).map(drop)
}

/// The public does something, possible or not.
fn public(world: &mut World, chance: &mut Chance) -> Law {
    let ids: Vec<_> =
        world.desks.values().flat_map(|fold| &fold.interactions).map(|one| one.id.clone()).collect();
    let interaction_id = chance.one_of(&ids).cloned().unwrap_or_else(|| "none".into());
    let doing = match chance.below(7) {
        0 => CustomerDoing::Answer { interaction_id },
        1 => CustomerDoing::Refuse { interaction_id },
        2 => CustomerDoing::MemberAnswer { interaction_id },
        3 => CustomerDoing::MemberHangup { interaction_id },
        4 => CustomerDoing::Write { interaction_id, text: "Are you there?".to_owned() },
        5 => CustomerDoing::Read { interaction_id, read: true },
        _ => CustomerDoing::Hangup { interaction_id },
    };
    world.input(Input::Customer(doing)).map(drop)
}

/// An integration comes or goes, or a desk is over.
fn peer(world: &mut World, chance: &mut Chance) -> Law {
    let desk = DeskId::from(chance.word(&DESKS));
    let role = if chance.in_100(70) { Role::App } else { Role::Crm };
    let integration = Integration {
        peer: chance.word(&["p1", "p2"]).to_owned(),
        role,
        instance_id: None,
        app_id: None,
        origin: None,
        loaded: false,
    };
    let input = match chance.below(6) {
        0 if world.desk(desk.as_str()).session.is_none() => Input::DeskOver { desk },
        0..=1 => Input::Peer(PeerInput::Gone { desk, name: chance.word(&["p1", "p2"]).into() }),
        _ => Input::Peer(PeerInput::Came { desk, integration }),
    };
    world.input(input).map(drop)
}

/// The site's file is edited while it runs.
fn edit_workspace(world: &mut World, chance: &mut Chance) -> Law {
    let desks = DESKS.map(DeskId::from).into();
    let result = world::edit(chance);
    world.input(Input::Workspace(WorkspaceEdit { desks, result })).map(drop)
}

fn answer_http(world: &mut World) -> Law {
    let Some(ticket) = world.asked.pop() else { return Ok(()) };
    let reply = HttpReply { status: 200, status_text: "OK".to_owned(), data: json!({"x": 1}) };
    world.input(Input::Http(HttpAnswer { ticket, result: Ok(reply) })).map(drop)
}
