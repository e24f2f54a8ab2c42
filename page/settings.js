// settings.js -- what can be set: one table for the controls, the URL's hash, the command line and the engine.
//
// A value is the text that the command line would take; "" is: not given. `read` turns it into what the engine is
// told, or throws one sentence.

class Refused extends Error {
    constructor(sentence, key = "") {
        super(sentence);
        this.key = key;
    }
}

// `fault`: what is wrong with it, as in "has no unit", where that is known.
function refuse(setting, value, allowed, fault = "") {
    throw new Refused(`${setting.label} '${value.slice(0, 40)}' ${fault ? `${fault}: ` : ""}must be ${allowed}`, setting.key);
}

function readCount(setting, value) {
    const number = /^\d{1,20}$/.test(value) ? BigInt(value) : -1n;
    if (number < BigInt(setting.min) || number > BigInt(setting.max))
        refuse(setting, value, `a whole number from ${setting.min} to ${BigInt(setting.max).toLocaleString("en")}`);
    return (to) => to.set(setting.field, number);
}

const ENDLESS = "endless";

function readTaskCount(setting, value) {
    return value === ENDLESS ? (to) => to.set(setting.field, 0xffffffffffffffffn) : readCount(setting, value);
}

function durationOf(setting, value, min = setting.min ?? "1ns", max = setting.max ?? "1h") {
    const ns = engine.duration(value);
    if (ns === null || ns < engine.duration(min) || ns > engine.duration(max))
        refuse(setting, value, `a number with a unit (ns, us, ms, s, m, h), as 250us, 1ms or 2s, from ${min} to ${max}`, engine.durationFault(value));
    return ns;
}

function readTime(setting, value) {
    const ns = durationOf(setting, value);
    return (to) => to.set(setting.field, ns);
}

function readChoice(setting, value) {
    const choice = setting.choices.indexOf(value);
    if (choice < 0)
        refuse(setting, value, `one of ${setting.choices.join(", ")}`);
    return (to) => to.set(setting.field, BigInt(choice));
}

function readFlag(setting, value) {
    if (value !== "yes")
        refuse(setting, value, "yes, or left out");
    return (to) => to.set(setting.field, 1n);
}

// A share as 0.05 or 5%, in billionths.
function shareOf(value) {
    const match = /^(\d{1,10})(?:\.(\d{1,9}))?(%?)$/.exec(value);
    const places = match?.[3] ? 7 : 9, decimals = match?.[2] ?? "";
    if (!match || decimals.length > places)
        return null;
    const ppb = BigInt(match[1] + decimals.padEnd(places, "0"));
    return ppb <= 1000000000n ? ppb : null;
}

function readShare(setting, value) {
    const ppb = shareOf(value);
    if (ppb === null)
        refuse(setting, value, "a probability from 0 to 1, as 0.05 or 5%");
    return (to) => to.set(setting.field, ppb);
}

function readOnError(setting, value) {
    const allowed = "continue, stop or now; the latter two perhaps with ,fail=COUNT or ,fail=SHARE%";
    const match = /^(continue|stop|now)(?:,fail=([\d.]+%?))?$/.exec(value);
    if (!match || (match[1] === "continue" && match[2]))
        refuse(setting, value, allowed);
    const isShare = match[2]?.endsWith("%");
    const share = isShare ? shareOf(match[2]) : 0n;
    const count = isShare ? 0n : /^\d{1,9}$/.test(match[2] ?? "1") ? BigInt(match[2] ?? "1") : 0n;
    if (isShare ? !share : !count)
        refuse(setting, value, allowed);
    return (to) => {
        to.set("ends.on_error", BigInt(["continue", "stop", "now"].indexOf(match[1])));
        to.set("ends.errors", count);
        to.set("ends.errors_ppb", share);
    };
}

function readList(setting, value, most, readItem, call) {
    const items = value.split(",");
    if (items.length > most)
        refuse(setting, value, `at most ${most} of them`);
    const numbers = items.map(readItem);
    return (to) => numbers.forEach((number) => to.exports[call](...[number].flat()));
}

function readTasks(setting, value) {
    return readList(setting, value, 64, (item) => {
        if (!/^[1-9]\d{0,6}$/.test(item))
            refuse(setting, value, "task numbers with commas between them");
        return Number(item);
    }, "add_fail_task");
}

function readSleeps(setting, value) {
    return readList(setting, value, 1000, (item) => durationOf(setting, item, "0s"), "add_sleep");
}

function readChanges(setting, value) {
    let before = 0n;
    return readList(setting, value, 16, (item) => {
        const match = /^([^:]+):([1-9]\d?)$/.exec(item);
        const at = match ? engine.duration(match[1]) : null;
        if (at === null || at <= before || Number(match[2]) > 64)
            refuse(setting, value, "rising instants and limits, as 1s:9,2s:3", match ? engine.durationFault(match[1]) : "");
        before = at;
        return [at, BigInt(match[2])];
    }, "add_change");
}

