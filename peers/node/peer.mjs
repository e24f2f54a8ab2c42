// peer.mjs -- many sleeps at once in Node: promises, by hand and by the best-known packages.
//
// Usage:  node peer.mjs MODE TASKS LIMIT SLEEP TICK (peers/README.md says what they are)
// Modes:  by-hand  counts what is running, and starts the next whenever one has ended
//         p-limit  the package: all tasks are queued first, a promise for each
//         p-map    the package: numbers are drawn from an iterator; a place for each result is kept
//         each     no limit: every task is started at once (Promise.race would be quadratic)
// Timers: setTimeout drops fractions of a millisecond; what comes to less than 1 ms waits 1 ms.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

let inFlight = 0, maxInFlight = 0, finished = 0;
let done = 0, sum = 0, outOfOrder = 0, latest = 0;

// Task i of 1..N sleeps, counts itself while in flight, and returns its number and its place among
// the finishes.
async function task(number) {
  inFlight++;
  maxInFlight = Math.max(maxInFlight, inFlight);
  const ns = sleepArgument === '1/i' ? Math.floor(1e9 / number) : sleepNs;
  await sleep((Math.ceil(ns / tick) * tick) / 1e6);
  inFlight--;
  return { number, place: ++finished };
}

function take({ number, place }) {
  done++;
  sum += number;
  if (place < latest) outOfOrder++;
  latest = Math.max(latest, place);
}

function* numbers() {
  for (let number = 1; number <= tasks; number++) yield number;
}

function byHand() {
  return new Promise((resolve) => {
    let next = 1;
    let running = 0;
    function launch() {
      while (running < most && next <= tasks) {
        running++;
        task(next++).then((result) => {
          running--;
          take(result);
          launch();
        });
      }
      if (running === 0) resolve();
    }
    launch();
  });
}

function withPLimit(pLimit) {
  const limited = pLimit(most);
  return Promise.all(Array.from(numbers(), (number) => limited(task, number).then(take)));
}

function withPMap(pMap) {
  return pMap(numbers(), async (number) => take(await task(number)), { concurrency: most });
}

function each() {
  return Promise.all(Array.from(numbers(), (number) => task(number).then(take)));
}

const LIMITED = { 'by-hand': byHand, 'p-limit': withPLimit, 'p-map': withPMap };
const MODES = { ...LIMITED, each };

function fail(status, what) {
  console.error(`peer.mjs: ${what}`);
  process.exit(status);
}

function whole(name, text, least, greatest) {
  if (!/^[0-9]{1,16}$/.test(text) || Number(text) < least || Number(text) > greatest)
    fail(2, `${name} '${text}' is not a whole number from ${least} to ${greatest}`);
  return Number(text);
}

function peakRssBytes() {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

const given = process.argv.slice(2);
if (given.length !== 5) fail(2, 'the arguments are: MODE TASKS LIMIT SLEEP TICK');
const [mode, , , sleepArgument] = given;
if (!Object.hasOwn(MODES, mode)) fail(2, `no mode is called '${mode}': ${Object.keys(MODES).join(', ')}`);
const tasks = whole('TASKS', given[1], 0, 1e8);
const limit = whole('LIMIT', given[2], 0, 1e15);
const sleepNs = sleepArgument === '1/i' ? NaN : whole('SLEEP', sleepArgument, 0, 1e15);
const tick = whole('TICK', given[4], 1, 1e15);
const most = limit || Infinity;
const library = mode.startsWith('p-')
  ? await import(mode).catch(() => fail(1, `the package ${mode} is not there: run make deps-peers`))
  : {};

const start = process.hrtime.bigint();
await MODES[mode](library.default);
const wallNs = process.hrtime.bigint() - start;

if (done !== tasks || sum !== (tasks * (tasks + 1)) / 2)
  fail(1, `${mode} took ${done} results of ${tasks}, their sum is ${sum}`);
if (mode in LIMITED && maxInFlight > most)
  fail(1, `${mode} had ${maxInFlight} in flight, limit ${limit}`);
const row = {
  peer: 'node', mode, tasks, limit: mode in LIMITED ? limit : null, sleep: sleepArgument,
  tick_ns: tick, done, sum, max_in_flight: maxInFlight, out_of_order: outOfOrder,
  wall_ns: wallNs, peak_rss_bytes: peakRssBytes(),
};
console.log(Object.keys(row).join('\t'));
console.log(Object.values(row).map(String).join('\t'));
