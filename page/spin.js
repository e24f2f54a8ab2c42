// spin.js -- how long a strategy that does not wait has kept a core busy.
//
// On the virtual clock nothing spins: the time between two events is one look. What it would be on the real one
// follows from the run: all the time in which something is in flight and the consumer wants a result.

class Spinning {
    // `busy`: the ns for which the consumer is busy with each result; it leaves at an instant, or after so many takes.
    constructor(model, {busy, leavesAt, takes}) {
        this.model = model;
        this.before = new Float64Array(model.count + 1); // each event
        let spun = 0, now = 0, from = 0, inFlight = 0, taken = 0;
        for (let at = 0; at < model.count; at++) {
            const to = Math.min(model.t[at], leavesAt);
            spun += inFlight ? Math.max(0, to - Math.max(now, from)) : 0;
            this.before[at] = spun;
            now = model.t[at];
            const event = model.event[at];
            inFlight += event === LAUNCH ? 1 : event === FINISH || event === FAIL || event === TIMEOUT || event === CANCEL ? -1 : 0;
            if (event === TAKE)
                from = ++taken === takes ? Infinity : now + busy;
        }
        this.before[model.count] = spun;
    }

    // Until t, after p events: between two events it spins last, when the consumer is done.
    until(p, t) {
        const {before, model} = this;
        return p === model.count ? before[p] : Math.max(before[p - 1] ?? 0, before[p] - (model.t[p] - t));
    }
}

// Of a strategy that spins, under these settings; or null: it does not, or sleeps between its looks.
function spinningOf(strategy, model, values) {
    const ns = (key, otherwise) => values.get(key) ? Number(engine.duration(values.get(key))) : otherwise;
    if (!(strategy.flags & POLLED) || ns("poll-interval", 0))
        return null;
    return new Spinning(model, {
        busy: ns("consume", 0), leavesAt: ns("close-at", Infinity), takes: Number(values.get("take")) || Infinity});
}
