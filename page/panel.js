// panel.js -- one strategy on the page: its counters, what stands in its lines, its slots, its C.

const CHIPS = 14;
const FEW = 64; // events looked back at for the latest harness call

function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith("on"))
            made.addEventListener(key.slice(2), value);
        else if (value !== false)
            made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children);
    return made;
}

const ENGLISH = new Intl.NumberFormat("en");
const shown = (number) => number < 1000 ? String(number) : ENGLISH.format(number);

// What is written already stays as it is: in most frames most is.
function write(target, text) {
    if (target.written === text)
        return;
    target.written = text;
    target.textContent = text;
}

// Tasks in a line, as chips, and how many more.
class Line {
    constructor(title) {
        this.title = element("span", {class: "line-title"}, title);
        this.count = element("b", {}, "0");
        this.chips = Array.from({length: CHIPS}, () => element("span", {class: "chip", hidden: true}));
        this.chipTexts = this.chips.map(() => "");
        this.more = element("span", {class: "more"});
        this.element = element("span", {class: "line"}, this.title, this.count, ...this.chips, this.more);
    }

    show(title, count, tasks, done = () => false) {
        write(this.title, title);
        write(this.count, shown(count));
        this.chips.forEach((chip, i) => this.showChip(chip, i, tasks[i], i < tasks.length && done(tasks[i])));
        write(this.more, count > tasks.length ? "…" : "");
    }

    showChip(chip, i, task, done) {
        const text = task === undefined ? "" : `${task}${done ? " done" : ""}`;
        if (this.chipTexts[i] === text)
            return;
        this.chipTexts[i] = text;
        chip.hidden = !text;
        chip.className = done ? "chip done" : "chip";
        write(chip, String(task ?? ""));
    }
}

const TOLD = {
    "wall": "to the last take; the ideal is the least that any schedule in pull order takes, for this consumer",
    "looks": "that found nothing: it sleeps between them",
    "core busy": "on the real clock it spins while the consumer wants a result and something is in flight; "
        + "on this one nothing spins, and its looks mean nothing",
};

function accentStyle(strategy) {
    const {fill, ink} = accentOf(strategy);
    return `--accent:${fill};--on-accent:${ink}`;
}

class Panel {
    constructor(strategy, onSeek) {
        this.strategy = strategy;
        this.accent = accentOf(strategy);
        this.counter = {};
        this.note = element("p", {class: "note", role: "status"});
        this.lines = [new Line("waiting"), new Line("unread")];
        this.canvas = element("canvas", {
            role: "img", "aria-label": `${strategy.name}: its slots over time, and under them what is held`,
            onclick: (event) => onSeek(this.drawing.t(event.offsetX))});
        this.source = element("pre", {
            class: "code", tabindex: "0", role: "group", "aria-label": `strategies/${strategy.name}.c`});
        this.element = element("article", {
            class: "panel", "data-strategy": strategy.name, "aria-label": strategy.name, style: accentStyle(strategy)},
            element("div", {class: "picture"},
                element("header", {},
                    element("h2", {title: strategy.idea}, strategy.name), element("span", {class: "idea"}, strategy.idea),
                    this.counters("in flight", "unread", "taken", "looks", "core busy", "wall")),
                element("div", {class: "lines"}, ...this.lines.map((line) => line.element)),
                this.note, this.canvas),
            this.source);
        this.drawing = new Drawing(this.canvas);
        places.observe(this.canvas);
        this.code = new Code(this.source, strategy.name);
    }

    counters(...names) {
        return element("dl", {class: "counters"}, ...names.map((name) => {
            this.counter[name] = element("dd", {}, "0");
            return element("div", {"data-counter": name, title: TOLD[name] ?? ""},
                element("dt", {}, name === "wall" ? "wall / ideal" : name), this.counter[name]);
        }));
    }

    // Says why there is nothing to see.
    refuse(sentence) {
        this.model = null;
        this.element.classList.remove("scaled");
        write(this.note, sentence);
        this.note.hidden = false;
        this.element.classList.add("refused");
    }

