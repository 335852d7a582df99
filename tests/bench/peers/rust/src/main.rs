//! A peer in Rust: see compare.py.

use std::io::BufRead;

use liter_llm::cost::completion_cost_with_cache;

/// The crate does not know gpt-5.2-codex; gpt-5.2 has the same prices.
fn estimate(model: &str) -> f64 {
    completion_cost_with_cache(model, 120_000, 80_000, 8_000).unwrap_or(f64::NAN)
}

fn cpu_seconds() -> f64 {
    // User and system time of this process, in ticks of 1/100 s, would be too
    // coarse; schedstat has nanoseconds.
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    let nanos: f64 = stat.split(' ').next().unwrap().parse().unwrap();
    nanos / 1e9
}

fn main() {
    let model = std::hint::black_box("gpt-5.2");
    println!("{}", estimate(model) * 1e9);
    for line in std::io::stdin().lock().lines() {
        let count: u64 = line.unwrap().parse().unwrap();
        let start = cpu_seconds();
        for _ in 0..count {
            std::hint::black_box(estimate(std::hint::black_box(model)));
        }
        println!("{}", cpu_seconds() - start);
    }
}
