// model.js -- what a strategy holds after any number of events, from its records alone.
//
// The module follows the records (harness/trace/lives.h): for each task it finds the place of each of its events,
// its slot, and when the slot is free again, as that strategy sees it. What holds after p events is then a
// comparison with p: forward, back and anywhere cost the same.

const COUNTS = ["pulled", "launched", "finished", "taken", "failed", "timedOut", "cancelled", "dropped"]; // by event

// How many of the first so many there are before the first for which it does not hold.
function countWhile(length, holds) {
    let low = 0, high = length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (holds(middle))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// How many of some places that rise are among the first p.
function countBefore(places, p) {
    return countWhile(places.length, (i) => places[i] < p);
}

class Model {
    constructor(words, rule, queue = Infinity) {
        this.unpack(words);
        this.sortOut(engine.lives(words, rule, queue));
    }

    // The records without the hand-overs, of which the lives tell.
    unpack(words) {
        const all = words.length / RECORD_WORDS;
        this.t = new Float64Array(all);
        this.task = new Uint32Array(all);
        this.event = new Uint8Array(all);
        this.entry = new Uint8Array(all);
        this.looks = new Float64Array(all + 1); // in the first so many
        let count = 0, looks = 0;
        for (let at = 0; at < words.length; at += RECORD_WORDS) {
            const packed = words[at + 3], event = packed & 0xff;
            looks += packed >>> 10;
            if (event === HAND)
                continue;
            this.t[count] = words[at + 1] * 4294967296 + words[at];
            this.task[count] = words[at + 2];
            this.event[count] = event;
            this.entry[count] = (packed >>> 8) & 3;
            this.looks[++count] = looks;
        }
        this.t = this.t.subarray(0, count);
        this.count = count;
        this.end = count ? this.t[count - 1] : 0;
    }

    // The lives by task, and the places and tasks in the order of each kind of event.
    sortOut(lives) {
        const column = (word) => new Uint32Array(lives.length / LIFE_WORDS).map((_, task) => lives[task * LIFE_WORDS + word]);
        const rising = (places) => places.filter((place) => place !== NEVER).sort();
        this.most = lives.length / LIFE_WORDS - 1;
        this.launchAt = column(LAUNCHED);
        this.finishAt = column(FINISHED);
        this.handOf = column(HANDED);
        this.freeAt = column(FREED);
        this.hands = rising(this.handOf);
        this.frees = rising(this.freeAt);
        this.places = COUNTS.map(() => []);
        this.pulls = [];
        this.finishes = [];
        this.lanes = [];
        this.handedUpTo = []; // for each finish, when it and those before were handed over
        this.mostHeld = 0;
        for (let at = 0, held = 0; at < this.count; at++) {
            const task = this.task[at], event = this.event[at];
            this.places[event].push(at);
            if (event === PULL)
                this.pulls.push(task);
            else if (event === LAUNCH)
                (this.lanes[lives[task * LIFE_WORDS + SLOT] - 1] ??= []).push(task);
            else if (event === FINISH || event === FAIL || event === TIMEOUT)
                this.finish(at, task, event);
            held += event === PULL ? 1 : event === TAKE || event === CANCEL || event === DROP ? -1 : 0;
            if (this.t[at] !== this.t[at + 1]) // what a moment of one instant holds is not drawn
                this.mostHeld = Math.max(this.mostHeld, held);
        }
    }

    finish(at, task, event) {
        if (event !== FINISH)
            this.places[FINISH].push(at);
        this.finishes.push(task);
        this.handedUpTo.push(Math.max(this.handOf[task], this.handedUpTo.at(-1) ?? 0));
    }

    // How many of each there were in the first p events.
    counts(p) {
        const c = Object.fromEntries(COUNTS.map((name, event) => [name, countBefore(this.places[event], p)]));
        c.handed = countBefore(this.hands, p);
        c.looks = this.looks[p];
        c.waiting = c.pulled - c.launched - c.dropped;
        c.inFlight = c.launched - c.finished - c.cancelled;
        c.unread = c.finished - c.taken;
        return c;
    }

    // Those of tasks in flight, and of results that are still in theirs.
    slotsInUse(c, p) {
        return c.launched - countBefore(this.frees, p);
    }

    // The first few that wait, in pull order: all strategies launch in that order.
    waiting(c, most) {
        const from = c.launched + c.dropped;
        return this.pulls.slice(from, Math.min(from + most, c.pulled));
    }

    // The first few that have finished and were not handed over, in the order of their finishes.
    unread(p, c, most) {
        const tasks = [];
        for (let i = countBefore(this.handedUpTo, p); i < c.finished && tasks.length < most; i++)
            if (this.handOf[this.finishes[i]] >= p)
                tasks.push(this.finishes[i]);
        return tasks;
    }

    // The task in a lane after p events, or 0.
    inLane(lane, p) {
        const tasks = this.lanes[lane];
        const task = tasks[countWhile(tasks.length, (i) => this.launchAt[tasks[i]] < p) - 1] ?? 0;
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
        return countWhile(this.count, (at) => this.t[at] < t);
    }
    upTo(t) {
        return countWhile(this.count, (at) => this.t[at] <= t);
    }
}
