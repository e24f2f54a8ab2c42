// draw.js -- the slots over time, on a canvas.
//
// Where nothing changes but the instant, neither does the picture: two are painted once, off the screen, of the whole
// run and of nothing yet; a frame shows as much of the one as has happened, and then the other. So a frame costs the
// same for ten tasks and for a hundred thousand.

const MOST_LANES = 64, LEAST_LANE = 1.8, MOST_LANE = 64; // more, or lower ones, are drawn in summary
const LEAST_STRIP = 12, MOST_STRIP = 44, WORDY_STRIP = 26, BETWEEN = 2; // what is held, under the slots
const LEAST_HELD = 2; // what there is any of is seen, however many the full height is
const PALE = 0.55; // the grey of what waits, and of what was cancelled
const REAL = 0.6; // of a lane: what happened, where what should have happened lies under it
const GUTTER = 30, RIGHT = 8, AXIS = 14; // in CSS pixels where the page's text has 15 of them, as all lengths here
const TEXT = 15, FONT = "px ui-sans-serif, system-ui, sans-serif";
const LEAST_TEXT = 9, DIGIT = 0.66; // the smallest that is written; how wide a digit is, of its height

// The colour of a strategy, grey for one that has none, and black or white for what is written on it.
function accentOf({colour}) {
    const of = colour || 0x777777, channel = (shift) => ((of >> shift & 255) / 255) ** 2.2;
    const light = 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0); // relative luminance, as in WCAG
    return {fill: `#${of.toString(16).padStart(6, "0")}`, ink: light > 0.179 ? "#000" : "#fff"};
}

function themeColors() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return {ink: of("--ink"), soft: of("--soft"), line: of("--line"), lane: of("--lane"), paper: of("--paper")};
}

function stripes(context, color, back, gap = 5) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = gap * 2;
    const to = tile.getContext("2d");
    to.fillStyle = back;
    to.fillRect(0, 0, tile.width, tile.height);
    to.strokeStyle = color;
    to.lineWidth = gap * 0.55;
    for (let i = -1; i < 3; i++) {
        to.beginPath();
        to.moveTo(i * gap * 2 - gap, gap * 3);
        to.lineTo(i * gap * 2 + gap * 3, -gap);
        to.stroke();
    }
    return context.createPattern(tile, "repeat");
}

class Drawing {
    constructor(canvas) {
        this.canvas = canvas;
        this.context = canvas.getContext("2d");
        this.past = document.createElement("canvas");
        this.future = document.createElement("canvas");
    }

    // What is to be drawn: a model, the one that lies under it (or null), in so many lanes, with the strategy's accent,
    // and the time it takes, with its scale or without.
    show({model, ghost, lanes, isLimited, accent, end, ideal, mostHeld, scale}) {
        Object.assign(this, {model, ghost, lanes, isLimited, accent, end, ideal, mostHeld, below: scale ? AXIS : 2});
    }

    // What its place asks for.
    measure() {
        const box = this.canvas.getBoundingClientRect();
        const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / TEXT || 1;
        return {unit, scaled: Math.max(1, Math.min(3, window.devicePixelRatio || 1)) * unit,
            width: Math.max(120, Math.round(box.width / unit)), height: Math.max(30, Math.round(box.height / unit))};
    }

    fits() {
        return Object.entries(this.measure()).every(([name, value]) => this[name] === value);
    }

    resize() {
        Object.assign(this, this.measure());
        for (const canvas of [this.canvas, this.past, this.future]) {
            canvas.width = this.width * this.scaled;
            canvas.height = this.height * this.scaled;
        }
    }

    x(t) {
        return GUTTER + t / this.end * (this.width - GUTTER - RIGHT);
    }

    // The instant at so many CSS pixels from the left.
    t(x) {
        return Math.max(0, Math.min(1, (x / this.unit - GUTTER) / (this.width - GUTTER - RIGHT))) * this.end;
    }

    // The height that the scale leaves.
    space() {
        return this.height - this.below;
    }

    // Into so much of its height, once it has the size of its place.
    paint(space) {
        this.colors = themeColors();
        this.share(space);
        for (const canvas of [this.future, this.past]) {
            const to = canvas.getContext("2d");
            to.setTransform(this.scaled, 0, 0, this.scaled, 0, 0);
            if (canvas === this.past)
                this.paintPast(to);
            else
                this.paintFuture(to);
            this.paintScale(to);
        }
    }

    // The height among the slots and, under them, the strip of what is held.
    share(space) {
        const wanted = Math.min(MOST_STRIP, space * 0.37), left = space - BETWEEN - LEAST_LANE * this.lanes;
        this.summary = this.lanes > MOST_LANES || left < LEAST_STRIP;
        const strip = this.summary ? wanted : Math.max(LEAST_STRIP, Math.min(wanted, left));
        this.laneHeight = Math.min(MOST_LANE, (space - strip - BETWEEN) / this.lanes);
        this.slots = {top: 0, height: this.summary ? space - strip - BETWEEN : this.laneHeight * this.lanes};
        this.strip = {top: this.slots.height + BETWEEN, height: space - this.slots.height - BETWEEN};
    }

