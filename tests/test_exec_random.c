/* test_exec_random.c -- random runs of real children beside an oracle: what each must print, and how it ends, is
 * known from its line.
 *
 * Each job is run once, or as often as it is tried again, and in one slot, its output comes whole, byte for byte, and in one piece, the
 * counts and the exit status are right, and nothing is left behind. How many were in flight is counted from
 * outside: by the stamps that the children write when they begin, and before they end. Nothing here depends on
 * how long anything takes. `make test-full` has 500 runs; one that fails says its seed and its command.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "children/child.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/random.h"

enum { MOST = 40, TRIES = 4, RUNS = 20, RUNS_FULL = 500, LARGE = 200000 };

/* What is known before. */
struct plan {
    const struct ac_strategy *strategy;
    unsigned seed, jobs, limit; /* the highest limit in force; 0: none */
    bool null, ordered, timeout, stop, now;
    unsigned take;    /* 0: all */
    unsigned retries; /* how often a job is tried again, at most */
    char words[512];
    struct plan_job {
        unsigned bytes[2], sleep_ms, value;
        char kind;
    } job[MOST + 1];
};

/* What is seen after it. */
struct seen {
    struct attempt {
        unsigned number, slot;
        uint64_t begin_ns, end_ns; /* end_ns 0: it was ended */
    } attempt[MOST * TRIES];
    unsigned attempts, tried[MOST + 1]; /* all, and those of each job */
    bool ended[MOST + 1];               /* the last attempt has noted its end */
    bool printed[MOST + 1][2], whole[MOST + 1][2];
    unsigned order[2][MOST + 1], count[2]; /* in which they were printed */
    char summary[512];
};

static struct plan plan;
static struct seen seen;
static struct program program;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("seed %u: %s, in: exec %s (%u jobs; status %d; stderr ends '%s')", plan.seed, \
                     #condition, plan.words, plan.jobs, program.status, seen.summary);             \
    } while (0)

/* --- the plan --- */

static bool chance(struct random_draws *draws, unsigned percent)
{
    return draw_below(draws, 100) < percent;
}

static void add_word(const char *format, unsigned value)
{
    size_t used = strlen(plan.words);
    snprintf(plan.words + used, sizeof plan.words - used, format, value);
}

static void draw_limit(struct random_draws *draws)
{
    unsigned flags = plan.strategy->flags;
    plan.limit = 1 + (unsigned)draw_below(draws, 9);
    add_word("-l %u", plan.limit);
    for (unsigned i = 1; i < 3 && chance(draws, 30); i++) {
        unsigned limit = 1 + (unsigned)draw_below(draws, 9);
        add_word(",%ums", i * (1 + (unsigned)draw_below(draws, 40)) + 40 * (i - 1));
        add_word(":%u", limit);
        plan.limit = limit > plan.limit ? limit : plan.limit;
    }
    add_word(" ", 0);
    plan.limit = flags & AC_SERIAL ? 1 : flags & AC_NO_LIMIT ? 0 : plan.limit;
}

/* At most one of the ways to end early. */
static void draw_ends(struct random_draws *draws)
{
    unsigned way = (unsigned)draw_below(draws, 8);
    if (way == 0) {
        plan.stop = true;
        add_word("--on-error stop ", 0);
    } else if (way == 1) {
        plan.now = true;
        add_word("--on-error now,fail=2 ", 0);
    } else if (way == 2) {
        plan.take = 1 + (unsigned)draw_below(draws, plan.jobs);
        add_word("--take %u ", plan.take);
    } else if (way == 3) {
        plan.timeout = true;
        add_word("--task-timeout 400ms --grace 50ms ", 0);
    } else if (way == 4) {
        plan.retries = 1 + (unsigned)draw_below(draws, TRIES - 1);
        add_word("--retries %u --retry-delay 1ms ", plan.retries);
    }
}

