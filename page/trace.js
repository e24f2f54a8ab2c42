// trace.js -- a trace of one's own, as `as-completed run --trace` writes it, made into records.

const TRACE_HEADER = "t_ns\tevent\ttask";
const MOST_TRACE_BYTES = 24e6, MOST_TRACE_LINES = 500000, MOST_NAME = 40;

// The records, or a Refused with one sentence.
function recordsOfTrace(text, name) {
    const wrong = (what) => { throw new Refused(`the file ${name.slice(0, MOST_NAME)} ${what}`); };
    if (!text.startsWith(`${TRACE_HEADER}\n`))
        wrong(`is no trace: its first line must be 't_ns event task', with tabs, as run --trace writes it`);
    if (!text.endsWith("\n"))
        wrong("is cut short: its last line has no end");
    const lines = text.split("\n");
    if (lines.length - 2 > MOST_TRACE_LINES)
        wrong(`has ${shown(lines.length - 2)} events: at most ${shown(MOST_TRACE_LINES)} can be shown`);
    const words = [], stage = new Map();
    let before = 0;
    for (let i = 1; i < lines.length - 1; i++) {
        const match = /^(\d{1,16})\t([a-z]+)\t([1-9]\d{0,9})$/.exec(lines[i]);
        const event = match ? EVENT_NAMES.indexOf(match[2]) : -1;
        const t = Number(match?.[1]), task = Number(match?.[3]);
        if (event < 0 || task > 4294967295 || t > Number.MAX_SAFE_INTEGER)
            wrong(`is no trace: line ${i + 1} is '${lines[i].slice(0, 40)}'`);
        if (t < before)
            wrong(`is no trace: line ${i + 1} goes back in time`);
        if (!follows(stage.get(task), event))
            wrong(`is no trace: line ${i + 1}, task ${task}, cannot be '${match[2]}' now`);
        if (task > 2 * MOST_TRACE_LINES)
            wrong(`has a task ${task}: at most ${shown(2 * MOST_TRACE_LINES)} can be shown`);
        stage.set(task, event);
        before = t;
        const packed = event | (event === TAKE ? 3 : event === FINISH || event === FAIL || event === TIMEOUT ? 2 : 0) << 8;
        if (event === TAKE)
            words.push(t % 4294967296, Math.floor(t / 4294967296), task, HAND | 3 << 8);
        words.push(t % 4294967296, Math.floor(t / 4294967296), task, packed);
    }
    for (const [task, event] of stage)
        if (event === LAUNCH || event === PULL)
            wrong(`is cut short: task ${task} was ${event === LAUNCH ? "launched" : "pulled"}, and never ends`);
    if (!words.length)
        wrong("has no events");
    return Uint32Array.from(words);
}

// What may come after what in a task's life.
function follows(last, event) {
    switch (event) {
    case PULL: return last === undefined;
    case LAUNCH: case DROP: return last === PULL;
    case FINISH: case FAIL: case TIMEOUT: case CANCEL: return last === LAUNCH;
    default: return last === FINISH || last === FAIL || last === TIMEOUT;
    }
}

// As its strategy holds them; but of a run in order a trace does not tell when its results left their slots.
function modelOfTrace(real, strategy, values, queue) {
    return values.get("ordered") ? new Model(real.words, new AtFinish()) : modelOfRun(strategy, real.words, queue);
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
        throw new Refused(`the file ${real.name.slice(0, MOST_NAME)} cannot be shown: ${error.message}`);
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

async function openTrace(files) {
    const file = files?.[0];
    if (!file)
        return;
    try {
        if (file.size > MOST_TRACE_BYTES)
            throw new Refused(`${file.name} has ${shown(file.size)} bytes: at most ${shown(MOST_TRACE_BYTES)} can be shown`);
        const text = await file.text().catch(() => { throw new Refused(`${file.name} cannot be read: drop one file`); });
        const real = {name: file.name, words: recordsOfTrace(text, file.name), strategy: ""};
        const named = page.all.filter((strategy) => file.name.includes(strategy.name));
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
    return `The name ${page.real.name.slice(0, MOST_NAME)} does not tell whose trace it is: press one of ${names}.`;
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
