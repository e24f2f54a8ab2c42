// code.js -- a strategy's C, with the entry point that runs, the functions it goes through, and the harness call it makes.

const HARNESS_CALLS = {[PULL]: "ac_pull(", [LAUNCH]: "ac_launch("};

class Code {
    constructor(element, name) {
        this.element = element;
        this.lines = document.getElementById(`source-${name}`).textContent.trimEnd().split("\n");
        this.functions = this.findFunctions();
        this.entries = Object.fromEntries([...this.lines.join("\n").matchAll(/\.(fill|done|take) = (\w+)/g)].map((m) => [m[1], m[2]]));
        this.shown = "";
        this.rows = this.lines.map((line) => {
            const row = document.createElement("span");
            row.className = "row";
            row.textContent = `${line}\n`;
            return row;
        });
        element.replaceChildren(...this.rows);
        this.lit = [];
        this.target = null; // the rows to bring to sight, once the browser has laid out
    }

    // A function: a brace at the start of a line, what stands before it from the last line that is not indented, and
    // the next brace at the start of a line.
    findFunctions() {
        const functions = new Map();
        this.lines.forEach((line, open) => {
            if (line !== "{")
                return;
            let first = open - 1;
            while (/^\s/.test(this.lines[first]))
                first--;
            const last = this.lines.indexOf("}", open);
            functions.set(/(\w+)\(/.exec(this.lines[first])[1], {first, open, last, body: this.lines.slice(open, last).join("\n")});
        });
        return functions;
    }

    // The way from an entry point to the nearest function that makes that harness call: their names, the entry first.
    way(entry, call) {
        const ways = [[entry]], seen = new Set([entry]);
        for (const way of ways) {
            const {body} = this.functions.get(way.at(-1));
            if (body.includes(call))
                return way;
            for (const name of this.functions.keys())
                if (!seen.has(name) && body.includes(`${name}(`)) {
                    seen.add(name);
                    ways.push([...way, name]);
                }
        }
        return [entry];
    }

    // Lights what runs at an event; entry 0: nothing of the strategy; no event: nothing has run.
    light(event, entry) {
        const name = this.entries[ENTRY_NAMES[entry]] ?? null, key = `${event} ${name}`;
        if (key === this.shown)
            return;
        this.shown = key;
        for (const row of this.lit)
            row.className = "row";
        this.lit = [];
        if (event === undefined)
            this.aim(0, 0);
        if (!name || !this.functions.has(name))
            return;
        const call = HARNESS_CALLS[event], way = call ? this.way(name, call) : [name];
        way.forEach((step, i) => this.mark(this.functions.get(step), i === 0 ? "entry" : "through"));
        const last = this.functions.get(way.at(-1));
        const at = call ? this.lines.findIndex((line, i) => i > last.open && i < last.last && line.includes(call)) : -1;
        if (at >= 0)
            this.rows[at].classList.add("call");
        this.aim(at >= 0 ? at : last.first, this.functions.get(name).first);
    }

    mark({first, last}, className) {
        for (let i = first; i <= last; i++) {
            this.rows[i].classList.add(className);
            this.lit.push(this.rows[i]);
        }
    }

    // At a row, and at the head of the entry point with it if both fit.
    aim(row, head) {
        this.target = [this.rows[row], this.rows[head]];
    }

    scroll() {
        if (!this.target)
            return;
        const [row, head] = this.target.map((one) => one.offsetTop);
        const line = this.target[0].offsetHeight, seen = this.element.clientHeight;
        const fits = Math.abs(row - head) + line <= seen;
        this.element.scrollTop = fits ? Math.min(row, head) - line / 2 : row - seen / 2;
        this.target = null;
    }
}
