// main.js -- the page: one state, one place on one clock, and everything that changes them.

const SPEEDS = ["0.01", "0.05", "0.1", "0.25", "0.5", "1", "2", "5"], START_SPEED = "0.25";
const INSTANT_MS = 700; // between two instants where motion is to be reduced
const MOST_PHRASES = 4;

const $ = (id) => document.getElementById(id);
const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");

const page = {
    all: [],          // the strategies
    names: [],        // of those shown
    values: null,     // of the settings
    speed: START_SPEED,
    panels: [],
    clock: new Clock([]),
    place: {t: 0, step: 0},
    playing: false,
    real: null,       // a trace of one's own: its name, model and strategy
    quiz: null,       // the seed and number of the question that is open
    runs: 0,          // begun, and the latest that is shown
    shown: 0,
    frames: [],       // ms of script of the latest frames
};

function say(sentence) {
    write($("say"), sentence);
    $("say").hidden = !sentence;
}

// --- running ---

async function refresh(at = "") {
    const number = ++page.runs;
    let apply;
    try {
        apply = readSettings(page.values);
    } catch (error) {
        page.shown = number;
        return void say(sentenceOf(error));
    }
    say("");
    setPlaying(false);
    const names = page.real ? [page.real.strategy] : page.names;
    const strategies = page.all.filter((strategy) => names.includes(strategy.name));
    const made = [];
    for (const strategy of strategies)
        made.push(await make(strategy, apply));
    if (number !== page.runs)
        return;
    showAll(made);
    page.place = placeOf(at);
    frame();
    settle();
    page.shown = number;
}

async function make(strategy, apply) {
    const refusal = page.real ? "" : cannotHonour(strategy, page.values);
    if (refusal)
        return {strategy, refusal};
    const size = page.real ? sizeOfTrace(page.real.model) : null;
    const run = await runStrategy(strategy, (to) => {
        apply(to);
        if (size) {
            to.set("tasks", BigInt(size.tasks));
            to.set("limit", BigInt(size.limit || 1));
        }
    });
    const queue = Number(page.values.get("queue") || Math.min(run.slots, Number(page.values.get("l"))));
    const model = modelOfRun(strategy, run, queue);
    run.words = null;
    return size ? {strategy, run, queue, model: page.real.model, ghost: model, real: page.real.name}
        : {strategy, run, queue, model, ghost: null};
}

function showAll(made) {
    page.panels = made.map(({strategy}) => page.panels.find((panel) => panel.strategy === strategy) ?? new Panel(strategy, seek));
    $("panels").replaceChildren(...page.panels.map((panel) => panel.element));
    $("panels").style.setProperty("--panels", made.length);
    const there = made.filter((one) => one.model);
    page.clock = new Clock(there.map((one) => one.model));
    const ends = there.flatMap((one) => [one.model.end, one.run.ideal ?? 0, one.ghost?.end ?? 0]);
    page.end = Math.max(1, ...ends);
    const mostHeld = Math.max(1, ...there.map((one) => one.model.mostHeld));
    made.forEach((one, i) => {
        if (one.refusal)
            page.panels[i].refuse(one.refusal);
        else
            page.panels[i].show({...one, end: page.end, ideal: one.run.ideal, mostHeld});
    });
    document.body.classList.toggle("many", made.length > 2);
}

function repaint() {
    for (const panel of page.panels)
        if (panel.model) {
            panel.code.height = undefined;
            panel.code.shown = "";
            panel.drawing.paint();
        }
    frame();
}

// --- the clock ---

// A place as the hash has it: the instant in ns, and the steps made at it; the start where it is none.
function placeOf(text) {
    const [t, step] = text.split(".").map(Number);
    if (!text)
        return {t: 0, step: 0};
    const time = Math.min(t, page.end);
    return {t: time, step: Math.min(step || 0, page.clock.stepsAt(time))};
}

