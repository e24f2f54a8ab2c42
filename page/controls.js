// controls.js -- everything that can be pressed, typed or slid, and the keys.

const MOST_KEYS = 9; // one digit each

function setValue(key, value) {
    page.values.set(key, value);
    showControls();
    refresh();
}

function makeControl(setting) {
    const id = `set-${setting.key}`, set = (event) => setValue(setting.key, event.target.value.trim());
    let control;
    if (setting.kind === OPTION_CHOICE)
        control = element("select", {id, onchange: set},
            ...setting.choices.map((choice) => element("option", {}, choice)));
    else if (setting.kind === OPTION_FLAG)
        control = element("input", {
            id, type: "checkbox", onchange: (event) => setValue(setting.key, event.target.checked ? "yes" : "")});
    else
        control = element("input", {
            id, type: "text", inputmode: setting.kind === OPTION_COUNT || setting.key === "l" ? "numeric" : "text", placeholder: setting.hint ?? "",
            autocomplete: "off", spellcheck: "false", size: setting.main ? 6 : 11, onchange: set});
    const label = element("label", {class: "control", for: id, title: setting.about},
        element("span", {}, setting.label), control);
    if (setting.key === "l")
        control.before(element("input", {
            id: "limit-slider", type: "range", min: 1, max: 64, "aria-label": "limit", oninput: set}));
    return label;
}

function makeControls() {
    for (const setting of SETTINGS)
        $(setting.main ? "main-settings" : "more-settings").append(makeControl(setting));
    $("speed").append(...SPEEDS.map((speed) => element("option", {value: speed}, `${speed} ×`)));
    $("strategies").append(...page.all.map((strategy, i) => element("button", {
        class: "toggle", "data-strategy": strategy.name, title: i < MOST_KEYS ? `${strategy.idea} (key ${i + 1})` : strategy.idea,
        style: accentStyle(strategy),
        onclick: () => toggle(strategy.name)}, strategy.name)));
    const share = 100 / page.all.length, stops = page.all.map((strategy, i) => `${accentOf(strategy).fill} ${i * share}% ${(i + 1) * share}%`);
    document.querySelector(".key.running").style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
    write($("last-key"), String(Math.min(page.all.length, MOST_KEYS)));
    const clicks = {
        "play": () => togglePlaying(),
        "step": () => go(page.clock.next(page.place)),
        "back": () => go(page.clock.previous(page.place)),
        "next-instant": () => go(nextInstant(page.place)),
        "previous-instant": () => go(previousInstant(page.place)),
        "to-start": () => go({t: 0, step: 0}),
        "to-end": () => go(page.clock.whole(page.clock.end)),
        "predict": () => page.quiz ? closeQuiz() : openQuiz(page.quizSeed ?? "1", 0),
        "open": () => $("file").click(),
        "close-trace": () => closeTrace(),
        "reset": () => load(""),
        "next-question": () => openQuiz(page.quiz.seed, page.quiz.number + 1),
        "close-quiz": () => closeQuiz(),
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
        if (setting.kind === OPTION_FLAG)
            control.checked = value === "yes";
        else
            control.value = value;
    }
    if (Number(page.values.get("l")) >= 1)
        $("limit-slider").value = page.values.get("l");
    $("speed").value = page.speed;
    for (const button of $("strategies").children)
        button.setAttribute("aria-pressed", String((page.real ? [page.real.strategy] : page.names).includes(button.dataset.strategy)));
    $("close-trace").hidden = $("ghost-key").hidden = !page.real;
    const given = SETTINGS.filter((setting) => !setting.main && page.values.get(setting.key));
    write($("more-given"), given.map((setting) => `${setting.label} ${page.values.get(setting.key)}`).join(", "));
}

// The control of a value that was refused; "": of none.
function markControl(key) {
    for (const setting of SETTINGS)
        $(`set-${setting.key}`).setAttribute("aria-invalid", String(setting.key === key));
}

function togglePlaying() {
    setPlaying(!page.playing);
    if (!page.playing)
        go(restAt(page.place.t));
}

// Between two instants, which are whole ns, nothing is half done.
function restAt(t) {
    return Number.isInteger(t) ? page.clock.whole(t) : {t: Math.ceil(t), step: 0};
}

// The last one stays. With a trace open it is taken for one of this strategy.
function toggle(name) {
    const at = `${Math.round(page.place.t)}.${page.place.step}`;
    if (page.real)
        return void showTraceAs(name, page.real, at);
    const names = page.all.map((strategy) => strategy.name)
        .filter((other) => (other === name) !== page.names.includes(other));
    if (!names.length)
        return;
    page.names = names;
    showControls();
    refresh(at);
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
    "n": () => page.quiz && $("next-question").click(),
    "t": () => $("open").click(),
    "r": () => load(""),
    "?": () => { $("keys").open = !$("keys").open; },
};

// Whether what has the focus needs the key itself: a field does, and a slider or a text that scrolls those that move
// it. But the slider of the time moves by steps.
function isItsOwn(target, key) {
    if (target.type === "range" || target.matches?.(".code"))
        return target.id !== "scrub" && /^(Arrow|Home|End|Page)/.test(key);
    return target.matches?.("input, select, textarea") && target.type !== "checkbox" && key !== "Escape";
}

function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isItsOwn(event.target, event.key))
        return;
    if (event.key === " " && event.target.closest?.("button, summary, [type=checkbox]"))
        return;
    if (event.key === "Escape") {
        event.target.blur?.();
        return page.quiz ? closeQuiz() : undefined;
    }
    const place = Number(event.key) - 1;
    const choice = page.quiz?.chosen === null ? page.quiz.question.choices.findIndex((_, i) => letterOf(i) === event.key) : -1;
    const action = page.all[place] && /^[1-9]$/.test(event.key) ? () => toggle(page.all[place].name)
        : choice >= 0 ? () => answer(choice) : KEYS[event.key];
    if (!action)
        return;
    event.preventDefault();
    action(event);
}

// Who clicked with a mouse and then presses a key wants to play or to step, not to click again, nor to scroll.
function leaveClicked(event) {
    if (event.detail > 0)
        event.target.closest?.("button, summary, .code")?.blur();
}

function changeLimit(by) {
    const limit = Number(page.values.get("l")) + by;
    if (!(limit >= 1 && limit <= 64))
        return;
    setValue("l", String(limit));
}

function changeSpeed(by) {
    page.speed = SPEEDS[SPEEDS.indexOf(page.speed) + by] ?? page.speed;
    showControls();
    settle();
}
