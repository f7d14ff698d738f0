//! What a kept site promises, on a disk that fails and a power that does.

mod bench;
mod chance;
mod crash;
mod full;
mod versions;