function frame() {
    const start = performance.now();
    const {t} = page.place;
    for (const panel of page.panels)
        if (panel.model)
            panel.frame(page.clock.index(panel.model, page.place), t);
    write($("time"), timeText(t));
    const scrub = String(Math.round(t / page.end * 10000));
    if ($("scrub").value !== scrub)
        $("scrub").value = scrub;
    page.frames.push(performance.now() - start);
    if (page.frames.length > 600)
        page.frames.shift();
}

function setPlaying(playing) {
    if (page.playing === playing)
        return;
    page.playing = playing;
    write($("play"), playing ? "❚❚" : "▶");
    $("play").setAttribute("aria-label", playing ? "pause" : "play");
    if (!playing)
        return;
    if (page.place.t >= page.clock.end)
        page.place = {t: 0, step: 0};
    page.last = performance.now();
    requestAnimationFrame(tick);
}

function tick(now) {
    if (!page.playing)
        return;
    const passed = now - page.last;
    if (reduced.matches) {
        if (passed >= INSTANT_MS) {
            page.last = now;
            go(nextInstant(page.place), true);
        }
    } else {
        page.last = now;
        page.place = {t: page.place.t + Math.max(0, passed) * 1e6 * Number(page.speed), step: Infinity};
        frame();
    }
    if (page.place.t >= page.clock.end) {
        page.place = page.clock.whole(page.clock.end);
        setPlaying(false);
        frame();
        settle("the end");
        return;
    }
    requestAnimationFrame(tick);
}

function nextInstant(place) {
    if (place.step < page.clock.stepsAt(place.t))
        return page.clock.whole(place.t);
    const t = page.clock.instantAfter(place.t);
    return t === null ? place : page.clock.whole(t);
}

function previousInstant(place) {
    const t = page.clock.instantBefore(place.t);
    return t === null ? {t: place.t, step: 0} : page.clock.whole(t);
}

// To a place by hand, and into words.
function go(place, playing = false) {
    const before = page.place;
    if (!playing)
        setPlaying(false);
    page.place = place;
    frame();
    settle(wordsOfStep(before, place));
}

function seek(t) {
    const near = Math.min(t, page.end);
    go({t: near, step: page.clock.stepsAt(near)});
}

// --- words ---

function phraseOf(panel, at) {
    const {model, strategy} = panel, task = model.task[at], entry = ENTRY_NAMES[model.entry[at]];
    const from = entry ? ` from ${entry}` : "";
    const told = strategy.flags & SPINS ? "; it is not told" : "; done is called";
    switch (model.event[at]) {
    case PULL: return `pulls task ${task}${from}`;
    case LAUNCH: return `launches task ${task}${from}`;
    case FINISH: return `task ${task} finishes${told}`;
    case FAIL: return `task ${task} fails${told}`;
    case TIMEOUT: return `task ${task} times out${told}`;
    case TAKE: return `the consumer takes task ${task}`;
    case CANCEL: return `task ${task} is cancelled`;
    default: return `task ${task} is dropped`;
    }
}

// What the step did, with the strategies together that did the same.
function wordsOfStep(before, after) {
    const doers = new Map();
    for (const panel of page.panels) {
        if (!panel.model)
            continue;
        const from = page.clock.index(panel.model, before), to = page.clock.index(panel.model, after);
        if (from === to)
            continue;
        const phrase = to === from + 1 ? phraseOf(panel, from) : to > from ? `${shown(to - from)} events` : `back by ${shown(from - to)}`;
        doers.set(phrase, [...(doers.get(phrase) ?? []), panel.strategy.name]);
    }
    const phrases = [...doers].slice(0, MOST_PHRASES).map(([phrase, names]) =>
        `${names.length === page.panels.length && names.length > 1 ? "all" : names.join(", ")}: ${phrase}`);
    return `${timeText(after.t)} — ${phrases.join(" · ") || "nothing more"}`;
}

