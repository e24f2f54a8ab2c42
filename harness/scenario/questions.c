/* questions.c -- see questions.h.
 *
 * Four kinds: the smallest limit that still takes one second, who holds what, whose results come out of
 * order, and who idles while the consumer is slow. Each runs what it asks about.
 */
#include "questions.h"

#include <errno.h>

#include "../../strategies/strategies.h"
#include "phrase.h"
#include "simulate.h"

#define MILLISECOND UINT64_C(1000000)
#define SECOND      (1000 * MILLISECOND)

/* What a kind draws its numbers from, and works with. */
struct quiz {
    struct ac_question *question;
    uint64_t seed, draws;
    const struct ac_strategy *strategies[AC_CHOICES]; /* compared, in the order of the table */
    unsigned count;
    bool cut; /* something did not fit into the question */
    struct ac_options options;
    struct ac_simulation run;
};

static uint64_t draw(struct quiz *q, uint64_t low, uint64_t high)
{
    return low + ac_mix(q->seed + q->draws++) % (high - low + 1);
}

#define SAY(text, ...) (q->cut |= !ac_phrase(text, sizeof(text), __VA_ARGS__))

/* --- runs --- */

static int quiz_simulate(struct quiz *q, unsigned strategy)
{
    q->options.strategy = q->strategies[strategy];
    q->run.options = &q->options;
    return ac_simulate(&q->run);
}

/* --- choices --- */

/* Numbers in a row with the right one among them. */
static void choose_number(struct quiz *q, uint64_t answer)
{
    uint64_t place = draw(q, 0, 3), first = answer > place ? answer - place : 1;
    for (uint64_t i = 0; i < 4; i++)
        SAY(q->question->choices[i], "%n", first + i);
    q->question->choice_count = 4;
    q->question->answer = (unsigned)(answer - first);
}

static void choose_strategy(struct quiz *q, unsigned answer)
{
    for (unsigned i = 0; i < q->count; i++)
        SAY(q->question->choices[i], "%s", q->strategies[i]->name);
    q->question->choice_count = q->count;
    q->question->answer = answer;
}

/* A set of strategies as a choice; one bit each. */
static void say_set(struct quiz *q, unsigned choice, unsigned set, unsigned all)
{
    const char *join = "";
    if (!set || set == all) {
        SAY(q->question->choices[choice], set ? "all of them" : "none of them");
        return;
    }
    for (unsigned i = 0; i < q->count; i++)
        if (set & 1u << i) {
            SAY(q->question->choices[choice], "%s%s", join, q->strategies[i]->name);
            unsigned rest = set >> (i + 1);
            join = rest & (rest - 1) ? ", " : " and ";
        }
}

static void choose_set(struct quiz *q, unsigned answer, unsigned all)
{
    unsigned sets[4] = {answer}, count = 1, others[] = {0, all, all & ~answer, 2, 1, 8};
    for (unsigned i = 0; i < sizeof others / sizeof *others && count < 4; i++) {
        bool there = (others[i] & all) != others[i];
        for (unsigned j = 0; j < count; j++)
            there |= sets[j] == others[i];
        if (!there)
            sets[count++] = others[i];
    }
    unsigned turn = (unsigned)draw(q, 0, count - 1);
    for (unsigned i = 0; i < count; i++)
        say_set(q, (i + turn) % count, sets[i], all);
    q->question->choice_count = count;
    q->question->answer = turn;
}

/* --- kinds --- */

/* The smallest limit with which the ideal is the longest task, and the ideal with one less. */
static int find_limit(const struct quiz *q, uint64_t *limit, uint64_t *less_ns,
                      uint64_t *longest_ns)
{
    static const volatile int never;
    struct ac_sleeps sleeps = ac_config_sleeps(&q->options);
    struct ac_ideal ideal = {.wall_ns = 0};
    *limit = 0;
    do {
        *less_ns = ideal.wall_ns;
        int error = ac_ideal(&sleeps, ++*limit, &never, &ideal);
        if (error)
            return error;
    } while (ideal.wall_ns > ideal.longest_ns);
    *longest_ns = ideal.longest_ns;
    return 0;
}

/* Of so many tasks that one limit less takes a ms more, at least: what is said, and shown, has three decimals. */
static int ask_limit(struct quiz *q)
{
    struct ac_question *question = q->question;
    uint64_t tasks, limit, before_ns, longest_ns;
    do {
        q->options.tasks = tasks = draw(q, 20, 2000);
        int error = find_limit(q, &limit, &before_ns, &longest_ns);
        if (error)
            return error;
    } while (before_ns < longest_ns + MILLISECOND);
    choose_number(q, limit);
    SAY(question->text,
        "%n tasks, and task i sleeps 1/i s. What is the smallest limit that still takes "
        "one second?",
        tasks);
    SAY(question->why,
        "With limit %n the ideal is %t s. With limit %n it is the sleep of task 1, one second.",
        limit - 1, before_ns / MILLISECOND, limit);
    SAY(question->command, "compare -n %u -l %u --clock virtual", tasks, limit);
    return 0;
}

