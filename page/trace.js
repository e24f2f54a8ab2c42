// trace.js -- a trace of one's own, as `as-completed run --trace` writes it, made into records.

const TRACE_HEADER = "t_ns\tevent\ttask";
const MOST_TRACE_BYTES = 24e6, MOST_TRACE_LINES = 500000, MOST_TRACE_TASKS = 1000000, MOST_NAME = 40;

// The records, or a Refused with one sentence. Lines may end as on any system; a mark at the start, blank lines, and
// blanks for tabs and at the end of a line are read too.
function recordsOfTrace(text, name) {
    const wrong = (what) => { throw new Refused(`the file ${visible(name)}${what}`); };
    const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
    const first = lines.findIndex((line) => line.trim());
    const why = notATrace(text, lines[first] ?? "");
    if (why)
        wrong(` ${why}`);
    if (lines.at(-1).trim())
        wrong(` is cut short: line ${lines.length} '${visible(lines.at(-1))}' has no end`);
    const events = lines.length - 1 - lines.filter((line) => !line.trim()).length;
    if (events > MOST_TRACE_LINES)
        wrong(` has ${shown(events)} events: at most ${shown(MOST_TRACE_LINES)} can be shown`);
    const words = [], stage = new Map();
    let before = 0;
    for (let i = first + 1; i < lines.length; i++) {
        const line = lines[i].trimEnd();
        if (!line)
            continue;
        const wrongLine = (what) => wrong(`, line ${i + 1} '${visible(line)}': ${what}`);
        const {t, event, task} = eventOfLine(line, wrongLine);
        if (t < before)
            wrongLine(`it goes back in time, from ${before}`);
        if (!engine.mayFollow(stage.get(task), event))
            wrongLine(stage.has(task) ? `task ${task} cannot do that after its ${EVENT_NAMES[stage.get(task)]}`
                : `the first of task ${task} must be its pull`);
        stage.set(task, event);
        before = t;
        const packed = event | (event === TAKE ? 3 : event === FINISH || event === FAIL || event === TIMEOUT ? 2 : 0) << 8;
        words.push(t % 4294967296, Math.floor(t / 4294967296), task, packed);
    }
    for (const [task, event] of stage)
        if (event === LAUNCH || event === PULL)
            wrong(` is cut short: task ${task} was ${event === LAUNCH ? "launched" : "pulled"}, and never ends`);
    if (!words.length)
        wrong(" has no events");
    return Uint32Array.from(words);
}

