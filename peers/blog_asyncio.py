#!/usr/bin/env python3
"""blog_asyncio -- the 2017 blog's Python, written anew for today's Python 3.

How:    polling-unlimited and polling-limited keep a list of futures and look through all of it,
        one turn of the event loop after the other, until one is done; the limited one then starts
        the next coroutine. as_completed is the standard library's, which has no limit.
Costs:  polling never lets the loop sleep: one core is busy for as long as the run takes.
Prints: one row (TSV) under a header, the same for a peer in any language. out_of_order counts
        results taken after one that finished later. Exit: 1 a wrong result, 2 wrong usage.
"""

import argparse
import asyncio
import itertools
import sys
import time


async def my_as_completed(coros):
    futures = [asyncio.ensure_future(coro) for coro in coros]
    while futures:
        await asyncio.sleep(0)
        for future in futures:
            if future.done():
                futures.remove(future)
                yield future.result()
                break


async def limited_as_completed(coros, limit):
    coros = iter(coros)
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


async def library_as_completed(coros):
    # as_completed walks a set: tasks are made here so that they start in order.
    for earliest in asyncio.as_completed([asyncio.ensure_future(coro) for coro in coros]):
        yield await earliest


class Workload:
    """Task i of 1..N sleeps 1/i seconds, counts itself while in flight, and returns its number
    and its place among the finishes."""

    def __init__(self, tasks):
        self.tasks = tasks
        self.in_flight = self.max_in_flight = self.finished = 0

    async def task(self, number):
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        await asyncio.sleep(1 / number)
        self.in_flight -= 1
        self.finished += 1
        return number, self.finished

    def coros(self):
        return (self.task(number) for number in range(1, self.tasks + 1))


MODES = {
    "polling-unlimited": lambda coros, limit: my_as_completed(coros),
    "polling-limited": limited_as_completed,
    "as_completed": lambda coros, limit: library_as_completed(coros),
}


async def run(mode, tasks, limit):
    workload = Workload(tasks)
    done = total = out_of_order = latest = 0
    start_ns = time.monotonic_ns()
    async for number, place in MODES[mode](workload.coros(), min(limit, tasks)):
        done += 1
        total += number
        out_of_order += place < latest
        latest = max(latest, place)
    wall_ns = time.monotonic_ns() - start_ns
    if done != tasks or total != tasks * (tasks + 1) // 2:
        sys.exit(f"blog_asyncio: {mode} took {done} results of {tasks}, their sum is {total}")
    limited = mode == "polling-limited"
    if limited and workload.max_in_flight > limit:
        sys.exit(f"blog_asyncio: {mode} had {workload.max_in_flight} in flight, limit {limit}")
    return {"peer": "python-asyncio", "mode": mode, "tasks": tasks,
            "limit": limit if limited else "null", "done": done, "sum": total,
            "max_in_flight": workload.max_in_flight, "out_of_order": out_of_order,
            "wall_ns": wall_ns}


def whole(least):
    def parse(text):
        if not (text.isascii() and text.isdigit()) or int(text) < least:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {least}")
        return int(text)
    return parse


def main():
    parser = argparse.ArgumentParser(description="The 2017 blog's workload in Python's asyncio.")
    parser.add_argument("mode", choices=MODES, metavar="MODE", help=", ".join(MODES))
    parser.add_argument("-n", "--tasks", type=whole(0), default=100, help="default: 100")
    parser.add_argument("-l", "--limit", type=whole(1), default=10,
                        help="tasks in flight, for polling-limited (default: 10)")
    given = parser.parse_args()
    try:
        row = asyncio.run(run(given.mode, given.tasks, given.limit))
        print("\t".join(row), "\t".join(map(str, row.values())), sep="\n", flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        sys.exit(f"blog_asyncio: cannot write the row: {error.strerror}")


if __name__ == "__main__":
    main()
