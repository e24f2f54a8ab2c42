// engine.js -- the compiled C: one instance of the module a run. Strategies, referee, loop and quiz are in there;
// what is here only carries numbers and words across.

const MODULE = "@wasm@";

const PULL = 0, LAUNCH = 1, FINISH = 2, TAKE = 3, FAIL = 4, TIMEOUT = 5, CANCEL = 6, DROP = 7, HAND = 8;
const EVENT_NAMES = ["pull", "launch", "finish", "take", "fail", "timeout", "cancel", "drop"];
const ENTRY_NAMES = [null, "fill", "done", "take"], IN_TAKE = 3;
const NO_LIMIT = 1, HOLDS_ALL = 2, POLLED = 4, QUEUES = 16, CONTROL = 32;
const TO_FINISH = 0, TO_ROOM = 1, TO_TAKE = 2; // until when a task holds its slot
const OPTION_FLAG = 0, OPTION_COUNT = 1, OPTION_TIME = 2, OPTION_CHOICE = 3; // kinds; the others are words
const RECORD_WORDS = 4, LIFE_WORDS = 10;
const LAUNCHED = 1, FINISHED = 2, HANDED = 3, FREED = 5, SLOT = 6; // words of a life: places in the records, and the slot, from 1
const NEVER = 0xffffffff;
const MOST_STEPS = 2 ** 28; // half a second; a run that is shown whole makes a tenth of that
const WORDS_ROOM = 1024; // bytes, for a value
const NO_DURATION = 0xffffffffffffffffn;

let compiled, engine; // the module, and an instance for what needs no run

// An unknown one would be taken for the first.
function placeOfName(places, name) {
    if (!places.has(name))
        throw new Error(`the engine has no '${name}'`);
    return places.get(name);
}

class Engine {
    constructor(instance) {
        this.exports = instance.exports;
        this.figures = new Map(this.texts(this.exports.figure_name).map((name, i) => [name, i]));
    }

    text(pointer) {
        const bytes = new Uint8Array(this.exports.memory.buffer, pointer);
        return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
    }

    // The texts that a list of the module has from `at` on.
    texts(list, at = 0) {
        const texts = [];
        for (let pointer; (pointer = list(at + texts.length)); )
            texts.push(this.text(pointer));
        return texts;
    }

    strategies() {
        const {strategy_text, strategy_number} = this.exports;
        return this.texts((i) => strategy_text(i, 0)).map((name, index) => {
            const [flags, slot, colour] = [0, 1, 2].map((what) => strategy_number(index, what));
            return {name, index, idea: this.text(strategy_text(index, 1)), flags, slot, colour};
        }).filter((strategy) => !(strategy.flags & CONTROL));
    }

    // The rows of the table of options that have a control here.
    options() {
        const {option_text, option_number} = this.exports, rows = [];
        for (let index = 0; option_text(index, 0); index++) {
            const [name, start, must, help] = [0, 1, 2, 3].map((what) => option_text(index, what)).map((at) => at ? this.text(at) : "");
            const [letter, kind, only, min, most] = [0, 1, 2, 3, 4].map((what) => BigInt.asUintN(64, option_number(index, what)));
            const choices = this.texts((what) => option_text(index, what), 4);
            if (most)
                rows.push({index, name, start, must, help, letter: letter ? String.fromCharCode(Number(letter)) : "", kind: Number(kind), only: Number(only), min, most, choices});
        }
        return rows;
    }

    // Puts the words of a value where the module reads them; how many bytes they are.
    putWords(words) {
        const bytes = new TextEncoder().encode(words);
        new Uint8Array(this.exports.memory.buffer, this.exports.words(), WORDS_ROOM).set(bytes.subarray(0, WORDS_ROOM));
        return bytes.length;
    }

