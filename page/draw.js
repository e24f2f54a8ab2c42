// draw.js -- the slots over time, on a canvas.
//
// Where nothing changes but the instant, neither does the picture: the whole run is painted once, off the screen,
// and a frame shows as much of it as has happened. So a frame costs the same for ten tasks and for a hundred thousand.

const ACCENTS = {
    unbounded: {fill: "#D55E00", ink: "#fff"},
    polling: {fill: "#E69F00", ink: "#000"},
    callback: {fill: "#0072B2", ink: "#fff"},
    semaphore: {fill: "#CC79A7", ink: "#000"},
    bounded_queue: {fill: "#009E73", ink: "#fff"},
};
const MOST_LANES = 64, LEAST_LANE = 2.5; // more, or lower ones, are drawn in summary
const REAL = 0.6; // of a lane: what happened, where what should have happened lies under it
const GUTTER = 30, RIGHT = 8, AXIS = 14;

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
        this.picture = document.createElement("canvas");
        this.scaled = 1;
    }

    // What is drawn: a model, the one that lies under it (or null), the strategy's accent, and the time it takes, with
    // its scale or without.
    show({model, ghost, accent, end, ideal, mostHeld, scale}) {
        Object.assign(this, {model, ghost, accent, end, ideal, mostHeld, below: scale ? AXIS : 2});
        this.paint();
    }

    resize() {
        const box = this.canvas.getBoundingClientRect();
        this.scaled = Math.max(1, Math.min(3, window.devicePixelRatio || 1));
        this.width = Math.max(120, Math.round(box.width));
        this.height = Math.max(40, Math.round(box.height));
        for (const canvas of [this.canvas, this.picture]) {
            canvas.width = this.width * this.scaled;
            canvas.height = this.height * this.scaled;
        }
    }

    x(t) {
        return GUTTER + t / this.end * (this.width - GUTTER - RIGHT);
    }

    t(x) {
        return Math.max(0, Math.min(1, (x - GUTTER) / (this.width - GUTTER - RIGHT))) * this.end;
    }

    paint() {
        this.resize();
        this.colors = themeColors();
        const to = this.picture.getContext("2d");
        to.setTransform(this.scaled, 0, 0, this.scaled, 0, 0);
        to.clearRect(0, 0, this.width, this.height);
        const lanes = Math.max(this.model.lanes.length, this.ghost?.lanes.length ?? 0), space = this.height - this.below;
        this.held = stripes(to, this.accent.fill, this.colors.paper);
        this.failed = stripes(to, this.colors.ink, this.accent.fill, 3);
        const strip = space > 90 ? Math.min(44, space * 0.25) : 0;
        this.laneHeight = Math.min(26, (space - strip) / Math.max(1, lanes));
        this.summary = lanes > MOST_LANES || this.laneHeight < LEAST_LANE;
        if (this.summary)
            this.paintHeld(to, 0, space);
        else
            this.paintLanes(to);
        if (strip && !this.summary)
            this.paintHeld(to, this.laneHeight * lanes + 6, space - this.laneHeight * lanes - 8);
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
        const event = model.finishEvent[task];
        to.fillStyle = event === FAIL || event === TIMEOUT ? this.failed : event === CANCEL ? this.colors.soft : this.accent.fill;
        const width = this.bar(to, model, task, lane, finish, height);
        to.globalAlpha = 1;
        if (width > 24 && this.laneHeight * height >= 9)
            this.label(to, String(task), this.x(model.t[model.launchAt[task]]) + 4, lane, height);
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

    label(to, text, x, lane, height) {
        to.fillStyle = this.accent.ink;
        to.font = `${Math.min(12, this.laneHeight * height - 1)}px ui-sans-serif, system-ui, sans-serif`;
        to.textBaseline = "middle";
        to.fillText(text, x, this.laneHeight * (lane + height / 2));
    }

    // What is alive over time: in flight, unread above it, waiting on top; a column a pixel.
    paintHeld(to, top, height) {
        const columns = Math.max(1, Math.round(this.x(this.end) - GUTTER)), model = this.model;
        const scale = (height - 2) / Math.max(1, this.mostHeld);
        for (let column = 0; column <= columns; column++) {
            const t = column / columns * this.end, c = model.counts(model.upTo(t));
            let y = top + height;
            for (const [count, fill] of [[c.inFlight, this.accent.fill], [c.unread, this.held], [c.waiting, this.colors.soft]]) {
                const tall = count ? Math.max(1, count * scale) : 0;
                to.fillStyle = fill;
                to.globalAlpha = fill === this.colors.soft ? 0.55 : 1;
                to.fillRect(GUTTER + column, y - tall, 1.05, tall);
                y -= tall;
            }
        }
        to.globalAlpha = 1;
    }

    // What has happened after p events, at instant t.
    frame(p, t) {
        const to = this.context, x = Math.max(GUTTER, Math.min(this.x(t), this.width)), s = this.scaled;
        to.setTransform(s, 0, 0, s, 0, 0);
        to.clearRect(0, 0, this.width, this.height);
        this.frameLanes(to);
        const width = Math.floor(x * s);
        if (width > 0)
            to.drawImage(this.picture, 0, 0, width, this.picture.height, 0, 0, width / s, this.height);
        if (this.summary)
            this.frameSummary(to);
        else
            this.frameSlots(to, p);
        this.frameAxis(to, x);
    }

    frameLanes(to) {
        if (this.summary)
            return;
        to.fillStyle = this.colors.lane;
        for (let lane = 0; lane < this.model.lanes.length; lane++)
            to.fillRect(GUTTER, this.laneHeight * lane, this.width - GUTTER - RIGHT, Math.max(0.8, this.laneHeight - 1));
    }

    frameSummary(to) {
        to.fillStyle = this.colors.soft;
        to.font = "11px ui-sans-serif, system-ui, sans-serif";
        to.textBaseline = "top";
        to.textAlign = "right";
        const words = `${shown(this.model.lanes.length)} slots, in summary: in flight, unread (striped) and waiting (grey)`;
        to.fillText(`${words}, of ${shown(this.mostHeld)}`, this.width - RIGHT - 4, 3);
        to.textAlign = "left";
    }

    // The slots now: the number of the task, on its colour while it runs, on stripes while its result waits.
    frameSlots(to, p) {
        const size = Math.min(11, this.laneHeight - 1);
        to.font = `${size}px ui-sans-serif, system-ui, sans-serif`;
        to.textBaseline = "middle";
        to.textAlign = "center";
        for (let lane = 0; lane < this.model.lanes.length; lane++) {
            const task = this.model.inLane(lane, p), y = this.laneHeight * lane;
            if (!task)
                continue;
            const running = this.model.isRunning(task, p);
            to.fillStyle = running ? this.accent.fill : this.held;
            to.fillRect(0, y, GUTTER - 3, Math.max(0.8, this.laneHeight - 1));
            if (size < 8)
                continue;
            to.fillStyle = running ? this.accent.ink : this.colors.ink;
            to.fillText(String(task), (GUTTER - 3) / 2, y + this.laneHeight / 2, GUTTER - 4);
        }
        to.textAlign = "left";
    }

    frameAxis(to, x) {
        const bottom = this.height - this.below;
        to.fillStyle = this.colors.soft;
        to.font = "10.5px ui-sans-serif, system-ui, sans-serif";
        to.textBaseline = "alphabetic";
        for (let i = 0; i <= 4 && this.below === AXIS; i++) {
            to.textAlign = i === 4 ? "right" : i ? "center" : "left";
            to.fillText(timeText(this.end * i / 4), this.x(this.end * i / 4), this.height - 3);
        }
        to.textAlign = "left";
        if (this.ideal !== null) {
            to.strokeStyle = this.colors.ink;
            to.setLineDash([3, 3]);
            this.line(to, this.x(this.ideal), bottom, 1.2);
            to.setLineDash([]);
        }
        to.strokeStyle = this.colors.ink;
        this.line(to, x, bottom, 1.6);
    }

    line(to, x, bottom, width) {
        to.lineWidth = width;
        to.beginPath();
        to.moveTo(x, 0);
        to.lineTo(x, bottom + 2);
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
