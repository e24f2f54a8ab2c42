// settings.js -- what can be set: the rows of the engine's table of options, for the controls, the URL's hash and the
// command line. A value is the text that the command line would take; "" is: not given.

class Refused extends Error {
    constructor(sentence, key = "") {
        super(sentence);
        this.key = key;
    }
}

const ENDLESS = "endless", MOST_SLEEPS = 1000, MOST_GIVEN = 30;
const DURATION = "be a number with a unit (ns, us, ms, s, m, h), as 250us, 1ms or 2s, from";

// What is said of an option here in other words than --help does.
const SAID = {
    "n": {start: "100", main: true, about: "or endless", must: "be a whole number from 0 to 100,000, or endless"},
    "l": {start: "10", main: true, must: "be a whole number from 1 to 64"},
    "queue": {hint: "the limit"},
    "poll-interval": {hint: "5ms"},
    "sleep": {hint: "10ms"},
    "sleeps": {hint: "20ms,1.5s,3us", about: "durations of your own instead", must: `${DURATION} 0s to 1h`},
    "tick": {hint: "1ms"},
    "order": {main: true},
    "seed": {main: true},
    "fail": {label: "failures", hint: "5%", main: true},
    "fail-task": {label: "failing tasks", hint: "3,7", about: "these tasks fail", must: "be task numbers with commas between them"},
    "on-error": {hint: "stop"},
    "task-timeout": {hint: "100ms"},
    "timeout": {hint: "500ms"},
    "for": {label: "launch for", hint: "500ms"},
    "take": {hint: "20"},
    "close-at": {label: "leave at", hint: "300ms"},
    "every": {label: "a task every", hint: "5ms"},
    "adds": {hint: "3"},
    "consume": {label: "consumer busy", hint: "2ms", main: true},
    "window": {hint: "100"},
    "unread": {hint: "100"},
};
const THEN = {
    key: "then", label: "limit then", hint: "1s:9,2s:3", about: "the limit changes at these instants",
    must: "be rising instants and limits, as 1s:9,2s:3",
};

const SETTINGS = [], SETTING = new Map(); // in the order of --help, which the commands have too

const mostTasks = () => Number(SETTING.get("n").most);

// What a value of this kind must.
function mustOf({kind, min, most, choices, must}) {
    switch (kind) {
    case OPTION_FLAG: return "be yes, or left out";
    case OPTION_COUNT: return `be a whole number from ${min} to ${most.toLocaleString("en")}`;
    case OPTION_TIME: return `${DURATION} ${min ? "1ns" : "0s"} to 1h`;
    case OPTION_CHOICE: return `be one of ${choices.join(", ")}`;
    default: return must;
    }
}

// The control of an option; of the limit a second one, for its changes.
function loadSettings() {
    for (const row of engine.options()) {
        const key = row.letter || row.name, isStarted = row.kind === OPTION_COUNT || row.kind === OPTION_CHOICE;
        const only = row.only ? `${engine.strategies().filter(({flags}) => flags & row.only).map(({name}) => name).join(", ")}: ` : "";
        SETTINGS.push({
            ...row, key, label: row.name.replaceAll("-", " "), about: `${only}${row.help}`, must: mustOf(row),
            start: isStarted ? row.start : "", hint: row.start, ...SAID[key]});
        if (key === "l")
            SETTINGS.push({...THEN, index: row.index});
    }
    for (const setting of SETTINGS)
        SETTING.set(setting.key, setting);
}

// `fault`: what is wrong with it, as in "has no unit", where that is known.
function refuse(setting, value, fault = "") {
    const wrong = fault.startsWith("must ") ? fault : `${fault ? `${fault}: ` : ""}must ${setting.must}`;
    throw new Refused(`${setting.label} '${value.slice(0, 40)}' ${wrong}`, setting.key);
}

function tellSleeps(to, setting, value) {
    const items = value.split(",");
    if (items.length > MOST_SLEEPS)
        refuse(setting, value, `must be at most ${MOST_SLEEPS} of them`);
    for (const item of items) {
        const ns = engine.duration(item);
        if (ns === null || ns > engine.duration("1h"))
            refuse(setting, item, engine.durationFault(item));
        to.exports.add_sleep(ns);
    }
}

// Tells an engine, or refuses.
function tell(to, setting, value, values) {
    if (setting.key === "sleeps")
        return tellSleeps(to, setting, value);
    if ((setting.kind === OPTION_FLAG && value !== "yes") || (setting.key === "l" && value.includes(":")))
        refuse(setting, value);
    const all = setting.key === "then" ? [`${values.get("l")},${value}`] : setting.key === "fail-task" ? value.split(",") : [value];
    for (const words of all) {
        const fault = to.set(setting.index, words);
        if (fault !== null)
            refuse(setting, value, fault);
    }
}

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

// What tells it all to an engine, or a Refused.
function readSettings(values) {
    const apply = (to) => {
        to.exports.start();
        for (const setting of SETTINGS) {
            const value = values.get(setting.key);
            if (value === "" && setting.start)
                refuse(setting, value);
            if (value !== "")
                tell(to, setting, value, values);
        }
    };
    apply(engine);
    checkTogether(values);
    return apply;
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
        if (setting.key === "then" || (!setting.letter && !isGiven(setting, value)))
            continue;
        if (setting.key === "fail-task")
            words.push(...value.split(",").flatMap((task) => ["--fail-task", task]));
        else if (setting.key === "l")
            words.push("-l", [value, values.get("then")].filter(Boolean).join(","));
        else
            words.push(setting.letter ? `-${setting.key}` : `--${setting.key}`, ...(setting.kind === OPTION_FLAG ? [] : [value]));
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
        if (setting.letter || isGiven(setting, state.values.get(setting.key)))
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