const MOST_TASKS = 100000, MOST_GIVEN = 30;
const SETTINGS = [ // in the order of --help, which the commands have too
    {key: "n", short: true, label: "tasks", read: readTaskCount, about: "or endless", min: 0, max: MOST_TASKS, field: "tasks", start: "100", main: true},
    {key: "l", short: true, label: "limit", read: readCount, min: 1, max: 64, field: "limit", start: "10", main: true},
    {key: "then", label: "limit then", read: readChanges, hint: "1s:9,2s:3", about: "the limit changes at these instants"},
    {key: "queue", label: "queue", read: readCount, min: 1, max: MOST_TASKS, field: "queue", hint: "the limit", about: "bounded_queue: what each queue holds"},
    {key: "poll-interval", label: "poll interval", read: readTime, min: "0s", field: "poll_interval_ns", hint: "5ms", about: "polling: how long it sleeps between looks; 0s: it spins"},
    {key: "scale", label: "scale", read: readTime, min: "0s", field: "scale_ns", hint: "1s", about: "task i sleeps this / i"},
    {key: "sleep", label: "sleep", read: readTime, min: "0s", field: "sleep_ns", hint: "10ms", about: "each sleeps this instead"},
    {key: "sleeps", label: "sleeps", read: readSleeps, hint: "20ms,1.5s,3us", about: "durations of your own instead"},
    {key: "tick", label: "tick", read: readTime, field: "tick_ns", hint: "1ms", about: "rounds every sleep up"},
    {key: "order", label: "order", read: readChoice, choices: ["forward", "reverse", "shuffle"], field: "order", start: "forward", main: true},
    {key: "seed", label: "seed", read: readCount, min: 0, max: "18446744073709551615", field: "seed", start: "1", main: true},
    {key: "fail", label: "failures", read: readShare, field: "ends.fail_ppb", hint: "5%", main: true},
    {key: "fail-task", label: "failing tasks", read: readTasks, hint: "3,7", about: "these tasks fail"},
    {key: "on-error", label: "on error", read: readOnError, hint: "stop", about: "continue, stop or now; stop,fail=3"},
    {key: "task-timeout", label: "task timeout", read: readTime, field: "ends.task_timeout_ns", hint: "100ms", about: "from its launch"},
    {key: "timeout", label: "timeout", read: readTime, field: "ends.timeout_ns", hint: "500ms", about: "the run is ended then, as failed"},
    {key: "for", label: "launch for", read: readTime, field: "ends.for_ns", hint: "500ms", about: "none is launched after that"},
    {key: "take", label: "take", read: readCount, min: 1, max: MOST_TASKS, field: "ends.take", hint: "20", about: "the consumer leaves after so many"},
    {key: "close-at", label: "leave at", read: readTime, field: "ends.close_at_ns", hint: "300ms", about: "the consumer leaves then"},
    {key: "drain", label: "drain", read: readFlag, field: "ends.drain", about: "what is in flight then is finished"},
    {key: "every", label: "a task every", read: readTime, field: "ends.every_ns", hint: "5ms", about: "a slow source"},
    {key: "adds", label: "adds", read: readCount, min: 1, max: MOST_TASKS, field: "ends.adds", hint: "3", about: "a crawler: each task adds so many"},
    {key: "consume", label: "consumer busy", read: readTime, min: "0s", field: "ends.consume_ns", hint: "2ms", main: true},
    {key: "ordered", label: "ordered", read: readFlag, field: "ends.ordered", about: "handed over in pull order"},
    {key: "window", label: "window", read: readCount, min: 1, max: MOST_TASKS, field: "ends.window", hint: "100", about: "ordered: so many pulled and not taken"},
    {key: "unread", label: "unread", read: readCount, min: 1, max: MOST_TASKS, field: "ends.unread", hint: "100", about: "at most so many finish untaken"},
];
const SETTING = new Map(SETTINGS.map((setting) => [setting.key, setting]));

function startValues() {
    return new Map(SETTINGS.map((setting) => [setting.key, setting.start ?? ""]));
}

const isGiven = (setting, value) => value !== "" && value !== (setting.start ?? "");

// Those that are not as at the start, in words.
function givenText(values) {
    const short = (value) => value.length > MOST_GIVEN ? `${value.slice(0, MOST_GIVEN)}…` : value;
    return SETTINGS.filter((setting) => isGiven(setting, values.get(setting.key)))
        .map((setting) => `${setting.label} ${short(values.get(setting.key))}`).join(", ");
}

// Everything that is told to an engine, or a Refused.
function readSettings(values) {
    const told = [];
    for (const setting of SETTINGS) {
        const value = values.get(setting.key);
        if (value === "" && setting.start)
            refuse(setting, value, "given");
        if (value !== "")
            told.push(setting.read(setting, value));
    }
    checkTogether(values);
    return (to) => told.forEach((tell) => tell(to));
}

