/* engine.c -- what the page calls: one run of one strategy on the virtual clock, and the quiz.
 *
 * The code that runs is that of the command line: its strategies, referee, loop and consumer. A page
 * makes an instance of this module, gives it options in words, as a command line does, runs once, and
 * reads the records and the figures. Nothing here decides anything.
 */
#include <errno.h>
#include <string.h>

#include "../harness/base/parse.h"
#include "../harness/engine/memory.h"
#include "../harness/scenario/questions.h"
#include "../harness/scenario/simulate.h"
#include "../harness/workloads/durations.h"
#include "../strategies/strategies.h"
#include "steps.h"
#include "watch.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

struct field {
    const char *name;
    unsigned at, size;
};

#define FIELD(type, member)                                          \
    {                                                                \
#member, offsetof(type, member), sizeof(((type *)0)->member) \
    }

/* The durations of one's own, as sleep.c asks for them. */
struct ac_durations {
    uint64_t *ns;
    uint64_t count;
};

static struct ac_durations sleeps;
static struct ac_options options;
static struct ac_simulation simulation;
static struct ac_question question;
static char text[1024];
static uint64_t run_steps;
static struct ac_record *followed;
static struct ac_lives found;

int ac_durations_get(struct ac_durations *durations, uint32_t number, uint64_t *duration_ns)
{
    if (number > durations->count)
        return -EINVAL;
    *duration_ns = durations->ns[number - 1];
    return 0;
}

uint64_t ac_durations_count(const struct ac_durations *durations)
{
    return durations->count;
}

/* --- the options --- */

enum { MOST_DURATION = 256 }; /* bytes of its words */

/* A row of the table in words: its name (NULL: the table has ended), what it is where it is not given, what
 * its value must, its sentence; then its choices. NULL: it has none. */
const char *EXPORT(option_text)(unsigned i, unsigned what)
{
    const struct ac_option *row = &ac_option_table[i];
    const char *const texts[] = {row->name, row->start, row->must, row->help};
    if (what < 4)
        return texts[what];
    return row->choices ? row->choices[what - 4] : NULL;
}

/* And in numbers: its letter, its kind, the flags of the strategies that it is for (0: all), its least value, and
 * its greatest on the page (0: it has no control). */
uint64_t EXPORT(option_number)(unsigned i, unsigned what)
{
    const struct ac_option *row = &ac_option_table[i];
    const uint64_t numbers[] = {(uint64_t)row->letter, row->kind, row->only, row->min,
                                row->page_most};
    return numbers[what];
}

/* From here on nothing is given. */
void EXPORT(start)(void)
{
    ac_options_init(&options);
    sleeps.count = 0;
}

/* Where the page puts the words of a value. */
char *EXPORT(words)(void)
{
    return text;
}

/* Takes them as the value of an option. NULL, or what is wrong with them; "": they are not what they must be. */
const char *EXPORT(set)(unsigned i, unsigned length)
{
    struct ac_option row = ac_option_table[i];
    row.max = row.kind == AC_OPTION_FLAG ? row.max : row.page_most;
    if (length >= (row.kind == AC_OPTION_TIME ? MOST_DURATION : sizeof text))
        return "is too long";
    text[length] = '\0';
    struct ac_fault fault;
    if (strlen(text) == length && ac_option_set(&options, &row, text, &fault))
        return NULL;
    return strlen(text) == length && fault.what ? fault.what : "";
}

int EXPORT(add_sleep)(uint64_t ns)
{
    uint64_t *more = ac_realloc(sleeps.ns, (size_t)(sleeps.count + 1) * sizeof *more);
    if (!more)
        return -1;
    sleeps.ns = more;
    sleeps.ns[sleeps.count++] = ns;
    return 0;
}

/* What words come to as a duration, or 2^64 - 1: they are none. */
uint64_t EXPORT(duration)(unsigned length)
{
    uint64_t ns;
    return length < MOST_DURATION && ac_parse_duration(text, length, &ns) ? ns : UINT64_MAX;
}

/* Why they are none, or NULL. */
const char *EXPORT(duration_fault)(unsigned length)
{
    return length < MOST_DURATION ? ac_duration_fault(text, length) : "is too long";
}

/* --- the run --- */