    // A duration as the command line takes it, 1.5ms or 79.8 us, in ns as a BigInt; null: it is none.
    duration(words) {
        const ns = BigInt.asUintN(64, this.exports.duration(this.putWords(words)));
        return ns === NO_DURATION ? null : ns;
    }

    // Why it is none, as in "has no unit", or "".
    durationFault(words) {
        const fault = this.exports.duration_fault(this.putWords(words));
        return fault ? this.text(fault) : "";
    }

    // The lives of the tasks in some records, by their numbers, under a strategy's slot rule; `queue` is how many results have room.
    lives(words, rule, queue) {
        const {exports} = this, count = words.length / RECORD_WORDS, pointer = exports.room_for_records(count);
        if (pointer)
            new Uint32Array(exports.memory.buffer, pointer, words.length).set(words);
        const room = BigInt(Number.isSafeInteger(queue) ? queue : Number.MAX_SAFE_INTEGER);
        if (!pointer || exports.follow(count, rule, room))
            throw new Error("out of memory");
        return new Uint32Array(exports.memory.buffer, exports.lives(), exports.life_count() * LIFE_WORDS).slice();
    }

    // Whether an event may come in a task's life after another; undefined: as its first.
    mayFollow(last, event) {
        return this.exports.event_follows(last ?? HAND, event) === 1;
    }

    // Takes words as the value of an option. null, or what is wrong with them, as in "has no unit", perhaps "".
    set(index, words) {
        const fault = this.exports.set(index, this.putWords(words));
        return fault ? this.text(fault) : null;
    }

    figure(name) {
        return BigInt.asUintN(64, this.exports.figure(placeOfName(this.figures, name)));
    }

    question(seed, number) {
        const error = this.exports.ask(seed, number);
        if (error)
            throw new Error(`the question could not be worked out (error ${-error})`);
        const {question_text, question_answer} = this.exports;
        const [text, why, command, ...choices] = this.texts((what) => question_text(what));
        return {text, choices, answer: question_answer(), why, command};
    }
}

async function newEngine() {
    return new Engine(await WebAssembly.instantiate(compiled, {}));
}

async function loadEngine() {
    compiled = await WebAssembly.compile(Uint8Array.from(atob(MODULE), (c) => c.charCodeAt(0)));
    engine = await newEngine();
}

// Runs one strategy; `apply` gives the options. Returns the records as they are in memory, four
// words each, and the figures; of a run that makes too many steps those up to there.
async function runStrategy(strategy, apply, mostSteps = MOST_STEPS) {
    const one = await newEngine();
    apply(one);
    one.exports.set_strategy(strategy.index);
    const error = runUpTo(one, mostSteps), steps = one.exports.steps(), cut = one.exports.was_cut() === 1;
    const count = one.exports.record_count();
    const number = (name) => Number(one.figure(name));
    return {
        error,
        breach: number("breach.rule") ? one.text(one.exports.breach()) : "",
        words: new Uint32Array(one.exports.memory.buffer, one.exports.records(), count * RECORD_WORDS).slice(),
        slots: number("slots"),
        queue: number("queue"),
        wall: number("wall_ns"),
        ideal: !cut && number("has_ideal") ? number("ideal.wall_ns") : null,
        cut, steps,
    };
}

// The module traps where its steps are used up.
function runUpTo(one, mostSteps) {
    try {
        return one.exports.run(mostSteps);
    } catch (trap) {
        if (!one.exports.was_cut())
            throw trap;
        return 0;
    }
}

// The trace as `as-completed run --trace` writes it.
function traceText(words) {
    const lines = ["t_ns\tevent\ttask\n"];
    for (let at = 0; at < words.length; at += RECORD_WORDS) {
        const event = words[at + 3] & 0xff;
        if (event === HAND)
            continue;
        const ns = (BigInt(words[at + 1]) << 32n) | BigInt(words[at]);
        lines.push(`${ns}\t${EVENT_NAMES[event]}\t${words[at + 2]}\n`);
    }
    return lines.join("");
}