static void draw_options(struct random_draws *draws)
{
    plan.null = chance(draws, 30);
    plan.ordered = chance(draws, 40) && !plan.retries;
    unsigned bound = 1 + (unsigned)draw_below(draws, 12);
    if (plan.null)
        add_word("-0 ", 0);
    if (plan.ordered)
        add_word("--ordered ", 0);
    if (chance(draws, 25) && !(plan.strategy->flags & (AC_HOLDS_ALL | AC_NO_LIMIT))) {
        add_word(plan.ordered && chance(draws, 50) ? "--window %u " : "--unread %u ", bound);
        plan.limit = plan.limit && plan.limit < bound ? plan.limit : bound;
    }
    if (chance(draws, 15))
        add_word("--every 2ms ", 0);
    if (plan.strategy->flags & AC_QUEUES && chance(draws, 50))
        add_word("--queue %u ", 1 + (unsigned)draw_below(draws, 6));
    if (plan.strategy->flags & AC_POLLED && chance(draws, 50))
        add_word("--poll-interval %ums ", 1 + (unsigned)draw_below(draws, 5));
}

static void draw_job(struct random_draws *draws, struct plan_job *job)
{
    for (int i = 0; i < 2; i++)
        job->bytes[i] = (unsigned)draw_below(draws, chance(draws, 20) ? LARGE : 3000);
    job->sleep_ms = chance(draws, 50) ? 0 : (unsigned)draw_below(draws, 15);
    job->kind = CHILD_EXITS;
    job->value = 0;
    if (chance(draws, 15))
        job->value = 1 + (unsigned)draw_below(draws, 120);
    if (plan.retries && chance(draws, 25)) {
        job->kind = CHILD_RETRIED;
        job->value = 1 + (unsigned)draw_below(draws, TRIES + 1);
    } else if (chance(draws, 8)) {
        job->kind = CHILD_KILLED;
        job->value = chance(draws, 50) ? 9 : 15;
    } else if (plan.timeout && chance(draws, 15)) {
        job->kind = chance(draws, 50) ? CHILD_PAUSES : CHILD_STAYS;
    }
}

static void draw_plan(unsigned seed)
{
    struct random_draws draws = {seed};
    unsigned strategies = 0;
    while (ac_strategies[strategies])
        strategies++;
    plan = (struct plan){.seed = seed, .jobs = (unsigned)draw_below(&draws, MOST + 1)};
    plan.jobs += !plan.jobs && chance(&draws, 80);
    plan.strategy = ac_strategies[draw_below(&draws, strategies)];
    snprintf(plan.words, sizeof plan.words, "-s %s ", plan.strategy->name);
    draw_limit(&draws);
    draw_ends(&draws);
    draw_options(&draws);
    for (unsigned i = 1; i <= plan.jobs; i++)
        draw_job(&draws, &plan.job[i]);
    size_t used = strlen(plan.words);
    const char *child = machine_program();
    int folder = (int)(strrchr(child, '/') - child);
    bool shell = chance(&draws, 30);
    snprintf(plan.words + used, sizeof plan.words - used,
             shell ? "--shell 'exec %.*s/tests/exec_child \"$1\"'" : "%.*s/tests/exec_child {}",
             folder, child);
}

/* Its lines, of which some are odd but for their first words. */
static int plan_lines(void)
{
    static char lines[MOST * 64];
    char *end = lines;
    for (unsigned i = 1; i <= plan.jobs; i++) {
        const struct plan_job *job = &plan.job[i];
        end += sprintf(end, "%u %u %u %u %c %u%s", i, job->bytes[0], job->bytes[1], job->sleep_ms,
                       job->kind, job->value,
                       i % 5       ? ""
                       : plan.null ? "\n$(id)"
                                   : " '\\ $(id)");
        *end++ = plan.null ? '\0' : '\n';
    }
    bool cut = plan.jobs && plan.seed % 3 == 0; /* the last needs no separator */
    return lines_file(lines, (size_t)(end - lines) - cut);
}

/* --- what is seen --- */

/* Reads one job from a stream. How many bytes; 0: here is none. */
static size_t read_job(const char *text, size_t length, unsigned stream)
{
    unsigned number, bytes;
    char header[64];
    if (sscanf(text, CHILD_HEADER, &number, &bytes) != 2)
        return 0;
    size_t at = (size_t)snprintf(header, sizeof header, CHILD_HEADER, number, bytes), done = 0;
    CHECK(strncmp(text, header, at) == 0);
    CHECK(number >= 1 && number <= plan.jobs && bytes == plan.job[number].bytes[stream]);
    CHECK(!seen.printed[number][stream]);
    while (done < bytes && at + done < length &&
           (unsigned char)text[at + done] == child_byte(number, stream, done))
        done++;
    seen.printed[number][stream] = true;
    seen.whole[number][stream] = done == bytes;
    seen.order[stream][seen.count[stream]++] = number;
    return at + done;
}