    paintFuture(to) {
        const wide = this.width - GUTTER - RIGHT;
        to.fillStyle = this.colors.lane;
        if (this.summary)
            to.fillRect(GUTTER, 0, wide, this.slots.height);
        for (let lane = 0; lane < this.lanes && !this.summary; lane++)
            to.fillRect(GUTTER, this.laneHeight * lane, wide, Math.max(0.8, this.laneHeight - 1));
        to.fillStyle = this.colors.line;
        to.fillRect(GUTTER, this.strip.top + this.strip.height - 0.5, wide, 0.5);
    }

    paintPast(to) {
        this.held = stripes(to, this.accent.fill, this.colors.paper);
        this.failed = stripes(to, this.colors.ink, this.accent.fill, 3);
        this.paintFuture(to);
        if (this.summary)
            this.paintSlots(to);
        else
            this.paintLanes(to);
        this.paintHeld(to);
    }

    // What stands in both pictures: the times, the ideal, and what the heights mean.
    paintScale(to) {
        to.fillStyle = this.colors.soft;
        to.font = `10.5${FONT}`;
        to.textBaseline = "alphabetic";
        for (let i = 0; i <= 4 && this.below === AXIS; i++) {
            to.textAlign = i === 4 ? "right" : i ? "center" : "left";
            to.fillText(timeText(this.end * i / 4), this.x(this.end * i / 4), this.height - 3);
        }
        if (this.ideal !== null) {
            to.strokeStyle = this.colors.ink;
            to.setLineDash([3, 3]);
            this.line(to, this.x(this.ideal), 1.2);
            to.setLineDash([]);
        }
        if (this.summary)
            this.paintWords(to, this.slots, `${shown(this.lanes)} ${this.isLimited ? "slots" : "at once"}, in summary`);
        this.paintHeight(to);
    }

    // What the full height of the strip is: in words where there is room, and beside it.
    paintHeight(to) {
        const {top, height} = this.strip, most = shown(this.mostHeld), wordy = height >= WORDY_STRIP;
        to.font = `${LEAST_TEXT}${FONT}`;
        to.textBaseline = "top";
        to.textAlign = "right";
        to.fillText(most, GUTTER - 3, top, GUTTER - 4);
        if (!wordy && height >= 2 * LEAST_TEXT)
            to.fillText("held", GUTTER - 3, top + LEAST_TEXT + 1);
        if (wordy)
            this.paintWords(to, this.strip, `held; the full height is ${most} task${this.mostHeld === 1 ? "" : "s"}`);
    }

    paintWords(to, {top}, words) {
        to.font = `11${FONT}`;
        to.textBaseline = "top";
        to.textAlign = "right";
        const place = [this.width - RIGHT - 4, top + 3, this.width - GUTTER - RIGHT - 8];
        this.halo(to, words, this.colors.paper, ...place);
        to.fillText(words, ...place);
    }

    paintLanes(to) {
        if (this.ghost)
            this.ghost.lanes.forEach((tasks, lane) => {
                to.fillStyle = this.colors.soft;
                to.globalAlpha = 0.4;
                for (const task of tasks)
                    this.bar(to, this.ghost, task, lane, this.ghost.finishAt[task], 1);
                to.globalAlpha = 1;
            });
        this.model.lanes.forEach((tasks, lane) => tasks.forEach((task, i) => this.paintTask(to, task, lane, i)));
    }

    paintTask(to, task, lane, i) {
        const model = this.model, finish = model.finishAt[task], free = model.freeAt[task];
        const height = this.ghost ? REAL : 1;
        if (free > finish) {
            to.fillStyle = this.held;
            this.span(to, model.t[finish] ?? model.end, model.t[free] ?? model.end, lane, height);
        }
        to.globalAlpha = i % 2 ? 0.78 : 1;
        const event = model.event[finish], failed = event === FAIL || event === TIMEOUT;
        if (event === CANCEL)
            to.globalAlpha = PALE;
        to.fillStyle = failed ? this.failed : event === CANCEL ? this.colors.soft : this.accent.fill;
        const width = this.bar(to, model, task, lane, finish, height);
        to.globalAlpha = 1;
        to.fillStyle = event === CANCEL ? this.colors.ink : this.accent.ink;
        this.label(to, String(task), this.x(model.t[model.launchAt[task]]), width, lane, height, failed);
    }

    bar(to, model, task, lane, finish, height) {
        const start = model.t[model.launchAt[task]], end = finish < model.count ? model.t[finish] : model.end;
        return this.span(to, start, end, lane, height);
    }

