/* schedule.c -- whatever a consumer does to a run, and its source, its tasks and the loop do to it,
 * nothing is lost, nothing is handed over that should not be, and the counts add up.
 *
 * The first bytes are the run's settings and its plan: how long tasks last, which fail or cannot be
 * started, when the source has none; the others are what the consumer does, an operation each. On
 * the virtual clock. A hook sees every event, and checks it against a count of its own.
 */
#include <errno.h>
#include <string.h>

#include "../../harness/engine/limit.h"
#include "../../harness/engine/measures.h"
#include "../../harness/engine/memory.h"
#include "../../harness/engine/run.h"
#include "../../harness/loops/virtual.h"
#include "../../strategies/strategies.h"
#include "fuzz.h"

enum { PLANNED = 16, MOST_TASKS = 96, STEP_NS = 1000 };

/* What a byte of the plan says of a task or of an answer. */
enum { LASTS = 0x1f, FAILS = 0x20, NOT_STARTED = 0x40, NONE_FIRST = 0x80 };

struct play {
    struct ac_workload workload; /* first */
    struct ac_loop_virtual loop;
    int (*start)(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns);
    struct ac_config config;
    struct ac_measures measures;
    struct ac_run *run;
    uint8_t plan[PLANNED];
    uint64_t count, pulled; /* of the source: what it has, whatever it promised */
    int source_end;         /* AC_SUPPLY_END, or the error it breaks with */
    bool answered_none;     /* before the task that is next */
    bool starving;          /* the source had none, until ac_more() */
    bool feeds_in_turn;     /* ac_more() is called from inside a turn */
    uint64_t limit;         /* in force */
    uint64_t in_flight, waiting, taken, errors; /* as seen by the hook */
    uint32_t last_taken;
    uint64_t last_ns;
    bool stopping, ended;
    bool measured;
    bool harmed; /* stopped, interrupted, broken or ended early: need not be complete */
};

static struct play play;

static uint8_t planned(uint64_t place)
{
    return play.plan[place % PLANNED];
}

static int supply(struct ac_workload *workload, struct ac_item *item)
{
    fuzz_check(!play.stopping);
    if (play.pulled == play.count)
        return play.source_end;
    uint8_t plan = planned(play.pulled);
    if (plan & NONE_FIRST && !play.answered_none) {
        play.answered_none = true;
        play.starving = plan & 1;
        workload->wake_ns =
            play.starving ? AC_FOREVER : play.loop.now_ns + (plan & LASTS) * STEP_NS + 1;
        return AC_SUPPLY_NONE;
    }
    play.answered_none = false;
    item->number = (uint32_t)++play.pulled;
    item->duration_ns = (plan & LASTS) * STEP_NS;
    item->error = plan & FAILS ? -EIO : 0;
    return AC_SUPPLY_TASK;
}

static int start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    return planned(task->number - 1) & NOT_STARTED ? -EMFILE : play.start(loop, task, duration_ns);
}

static void on_error(void)
{
    play.errors++;
    if (play.config.on_error != AC_CONTINUE && play.errors > play.config.errors_allowed)
        play.stopping = play.harmed = true;
}

static void on_take(uint32_t number)
{
    fuzz_check(!play.ended);
    if (play.config.ordered)
        fuzz_check(play.harmed ? number > play.last_taken : number == play.last_taken + 1);
    play.last_taken = number;
    play.taken++;
}

static void on_launch(void)
{
    bool bound = !(play.config.strategy->flags & AC_NO_LIMIT);
    fuzz_check(!play.stopping && play.waiting);
    fuzz_check(!bound || play.in_flight < play.limit);
    play.waiting--;
    play.in_flight++;
}

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    fuzz_check(now_ns >= play.last_ns && number >= 1 && number <= play.count);
    play.last_ns = now_ns;
    bool ends = event == AC_EVENT_FINISH || event == AC_EVENT_FAIL || event == AC_EVENT_TIMEOUT ||
                event == AC_EVENT_CANCEL;
    fuzz_check(!ends || play.in_flight);
    play.in_flight -= ends;
    if (event == AC_EVENT_PULL) {
        fuzz_check(!play.stopping);
        play.waiting++;
    } else if (event == AC_EVENT_LAUNCH) {
        on_launch();
    } else if (event == AC_EVENT_DROP) {
        fuzz_check(play.stopping && play.waiting--);
    } else if (event == AC_EVENT_TAKE) {
        on_take(number);
    } else if (event == AC_EVENT_FAIL || event == AC_EVENT_TIMEOUT) {
        on_error();
    } else if (event == AC_EVENT_FINISH && play.feeds_in_turn) {
        play.starving = false;
        ac_more(play.run);
    }
    if (play.config.window)
        fuzz_check(play.pulled - play.taken <= play.config.window);
}