// After every change that is not a frame of a playing run: the words, the command and the address.
function settle(words = "") {
    write($("caption"), words || `${timeText(page.place.t)} of ${timeText(page.clock.end)}`);
    write($("command"), page.real ? `as-completed run … --trace ${page.real.name}` : commandOf(page.names, page.values, page.all.length));
    const {t, step} = page.place;
    const at = t || step ? `${Math.round(t)}.${Number.isFinite(step) ? step : page.clock.stepsAt(t)}` : "";
    const quiz = page.quiz ? `&quiz=${page.quiz.seed}` : "";
    if (!page.playing)
        history.replaceState(null, "", hashOf({...page, at}) + quiz);
}

function sentenceOf(error) {
    if (!(error instanceof Refused))
        console.error(error);
    return `${error.message[0].toUpperCase()}${error.message.slice(1)}.`;
}

// --- the controls ---

function setValue(key, value) {
    page.values.set(key, value);
    refresh();
}

function makeControl(setting) {
    const id = `set-${setting.key}`, set = (event) => setValue(setting.key, event.target.value.trim());
    let control;
    if (setting.choices)
        control = element("select", {id, onchange: set}, ...setting.choices.map((choice) => element("option", {}, choice)));
    else if (setting.read === readFlag)
        control = element("input", {id, type: "checkbox", onchange: (event) => setValue(setting.key, event.target.checked ? "yes" : "")});
    else
        control = element("input", {id, type: "text", inputmode: setting.read === readCount ? "numeric" : "text", placeholder: setting.hint ?? "", autocomplete: "off", spellcheck: "false", size: setting.main ? 6 : 11, onchange: set});
    const slider = setting.key === "l" ? [element("input", {id: "limit-slider", type: "range", min: 1, max: 64, "aria-label": "limit", oninput: set})] : [];
    return element("label", {class: "control", for: id, title: setting.about ?? ""}, element("span", {}, setting.label), ...slider, control);
}

function makeControls() {
    for (const setting of SETTINGS)
        $(setting.main ? "main-settings" : "more-settings").append(makeControl(setting));
    $("speed").append(...SPEEDS.map((speed) => element("option", {value: speed}, `${speed} ×`)));
    $("strategies").append(...page.all.map((strategy, i) => element("button", {
        class: "toggle", "data-strategy": strategy.name, title: `${strategy.idea} (key ${i + 1})`,
        style: `--accent:${ACCENTS[strategy.name].fill};--on-accent:${ACCENTS[strategy.name].ink}`,
        onclick: () => toggle(strategy.name)}, strategy.name)));
    const clicks = {
        "play": () => togglePlaying(), "step": () => go(page.clock.next(page.place)), "back": () => go(page.clock.previous(page.place)),
        "next-instant": () => go(nextInstant(page.place)), "previous-instant": () => go(previousInstant(page.place)),
        "to-start": () => go({t: 0, step: 0}), "to-end": () => go(page.clock.whole(page.clock.end)),
        "predict": () => page.quiz ? closeQuiz() : openQuiz(page.quizSeed ?? "1", 0),
        "open": () => $("file").click(), "close-trace": () => closeTrace(), "reset": () => load(""),
        "next-question": () => openQuiz(page.quiz.seed, page.quiz.number + 1), "close-quiz": () => closeQuiz(),
    };
    for (const [id, action] of Object.entries(clicks))
        $(id).addEventListener("click", action);
    $("scrub").addEventListener("input", () => seek($("scrub").value / 10000 * page.end));
    $("speed").addEventListener("change", () => { page.speed = $("speed").value; settle(); });
    $("quiz-seed").addEventListener("change", () => openQuiz($("quiz-seed").value.trim(), 0));
    $("file").addEventListener("change", () => { openTrace($("file").files); $("file").value = ""; });
}

