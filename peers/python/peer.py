#!/usr/bin/env python3
"""peer -- many sleeps at once in Python's asyncio, on its own event loop or on uvloop (libuv).

Usage:  peer.py asyncio|uvloop MODE TASKS LIMIT SLEEP TICK (peers/README.md says what they are)
Modes:  as_completed  the standard library's, which has no limit: all tasks are made first
        polling       the 2017 blog's: looks through a list of futures, turn after turn
        semaphore     all tasks are made first; each sleeps within an asyncio.Semaphore
        queue         LIMIT workers share one iterator and put results on an asyncio.Queue
Timers: asyncio keeps fractions of a second, and waits in epoll for whole ms, rounded up. uvloop
        rounds each sleep to the nearest ms, and libuv's clock of whole ms may end it up to 1 ms
        early; one that comes to 0 ends on the next turn. A sleep of 0 sets no timer on either.
"""

import asyncio
import itertools
import re
import signal
import sys
import time


async def as_completed(coros, limit):
    # as_completed walks a set: tasks are made here so that they start in order.
    for earliest in asyncio.as_completed([asyncio.ensure_future(coro) for coro in coros]):
        yield await earliest


async def polling(coros, limit):
    futures = [asyncio.ensure_future(coro) for coro in itertools.islice(coros, limit)]
    while futures:
        await asyncio.sleep(0)
        for future in futures:
            if future.done():
                futures.remove(future)
                for coro in itertools.islice(coros, 1):
                    futures.append(asyncio.ensure_future(coro))
                yield future.result()
                break


def semaphore(coros, limit):
    permits = asyncio.Semaphore(limit)

    async def permitted(coro):
        async with permits:
            return await coro

    return as_completed(map(permitted, coros), limit)


async def queue(coros, limit):
    results = asyncio.Queue()

    async def worker():
        for coro in coros:
            await results.put(await coro)

    async def all_workers():
        await asyncio.gather(*[worker() for _ in range(limit)])
        await results.put(None)

    workers = asyncio.create_task(all_workers())
    while result := await results.get():
        yield result
    await workers


LIMITED = {"polling": polling, "semaphore": semaphore, "queue": queue}
UNLIMITED = {"as_completed": as_completed}
MODES = UNLIMITED | LIMITED


class Workload:
    """Task i of 1..N sleeps, counts itself while in flight, and returns its number and its place
    among the finishes."""

    def __init__(self, tasks, sleep, tick):
        self.tasks, self.sleep, self.tick = tasks, sleep, tick
        self.in_flight = self.max_in_flight = self.finished = 0

    async def task(self, number):
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        ns = 1_000_000_000 // number if self.sleep == "1/i" else self.sleep
        await asyncio.sleep(-(-ns // self.tick) * self.tick / 1e9)
        self.in_flight -= 1
        self.finished += 1
        return number, self.finished

    def coros(self):
        return (self.task(number) for number in range(1, self.tasks + 1))


def peak_rss_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


async def run(loop, mode, tasks, limit, sleep, tick):
    workload = Workload(tasks, sleep, tick)
    done = total = out_of_order = latest = 0
    start_ns = time.monotonic_ns()
    async for number, place in MODES[mode](workload.coros(), min(limit or tasks, tasks)):
        done += 1
        total += number
        out_of_order += place < latest
        latest = max(latest, place)
    wall_ns = time.monotonic_ns() - start_ns
    if done != tasks or total != tasks * (tasks + 1) // 2:
        sys.exit(f"peer.py: {mode} took {done} results of {tasks}, their sum is {total}")
    if mode in LIMITED and workload.max_in_flight > (limit or tasks):
        sys.exit(f"peer.py: {mode} had {workload.max_in_flight} in flight, limit {limit}")
    return {"peer": f"python-{loop}", "mode": mode, "tasks": tasks,
            "limit": limit if mode in LIMITED else "null", "sleep": sleep, "tick_ns": tick,
            "done": done, "sum": total, "max_in_flight": workload.max_in_flight,
            "out_of_order": out_of_order, "wall_ns": wall_ns, "peak_rss_bytes": peak_rss_bytes()}


def wrong_usage(what):
    print(f"peer.py: {what}", file=sys.stderr)
    sys.exit(2)


def whole(name, text, least, most):
    if not re.fullmatch("[0-9]{1,18}", text) or not least <= int(text) <= most:
        wrong_usage(f"{name} '{text}' is not a whole number from {least} to {most}")
    return int(text)


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if len(sys.argv) != 7:
        wrong_usage("the arguments are: asyncio|uvloop MODE TASKS LIMIT SLEEP TICK")
    loop, mode, tasks, limit, sleep, tick = sys.argv[1:]
    if loop not in ("asyncio", "uvloop"):
        wrong_usage(f"no loop is called '{loop}': asyncio, uvloop")
    if mode not in MODES:
        wrong_usage(f"no mode is called '{mode}': {', '.join(MODES)}")
    if loop == "uvloop":
        import uvloop
    tasks = whole("TASKS", tasks, 0, 100_000_000)
    limit = whole("LIMIT", limit, 0, 10**15)
    sleep = sleep if sleep == "1/i" else whole("SLEEP", sleep, 0, 10**15)
    tick = whole("TICK", tick, 1, 10**15)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop if loop == "uvloop" else None) as runner:
        row = runner.run(run(loop, mode, tasks, limit, sleep, tick))
    print("\t".join(row), "\t".join(map(str, row.values())), sep="\n")


if __name__ == "__main__":
    main()