    show({model, ghost, run, real, told, lanes, end, ideal, mostHeld, scale}) {
        Object.assign(this, {model, ghost, run, real, told, ideal});
        this.element.classList.remove("refused");
        write(this.note, this.noteText());
        this.note.hidden = !this.note.textContent;
        this.spinning = real ? null : run.spinning;
        this.counter.looks.parentElement.hidden = !(this.strategy.flags & POLLED) || !!real || !!this.spinning;
        this.counter["core busy"].parentElement.hidden = !this.spinning;
        this.element.classList.toggle("broken", !!run.error);
        this.element.classList.toggle("scaled", scale);
        const isLimited = !(this.strategy.flags & NO_LIMIT);
        this.drawing.show({model, ghost, lanes, isLimited, accent: this.accent, end, ideal, mostHeld, scale});
    }

    noteText() {
        if (this.real)
            return `${this.real}; in grey under it the model${this.told && ` of ${this.told}`}, ${this.otherEnd()}`;
        if (this.run.error)
            return `ended early: ${this.run.breach || `error ${-this.run.error}`}`;
        return this.run.cut
            ? `shown up to ${timeText(this.model.end)}: the rest is more than a page can hold` : "";
    }

    otherEnd() {
        const apart = this.ghost.end - this.model.end;
        return apart ? `which ends ${timeText(Math.abs(apart))} ${apart < 0 ? "earlier" : "later"}` : "which ends with it";
    }

    // What holds after p events, at instant t; `passing`: as it goes by, not step by step.
    frame(p, t, passing) {
        const model = this.model, c = model.counts(p), tasks = model.inLanes(p, MOST_LANES);
        write(this.counter["in flight"], this.strategy.flags & NO_LIMIT ? shown(c.inFlight) : `${shown(c.inFlight)} of ${shown(this.limitAt(t))}`);
        write(this.counter.unread, shown(c.unread));
        write(this.counter.taken, shown(c.taken));
        write(this.counter.looks, shown(c.looks));
        if (this.spinning)
            write(this.counter["core busy"], timeText(this.spinning.until(p, t)));
        write(this.counter.wall, this.wallText(p, t));
        this.frameLines(p, c, t, tasks);
        this.drawing.frame(t, tasks, (task) => model.isRunning(task, p));
        const lit = passing ? this.latestDoor(p) : p - 1;
        this.code.light(model.event[lit], model.entry[lit]);
    }

    // An instant goes by as a whole, and its last event is mostly a take: its last harness call says more.
    latestDoor(p) {
        const {t, entry, event} = this.model;
        for (let at = p - 1; at >= Math.max(0, p - FEW) && t[at] === t[p - 1]; at--)
            if (entry[at] && HARNESS_CALLS[event[at]])
                return at;
        return p - 1;
    }

    wallText(p, t) {
        const {model, run, real} = this, end = real || run.cut ? model.end : run.wall; // what is drained is after it
        const wall = p === model.count ? end : Math.min(t, end);
        return `${timeText(wall)} / ${this.ideal === null ? "no ideal" : timeText(this.ideal)}`;
    }

    limitAt(t) {
        return this.run.limits.findLast(([from]) => from <= t)[1];
    }

    // As that strategy holds them: what it has before a launch, and what after a finish.
    frameLines(p, c, t, tasks) {
        const {model, run: {queue}} = this, {flags, slot} = this.strategy, limit = this.limitAt(t);
        const waiting = model.waiting(c, CHIPS), unread = model.unread(p, c, CHIPS);
        const held = c.finished - c.handed, turn = c.handed - c.taken;
        const [before, after] = this.lines, done = (task) => !model.isRunning(task, p);
        let first = "waiting", second = "unread";
        if (flags & HOLDS_ALL && !(flags & NO_LIMIT))
            first = `${shown(Math.max(0, limit - c.inFlight))} of ${shown(limit)} permits free; in line`;
        if (flags & QUEUES) {
            first = `jobs, at most ${shown(queue)}`;
            second = held > queue ? `results, full, and ${shown(held - queue)} in hand` : `results, at most ${shown(queue)}`;
        }
        if (turn > 1)
            second = `${shown(turn)} wait for their turn; ${second}`;
        if (flags & POLLED && slot === TO_TAKE) {
            second = "of them finished";
            before.show("list of futures", c.launched - c.cancelled - c.handed, this.futures(tasks).slice(0, CHIPS), done);
        } else {
            before.show(first, c.waiting, waiting);
        }
        after.show(second, held, unread, done);
    }

    // What polling has in its list, in launch order.
    futures(tasks) {
        const {launchAt} = this.model;
        return tasks.filter(Boolean).sort((a, b) => launchAt[a] - launchAt[b]);
    }
}
