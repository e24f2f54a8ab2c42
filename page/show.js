// show.js -- the one state of the page, and how it comes to be shown: each strategy is run, and gets a panel.

const SPEEDS = ["0.01", "0.05", "0.1", "0.25", "0.5", "1", "2", "5"], START_SPEED = "0.25";

const $ = (id) => document.getElementById(id);

const page = {
    all: [],          // the strategies
    names: [],        // of those wanted
    values: null,     // of the settings, as the controls have them
    drawn: null,      // the names and values of what is shown: the latest that were not refused
    speed: START_SPEED,
    panels: [],
    clock: new Clock([]),
    place: {t: 0, step: 0},
    playing: false,
    real: null,       // a trace of one's own: its name, records and strategy ("": not known yet)
    quiz: null,       // the seed and number of the question that is open
    runs: 0,          // begun, and the latest that is shown
    shown: 0,
    due: 0,           // a timer: the address is to be written
    frames: [],       // ms of script of the latest frames
    scrollMs: 0,      // of the next one, spent already
    repainting: 0,    // the frame in which what has another size is painted again, or 0
};

function say(sentence) {
    write($("say"), sentence);
    $("say").hidden = !sentence;
}

// The names of the strategies that are shown: with a trace its own, as soon as it is known.
function namesShown() {
    return page.real?.strategy ? [page.real.strategy] : page.names;
}

async function refresh(at = "") {
    const number = ++page.runs;
    let apply;
    try {
        apply = readSettings(page.values);
    } catch (error) {
        page.shown = number;
        markControl(error.key);
        return void say(sentenceOf(error));
    }
    markControl("");
    say(askOfTrace());
    setPlaying(false);
    page.drawn = {names: namesShown(), values: new Map(page.values)};
    const made = await makeAll(number, apply);
    if (!made)
        return;
    showAll(made);
    page.place = placeOf(at);
    frame();
    settle();
    page.shown = number;
}

// All that are wanted, or null: something else is wanted by now.
async function makeAll(number, apply) {
    const names = namesShown(), made = [];
    for (const strategy of page.all.filter((one) => names.includes(one.name))) {
        made.push(await make(strategy, apply));
        if (number !== page.runs)
            return null;
    }
    return made;
}

async function make(strategy, apply) {
    const {real, drawn: {values}} = page, refusal = cannotHonour(strategy, values);
    if (refusal)
        return {strategy, refusal};
    const run = await runStrategy(strategy, apply);
    run.limits = limitsOf(strategy, run, values);
    const model = new Model(run.words, strategy.slot, run.queue);
    run.spinning = spinningOf(strategy, model, values);
    run.words = null;
    return real?.strategy ? overModel(real, {strategy, run, ghost: model, values}) : {strategy, run, model, ghost: null};
}

// How many may be in flight, and from when on.
function limitsOf(strategy, run, values) {
    const then = strategy.flags & NO_LIMIT ? "" : values.get("then");
    const changes = then.split(",").filter(Boolean).map((item) => item.split(":"));
    return [[0, run.slots], ...changes.map(([at, limit]) => [Number(engine.duration(at)), Number(limit)])];
}

function showAll(made) {
    page.panels = made.map(({strategy}) => page.panels.find((panel) => panel.strategy === strategy) ?? new Panel(strategy, seek));
    $("panels").replaceChildren(...page.panels.map((panel) => panel.element));
    document.body.classList.toggle("many", made.length > 2);
    const there = made.filter((one) => one.model);
    page.clock = new Clock(there.map((one) => one.model));
    const ends = there.flatMap((one) => [one.model.end, one.run.ideal ?? 0, one.ghost?.end ?? 0]);
    page.end = Math.max(1, ...ends);
    const mostHeld = Math.max(1, ...there.map((one) => one.model.mostHeld));
    made.forEach((one, i) => {
        if (one.refusal)
            page.panels[i].refuse(one.refusal);
        else
            page.panels[i].show({
                ...one, lanes: lanesOf(one, there), end: page.end, ideal: one.run.ideal, mostHeld,
                scale: made.length < 3 || one === there.at(-1)});
    });
    paint();
    repaintSoon(); // a sentence that comes or goes before the next frame
}

// As many as any of those has in which slots are limited: one picture is like the other.
function lanesOf(one, there) {
    const isLimited = ({strategy}) => !(strategy.flags & NO_LIMIT);
    const alike = isLimited(one) ? there.filter(isLimited) : [one];
    return Math.max(1, ...alike.flatMap(({model, ghost}) => [model.lanes.length, ghost?.lanes.length ?? 0]));
}

// All into the height of the lowest, so that they are in summary together.
function paint() {
    const drawings = page.panels.filter((panel) => panel.model).map((panel) => panel.drawing);
    for (const drawing of drawings)
        drawing.resize();
    const space = Math.min(...drawings.map((drawing) => drawing.space()));
    for (const drawing of drawings)
        drawing.paint(space);
}

// A canvas that was laid out anew is painted again a frame later: until then it shows the old picture, stretched.
const places = new ResizeObserver(repaintSoon);

// The observer tells only what differs from frame to frame, so it does not hear of a picture that was painted between two.
function repaintSoon() {
    page.repainting ||= requestAnimationFrame(() => {
        page.repainting = 0;
        if (!fit())
            repaint();
    });
}

// Whether every picture has the size of its place.
function fit() {
    return page.panels.every((panel) => !panel.model || panel.drawing.fits());
}

// Whether all that is wanted is shown, and will stay as it is.
function painted() {
    return page.shown === page.runs && !page.repainting && fit();
}

function repaint() {
    paint();
    for (const panel of page.panels)
        panel.code.shown = "";
    frame();
    scrollCode(); // paper does not wait for a frame
}
