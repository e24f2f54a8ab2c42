// words.js -- what a step did, in words; and the address and the command line of the picture.

const MOST_PHRASES = 4;
const ADDRESS_MS = 250; // browsers allow a page only so many addresses: it is written when the hand rests

function phraseOf(panel, at) {
    const {model, strategy} = panel, task = model.task[at], entry = ENTRY_NAMES[model.entry[at]];
    const who = entry ? `${entry} ` : "";
    const told = strategy.flags & POLLED ? "; it is not told" : "; done is called";
    switch (model.event[at]) {
    case PULL: return `${who}pulls task ${task}`;
    case LAUNCH: return `${who}launches task ${task}`;
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
        const many = to > from ? `${shown(to - from)} events` : `back by ${shown(from - to)}`;
        const phrase = to === from + 1 ? phraseOf(panel, from) : many;
        doers.set(phrase, [...(doers.get(phrase) ?? []), panel.strategy.name]);
    }
    const phrases = [...doers].slice(0, MOST_PHRASES).map(([phrase, names]) =>
        `${names.length === page.panels.length && names.length > 1 ? "all" : names.join(", ")}: ${phrase}`);
    if (!phrases.length && after.t < page.clock.end)
        return ""; // between two instants, as a pause is
    return `${timeText(after.t)} — ${phrases.join(" · ") || "nothing more"}`;
}

function addressOf() {
    const {t, step} = page.place;
    const at = t || step ? `${t}.${Number.isFinite(step) ? step : page.clock.stepsAt(t)}` : "";
    const quiz = page.quiz ? `&quiz=${page.quiz.seed}${page.quiz.number ? `.${page.quiz.number + 1}` : ""}` : "";
    return hashOf({...page.drawn, speed: page.speed, at}) + quiz;
}

function writeAddress() {
    page.due = 0;
    if (!page.playing)
        history.replaceState(null, "", addressOf());
}

// After every change that is not a frame of a playing run: the words, the command and the address.
function settle(words = "") {
    const {t} = page.place, {names, values} = page.drawn;
    write($("caption"), words || `${timeText(t)} of ${timeText(page.clock.end)}`);
    write($("command"), page.real?.strategy ? `as-completed run … --trace ${page.real.name}` : commandOf(names, values, page.all.length));
    $("scrub").setAttribute("aria-valuetext", timeText(t));
    clearTimeout(page.due);
    page.due = setTimeout(writeAddress, ADDRESS_MS);
}

function sentenceOf(error) {
    if (!(error instanceof Refused))
        console.error(error);
    return `${error.message[0].toUpperCase()}${error.message.slice(1)}.`;
}