// As typed, with a name for what cannot be seen.
function visible(text) {
    const all = text.slice(0, 2 * MOST_NAME).replace(/[^ -~\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ufefe\uff01-\ufffd]/g,
        (sign) => sign === "\t" ? " " : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
    return all.length > MOST_NAME ? `${all.slice(0, MOST_NAME)}…` : all;
}

// Why a file with this first line is no trace at all, or "".
function notATrace(text, first) {
    if (!text.trim())
        return "is empty";
    if (/[\0\ufffd]/.test(first))
        return "is no text: a trace is text in UTF-8, as run --trace writes it";
    if (/^\s*[[{]/.test(first) && /"(traceEvents|ph)"/.test(text))
        return "is a trace in Chrome's format: the page reads that of run --trace FILE --trace-format tsv";
    return first.trim().split(/[\t ]+/).join("\t") === TRACE_HEADER ? ""
        : `is no trace: its first line is '${visible(first)}', and must be 't_ns event task', as run --trace writes it`;
}

// The three of a line, or what is wrong with it.
function eventOfLine(line, wrong) {
    const [stamp, name, number, ...more] = line.split(/[\t ]+/);
    if (number === undefined || more.length)
        wrong("it must be a time, an event and a task");
    if (!/^\d{1,16}$/.test(stamp))
        wrong("the time must be ns from the start, whole, at most 16 digits");
    const event = EVENT_NAMES.indexOf(name), task = Number(number);
    if (event < 0)
        wrong(`the event must be one of ${EVENT_NAMES.join(", ")}`);
    if (!/^[1-9]\d{0,6}$/.test(number) || task > MOST_TRACE_TASKS)
        wrong(`the task must be a whole number from 1 to ${shown(MOST_TRACE_TASKS)}`);
    return {t: Number(stamp), event, task};
}

// As its strategy holds them; but of a run in order a trace does not tell when its results left their slots.
function modelOfTrace(real, strategy, values, queue) {
    return new Model(real.words, values.get("ordered") ? TO_FINISH : strategy.slot, queue);
}

// The settings with as many tasks as the trace has, and as many at a time; or a Refused.
function valuesOfTrace(real, strategy) {
    const values = new Map(page.values);
    const model = modelOfTrace(real, strategy, values, Number(values.get("queue")) || Infinity);
    values.set("n", String(model.most));
    if (!(strategy.flags & NO_LIMIT))
        values.set("l", String(model.lanes.length || 1));
    try {
        readSettings(values);
    } catch (error) {
        throw new Refused(`the file ${visible(real.name)} cannot be shown: ${error.message}`);
    }
    return values;
}

// What is shown of a trace, over the model of it; or why it cannot be.
function overModel(real, {strategy, run, ghost, values}) {
    const model = modelOfTrace(real, strategy, values, run.queue);
    const tasks = model.most, atOnce = model.lanes.length, limit = Math.max(...run.limits.map(([, most]) => most));
    if (tasks > Number(values.get("n")))
        return {strategy, refusal: `the trace has ${shown(tasks)} tasks: ${values.get("n")} are too few`};
    if (atOnce > limit)
        return {strategy, refusal: `the trace has ${shown(atOnce)} at a time: a limit of ${limit} is too low`};
    return {strategy, run, ghost, model, real: real.name, told: givenText(values)};
}

// The strategies whose names are in a file's name; of two of which one has the other's name in it, the longer.
function namedIn(fileName) {
    const named = page.all.filter(({name}) => fileName.includes(name));
    return named.filter(({name}) => !named.some((other) => other.name !== name && other.name.includes(name)));
}

async function openTrace(files) {
    const file = files?.[0];
    if (!file)
        return;
    try {
        if (file.size > MOST_TRACE_BYTES)
            throw new Refused(`the file ${visible(file.name)} has ${shown(file.size)} bytes: at most ${shown(MOST_TRACE_BYTES)} can be shown`);
        const text = await file.text().catch(() => { throw new Refused(`the file ${visible(file.name)} cannot be read: drop one file`); });
        const real = {name: file.name, words: recordsOfTrace(text, file.name), strategy: ""};
        const named = namedIn(file.name);
        if (named.length === 1)
            return void showTraceAs(named[0].name, real);
        page.real = real;
        showControls();
        refresh();
    } catch (error) {
        say(sentenceOf(error));
    }
}

// The trace as one of this strategy.
function showTraceAs(name, real, at = "") {
    try {
        const values = valuesOfTrace(real, page.all.find((strategy) => strategy.name === name));
        Object.assign(page, {values, real: {...real, strategy: name}});
    } catch (error) {
        return void say(sentenceOf(error));
    }
    showControls();
    refresh(at);
}

// What must be told before the trace can be shown, or "".
function askOfTrace() {
    if (!page.real || page.real.strategy)
        return "";
    const names = page.all.map((strategy) => strategy.name).join(", ");
    return `The name ${visible(page.real.name)} does not tell whose trace it is: press one of ${names}.`;
}

function closeTrace() {
    page.real = null;
    showControls();
    refresh();
}

function acceptDrops() {
    document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
    document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
    document.addEventListener("drop", (event) => {
        event.preventDefault();
        document.body.classList.remove("dropping");
        openTrace(event.dataTransfer?.files);
    });
}