static void read_stream(int file, unsigned stream)
{
    size_t length = (size_t)lseek(file, 0, SEEK_END), at = 0;
    char *text = malloc(length + 1);
    assert_non_null(text);
    assert_int_equal(pread(file, text, length, 0), length);
    text[length] = '\0';
    for (size_t count; (count = read_job(text + at, length - at, stream));)
        at += count;
    if (stream)
        snprintf(seen.summary, sizeof seen.summary, "%s", text + at);
    CHECK(stream ? length - at == strlen(seen.summary) : at == length);
    free(text);
}

static void note_stamp(char what, unsigned number, unsigned slot, uint64_t ns)
{
    struct attempt *a = seen.attempt;
    if (what == 'B') {
        CHECK(seen.tried[number] <= plan.retries && (!seen.tried[number] || seen.ended[number]));
        seen.tried[number]++;
        seen.ended[number] = false;
        a[seen.attempts++] = (struct attempt){number, slot, ns, 0};
        return;
    }
    CHECK(what == 'E' && seen.tried[number] && !seen.ended[number]);
    seen.ended[number] = true;
    unsigned last = seen.attempts;
    while (a[--last].number != number)
        ;
    CHECK(a[last].slot == slot);
    a[last].end_ns = ns;
}

static void read_stamps(void)
{
    char *text = file_read(getenv("CHILD_STAMPS"), NULL), *rest = text, what;
    for (char *line; rest && *(line = strsep(&rest, "\n"));) {
        unsigned number, sequence, slot;
        unsigned long long ns;
        CHECK(sscanf(line, "%c %u %u %u %llu", &what, &number, &sequence, &slot, &ns) == 5);
        CHECK(number >= 1 && number <= plan.jobs && sequence == number && slot > 0);
        CHECK(!plan.limit || slot <= plan.limit);
        note_stamp(what, number, slot, ns);
    }
    free(text);
}

/* --- what must be --- */

/* From each begin on: those that began before, and ended after. Of one without an end only its begin is known. */
static void check_in_flight(void)
{
    const struct attempt *all = seen.attempt;
    for (unsigned i = 0; i < seen.attempts; i++) {
        unsigned in_flight = 1;
        for (unsigned j = 0; j < seen.attempts; j++) {
            bool with =
                j != i && all[j].begin_ns <= all[i].begin_ns && all[j].end_ns > all[i].begin_ns;
            in_flight += with;
            CHECK(!with || all[i].slot != all[j].slot);
        }
        CHECK(!plan.limit || in_flight <= plan.limit);
    }
}

/* A job that was ended may have printed a part. */
static void check_printed(void)
{
    unsigned begun = 0, both = 0;
    for (unsigned i = 1; i <= plan.jobs; i++) {
        bool printed = seen.printed[i][0] || seen.printed[i][1];
        begun += seen.tried[i] != 0;
        both += seen.printed[i][0] && seen.printed[i][1];
        CHECK(!printed || seen.tried[i]);
        CHECK(!printed || plan.timeout || (seen.whole[i][0] && seen.whole[i][1]));
        CHECK(!printed || !seen.ended[i] || (seen.whole[i][0] && seen.whole[i][1]));
        CHECK(printed || plan.timeout || plan.take || plan.now || plan.stop);
    }
    CHECK(!plan.stop || begun == both);
    CHECK(!plan.take || both == plan.take);
    for (unsigned i = 0; i + 1 < seen.count[0] && plan.ordered; i++)
        CHECK(seen.order[0][i] < seen.order[0][i + 1]);
    CHECK(plan.timeout || memcmp(seen.order[0], seen.order[1], sizeof seen.order[0]) == 0);
}

