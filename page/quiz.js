// quiz.js -- predict first: a question of the engine's, a choice, and then the run that shows it.

const QUESTIONS = 4;

const letterOf = (choice) => String.fromCharCode("a".charCodeAt(0) + choice);

function openQuiz(seed, number) {
    const value = /^\d{1,20}$/.test(seed) ? BigInt(seed) : 1n << 64n;
    if (value >= 1n << 64n)
        return void say(`The seed '${seed.slice(0, 30)}' must be a whole number from 0 to 2^64 - 1.`);
    page.quizSeed = seed;
    page.quiz = {seed, number: number % QUESTIONS, question: engine.question(value, number % QUESTIONS), chosen: null};
    newEngine().then((fresh) => { engine = fresh; }); // a million tasks take memory, which an instance keeps
    setPlaying(false);
    showQuiz();
    settle();
    $("choices").firstElementChild.focus();
}

function showQuiz() {
    const {quiz} = page, question = quiz?.question;
    $("quiz").hidden = !quiz;
    $("panels").classList.toggle("hushed", !!quiz && quiz.chosen === null);
    $("panels").inert = !!quiz && quiz.chosen === null;
    document.body.classList.toggle("asking", !!quiz);
    $("predict").setAttribute("aria-pressed", String(!!quiz));
    if (!quiz)
        return;
    const answered = quiz.chosen !== null;
    $("quiz-seed").value = quiz.seed;
    write($("question"), `${quiz.number + 1}. ${question.text}`);
    $("choices").replaceChildren(...question.choices.map((choice, i) => element("button", {
        class: answered && i === question.answer ? "right" : answered && i === quiz.chosen ? "wrong" : "",
        disabled: answered, onclick: () => answer(i)}, element("kbd", {}, letterOf(i)), ` ${choice}`)));
    const right = quiz.chosen === question.answer ? "Right." : `No: ${question.choices[question.answer]}.`;
    const fewer = answered && quiz.fewer ? ` It is shown with ${shown(mostTasks())} tasks.` : "";
    write($("verdict"), answered ? `${right} ${question.why}${fewer}` : "Predict, then see it run.");
}

// Then it is shown, with as many tasks as a page can.
function answer(chosen) {
    const {quiz} = page;
    if (quiz.chosen !== null || chosen >= quiz.question.choices.length)
        return;
    quiz.chosen = chosen;
    const {names, values} = valuesOfCommand(quiz.question.command);
    quiz.fewer = Number(values.get("n")) > mostTasks();
    if (quiz.fewer)
        values.set("n", String(mostTasks()));
    page.names = names ?? page.all.map((strategy) => strategy.name);
    page.values = values;
    page.real = null;
    showControls();
    showQuiz();
    $("verdict").focus();
    refresh().then(() => setPlaying(true));
}

function closeQuiz() {
    page.quiz = null;
    showQuiz();
    settle();
    $("predict").focus();
}
