//! Kills a hub in the midst of its work, twice for each of a hundred seeds, and counts what is missing then.
//!
//! ```text
//! cargo build && cargo run --example kills
//! ```

#[path = "../tests/common/kills.rs"]
mod kills;

use std::error::Error;
use std::path::PathBuf;

use kills::Figures;
use tokio::time::Instant;

/// The program that was built beside this one.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(|examples| examples.parent()).ok_or("no folder of built programs")?;
    let program = folder.join("offhook");
    if program.is_file() { Ok(program) } else { Err("build offhook first: cargo build".into()) }
}

fn main() -> Result<(), Box<dyn Error>> {
    let seeds: u64 = std::env::args().nth(1).map_or(Ok(100), |seeds| seeds.parse())?;
    let program = program()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (started, mut all) = (Instant::now(), Figures::default());
    for seed in 0..seeds {
        let home = std::env::temp_dir().join(format!("offhook-kills-{}-{seed}", std::process::id()));
        std::fs::create_dir_all(&home)?;
        let figures = runtime.block_on(kills::run(&program, &home, seed));
        std::fs::remove_dir_all(&home)?;
        all.add(&figures);
    }
    println!("{seeds} seeds in {} s", started.elapsed().as_secs());
    println!("killed                                {}", all.kills);
    println!("calls acknowledged by then            {}", all.acknowledged);
    println!("of them missing                       {}", all.missing);
    println!("calls under way, sent again           {}", all.again);
    println!("of them done before, answered again   {}", all.done_before);
    println!("done twice                            {}", all.twice);
    println!("slowest start                         {} ms", all.slowest_start.as_millis());
    if all.missing + all.twice > 0 {
        return Err("something is missing, or was done twice".into());
    }
    Ok(())
}
