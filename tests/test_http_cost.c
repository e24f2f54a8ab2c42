/* test_http_cost.c -- what `http` costs: system calls for each request, turns of a loop that has nothing to do, sockets,
 * and memory. Counted, and never how long it took.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/lines.h"
#include "support/machine.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* So many lines of one URL. */
static char *repeated(const char *path, unsigned count)
{
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < count; i++)
        text_printf(&text, "http://127.0.0.1:%u%s\n", http_server.port, path);
    char *lines = text_copy(text_chars(&text));
    text_free(&text);
    return lines;
}

static void may_trace(void)
{
    if (under_instruments())
        skip_because("instruments make calls of their own");
}

/* What strace wrote of a run, to be freed: all system calls, of all threads, a line each. NULL: it may not trace here. */
static char *traced(const char *lines, const char *options)
{
    struct program program = {.in = {.path = "/usr/bin/env"},
                              .stdin_file = lines_file(lines, strlen(lines))};
    program = program_run_in(program, "strace -f -o %s %s http %s", scratch_path("calls"),
                             machine_program(), options);
    close(program.stdin_file);
    char *calls = program.status ? NULL : file_read(scratch_path("calls"), NULL);
    program_free(&program);
    unlink(scratch_path("calls"));
    return calls;
}

/* How many of the lines have `name(`. One call that others interrupt has two lines, and counts once. */
static unsigned long count_calls(const char *calls, const char *name)
{
    unsigned long count = 0;
    char *wanted = text_format("%s(", name);
    for (const char *line = calls; line && *line; line = strchr(line, '\n') + 1) {
        size_t length = strcspn(line, "\n");
        bool is = !memmem(line, length, "resumed>", 8) && !memmem(line, length, "+++", 3);
        count += is && (!*name || memmem(line, length, wanted, strlen(wanted)));
    }
    free(wanted);
    return count;
}

static unsigned long calls_of(unsigned requests, const char *options, const char *name)
{
    char *lines = repeated("/ok", requests), *calls = traced(lines, options);
    unsigned long count = calls ? count_calls(calls, name) : 0;
    free(lines);
    free(calls);
    return count;
}

/* How many system calls a run makes, and how many of them write. Of several runs the least: what the machine does can
 * only add to it, as a connection that takes long, which libcurl looks at again. */
struct calls {
    unsigned long all, writes;
};

static void count_least(struct calls *least, const char *options, unsigned requests)
{
    char *lines = repeated("/ok", requests), *calls = traced(lines, options);
    free(lines);
    assert_non_null(calls);
    struct calls counted = {count_calls(calls, ""), count_calls(calls, "write")};
    free(calls);
    if (counted.all < least->all)
        *least = counted;
}

/* Beside them only its row is written: alone, where no other result is there at that time. And once in a second
 * libcurl looks at each connection that is idle. */
static void a_request_costs_at_most_five_system_calls(void **state)
{
    (void)state;
    may_trace();
    if (!calls_of(1, "-s callback -l 1", ""))
        skip_because("no strace that may trace here");
    enum { FEW = 200, MANY = 1200, MOST = 5, TRIES = 5 };
    static const unsigned limits[] = {1, 10, 100};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        char *options = text_format("-s callback -l %u", limits[i]);
        struct calls few = {ULONG_MAX, 0}, many = few;
        unsigned long written = 0, others = 0;
        bool good = false;
        for (int tries = 0; !good && tries < TRIES; tries++) {
            count_least(&few, options, FEW);
            count_least(&many, options, MANY);
            written = many.writes - few.writes;
            others = many.all - few.all - written;
            good = others <= MOST * (MANY - FEW) + 20 && written <= MANY - FEW;
        }
        free(options);
        print_message("# limit %u: %.2f system calls a request, and %.2f for its row\n", limits[i],
                      (double)others / (MANY - FEW), (double)written / (MANY - FEW));
        assert_in_range(others, MANY - FEW, MOST * (MANY - FEW) + 20);
        assert_in_range(written, 0, MANY - FEW);
    }
}

