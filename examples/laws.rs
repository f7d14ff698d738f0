//! Drives sites by chance for as long as is wished, and holds them to the engine's laws after every input:
//! `cargo run --release --example laws -- [INPUTS] [SEED]`. Ends with 1 where a law is broken, and prints how.

#[path = "../tests/laws/driver/mod.rs"]
mod driver;

use std::process::ExitCode;

use driver::reached::Reached;
use driver::{INPUTS, live};

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|text| text.replace('_', "").parse::<u64>());
    let (inputs, seed) = match (numbers.next().unwrap_or(Ok(1_000_000)), numbers.next().unwrap_or(Ok(0))) {
        (Ok(inputs), Ok(seed)) if numbers.next().is_none() => (inputs, seed),
        _ => {
            eprintln!("usage: laws [INPUTS] [SEED]");
            return ExitCode::from(2);
        }
    };
    let mut all = Reached::default();
    let lives = inputs.div_ceil(INPUTS);
    for life in 0..lives {
        match live(seed.wrapping_add(life)) {
            Ok(one) => all.add(one),
            Err(broken) => {
                println!("the life of seed {} breaks a law: {}", seed.wrapping_add(life), broken.law);
                broken.inputs.iter().for_each(|input| println!("{input}"));
                return ExitCode::FAILURE;
            }
        }
        if (life + 1) % lives.div_ceil(20) == 0 {
            eprintln!("{} inputs", all.inputs);
        }
    }
    println!("{} inputs at {lives} sites, no law broken", all.inputs);
    for (title, counts) in
        [("methods done", &all.methods), ("refusals", &all.refusals), ("told", &all.others)]
    {
        println!("\n{title}");
        counts.iter().for_each(|(name, times)| println!("{times:>12} {name}"));
    }
    println!("\nevents");
    all.events.iter().for_each(|(name, times)| println!("{times:>12} {name}"));
    ExitCode::SUCCESS
}
