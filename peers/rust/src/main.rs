//! peer -- N sleeping tasks, at most LIMIT at once, as Rust's users write it on tokio and futures.
//!
//! buffer_unordered: a stream of futures, LIMIT of them polled at a time inside one task.
//! semaphore: a permit of tokio's Semaphore is acquired before each spawn; results come by a channel.
//! joinset: a JoinSet is kept at LIMIT tasks: join one, spawn one.
//! each: every task is spawned at once, no limit; the handles are awaited as they become ready.
//! -multi: the same on the multi-thread runtime (#[tokio::main]); without: on the current-thread one.
//! Timers: tokio's count whole milliseconds, rounded up, and its wait in epoll rounds up once more: a
//! sleep of 0 or of 100 us takes 1.1 ms.
//! Usage: peer MODE TASKS LIMIT SLEEP TICK. Exit: 1 a wrong result, 2 wrong usage.

use futures::stream::{self, FuturesUnordered, StreamExt};
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, Semaphore};
use tokio::task::JoinSet;

const MODES: &str =
    "buffer_unordered, semaphore, joinset, each, semaphore-multi, joinset-multi, each-multi";
const MOST: u64 = 1_000_000_000_000_000_000;
const HEADER: &str = "peer\tmode\ttasks\tlimit\tsleep\ttick_ns\tdone\tsum\t\
    max_in_flight\tout_of_order\twall_ns\tpeak_rss_bytes";

macro_rules! fail {
    ($status:expr, $($message:tt)*) => {{
        eprintln!("rust-tokio: {}", format_args!($($message)*));
        std::process::exit($status)
    }};
}

static IN_FLIGHT: AtomicU64 = AtomicU64::new(0);
static MAX_IN_FLIGHT: AtomicU64 = AtomicU64::new(0);
static FINISHED: AtomicU64 = AtomicU64::new(0);

#[derive(Clone, Copy)]
struct Workload {
    tasks: u64,
    slots: usize,
    sleep_ns: Option<u64>, // None: task i sleeps 1/i s
    tick_ns: u64,
}

impl Workload {
    fn duration(&self, number: u64) -> Duration {
        let ns = self.sleep_ns.unwrap_or(1_000_000_000 / number);
        Duration::from_nanos((ns + self.tick_ns - 1) / self.tick_ns * self.tick_ns)
    }

    async fn task(self, number: u64) -> (u64, u64) {
        MAX_IN_FLIGHT.fetch_max(IN_FLIGHT.fetch_add(1, Relaxed) + 1, Relaxed);
        tokio::time::sleep(self.duration(number)).await;
        IN_FLIGHT.fetch_sub(1, Relaxed);
        (number, FINISHED.fetch_add(1, Relaxed) + 1)
    }
}

#[derive(Default)]
struct Taken {
    done: u64,
    sum: u64,
    out_of_order: u64,
    latest: u64,
}

impl Taken {
    fn take(&mut self, (number, place): (u64, u64)) {
        self.done += 1;
        self.sum += number;
        self.out_of_order += (place < self.latest) as u64;
        self.latest = self.latest.max(place);
    }
}

async fn buffer_unordered(work: Workload, taken: &mut Taken) {
    let mut results = stream::iter(1..=work.tasks)
        .map(|number| work.task(number))
        .buffer_unordered(work.slots);
    while let Some(result) = results.next().await {
        taken.take(result);
    }
}

async fn semaphore(work: Workload, taken: &mut Taken) {
    let semaphore = Arc::new(Semaphore::new(work.slots));
    let (results, mut ready) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for number in 1..=work.tasks {
            let permit = semaphore.clone().acquire_owned().await.unwrap();
            let results = results.clone();
            tokio::spawn(async move {
                let result = work.task(number).await;
                drop(permit);
                results.send(result).unwrap();
            });
        }
    });
    while let Some(result) = ready.recv().await {
        taken.take(result);
    }
}

