/* test_exec_random.c -- random runs of real children beside an oracle: what each must print, and how it ends, is
 * known from its line.
 *
 * Each job is run once, or as often as it is tried again, and in one slot, its output comes whole, byte for byte, and in one piece, the
 * counts and the exit status are right, and nothing is left behind. How many were in flight is counted from
 * outside: by the stamps that the children write when they begin, and before they end. Nothing here depends on
 * how long anything takes. `make test-full` has 500 runs; one that fails says its seed and its command.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "children/child.h"
#include "support/check.h"
#include "support/exec_plan.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/machine.h"
#include "support/program.h"

enum { RUNS = 20, RUNS_FULL = 500 };

/* What is seen after a run. */
struct seen {
    struct attempt {
        unsigned number, slot;
        uint64_t begin_ns, end_ns; /* end_ns 0: it was ended */
    } attempt[EXEC_PLAN_MOST * EXEC_PLAN_TRIES];
    unsigned attempts, tried[EXEC_PLAN_MOST + 1]; /* all, and those of each job */
    bool ended[EXEC_PLAN_MOST + 1];               /* the last attempt has noted its end */
    bool printed[EXEC_PLAN_MOST + 1][2], whole[EXEC_PLAN_MOST + 1][2];
    unsigned order[2][EXEC_PLAN_MOST + 1], count[2]; /* in which they were printed */
    char summary[512];
};

static struct seen seen;
static struct program program;

#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (!(condition))                                                                         \
            fail_msg("seed %u: %s, in: exec %s (%u jobs; status %d; stderr ends '%s')",           \
                     exec_plan.seed, #condition, exec_plan.words, exec_plan.jobs, program.status, \
                     seen.summary);                                                               \
    } while (0)

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
    CHECK(number >= 1 && number <= exec_plan.jobs && bytes == exec_plan.job[number].bytes[stream]);
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
        CHECK(seen.tried[number] <= exec_plan.retries &&
              (!seen.tried[number] || seen.ended[number]));
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
        CHECK(number >= 1 && number <= exec_plan.jobs && sequence == number && slot > 0);
        CHECK(!exec_plan.limit || slot <= exec_plan.limit);
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
        CHECK(!exec_plan.limit || in_flight <= exec_plan.limit);
    }
}

/* A job that was ended may have printed a part. */
static void check_printed(void)
{
    unsigned begun = 0, both = 0;
    for (unsigned i = 1; i <= exec_plan.jobs; i++) {
        bool printed = seen.printed[i][0] || seen.printed[i][1];
        begun += seen.tried[i] != 0;
        both += seen.printed[i][0] && seen.printed[i][1];
        CHECK(!printed || seen.tried[i]);
        CHECK(!printed || exec_plan.timeout || (seen.whole[i][0] && seen.whole[i][1]));
        CHECK(!printed || !seen.ended[i] || (seen.whole[i][0] && seen.whole[i][1]));
        CHECK(printed || exec_plan.timeout || exec_plan.take || exec_plan.now || exec_plan.stop);
    }
    CHECK(!exec_plan.stop || begun == both);
    CHECK(!exec_plan.take || both == exec_plan.take);
    for (unsigned i = 0; i + 1 < seen.count[0] && exec_plan.ordered; i++)
        CHECK(seen.order[0][i] < seen.order[0][i + 1]);
    CHECK(exec_plan.timeout || memcmp(seen.order[0], seen.order[1], sizeof seen.order[0]) == 0);
}

static unsigned counted(const char *what)
{
    char *colon = strrchr(seen.summary, ':'), *found = strstr(seen.summary, what);
    while (colon && found && found > colon && found[-1] != ',' && found[-1] != ':')
        found--;
    return colon && found ? (unsigned)strtoul(found, NULL, 10) : 0;
}

static void check_counts(void)
{
    unsigned failed = 0, killed = 0, for_ever = 0, printed = 0, again = 0;
    for (unsigned i = 1; i <= exec_plan.jobs; i++) {
        const struct exec_plan_job *job = &exec_plan.job[i];
        printed += seen.printed[i][0];
        failed += seen.printed[i][0] && exec_plan_fails(job);
        again += exec_plan_tries(job) - 1;
        CHECK(!seen.tried[i] || seen.tried[i] == exec_plan_tries(job));
        killed += seen.printed[i][0] && job->kind == CHILD_KILLED;
        for_ever += job->kind == CHILD_PAUSES || job->kind == CHILD_STAYS;
    }
    unsigned timed = counted("timed out");
    CHECK(timed >= for_ever && (timed == 0 || exec_plan.timeout));
    if (!exec_plan.take && !exec_plan.now && !timed) {
        CHECK(counted("failed (") == failed);
        CHECK(counted("killed by") == killed);
        CHECK(!*seen.summary || counted("done") == printed - failed - killed);
        CHECK(counted("cancelled") == 0);
        CHECK(!*seen.summary || counted("attempt") == again);
    }
    if (!exec_plan.take)
        CHECK(program.status == (failed || killed || timed));
    CHECK(program.status == 0 || program.status == 1);
    CHECK(!strstr(seen.summary, "held") && !strstr(seen.summary, "could not"));
    CHECK(!*seen.summary || strchr(seen.summary, '\n') == strrchr(seen.summary, '\n'));
}

static void check_nothing_is_left(void)
{
    if (exec_plan.timeout || exec_plan.take || exec_plan.now)
        machine_await_orphans(); /* KILL was sent: that is not yet the end */
    else
        machine_refuse_orphans();
    assert_int_equal(rmdir(getenv("TMPDIR")), 0);
}

static void run_one(unsigned seed)
{
    char command[1024];
    exec_plan_draw(seed);
    memset(&seen, 0, sizeof seen);
    unlink(getenv("CHILD_STAMPS"));
    for (unsigned i = 1; i <= EXEC_PLAN_MOST; i++) {
        char name[32];
        snprintf(name, sizeof name, "stamps.%u", i);
        unlink(scratch_path(name));
    }
    program = (struct program){.stdin_file = exec_plan_lines(),
                               .stdout_file = lines_file("", 0),
                               .stderr_file = lines_file("", 0)};
    snprintf(command, sizeof command, "exec %s", exec_plan.words);
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