static void set_up(struct fuzz_bytes *bytes)
{
    unsigned strategies = 0;
    memset(&play, 0, sizeof play);
    while (ac_strategies[strategies])
        strategies++;
    unsigned strategy = fuzz_below(bytes, strategies), ways = fuzz_byte(bytes);
    play.count = fuzz_below(bytes, MOST_TASKS + 1);
    play.source_end = ways & 1 ? -EPIPE : AC_SUPPLY_END;
    play.feeds_in_turn = ways & 2;
    play.workload = (struct ac_workload){.size = sizeof(struct ac_workload),
                                         .next = supply,
                                         .count = ways & 4 ? AC_ENDLESS : play.count};
    ac_loop_virtual_init(&play.loop);
    play.start = play.loop.loop.start;
    play.loop.loop.start = start;
    play.config = (struct ac_config){
        .size = sizeof(struct ac_config),
        .strategy = ac_strategies[strategy],
        .workload = &play.workload,
        .loop = &play.loop.loop,
        .limit = fuzz_below(bytes, 12) + 1,
        .queue = fuzz_below(bytes, 8) + 1,
        .poll_interval_ns = ways & 8 ? fuzz_byte(bytes) * UINT64_C(100) : 0,
        .task_timeout_ns = ways & 16 ? fuzz_below(bytes, 32) * UINT64_C(500) : 0,
        .window = ways & 32 ? fuzz_below(bytes, 16) + 1 : 0,
        .on_error = (enum ac_on_error)fuzz_below(bytes, 3),
        .errors_allowed = fuzz_below(bytes, 4),
        .trace = on_event,
    };
    play.measured = ways & 64;
    play.config.ordered = ways & 128 && (play.config.window || play.workload.count != AC_ENDLESS);
    for (unsigned i = 0; i < PLANNED; i++)
        play.plan[i] = fuzz_byte(bytes);
}

static void set_limit(uint64_t limit)
{
    play.limit = ac_effective_limit(play.config.strategy, limit, play.workload.count);
    ac_set_limit(play.run, limit); /* what it makes room for is launched at once */
}

static void feed(void)
{
    play.starving = false;
    ac_more(play.run);
}

/* A consumer that waits while nothing is in flight gives the source first what it waits for. */
static bool next(uint64_t deadline_ns)
{
    if (play.starving && !play.in_flight)
        feed();
    return ac_next_before(play.run, deadline_ns);
}

static void stop(bool cancel)
{
    play.stopping = play.harmed = true;
    ac_stop(play.run, cancel);
    fuzz_check(!cancel || !play.in_flight);
}

static void end(bool drain)
{
    play.stopping = play.harmed = true;
    ac_end(play.run, drain);
    play.ended = true;
    fuzz_check(!play.in_flight && !play.waiting);
}

static void interrupt(void)
{
    play.harmed = true;
    ac_interrupt(play.run);
}

/* One operation; the upper bits are how much of it. */
static void act(uint8_t operation)
{
    unsigned much = operation >> 4;
    uint64_t until_ns = play.loop.now_ns + much * STEP_NS;
    switch (operation & 15) {
    case 0:
    case 1:
    case 2:
        next(AC_FOREVER);
        break;
    case 3:
    case 4:
        ac_try(play.run);
        break;
    case 5:
    case 6:
        next(until_ns);
        break;
    case 7:
    case 8:
        ac_pass(play.run, until_ns);
        break;
    case 9:
    case 10:
        set_limit(much + 1);
        break;
    case 11:
    case 12:
        feed();
        break;
    case 13:
        stop(much & 1);
        break;
    case 14:
        if (much > 3)
            next(AC_FOREVER);
        else
            end(much & 1);
        break;
    default:
        if (much > 2)
            ac_try(play.run);
        else
            interrupt();
    }
}

static void take_the_rest(void)
{
    while (next(AC_FOREVER) || !ac_over(play.run))
        ;
    bool broken = play.source_end < 0 && play.pulled == play.count;
    bool whole = !play.harmed && !broken;
    fuzz_check(ac_over(play.run));
    fuzz_check(!whole || (ac_complete(play.run) && play.taken == play.count));
    fuzz_check(!ac_complete(play.run) || play.taken == play.pulled);
}

static void check_end(uint64_t heap_bytes)
{
    const struct ac_counts *c = ac_counts(play.run);
    end(false);
    fuzz_check(!ac_next(play.run) && !ac_try(play.run) && ac_over(play.run));
    fuzz_check(ac_breach(play.run)->rule == AC_RULE_NONE);
    fuzz_check(!ac_error(play.run) || ac_error(play.run) == play.source_end);
    fuzz_check(c->pulled == c->launched + c->dropped && c->pulled == play.pulled);
    fuzz_check(c->launched == c->finished + c->cancelled);
    fuzz_check(c->failed + c->timed_out == play.errors && play.errors <= c->finished);
    fuzz_check(c->taken == play.taken && c->unread == c->finished - c->taken);
    fuzz_check(!c->waiting && !c->in_flight);
    ac_close(play.run);
    ac_loop_virtual_free(&play.loop);
    fuzz_check(ac_heap_bytes() == heap_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_bytes bytes = {data, data + size};
    uint64_t heap_bytes = ac_heap_bytes();
    set_up(&bytes);
    fuzz_check(ac_open(&play.run, &play.config) == 0);
    if (play.measured)
        ac_measure(play.run, &play.measures);
    set_limit(play.config.limit);
    while (bytes.at < bytes.end)
        act(fuzz_byte(&bytes));
    take_the_rest();
    check_end(heap_bytes);
    return 0;
}