function showControls() {
    for (const setting of SETTINGS) {
        const control = $(`set-${setting.key}`), value = page.values.get(setting.key);
        if (setting.read === readFlag)
            control.checked = value === "yes";
        else
            control.value = value;
    }
    $("limit-slider").value = page.values.get("l");
    $("speed").value = page.speed;
    for (const button of $("strategies").children)
        button.setAttribute("aria-pressed", String(page.names.includes(button.dataset.strategy)));
    $("close-trace").hidden = !page.real;
    if (SETTINGS.some((setting) => !setting.main && page.values.get(setting.key)))
        $("more").open = true;
}

function togglePlaying() {
    setPlaying(!page.playing);
    if (!page.playing)
        go(page.clock.whole(page.place.t));
}

// The last one stays.
function toggle(name) {
    const names = page.all.map((strategy) => strategy.name)
        .filter((other) => (other === name) !== page.names.includes(other));
    if (!names.length)
        return;
    page.names = names;
    page.real = null;
    showControls();
    refresh(`${Math.round(page.place.t)}.${page.place.step}`);
}

const KEYS = {
    " ": () => togglePlaying(),
    "ArrowRight": (event) => go(event.shiftKey ? nextInstant(page.place) : page.clock.next(page.place)),
    "ArrowLeft": (event) => go(event.shiftKey ? previousInstant(page.place) : page.clock.previous(page.place)),
    "Home": () => go({t: 0, step: 0}),
    "End": () => go(page.clock.whole(page.clock.end)),
    "+": () => changeLimit(1), "=": () => changeLimit(1), "-": () => changeLimit(-1),
    "[": () => changeSpeed(-1), "]": () => changeSpeed(1),
    "o": () => { $("more").open = !$("more").open; },
    "p": () => $("predict").click(),
    "t": () => $("open").click(),
    "r": () => load(""),
    "?": () => { $("keys").open = !$("keys").open; },
};

function onKey(event) {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape"))
        return;
    if (event.key === " " && event.target.closest?.("button, summary"))
        return;
    if (event.key === "Escape") {
        event.target.blur?.();
        return page.quiz ? closeQuiz() : undefined;
    }
    const place = Number(event.key) - 1;
    const action = page.all[place] && /^[1-9]$/.test(event.key) ? () => toggle(page.all[place].name)
        : page.quiz && /^[a-e]$/.test(event.key) ? () => answer(event.key.charCodeAt(0) - 97) : KEYS[event.key];
    if (!action)
        return;
    event.preventDefault();
    action(event);
}

function changeLimit(by) {
    const limit = Number(page.values.get("l")) + by;
    if (limit < 1 || limit > 64)
        return;
    page.values.set("l", String(limit));
    showControls();
    refresh();
}

function changeSpeed(by) {
    page.speed = SPEEDS[SPEEDS.indexOf(page.speed) + by] ?? page.speed;
    showControls();
    settle();
}

// --- predict first ---

const QUESTIONS = 4;

function openQuiz(seed, number) {
    const value = /^\d{1,20}$/.test(seed) ? BigInt(seed) : 1n << 64n;
    if (value >= 1n << 64n)
        return void say(`The seed '${seed.slice(0, 30)}' must be a whole number from 0 to 2^64 - 1.`);
    page.quizSeed = seed;
    page.quiz = {seed, number: number % QUESTIONS, question: engine.question(value, number % QUESTIONS), chosen: null};
    setPlaying(false);
    showQuiz();
    settle();
    $("choices").firstElementChild.focus();
}