static int ask_holds(struct quiz *q)
{
    struct ac_question *question = q->question;
    uint64_t tasks = 1000 * draw(q, 2, 10), limit = draw(q, 4, 40), most = 0;
    bool waiting = draw(q, 0, 2) > 0;
    if (waiting)
        tasks *= 100; /* up to a million */
    unsigned answer = 0;
    q->options.tasks = tasks;
    q->options.limit = limit;
    const char *what = waiting ? "waiting (made and not yet launched)" : "in flight";
    SAY(question->text, "%n tasks, limit %n. Which strategy has the most tasks %s at its peak?",
        tasks, limit, what);
    SAY(question->why, "The most %s:", waiting ? "waiting" : "in flight");
    for (unsigned i = 0; i < q->count; i++) {
        int error = quiz_simulate(q, i);
        if (error)
            return error;
        uint64_t held = waiting ? q->run.counts.max_waiting : q->run.counts.max_in_flight;
        SAY(question->why, "%s %s %n", i ? "," : "", q->strategies[i]->name, held);
        if (held > most) {
            most = held;
            answer = i;
        }
    }
    SAY(question->why, ".");
    choose_strategy(q, answer);
    SAY(question->command, "compare -n %u -l %u --clock virtual", tasks, limit);
    return 0;
}

/* Watches the takes: whether each is the next in pull order. */
struct order {
    struct ac_sleeps sleeps;
    uint64_t taken;
    bool broken;
};

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)now_ns;
    struct order *order = context;
    if (event == AC_EVENT_TAKE)
        order->broken |= number != ac_sleeps_number(&order->sleeps, order->taken++);
}

static int ask_order(struct quiz *q)
{
    static const char *const sleeps[] = {"task i sleeps 1/i s, the longest pulled first",
                                         "task i sleeps 1/i s, the shortest pulled first",
                                         "each task sleeps 10 ms"};
    static const char *const words[] = {"", " --order reverse", " --sleep 10ms"};
    static const char *const reasons[] = {
        ("Results come as tasks finish, and a short task overtakes a long one that was launched "
         "before it."),
        "Results come as tasks finish, and each task lasts longer than the tasks before it.",
        "Results come as tasks finish, and no task overtakes another where all last equally long.",
    };
    struct ac_question *question = q->question;
    unsigned kind = (unsigned)draw(q, 0, 2), out = 0, all = (1u << q->count) - 1;
    q->options.tasks = draw(q, 20, 100);
    q->options.limit = draw(q, 2, 10);
    q->options.order = kind == 1 ? AC_REVERSE : AC_FORWARD;
    q->options.sleep_ns = kind == 2 ? 10 * MILLISECOND : AC_NOT_GIVEN;
    for (unsigned i = 0; i < q->count; i++) {
        struct order order = {.sleeps = ac_config_sleeps(&q->options)};
        q->run.trace = on_event;
        q->run.trace_context = &order;
        int error = quiz_simulate(q, i);
        if (error)
            return error;
        out |= order.broken ? 1u << i : 0;
    }
    SAY(question->text,
        "%n tasks, limit %n; %s. For which strategies does the order of the results differ from "
        "the order of the pulls?",
        q->options.tasks, q->options.limit, sleeps[kind]);
    choose_set(q, out, all);
    SAY(question->why, "%s", reasons[kind]);
    SAY(question->command, "compare -n %u -l %u%s --clock virtual", q->options.tasks,
        q->options.limit, words[kind]);
    return 0;
}

/* Slots idle on average until the last finish, in thousandths. */
static uint64_t idle_thousandths(const struct ac_simulation *run)
{
    const struct ac_measures *m = &run->measures;
    uint64_t us = m->last_finish_ns / 1000;
    return us ? run->slots * 1000 - m->busy_ns / us : 0;
}

static int ask_idle(struct quiz *q)
{
    struct ac_question *question = q->question;
    unsigned idle = 0, all = 0;
    uint64_t consume_ms = draw(q, 2, 5);
    q->options.limit = draw(q, 8, 16);
    q->options.tasks = q->options.limit * draw(q, 25, 60);
    q->options.sleep_ns = 10 * MILLISECOND;
    q->options.consume_ns = consume_ms * MILLISECOND;
    SAY(question->why, "The idle slots, on average:");
    for (unsigned i = 0; i < q->count; i++) {
        if (q->strategies[i]->flags & AC_NO_LIMIT)
            continue;
        int error = quiz_simulate(q, i);
        if (error)
            return error;
        uint64_t thousandths = idle_thousandths(&q->run);
        SAY(question->why, "%s %s %t", all ? "," : "", q->strategies[i]->name, thousandths);
        all |= 1u << i;
        idle |= thousandths ? 1u << i : 0;
    }
    SAY(question->why, ".");
    SAY(question->text,
        "%n tasks of 10 ms, limit %n, and a consumer that is busy for %n ms with each result. "
        "Which strategies that respect the limit leave slots idle?",
        q->options.tasks, q->options.limit, consume_ms);
    choose_set(q, idle, all);
    SAY(question->command, "compare -n %u -l %u --sleep 10ms --consume %ums --clock virtual",
        q->options.tasks, q->options.limit, consume_ms);
    return 0;
}

int ac_question_make(struct ac_question *question, uint64_t seed, unsigned i)
{
    static int (*const kinds[AC_QUESTIONS])(struct quiz *) = {ask_limit, ask_holds, ask_order,
                                                              ask_idle};
    static struct quiz quiz; /* its histograms are large */
    struct quiz *q = &quiz;
    *q = (struct quiz){.question = question, .seed = ac_mix(ac_mix(seed) + i)};
    ac_options_init(&q->options);
    *question = (struct ac_question){.choice_count = 0};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        if ((*s)->flags & AC_CONTROL)
            continue;
        if (q->count == AC_CHOICES)
            return -EOVERFLOW;
        q->strategies[q->count++] = *s;
    }
    int error = kinds[(i + ac_mix(seed)) % AC_QUESTIONS](q);
    return !error && q->cut ? -EOVERFLOW : error;
}