    span(to, start, end, lane, height) {
        const x = this.x(start), gap = this.laneHeight > 5 ? 1 : 0.3, wide = this.x(end) - x;
        const width = Math.max(0.4, wide > 3 ? wide - 0.8 : wide);
        to.fillRect(x, this.laneHeight * lane, width, (this.laneHeight - gap) * height);
        return wide;
    }

    // The task's number, where there is room for it.
    label(to, text, x, width, lane, height, striped) {
        const size = Math.min(13, this.laneHeight * height - 1, (width - 6) / text.length / DIGIT);
        if (size < LEAST_TEXT)
            return;
        const place = [x + 3, this.laneHeight * (lane + height / 2)];
        to.font = `${size}${FONT}`;
        to.textBaseline = "middle";
        if (striped)
            this.halo(to, text, this.accent.fill, ...place);
        to.fillText(text, ...place);
    }

    // A rim of a colour, so that a text can be read on stripes.
    halo(to, text, color, ...place) {
        to.lineWidth = 3;
        to.lineJoin = "round";
        to.strokeStyle = color;
        to.strokeText(text, ...place);
    }

    // The slots in use over time: those of tasks in flight, and above them those of results.
    paintSlots(to) {
        this.paintCounts(to, this.slots, this.lanes, (c, p) => [
            [c.inFlight, this.accent.fill], [this.model.slotsInUse(c, p) - c.inFlight, this.held]]);
    }

    // What is alive over time: in flight, unread above it, waiting on top.
    paintHeld(to) {
        this.paintCounts(to, this.strip, this.mostHeld, (c) => [
            [c.inFlight, this.accent.fill], [c.unread, this.held], [c.waiting, this.colors.soft]]);
    }

    // Counts on top of each other, over time: a column a pixel.
    paintCounts(to, {top, height}, most, countsOf) {
        const columns = Math.max(1, Math.round(this.x(this.end) - GUTTER)), model = this.model;
        for (let column = 0; column <= columns; column++) {
            const p = model.upTo(column / columns * this.end);
            let y = top + height;
            for (const [count, fill] of countsOf(model.counts(p), p)) {
                const tall = count ? Math.min(y - top, Math.max(LEAST_HELD, count / most * height)) : 0;
                to.fillStyle = fill;
                to.globalAlpha = fill === this.colors.soft ? PALE : 1;
                to.fillRect(GUTTER + column, y - tall, 1.05, tall);
                y -= tall;
            }
        }
        to.globalAlpha = 1;
    }

    // What has happened until t; and the slots now, with the task in each, or 0.
    frame(t, tasks, isRunning) {
        const to = this.context, s = this.scaled, {width, height} = this.canvas;
        const x = Math.max(GUTTER, Math.min(this.x(t), this.width)), at = Math.min(width, Math.round(x * s));
        to.setTransform(1, 0, 0, 1, 0, 0);
        to.clearRect(0, 0, width, height);
        to.drawImage(this.past, 0, 0, at, height, 0, 0, at, height);
        if (at < width)
            to.drawImage(this.future, at, 0, width - at, height, at, 0, width - at, height);
        to.setTransform(s, 0, 0, s, 0, 0);
        if (!this.summary)
            this.frameSlots(to, tasks, isRunning);
        to.strokeStyle = this.colors.ink;
        this.line(to, x, 1.6);
    }

    // Where their numbers fit: without, they would look like bars that begin before the start.
    // On the strategy's colour while the task runs, on stripes while its result waits.
    frameSlots(to, tasks, isRunning) {
        const size = Math.min(12, this.laneHeight - 1);
        if (size < LEAST_TEXT - 1)
            return;
        to.font = `${size}${FONT}`;
        to.textBaseline = "middle";
        to.textAlign = "center";
        tasks.forEach((task, lane) => {
            if (!task)
                return;
            const y = this.laneHeight * lane, running = isRunning(task);
            const text = [String(task), (GUTTER - 3) / 2, y + this.laneHeight / 2, GUTTER - 4];
            to.fillStyle = running ? this.accent.fill : this.held;
            to.fillRect(0, y, GUTTER - 3, Math.max(0.8, this.laneHeight - 1));
            if (!running)
                this.halo(to, text[0], this.colors.paper, ...text.slice(1));
            to.fillStyle = running ? this.accent.ink : this.colors.ink;
            to.fillText(...text);
        });
    }

    line(to, x, width) {
        to.lineWidth = width;
        to.beginPath();
        to.moveTo(x, 0);
        to.lineTo(x, this.height - this.below + 2);
        to.stroke();
    }
}

// An instant for people: four digits.
function timeText(ns) {
    if (ns === 0)
        return "0 s";
    const [unit, name] = ns < 1e3 ? [1, "ns"] : ns < 1e6 ? [1e3, "µs"] : ns < 1e9 ? [1e6, "ms"] : [1e9, "s"];
    const value = ns / unit;
    return `${value.toFixed(unit === 1 ? 0 : value < 10 ? 3 : value < 100 ? 2 : 1)} ${name}`;
}
