// panel.js -- one strategy on the page: its counters, what stands in its lines, its slots, its C.

const CHIPS = 14;

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

const shown = (number) => number.toLocaleString("en");

function write(target, text) {
    if (target.textContent !== text)
        target.textContent = text;
}

// Tasks in a line, as chips, and how many more.
class Line {
    constructor(title) {
        this.title = element("span", {class: "line-title"}, title);
        this.count = element("b", {}, "0");
        this.chips = Array.from({length: CHIPS}, () => element("span", {class: "chip", hidden: true}));
        this.more = element("span", {class: "more"});
        this.element = element("span", {class: "line"}, this.title, this.count, ...this.chips, this.more);
    }

    show(title, count, tasks, done = () => false) {
        write(this.title, title);
        write(this.count, shown(count));
        this.chips.forEach((chip, i) => {
            chip.hidden = i >= tasks.length;
            if (chip.hidden)
                return;
            write(chip, String(tasks[i]));
            chip.classList.toggle("done", done(tasks[i]));
        });
        write(this.more, count > tasks.length ? "…" : "");
    }
}

const accentStyle = (name) => `--accent:${ACCENTS[name].fill};--on-accent:${ACCENTS[name].ink}`;

class Panel {
    constructor(strategy, onSeek) {
        this.strategy = strategy;
        this.accent = ACCENTS[strategy.name];
        this.counter = {};
        this.note = element("p", {class: "note", role: "status"});
        this.lines = [new Line("waiting"), new Line("unread")];
        this.canvas = element("canvas", {
            role: "img", "aria-label": `${strategy.name}: its slots over time`,
            onclick: (event) => onSeek(this.drawing.t(event.offsetX))});
        this.source = element("pre", {class: "code", tabindex: "0", "aria-label": `strategies/${strategy.name}.c`});
        this.element = element("article", {class: "panel", "data-strategy": strategy.name, style: accentStyle(strategy.name)},
            element("div", {class: "picture"},
                element("header", {},
                    element("h2", {title: strategy.idea}, strategy.name), element("span", {class: "idea"}, strategy.idea),
                    this.counters("in flight", "unread", "taken", "looks", "wall")),
                element("div", {class: "lines"}, ...this.lines.map((line) => line.element)),
                this.note, this.canvas),
            this.source);
        this.drawing = new Drawing(this.canvas);
        this.code = new Code(this.source, strategy.name);
    }

    counters(...names) {
        return element("dl", {class: "counters"}, ...names.map((name) => {
            this.counter[name] = element("dd", {}, "0");
            return element("div", {"data-counter": name}, element("dt", {}, name === "wall" ? "wall / ideal" : name), this.counter[name]);
        }));
    }

    // Says why there is nothing to see.
    refuse(sentence) {
        this.model = null;
        write(this.note, sentence);
        this.element.classList.add("refused");
    }

    show({model, ghost, run, real, queue, end, ideal, mostHeld, scale}) {
        Object.assign(this, {model, ghost, run, real, queue, ideal});
        this.element.classList.remove("refused");
        write(this.note, this.noteText());
        this.note.hidden = !this.note.textContent;
        this.counter.looks.parentElement.hidden = !(this.strategy.flags & SPINS) || !!real;
        this.drawing.show({model, ghost, accent: this.accent, end, ideal, mostHeld, scale});
    }

    noteText() {
        if (this.real)
            return `real, from ${this.real}; the model lies under it in grey`;
        if (this.run.error)
            return `ended early: ${this.run.breach || `error ${-this.run.error}`}`;
        return this.run.cut
            ? `shown up to ${timeText(this.model.end)}: there is more than ${shown(this.model.count)} events` : "";
    }

    frame(p, t) {
        if (!this.model)
            return;
        const model = this.model, c = model.counts(p);
        write(this.counter["in flight"], `${shown(c.inFlight)} of ${shown(this.limitAt(t))}`);
        write(this.counter.unread, shown(c.unread));
        write(this.counter.taken, shown(c.taken));
        write(this.counter.looks, shown(c.looks));
        write(this.counter.wall, this.wallText(p, t));
        this.frameLines(p, c, t);
        this.drawing.frame(p, t);
        if (p)
            this.code.light(model.event[p - 1], model.entry[p - 1]);
    }

    wallText(p, t) {
        const wall = p === this.model.count ? this.model.end : Math.min(t, this.model.end);
        return `${timeText(wall)} / ${this.ideal === null ? "no ideal" : timeText(this.ideal)}`;
    }

    limitAt(t) {
        return this.run.limits.findLast(([from]) => from <= t)[1];
    }

    // As that strategy holds them: what it has before a launch, and what after a finish.
    frameLines(p, c, t) {
        const {model, queue} = this, name = this.strategy.name, limit = this.limitAt(t);
        const waiting = model.waiting(c, CHIPS), unread = model.unread(p, c, CHIPS);
        const held = c.finished - c.handed, turn = c.handed - c.taken;
        const [before, after] = this.lines, done = (task) => !model.isRunning(task, p);
        let first = "waiting", second = "unread";
        if (name === "semaphore")
            first = `${shown(Math.max(0, limit - c.inFlight))} of ${shown(limit)} permits free; in line`;
        if (name === "bounded_queue") {
            first = `jobs, at most ${shown(queue)}`;
            second = held > queue ? `results, full, and ${shown(held - queue)} in hand` : `results, at most ${shown(queue)}`;
        }
        if (turn > 1)
            second = `${shown(turn)} wait for their turn; ${second}`;
        if (name === "polling") {
            second = "of them finished";
            before.show("list of futures", c.launched - c.cancelled - c.handed, this.futures(p).slice(0, CHIPS), done);
        } else {
            before.show(first, c.waiting, waiting);
        }
        after.show(second, held, unread, done);
    }

    // What polling has in its list, in launch order.
    futures(p) {
        const model = this.model, tasks = [];
        for (let lane = 0; lane < Math.min(model.lanes.length, MOST_LANES); lane++) {
            const task = model.inLane(lane, p);
            if (task)
                tasks.push(task);
        }
        return tasks.sort((a, b) => model.launchAt[a] - model.launchAt[b]);
    }
}
