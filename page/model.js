// model.js -- what a strategy holds after any number of events, from its records alone.
//
// One pass over the records finds for each task the place of each of its events, its slot, and when the slot
// is free again, as that strategy sees it. What holds after p events is then a comparison with p: forward,
// back and anywhere cost the same.

const NEVER = 0x7fffffff;
const SNAPSHOT = 256; // events between two kept counts
const COUNTS = ["pulled", "launched", "finished", "taken", "failed", "timedOut", "cancelled", "dropped", "handed", "looks", "lowUnread"];
const COUNT_OF_EVENT = ["pulled", "launched", "finished", "taken", "failed", "timedOut", "cancelled", "dropped"]
    .map((name) => COUNTS.indexOf(name));
const FINISHED = COUNTS.indexOf("finished"), HANDED = COUNTS.indexOf("handed"), LOOKS = COUNTS.indexOf("looks"),
    LOW_UNREAD = COUNTS.indexOf("lowUnread");

// The number of elements of a rising array, up to `length`, that are below (or, with `equal`, at) a value.
function countBelow(array, value, equal = false, length = array.length) {
    let low = 0, high = length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (array[middle] < value || (equal && array[middle] === value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Numbers from 0, the lowest free one first.
class Lanes {
    constructor() {
        this.used = [];
        this.low = 0;
    }
    take() {
        while (this.used[this.low])
            this.low++;
        this.used[this.low] = true;
        return this.low;
    }
    free(lane) {
        this.used[lane] = false;
        this.low = Math.min(this.low, lane);
    }
}

// When a slot is free again, by the strategy's slot rule: at the finish, when the result is taken, or when it has
// found room in the queue. `launchesInTake`: what is launched
// right before a take, and nobody knows by whom, as in a trace, was launched from inside it.
class AtFinish {
    finish(task, free) { free(task); }
    hand() {}
}
class AtHand {
    launchesInTake = true;
    finish() {}
    hand(task, free) { free(task); }
}
class WhereThereIsRoom {
    launchesInTake = true;
    constructor(capacity) {
        this.capacity = capacity;
        this.results = 0;
        this.inHand = [];
        this.first = 0;
    }
    finish(task, free) {
        if (this.results >= this.capacity)
            return void this.inHand.push(task);
        this.results++;
        free(task);
    }
    hand(task, free) {
        this.results--;
        if (this.first === this.inHand.length)
            return;
        this.results++;
        free(this.inHand[this.first++]);
    }
}

class Model {
    constructor(words, rule) {
        this.unpack(words, rule.launchesInTake);
        this.follow(rule);
        this.keepCounts();
    }

    // The records without the hands, which are kept apart: each with the first event of the call it is from,
    // since what a strategy launches from inside take() it launches with the task already off its list.
    unpack(words, launchesInTake) {
        const all = words.length / RECORD_WORDS;
        this.t = new Float64Array(all);
        this.task = new Uint32Array(all);
        this.event = new Uint8Array(all);
        this.entry = new Uint8Array(all);
        this.looks = new Uint32Array(all);
        this.handAt = [];
        this.handTask = [];
        let count = 0, looks = 0, most = 0;
        for (let at = 0; at < words.length; at += RECORD_WORDS) {
            const packed = words[at + 3], event = packed & 0xff;
            looks += packed >>> 10;
            if (event === HAND) {
                let start = count;
                while (start > 0 && this.isInTake(start - 1, launchesInTake))
                    start--;
                this.handAt.push(start);
                this.handTask.push(words[at + 2]);
                continue;
            }
            this.t[count] = words[at + 1] * 4294967296 + words[at];
            this.task[count] = words[at + 2];
            this.event[count] = event;
            this.entry[count] = (packed >>> 8) & 3;
            this.looks[count] = looks;
            looks = 0;
            most = Math.max(most, words[at + 2]);
            count++;
        }
        this.t = this.t.subarray(0, count);
        this.count = count;
        this.most = most;
        this.end = count ? this.t[count - 1] : 0;
    }

    // Whether an event that is no take is from the call of take that is being read.
    isInTake(at, launchesInTake) {
        const event = this.event[at], entry = this.entry[at];
        return entry ? entry === IN_TAKE && event !== TAKE : launchesInTake && (event === PULL || event === LAUNCH);
    }

    follow(rule) {
        const places = () => new Int32Array(this.most + 1).fill(NEVER);
        this.launchAt = places();
        this.finishAt = places();
        this.handOf = places();
        this.freeAt = places();
        this.lane = new Int32Array(this.most + 1).fill(-1);
        this.finishEvent = new Uint8Array(this.most + 1);
        this.pulls = [];
        this.finishes = [];
        this.frees = [];
        this.lanes = [];
        const lanes = new Lanes();
        let at = 0, hand = 0;
        const free = (task) => {
            if (this.lane[task] < 0 || this.freeAt[task] !== NEVER)
                return;
            this.freeAt[task] = at;
            this.frees.push(at);
            lanes.free(this.lane[task]);
        };
        for (; at < this.count; at++) {
            for (; hand < this.handAt.length && this.handAt[hand] === at; hand++) {
                this.handOf[this.handTask[hand]] = at;
                rule.hand(this.handTask[hand], free);
            }
            this.followOne(at, rule, lanes, free);
        }
    }

    followOne(at, rule, lanes, free) {
        const task = this.task[at], event = this.event[at];
        if (event === PULL) {
            this.pulls.push(task);
        } else if (event === LAUNCH) {
            const lane = lanes.take();
            this.lane[task] = lane;
            this.launchAt[task] = at;
            (this.lanes[lane] ??= []).push(task);
        } else if (event === FINISH || event === FAIL || event === TIMEOUT) {
            this.finishAt[task] = at;
            this.finishEvent[task] = event;
            this.finishes.push(task);
            rule.finish(task, free);
        } else if (event === CANCEL) {
            this.finishAt[task] = at;
            this.finishEvent[task] = event;
            free(task);
        }
    }

    keepCounts() {
        const row = COUNTS.length;
        this.kept = new Int32Array((Math.floor(this.count / SNAPSHOT) + 1) * row);
        const counts = new Int32Array(row);
        let held = 0;
        this.mostHeld = 0;
        for (let at = 0; at <= this.count; at++) {
            if (at % SNAPSHOT === 0) {
                counts[HANDED] = countBelow(this.handAt, at);
                while (counts[LOW_UNREAD] < counts[FINISHED] &&
                       this.handOf[this.finishes[counts[LOW_UNREAD]]] < at)
                    counts[LOW_UNREAD]++;
                this.kept.set(counts, at / SNAPSHOT * row);
            }
            if (at === this.count)
                break;
            this.countEvent(counts, at);
            const event = this.event[at];
            held += event === PULL ? 1 : event === TAKE || event === CANCEL || event === DROP ? -1 : 0;
            if (this.t[at] !== this.t[at + 1]) // what a moment of one instant holds is not drawn
                this.mostHeld = Math.max(this.mostHeld, held);
        }
    }

    countEvent(counts, at) {
        const event = this.event[at];
        counts[COUNT_OF_EVENT[event]]++;
        if (event === FAIL || event === TIMEOUT)
            counts[FINISHED]++;
        counts[LOOKS] += this.looks[at];
    }

    // How many of each there were in the first p events.
    counts(p) {
        const row = COUNTS.length, from = Math.floor(p / SNAPSHOT);
        const counts = this.kept.slice(from * row, (from + 1) * row);
        for (let at = from * SNAPSHOT; at < p; at++)
            this.countEvent(counts, at);
        counts[HANDED] = countBelow(this.handAt, p);
        const c = Object.fromEntries(COUNTS.map((name, i) => [name, counts[i]]));
        c.waiting = c.pulled - c.launched - c.dropped;
        c.inFlight = c.launched - c.finished - c.cancelled;
        c.unread = c.finished - c.taken;
        return c;
    }

    // Those of tasks in flight, and of results that are still in theirs.
    slotsInUse(c, p) {
        return c.launched - countBelow(this.frees, p);
    }

    // The first few that wait, in pull order: all strategies launch in that order.
    waiting(c, most) {
        const from = c.launched + c.dropped;
        return this.pulls.slice(from, Math.min(from + most, c.pulled));
    }

    // The first few that have finished and were not handed over, in the order of their finishes.
    unread(p, c, most) {
        const tasks = [];
        for (let i = c.lowUnread; i < c.finished && tasks.length < most; i++)
            if (this.handOf[this.finishes[i]] >= p)
                tasks.push(this.finishes[i]);
        return tasks;
    }

    // The task in a lane after p events, or 0.
    inLane(lane, p) {
        const tasks = this.lanes[lane];
        let low = 0, high = tasks.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (this.launchAt[tasks[middle]] < p)
                low = middle + 1;
            else
                high = middle;
        }
        const task = low ? tasks[low - 1] : 0;
        return task && this.freeAt[task] >= p ? task : 0;
    }

    // The same for the first so many lanes.
    inLanes(p, most) {
        return Array.from({length: Math.min(most, this.lanes.length)}, (_, lane) => this.inLane(lane, p));
    }

    isRunning(task, p) {
        return this.finishAt[task] >= p;
    }

    // The number of events up to an instant, and those at it.
    before(t) {
        return countBelow(this.t, t, false, this.count);
    }
    upTo(t) {
        return countBelow(this.t, t, true, this.count);
    }
}

function modelOfRun(strategy, words, queue) {
    const rules = {[TO_FINISH]: () => new AtFinish(), [TO_TAKE]: () => new AtHand(), [TO_ROOM]: () => new WhereThereIsRoom(queue)};
    return new Model(words, rules[strategy.slot]());
}