function checkTogether(values) {
    const given = (key) => values.get(key) !== "";
    const tasks = Number(values.get("n"));
    if (given("scale") + given("sleep") + given("sleeps") > 1)
        throw new Refused("scale, sleep and sleeps contradict each other: give one");
    if (values.get("n") === ENDLESS)
        checkEndless(values);
    if (given("sleeps") && tasks > values.get("sleeps").split(",").length)
        throw new Refused(`tasks '${tasks}' must be at most as many as there are sleeps`);
    if (given("window") && !given("ordered"))
        throw new Refused("window goes with ordered: give both, or unread");
    if (given("drain") && !given("take") && !given("close-at"))
        throw new Refused("drain goes with take or leave at: give one of them");
    for (const task of given("fail-task") ? values.get("fail-task").split(",") : [])
        if (Number(task) > tasks)
            throw new Refused(`failing task '${task}' must be at most ${tasks}, which is how many there are`);
}

function checkEndless(values) {
    if (values.get("order") !== "forward")
        throw new Refused(`order '${values.get("order")}' has no meaning where tasks are endless: it must be forward`);
    if (values.get("ordered") && !values.get("window") && !values.get("unread"))
        throw new Refused("ordered needs a window where tasks are endless");
    if (values.get("on-error").endsWith("%"))
        throw new Refused("on error with a share has no meaning where tasks are endless: give a count");
}

// Why a strategy cannot honour the settings, or "".
function cannotHonour(strategy, values) {
    const bound = ["unread", "window"].find((key) => values.get(key) !== "");
    const what = values.get("n") === ENDLESS ? "endless tasks" : bound ? `${bound} ${values.get(bound)}` : "";
    return what && strategy.flags & (NO_LIMIT | HOLDS_ALL)
        ? `cannot honour ${what}: it pulls every task at the start` : "";
}

// A word as a shell reads it back.
const quoted = (word) => /^[\w./=,:+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

// The words of the command line that makes the same runs.
function commandOf(names, values, all) {
    const words = names.length === 1 ? ["run", "-s", names[0]] : ["compare"];
    for (const setting of SETTINGS) {
        const value = values.get(setting.key);
        if (setting.key === "then" || (!setting.short && !isGiven(setting, value)))
            continue;
        if (setting.key === "fail-task")
            words.push(...value.split(",").flatMap((task) => ["--fail-task", task]));
        else if (setting.key === "l")
            words.push("-l", [value, values.get("then")].filter(Boolean).join(","));
        else
            words.push(setting.short ? `-${setting.key}` : `--${setting.key}`, ...(setting.read === readFlag ? [] : [value]));
    }
    const some = names.length > 1 && names.length < all ? `  # ${names.join(", ")}` : "";
    return `as-completed ${words.map(quoted).join(" ")} --clock virtual${some}`;
}

// The other way round, for the commands of the quiz: strategies (null: all) and values.
function valuesOfCommand(command) {
    const values = startValues(), words = command.split(" ");
    let names = null;
    for (let i = 1; i < words.length; i += 2) {
        const key = words[i].replace(/^-+/, "");
        if (key === "s")
            names = [words[i + 1]];
        else if (SETTING.has(key))
            values.set(key, words[i + 1]);
    }
    return {names, values};
}

// The picture as a URL's hash, and back. A hash that is nonsense throws one sentence.
function hashOf(state) {
    const parts = [`s=${state.names.join(",")}`];
    for (const setting of SETTINGS)
        if (setting.short || isGiven(setting, state.values.get(setting.key)))
            parts.push(`${setting.key}=${encodeURIComponent(state.values.get(setting.key)).replaceAll("%2C", ",").replaceAll("%3A", ":")}`);
    if (state.at)
        parts.push(`at=${state.at}`);
    if (state.speed !== START_SPEED)
        parts.push(`speed=${state.speed}`);
    return `#${parts.join("&")}`;
}

// By hand one writes 5% without the escape.
function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

function stateOfHash(hash, all) {
    const state = {names: [...all], values: startValues(), at: "", speed: START_SPEED};
    for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
        const [key, raw = ""] = part.split(/=(.*)/s);
        const given = decoded(raw), [value, then] = key === "l" ? given.split(/,(.+)/s) : [given]; // l=10,2s:3
        if (then !== undefined)
            state.values.set("then", then);
        if (key === "s")
            state.names = all.filter((name) => value.split(",").includes(name));
        else if (key === "at" && /^\d{1,18}(\.\d{1,7})?$/.test(value))
            state.at = value;
        else if (key === "speed" && SPEEDS.includes(value))
            state.speed = value;
        else if (SETTING.has(key))
            state.values.set(key, value);
        else
            throw new Refused(`'${part.slice(0, 40)}' in the address means nothing`);
        if (key === "s" && (!state.names.length || state.names.length !== value.split(",").length))
            throw new Refused(`the strategies '${value.slice(0, 40)}' in the address must be some of ${all.join(", ")}`);
    }
    readSettings(state.values);
    return state;
}