/* libcurl sets and resets SIGPIPE around each call, where nobody forbids it (curl 10743, 20326). */
static void a_request_touches_no_signal(void **state)
{
    (void)state;
    may_trace();
    unsigned long few = calls_of(20, "-s callback -l 2", "rt_sigaction");
    if (!few)
        skip_because("no strace that may trace here");
    assert_int_equal(calls_of(220, "-s callback -l 2", "rt_sigaction"), few);
}

/* The loop of a transfer that waits turns at most twice a second (curl 12113 has others' that spun). */
static void waiting_costs_no_turns(void **state)
{
    (void)state;
    may_trace();
    enum { SHORT_MS = 200, LONG_MS = 2200, A_SECOND = 2, AT_BOTH_ENDS = 3 };
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & AC_POLLED)
                continue;
            unsigned long turns[2];
            for (unsigned i = 0; i < 2; i++) {
                char *path = text_format("/delay/%u", i ? LONG_MS : SHORT_MS);
                char *lines = repeated(path, 3);
                char *options = text_format("-s %s -l 3 --task-timeout 1m", (*s)->name);
                char *calls = traced(lines, options);
                if (!calls)
                    skip_because("no strace that may trace here");
                turns[i] = count_calls(calls, "epoll_wait") + count_calls(calls, "epoll_pwait") +
                           count_calls(calls, "poll") + count_calls(calls, "ppoll");
                free(path);
                free(lines);
                free(options);
                free(calls);
            }
            if (turns[1] > turns[0] + A_SECOND * (LONG_MS - SHORT_MS) / 1000 + AT_BOTH_ENDS)
                fail_msg("%s: %lu turns, and %lu", (*s)->name, turns[0], turns[1]);
        }
}

/* --- memory --- */

static size_t memory_of(const char *strategy, int lines, int status)
{
    struct program program = {.stdin_file = lines,
                              .stdout_file = open("/dev/null", O_WRONLY | O_CLOEXEC)};
    lseek(lines, 0, SEEK_SET);
    program = program_run_in(program, "http -s %s -l 4", strategy);
    close(program.stdout_file);
    PROGRAM_CHECK(program, program.status == status);
    program_free(&program);
    return program.memory;
}

static void check_memory(const char *path, unsigned few, unsigned many, int status)
{
    enum { ALLOWED = 24 << 20, FLAT = 1 << 20 };
    char *all = repeated(path, many);
    size_t line = (size_t)(strchr(all, '\n') + 1 - all);
    int long_one = lines_file(all, line * many), short_one = lines_file(all, line * few);
    free(all); /* what the test has, its fork has too */
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_HOLDS_ALL | AC_NO_LIMIT))
                continue;
            size_t before = memory_of((*s)->name, short_one, status);
            size_t after = memory_of((*s)->name, long_one, status);
            if (long_form())
                print_message("# %s: %.1f MiB for %u lines, %.1f MiB for %u\n", (*s)->name,
                              (double)before / (1 << 20), few, (double)after / (1 << 20), many);
            assert_in_range(after, 1, ALLOWED);
            assert_in_range(after, 1, before + FLAT);
        }
    close(long_one);
    close(short_one);
}

/* Lines that wait are not held, but by two strategies. These are no URLs, for the port is none: so no request is
 * needed for any. */
static void a_million_lines_cost_no_memory(void **state)
{
    (void)state;
    if (under_instruments() || under_coverage())
        skip_because("instruments take memory of their own");
    check_memory("0000/", 1000, long_form() ? 1000000 : 100000, 1);
}

static void many_transfers_cost_no_memory(void **state)
{
    (void)state;
    if (under_instruments() || under_coverage())
        skip_because("instruments take memory of their own");
    check_memory("/ok", 300, long_form() ? 100000 : 3000, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_costs_at_most_five_system_calls),
        cmocka_unit_test(a_request_touches_no_signal),
        cmocka_unit_test(waiting_costs_no_turns),
        cmocka_unit_test(a_million_lines_cost_no_memory),
        cmocka_unit_test(many_transfers_cost_no_memory),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