static unsigned counted(const char *what)
{
    char *colon = strrchr(seen.summary, ':'), *found = strstr(seen.summary, what);
    while (colon && found && found > colon && found[-1] != ',' && found[-1] != ':')
        found--;
    return colon && found ? (unsigned)strtoul(found, NULL, 10) : 0;
}

static bool is_failure(const struct plan_job *job)
{
    return job->kind == CHILD_EXITS ? job->value != 0
                                    : job->kind == CHILD_RETRIED && job->value > plan.retries + 1;
}

static unsigned tries_of(const struct plan_job *job)
{
    unsigned most = plan.retries + 1;
    if (job->kind == CHILD_RETRIED)
        return job->value < most ? job->value : most;
    return is_failure(job) || job->kind == CHILD_KILLED ? most : 1;
}

static void check_counts(void)
{
    unsigned failed = 0, killed = 0, for_ever = 0, printed = 0, again = 0;
    for (unsigned i = 1; i <= plan.jobs; i++) {
        const struct plan_job *job = &plan.job[i];
        printed += seen.printed[i][0];
        failed += seen.printed[i][0] && is_failure(job);
        again += tries_of(job) - 1;
        CHECK(!seen.tried[i] || seen.tried[i] == tries_of(job));
        killed += seen.printed[i][0] && job->kind == CHILD_KILLED;
        for_ever += job->kind == CHILD_PAUSES || job->kind == CHILD_STAYS;
    }
    unsigned timed = counted("timed out");
    CHECK(timed >= for_ever && (timed == 0 || plan.timeout));
    if (!plan.take && !plan.now && !timed) {
        CHECK(counted("failed (") == failed);
        CHECK(counted("killed by") == killed);
        CHECK(!*seen.summary || counted("done") == printed - failed - killed);
        CHECK(counted("cancelled") == 0);
        CHECK(!*seen.summary || counted("attempts") == again);
    }
    if (!plan.take)
        CHECK(program.status == (failed || killed || timed));
    CHECK(program.status == 0 || program.status == 1);
    CHECK(!strstr(seen.summary, "held") && !strstr(seen.summary, "could not"));
    CHECK(!*seen.summary || strchr(seen.summary, '\n') == strrchr(seen.summary, '\n'));
}

static void check_nothing_is_left(void)
{
    if (plan.timeout || plan.take || plan.now)
        machine_await_orphans(); /* KILL was sent: that is not yet the end */
    else
        machine_refuse_orphans();
    assert_int_equal(rmdir(getenv("TMPDIR")), 0);
}

static void run_one(unsigned seed)
{
    char command[1024];
    draw_plan(seed);
    memset(&seen, 0, sizeof seen);
    unlink(getenv("CHILD_STAMPS"));
    for (unsigned i = 1; i <= MOST; i++) {
        char name[32];
        snprintf(name, sizeof name, "stamps.%u", i);
        unlink(scratch_path(name));
    }
    program = (struct program){.stdin_file = plan_lines(),
                               .stdout_file = lines_file("", 0),
                               .stderr_file = lines_file("", 0)};
    snprintf(command, sizeof command, "exec %s", plan.words);
    setenv("TMPDIR", scratch_path("spool"), 1);
    assert_int_equal(mkdir(getenv("TMPDIR"), 0777), 0);
    program_start(&program, command);
    close(program.stdin_file);
    program_wait(&program);
    read_stream(program.stdout_file, 0);
    read_stream(program.stderr_file, 1);
    read_stamps();
    check_in_flight();
    check_printed();
    check_counts();
    check_nothing_is_left();
    setenv("TMPDIR", scratch_path(""), 1);
    close(program.stdout_file);
    close(program.stderr_file);
    program_free(&program);
}

static void exec_random_runs_are_as_the_oracle_says(void **state)
{
    (void)state;
    const char *only = getenv("SEED");
    unsigned first = only ? (unsigned)strtoul(only, NULL, 10) : 1;
    unsigned last = only ? first : long_form() ? RUNS_FULL : RUNS;
    for (unsigned seed = first; seed <= last; seed++)
        run_one(seed);
}

static int begin(void **state)
{
    return machine_open(state) || setenv("CHILD_STAMPS", scratch_path("stamps"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exec_random_runs_are_as_the_oracle_says),
    };
    return cmocka_run_group_tests(tests, begin, machine_close);
}
