//! Plain mode at desks that scripts have brought somewhere: what is said, and what commands come to.

mod commands;
mod hostile;
mod sentences;
mod told;