function showQuiz() {
    const {quiz} = page, question = quiz?.question;
    $("quiz").hidden = !quiz;
    $("panels").classList.toggle("hushed", !!quiz && quiz.chosen === null);
    $("predict").setAttribute("aria-pressed", String(!!quiz));
    if (!quiz)
        return;
    const answered = quiz.chosen !== null;
    $("quiz-seed").value = quiz.seed;
    write($("question"), `${quiz.number + 1}. ${question.text}`);
    $("choices").replaceChildren(...question.choices.map((choice, i) => element("button", {
        class: answered && i === question.answer ? "right" : answered && i === quiz.chosen ? "wrong" : "",
        disabled: answered, onclick: () => answer(i)}, element("kbd", {}, "abcde"[i]), ` ${choice}`)));
    write($("verdict"), answered ? `${quiz.chosen === question.answer ? "Right." : `No: ${question.choices[question.answer]}.`} ${question.why}` : "Predict, then see it run.");
}

// Then it is shown.
function answer(chosen) {
    const {quiz} = page;
    if (quiz.chosen !== null || chosen >= quiz.question.choices.length)
        return;
    quiz.chosen = chosen;
    const {names, values} = valuesOfCommand(quiz.question.command);
    page.names = names ?? page.all.map((strategy) => strategy.name);
    page.values = values;
    page.real = null;
    showControls();
    showQuiz();
    $("next-question").focus();
    refresh().then(() => setPlaying(true));
}

function closeQuiz() {
    page.quiz = null;
    showQuiz();
    settle();
    $("predict").focus();
}

// --- a trace of one's own ---

async function openTrace(files) {
    const file = files?.[0];
    if (!file)
        return;
    try {
        if (file.size > MOST_TRACE_BYTES)
            throw new Refused(`${file.name} has ${shown(file.size)} bytes: at most ${shown(MOST_TRACE_BYTES)} can be shown`);
        const model = new Model(recordsOfTrace(await file.text(), file.name), new AtFinish());
        const strategy = page.all.map((one) => one.name).find((name) => file.name.includes(name)) ?? page.names[0];
        page.real = {name: file.name, model, strategy};
        showControls();
        await refresh();
    } catch (error) {
        say(sentenceOf(error));
    }
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

// --- from the start ---

async function load(hash) {
    const all = page.all.map((strategy) => strategy.name);
    let state, sentence = "", quiz = null;
    try {
        const match = /[#&]quiz=(\d{1,20})\b/.exec(hash);
        quiz = match?.[1] ?? null;
        state = stateOfHash(match ? hash.replace(match[0], match[0][0]) : hash, all);
    } catch (error) {
        sentence = `${sentenceOf(error)} This is the picture to start with.`;
        state = stateOfHash("", all);
    }
    Object.assign(page, {names: state.names, values: state.values, speed: state.speed, real: null, quiz: null});
    showControls();
    showQuiz();
    await refresh(state.at);
    if (quiz !== null)
        openQuiz(quiz, 0);
    if (sentence)
        say(sentence);
}

function observe() {
    let waiting = 0;
    const later = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(repaint); };
    new ResizeObserver(later).observe($("panels"));
    for (const query of ["(prefers-color-scheme: dark)", "print"])
        window.matchMedia(query).addEventListener("change", repaint);
    window.addEventListener("hashchange", () => load(location.hash));
    document.addEventListener("keydown", onKey);
}

async function start() {
    await loadEngine();
    page.all = engine.strategies();
    $("fallback").hidden = true;
    $("app").hidden = false;
    $("reference").open = false;
    makeControls();
    acceptDrops();
    await load(location.hash);
    observe();
    document.documentElement.dataset.ready = "yes";
}

// For tests, and for the curious: the trace of a strategy under settings of any kind.
window.asCompleted = {
    page,
    async trace(name, values) {
        const apply = readSettings(new Map([...startValues(), ...Object.entries(values)]));
        return traceText((await runStrategy(page.all.find((strategy) => strategy.name === name), apply)).words);
    },
};

start().catch((error) => {
    $("fallback-why").textContent = typeof WebAssembly === "object"
        ? `The page could not start: ${error.message}.` : "This browser has no WebAssembly, so nothing can run here.";
    $("fallback").hidden = false;
    $("app").hidden = true;
    $("reference").open = true;
});
