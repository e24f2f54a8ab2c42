// main.js -- from the start: the engine, the controls, and what the address asks for.

async function load(hash) {
    clearTimeout(page.due);
    const all = page.all.map((strategy) => strategy.name);
    let state, sentence = "", quiz = null;
    try {
        const match = /[#&]quiz=(\d{1,20})(?:\.([1-4]))?(?=&|$)/.exec(hash);
        quiz = match ? {seed: match[1], number: Number(match[2] ?? 1) - 1} : null;
        state = stateOfHash(match ? hash.replace(match[0], match[0][0]) : hash, all);
    } catch (error) {
        sentence = `${sentenceOf(error)} This is the picture to start with.`;
        state = stateOfHash("", all);
    }
    Object.assign(page, {names: state.names, values: state.values, speed: state.speed, real: null, quiz: null});
    showControls();
    showQuiz();
    await refresh(state.at);
    if (quiz)
        openQuiz(quiz.seed, quiz.number);
    if (sentence)
        say(sentence);
}

function observe() {
    for (const query of ["(prefers-color-scheme: dark)", "print"])
        window.matchMedia(query).addEventListener("change", repaint);
    window.addEventListener("hashchange", (event) => load(new URL(event.newURL).hash));
    document.addEventListener("visibilitychange", () => document.hidden && page.playing && togglePlaying());
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", leaveClicked);
}

async function start() {
    await loadEngine();
    loadSettings();
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

// One strategy under settings of any kind.
function runUnder(name, values, mostSteps) {
    const apply = readSettings(new Map([...startValues(), ...Object.entries(values)]));
    return runStrategy(page.all.find((strategy) => strategy.name === name), apply, mostSteps);
}

// For tests, and for the curious.
window.asCompleted = {
    page, load, address: addressOf, painted,
    refusal(trace) {
        try {
            return new Model(recordsOfTrace(trace, "given"), TO_FINISH) && "";
        } catch (error) {
            return sentenceOf(error);
        }
    },
    async trace(name, values) {
        return traceText((await runUnder(name, values)).words);
    },
    async cost(name, values, mostSteps) {
        const {steps, cut, words} = await runUnder(name, values, mostSteps);
        return {steps, cut, events: words.length / RECORD_WORDS};
    },
};

start().catch((error) => {
    $("fallback-why").textContent = typeof WebAssembly === "object"
        ? `The page could not start: ${error.message}.` : "This browser has no WebAssembly, so nothing can run here.";
    $("fallback").hidden = false;
    $("app").hidden = true;
    $("reference").open = true;
});
