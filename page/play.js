// play.js -- the place on the clock: playing, stepping, seeking.

const INSTANT_MS = 700; // between two instants where motion is to be reduced
const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");

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
    const {t, step} = page.place, panels = page.panels.filter((panel) => panel.model);
    for (const panel of panels)
        panel.frame(page.clock.index(panel.model, page.place), t, step === Infinity);
    requestAnimationFrame(scrollCode);
    write($("time"), timeText(t));
    const scrub = String(Math.round(t / page.end * 10000));
    if ($("scrub").value !== scrub)
        $("scrub").value = scrub;
    page.frames.push(performance.now() - start + page.scrollMs);
    page.scrollMs = 0;
    if (page.frames.length > 600)
        page.frames.shift();
}

// When the browser has laid out what was written: to scroll before that would make it do so in the middle of a frame.
// It is script of the frame that comes next.
function scrollCode() {
    const start = performance.now();
    for (const panel of page.panels)
        panel.code.scroll();
    page.scrollMs += performance.now() - start;
}

function setPlaying(playing) {
    if (page.playing === playing)
        return;
    page.playing = playing;
    $("play").classList.toggle("playing", playing);
    $("play").setAttribute("aria-label", playing ? "pause" : "play");
    if (!playing)
        return;
    if (page.place.t >= page.clock.end)
        page.place = {t: 0, step: 0};
    write($("caption"), `playing, to ${timeText(page.clock.end)}`);
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
    go(page.clock.whole(Math.round(Math.min(t, page.end))));
}
