//! The memory of a process, as the system counts it.

/// The resident memory of a process, in KB: now, and at its most.
pub fn resident(pid: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("Linux");
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("it is listed");
        line.trim().trim_end_matches("kB").trim().parse().expect("a number")
    };
    (of("VmRSS:"), of("VmHWM:"))
}
