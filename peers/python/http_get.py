#!/usr/bin/env python3
"""http_get -- GETs each URL of stdin with aiohttp, at most LIMIT at once, as its users write it.

Usage:  http_get.py [--times] [--own-limit] LIMIT; http_get.py --version names aiohttp's and Python's
How:    all tasks are made first; each GETs within an asyncio.Semaphore. Bodies are read, and dropped.
        --times      prints what each request took, in ns, a line each
        --own-limit  leaves aiohttp's own limit of connections, 100, as it is; else it is LIMIT too
Exit:   1 a request failed, 2 wrong usage.
"""

import argparse
import asyncio
import platform
import sys
import time

import aiohttp


async def get(session, permits, url, times):
    async with permits:
        start = time.monotonic_ns()
        async with session.get(url) as answer:
            await answer.read()
            good = answer.status == 200
        if times:
            print(time.monotonic_ns() - start)
        return good


async def get_all(urls, options):
    permits = asyncio.Semaphore(options.limit)
    own = {} if options.own_limit else {"limit": options.limit}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(**own)) as session:
        tasks = [get(session, permits, url, options.times) for url in urls]
        return all(await asyncio.gather(*tasks))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", action="version",
                        version=f"aiohttp {aiohttp.__version__}, Python {platform.python_version()}")
    parser.add_argument("--times", action="store_true")
    parser.add_argument("--own-limit", action="store_true")
    parser.add_argument("limit", type=int)
    options = parser.parse_args()
    try:
        sys.exit(not asyncio.run(get_all(sys.stdin.read().split(), options)))
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        sys.exit(f"http_get: {error!r}")


main()