static const struct field figures[] = {
    FIELD(struct ac_simulation, ended),
    FIELD(struct ac_simulation, complete),
    FIELD(struct ac_simulation, slots),
    FIELD(struct ac_simulation, queue),
    FIELD(struct ac_simulation, wall_ns),
    FIELD(struct ac_simulation, has_ideal),
    FIELD(struct ac_simulation, ideal.wall_ns),
    FIELD(struct ac_simulation, measures.busy_ns),
    FIELD(struct ac_simulation, measures.last_finish_ns),
    FIELD(struct ac_simulation, counts.max_waiting),
    FIELD(struct ac_simulation, counts.max_in_flight),
    FIELD(struct ac_simulation, counts.max_unread),
    FIELD(struct ac_simulation, counts.turns),
    FIELD(struct ac_simulation, breach.rule),
};

enum { FIGURES = sizeof figures / sizeof *figures };

void EXPORT(set_strategy)(unsigned i)
{
    options.strategy = ac_strategies[i];
}

/* 0, or a negative errno. Traps after so many steps: then it was cut. */
int EXPORT(run)(unsigned most_steps)
{
    page_steps_allow(most_steps);
    options.strategy = page_watch(options.strategy);
    simulation.options = &options;
    simulation.durations = sleeps.count ? &sleeps : NULL;
    simulation.trace = page_watch_event;
    int error = ac_simulate(&simulation);
    run_steps = page_steps_made();
    page_steps_allow(UINT64_MAX);
    return page_watch_overflowed() ? -ENOMEM : error;
}

const struct ac_record *EXPORT(records)(void)
{
    return page_watch_records();
}

unsigned EXPORT(record_count)(void)
{
    return (unsigned)page_watch_count();
}

const char *EXPORT(figure_name)(unsigned i)
{
    return i < FIGURES ? figures[i].name : NULL;
}

uint64_t EXPORT(figure)(unsigned i)
{
    uint64_t value = 0;
    memcpy(&value, (const char *)&simulation + figures[i].at, figures[i].size);
    return value;
}

/* Of a run that came to its end. */
double EXPORT(steps)(void)
{
    return (double)run_steps;
}

/* 1: there was more than can be shown. */
unsigned EXPORT(was_cut)(void)
{
    return page_watch_cut() || page_steps_used_up();
}

const char *EXPORT(breach)(void)
{
    return ac_rule_text(simulation.breach.rule);
}

/* --- the lives in some records --- */

_Static_assert(sizeof(struct ac_record) == 16 && sizeof(struct ac_life) == 40,
               "four words each, and ten, as engine.js reads them");

/* Where the page puts so many records; NULL: out of memory. */
struct ac_record *EXPORT(room_for_records)(unsigned count)
{
    ac_free(followed);
    followed = ac_malloc((count + 1) * sizeof *followed);
    return followed;
}

/* Follows as many of them. 0, or a negative errno. */
int EXPORT(follow)(unsigned count, unsigned rule, uint64_t queue)
{
    ac_lives_close(&found);
    return ac_lives_open(&found, followed, count, (enum ac_slot_rule)rule, queue) ? 0 : -ENOMEM;
}

/* The lives of tasks 0 to the one with the highest number. */
const struct ac_life *EXPORT(lives)(void)
{
    return found.lives;
}

unsigned EXPORT(life_count)(void)
{
    return found.most + 1;
}

/* 1: the event may come in a task's life after that one, or if `last` is none of them as its first. */
unsigned EXPORT(event_follows)(unsigned last, unsigned event)
{
    return ac_event_follows(last, (enum ac_event)event);
}

/* --- the strategies --- */

/* The name of a strategy, and its idea. NULL: the table has ended. */
const char *EXPORT(strategy_text)(unsigned i, unsigned what)
{
    const struct ac_strategy *s = ac_strategies[i];
    return !s ? NULL : what ? s->idea : s->name;
}

/* Its flags, its slot rule and its colour. */
unsigned EXPORT(strategy_number)(unsigned i, unsigned what)
{
    const struct ac_strategy *s = ac_strategies[i];
    const unsigned numbers[] = {s->flags, s->slot, s->colour};
    return numbers[what];
}

/* --- the quiz --- */

int EXPORT(ask)(uint64_t seed, unsigned i)
{
    return i < AC_QUESTIONS ? ac_question_make(&question, seed, i) : -EINVAL;
}

unsigned EXPORT(question_answer)(void)
{
    return question.answer;
}

/* The question, why its answer is right, and the command that shows it; then its choices. NULL: there are no more. */
const char *EXPORT(question_text)(unsigned what)
{
    const char *const texts[] = {question.text, question.why, question.command};
    if (what < 3)
        return texts[what];
    return what - 3 < question.choice_count ? question.choices[what - 3] : NULL;
}