async fn joinset(work: Workload, taken: &mut Taken) {
    let mut set = JoinSet::new();
    for number in 1..=work.tasks {
        if set.len() == work.slots {
            taken.take(set.join_next().await.unwrap().unwrap());
        }
        set.spawn(work.task(number));
    }
    while let Some(result) = set.join_next().await {
        taken.take(result.unwrap());
    }
}

async fn each(work: Workload, taken: &mut Taken) {
    let mut handles: FuturesUnordered<_> = (1..=work.tasks)
        .map(|number| tokio::spawn(work.task(number)))
        .collect();
    while let Some(result) = handles.next().await {
        taken.take(result.unwrap());
    }
}

fn run(runtime: Runtime, idiom: &str, work: Workload) -> (Taken, Duration) {
    runtime.block_on(async {
        let mut taken = Taken::default();
        let start = Instant::now();
        match idiom {
            "buffer_unordered" => buffer_unordered(work, &mut taken).await,
            "semaphore" => semaphore(work, &mut taken).await,
            "joinset" => joinset(work, &mut taken).await,
            _ => each(work, &mut taken).await,
        }
        (taken, start.elapsed())
    })
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.len() != 5 {
        fail!(2, "usage: peer MODE TASKS LIMIT SLEEP TICK; MODE: {MODES}");
    }
    let (mode, sleep) = (&args[0], &args[3]);
    if !MODES.split(", ").any(|known| known == mode) {
        fail!(2, "MODE is '{mode}', allowed: {MODES}");
    }
    let tasks = whole("TASKS", &args[1], 0, 100_000_000);
    let limit = whole("LIMIT", &args[2], 0, MOST);
    let slots = if limit == 0 { tasks } else { limit.min(tasks) };
    let work = Workload {
        tasks,
        slots: slots.max(1) as usize,
        sleep_ns: (sleep != "1/i").then(|| whole("SLEEP", sleep, 0, MOST)),
        tick_ns: whole("TICK", &args[4], 1, MOST),
    };
    let (idiom, mut builder) = match mode.strip_suffix("-multi") {
        Some(idiom) => (idiom, Builder::new_multi_thread()),
        None => (mode.as_str(), Builder::new_current_thread()),
    };
    let runtime = builder.enable_time().build().unwrap();
    let (taken, wall) = run(runtime, idiom, work);
    report(
        mode,
        &work,
        &taken,
        (idiom != "each").then_some(limit),
        sleep,
        wall,
    );
}

fn report(
    mode: &str,
    work: &Workload,
    taken: &Taken,
    limit: Option<u64>,
    sleep: &str,
    wall: Duration,
) {
    let peak = peak_rss_bytes();
    let (tasks, tick_ns, wall_ns) = (work.tasks, work.tick_ns, wall.as_nanos());
    let Taken {
        done,
        sum,
        out_of_order,
        ..
    } = *taken;
    let max_in_flight = MAX_IN_FLIGHT.load(Relaxed);
    if done != tasks || sum != tasks * (tasks + 1) / 2 {
        fail!(
            1,
            "{mode} took {done} results of {tasks}, their sum is {sum}"
        );
    }
    if limit.unwrap_or(0) > 0 && max_in_flight > work.slots as u64 {
        fail!(
            1,
            "{mode} had {max_in_flight} in flight, limit {}",
            work.slots
        );
    }
    let limit = limit.map_or("null".to_string(), |limit| limit.to_string());
    let row = format!(
        "rust-tokio\t{mode}\t{tasks}\t{limit}\t{sleep}\t{tick_ns}\t{done}\t{sum}\t\
         {max_in_flight}\t{out_of_order}\t{wall_ns}\t{peak}"
    );
    if let Err(error) = writeln!(std::io::stdout(), "{HEADER}\n{row}") {
        fail!(1, "cannot write the row: {error}");
    }
}

fn whole(what: &str, text: &str, least: u64, most: u64) -> u64 {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits && number >= least && number <= most => number,
        _ => fail!(2, "{what} is '{text}', allowed: {least}..{most}"),
    }
}

fn peak_rss_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        * 1024
}
