//! `offhook attach`: a toolbar on a running hub.

use super::args::AttachArgs;
use super::failure::Failure;
use super::{find, screen};
use crate::toolbar::Options;
use crate::wire::Role;

pub(super) fn run(args: &AttachArgs) -> Result<u8, Failure> {
    let plain = screen::face(&args.plain, "offhook call talks to a hub without one")?;
    let mut hub = args.hub.clone();
    hub.url = args.at.clone().or(hub.url);
    let folders = find::folders()?;
    let (role, looks_on) = if args.observe { (Role::Observer, true) } else { (Role::Toolbar, false) };
    let options = Options { looks_on, plain, ..screen::options(&args.look, &folders) };
    let _logs = screen::log_to_file(&folders)?;
    super::runtime()?.block_on(async {
        let config = find::lasting(&hub, role, &folders).await?;
        let stop = screen::stop_on_signals()?;
        screen::with_client(config, options, stop).await
    })
}
