/* test_faults_cli.c -- every call of the whole program that may fail does so, one after the other: once,
 * and from then on. Of compare's table, which is a piece of memory a word, one call in six is tried.
 *
 * build/tests/as-completed-faults is made of the objects of build/as-completed (tests/faults/faults.h).
 * After each fault: the output is right and the status what it would have been, or the status is 1 and
 * one line says why; a file is there whole, or as it was before; nothing else is left. Of the figures only
 * the words around them are compared. `make test-full` tries each, and all pairs
 * of one process.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* TRACE, HISTOGRAM and SLEEPS stand for files. */
struct command {
    const char *words;
    const char *in;  /* which of its processes: a word of its command line */
    bool terminal;   /* stderr is one */
    bool lines;      /* stdin has some */
    bool forks;      /* three processes meet each fault */
    unsigned stride; /* 0: every fault; or one of so many, and fewer where processes are slow */
};

static const struct command commands[] = {
    {.words = "list"},
    {.words = "--help"},
    {.words = "--version"},
    {.words = "run -s calback -n 3"},
    {.words =
         "run -s callback -n 3 -l 2 --scale 1ms --format json --trace TRACE --histogram HISTOGRAM"},
    {.words = "run -s polling -n 3 -l 2 --sleeps 1ms,20us,300us --format tsv", .terminal = true},
    {.words = "run -s semaphore -n 3 -l 2 --clock virtual --trace /dev/stdout --format none"},
    {.words = "run -s callback -n 5 -l 1 --take 2 --scale 1ms --format none --trace TRACE"},
    {.words = "run -s floor -n 3 -l 2 --clock virtual --trace TRACE --histogram /dev/null"},
    {.words =
         "run -s bounded_queue -n 4 -l 2 --clock virtual --sleeps @SLEEPS --format json --trace "
         "TRACE"},
    {.words = "run -s unbounded -n 4 --clock virtual --sleeps @SLEEPS --order shuffle --format tsv "
              "--histogram HISTOGRAM"},
    {.words = "run -s serial -n 5 --clock virtual --timeout 1100ms --trace TRACE"},
    {.words = "run -s callback -n 3 -l 2 --clock virtual --trace TRACE --trace-format chrome "
              "--format none --watch"},
    {.words = "run -s callback -n 6 -l 2,10ms:3 --clock virtual --ordered --window 3 --fail-task 2 "
              "--task-timeout 600ms --format json --trace TRACE"},
    {.words = "run --work cpu -s callback -n 3 -l 2 --cost 1us --threads 2 --format none",
     .stride = 1},
    {.words = "run --work cpu -s polling -n 3 -l 2 --cost 1us --inline --format none", .stride = 1},
    {.words = "exec -s callback -l 2 --ordered echo", .lines = true, .stride = 1},
    {.words = "exec -s semaphore -l 2 --ordered --shell 'head -c 66000 /dev/zero; echo $1'",
     .lines = true,
     .stride = 1},
    {.words = "exec -s polling -l 1 --dry-run echo", .lines = true, .stride = 1},
    {.words = "exec -s callback -l 2 --ordered --report /dev/null echo",
     .lines = true,
     .stride = 4},
    {.words = "exec -s callback -l 2 --ordered --joblog JOBLOG --resume echo",
     .lines = true,
     .stride = 1},
    {.words = "exec -s serial,callback -l 2 echo", .lines = true, .forks = true, .stride = 6},
    {.words = "quiz --seed 1 --answers", .stride = 3},
    {.words = "compare -n 3 -l 2 --clock virtual --sleeps @SLEEPS", .in = "compare", .stride = 6},
    {.words = "compare -n 3 -l 2 --clock virtual --format json", .in = "compare", .stride = 1},
    {.words = "compare -n 2 -l 1 --scale 1ms --format tsv",
     .in = "compare",
     .terminal = true,
     .stride = 1},
    {.words = "compare -n 2 -l 1 --clock virtual --format json", .in = "callback", .stride = 7},
    {.words = "compare -n 2 -l 1 --clock virtual --format json --trace TRACE --trace-format chrome",
     .in = "compare",
     .stride = 4},
};

static const char *const outputs[] = {"trace", "histogram"};

/* One run, and what is left of it. */
struct played {
    struct program program;
    char *files[2];       /* what is in outputs[] then, or NULL */
    char other[256];      /* a file that should not be there, or "" */
    unsigned met, failed; /* of the log */
    char first[64];       /* the first fault, and where */
};

static unsigned processes, counted, bad;

static const char *spelled(const struct command *command)
{
    static char words[2048];
    static const char *const places[] = {"TRACE", "HISTOGRAM", "SLEEPS", "JOBLOG"};
    static const char *const names[] = {"trace", "histogram", "sleeps", "joblog"};
    size_t used = 0;
    for (const char *at = command->words; *at;) {
        size_t place = 0;
        while (place < 4 && strncmp(at, places[place], strlen(places[place])) != 0)
            place++;
        used += (size_t)snprintf(words + used, sizeof words - used, "%.*s", place < 4 ? 1000 : 1,
                                 place < 4 ? scratch_path(names[place]) : at);
        at += place < 4 ? strlen(places[place]) : 1;
    }
    return words;
}

static void read_log(struct played *played)
{
    char *log = file_read(scratch_path("log"), NULL), *rest = log;
    for (char *line; rest && (line = strsep(&rest, "\n"));) {
        if (sscanf(line, "met %u", &played->met) == 1)
            continue;
        if (strncmp(line, "failed ", 7) == 0 && played->failed++ == 0)
            snprintf(played->first, sizeof played->first, "%s", line);
    }
    free(log);
}

/* A fault may keep a line from the log: none takes one from it. */
static const char old_joblog[] =
    "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"
    "2\t:\t1700000000.000\t     0.001\t0\t5\t0\t0\techo 20us\n";

static bool keeps_joblog(void)
{
    char *joblog = file_read(scratch_path("joblog"), NULL);
    bool kept = joblog && strncmp(joblog, old_joblog, strlen(old_joblog)) == 0;
    free(joblog);
    return kept;
}

static struct played play(const struct command *command, const char *plan, int stderr_file)
{
    struct played played = {.program = {.stderr_file = stderr_file}};
    unlink(scratch_path("log"));
    unlink(scratch_path("histogram"));
    file_write(scratch_path("trace"), "old\n");
    file_write(scratch_path("joblog"), old_joblog);
    setenv("AC_FAULTS", plan, 1);
    setenv("AC_FAULTS_IN", command->in ? command->in : strtok(strdupa(command->words), " "), 1);
    if (command->terminal)
        setenv("AC_FAULTS_TTY", "1", 1);
    if (command->lines)
        played.program.stdin_file = open(scratch_path("sleeps"), O_RDONLY | O_CLOEXEC);
    program_start(&played.program, spelled(command));
    if (command->lines)
        close(played.program.stdin_file);
    program_wait(&played.program);
    unsetenv("AC_FAULTS_TTY");
    read_log(&played);
    for (size_t i = 0; i < 2; i++)
        played.files[i] = file_read(scratch_path(outputs[i]), NULL);
    if (!keeps_joblog())
        snprintf(played.other, sizeof played.other, "a job log that lost a line");
    while (scratch_count("trace.", played.other) || scratch_count("histogram.", played.other))
        unlink(scratch_path(played.other));
    processes++;
    return played;
}

static void played_free(struct played *played)
{
    program_free(&played->program);
    free(played->files[0]);
    free(played->files[1]);
}

/* The same words of four letters and more, one after the other: no figures and units. */
static bool says_the_same(const char *a, const char *b)
{
    for (;;) {
        const char *words[2] = {a, b};
        size_t lengths[2];
        for (int i = 0; i < 2; i++) {
            for (;;) {
                while (*words[i] && !isalpha((unsigned char)*words[i]))
                    words[i]++;
                for (lengths[i] = 0; isalpha((unsigned char)words[i][lengths[i]]);)
                    lengths[i]++;
                if (lengths[i] > 3 || !*words[i])
                    break;
                words[i] += lengths[i];
            }
        }
        if (lengths[0] != lengths[1] || strncmp(words[0], words[1], lengths[0]) != 0)
            return false;
        if (!lengths[0])
            return true;
        a = words[0] + lengths[0];
        b = words[1] + lengths[1];
    }
}

static unsigned lines(const char *text)
{
    unsigned count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* As many lines, the first of them the same, and the last whole. How many buckets a histogram has is
 * another figure. */
static bool is_same_file(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    size_t head = strcspn(b, "\n");
    bool as_many = strncmp(b, "measure", 7) == 0 || lines(a) == lines(b);
    return as_many && strncmp(a, b, head) == 0 && a[strlen(a) - 1] == '\n';
}

static void judge(const struct command *command, const char *plan, const struct played *clean,
                  const struct played *faulty)
{
    const struct program *p = &faulty->program, *c = &clean->program;
    bool same_files = true, whole_files = true;
    for (size_t i = 0; i < 2; i++) {
        const char *file = faulty->files[i], *before = i == 0 ? "old\n" : NULL;
        bool same = is_same_file(file, clean->files[i]);
        bool untouched = file && before ? strcmp(file, before) == 0 : file == before;
        same_files &= same;
        whole_files &= same || untouched;
    }
    bool right = p->status == c->status && says_the_same(p->output, c->output) && same_files;
    bool said = p->errors_lines && strcmp(p->errors, c->errors) != 0;
    unsigned faults = strchr(plan, '+') || strchr(plan, ',') ? 3 : 1;
    unsigned most = c->errors_lines + faults * (command->forks ? 3 : 1);
    bool good = (right || (p->status == 1 && said)) && whole_files && !*faulty->other &&
                p->errors_lines <= most;
    if (good)
        return;
    bad++;
    print_error(
        "%s, AC_FAULTS=%s, %s: status %d, %s, %s, left '%s'; stderr '%s', stdout '%.100s'\n",
        command->words, plan, faulty->first, p->status,
        right  ? "right"
        : said ? "said"
               : "neither right nor said",
        whole_files ? "files whole" : "files not whole", faulty->other, p->errors, p->output);
}

/* Returns how many faults were met. */
static unsigned try(const struct command *command, const struct played *clean, const char *format,
                    unsigned first, unsigned second)
{
    char plan[64];
    snprintf(plan, sizeof plan, format, first, second);
    struct played faulty = play(command, plan, 0);
    unsigned met = faulty.met;
    judge(command, plan, clean, &faulty);
    played_free(&faulty);
    return met;
}

static void try_command(const struct command *command)
{
    struct played clean = play(command, "0", 0);
    PROGRAM_CHECK(clean.program, clean.met > 0 && clean.failed == 0);
    counted += clean.met;
    bool full = getenv("AC_TEST_FULL");
    unsigned stride =
        full || !command->stride ? 1 : command->stride * (under_instruments() ? 5 : 1);
    for (unsigned k = 1; k <= clean.met; k += stride) {
        unsigned behind = try(command, &clean, "%u", k, 0);
        try(command, &clean, "%u+", k, 0);
        for (unsigned m = k + 1; full && !command->in && m <= behind; m++)
            try(command, &clean, "%u,%u", k, m);
    }
    played_free(&clean);
}

static void faults_of_the_command_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        try_command(&commands[i]);
    print_message("%u places counted, %u runs of the program\n", counted, processes);
    assert_int_equal(bad, 0);
}

static void faults_of_stderr_change_nothing_else(void **state)
{
    (void)state;
    int full = open("/dev/full", O_WRONLY);
    if (full < 0)
        skip_because("there is no /dev/full");
    bad = 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct played clean = play(&commands[i], "0", 0), mute = play(&commands[i], "0", full);
        judge(&commands[i], "0", &clean, &mute);
        played_free(&clean);
        played_free(&mute);
    }
    close(full);
    assert_int_equal(bad, 0);
}

/* A disk that fails is not taken for a file that changed: nothing here changes one. */
static void faults_of_reading_are_told_as_such(void **state)
{
    (void)state;
    static const char *const orders[] = {"forward", "shuffle"};
    for (size_t i = 0; i < 2; i++) {
        char words[128], plan[16];
        unsigned told = 0, failed = 1;
        snprintf(words, sizeof words, "run -s callback -n 4 --sleeps @SLEEPS --order %s",
                 orders[i]);
        struct command command = {.words = words};
        for (unsigned k = 1; failed; k++) {
            snprintf(plan, sizeof plan, "%u", k);
            struct played played = play(&command, plan, 0);
            const char *errors = played.program.errors;
            PROGRAM_CHECK(played.program, !strstr(errors, "changed"));
            told += strstr(errors, "cannot read after task") && strstr(errors, strerror(EIO));
            failed = played.failed;
            played_free(&played);
        }
        assert_true(told > 0);
    }
}

/* compare ends in the middle of a start, of which its child, which has ten seconds to go, hears. */
static void faults_end_what_was_started(void **state)
{
    (void)state;
    static const struct command command = {.words = "compare -n 2 --scale 10s", .in = "compare"};
    struct played played = {.met = 0};
    char plan[32];
    int status;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    for (unsigned k = 1; !strstr(played.first, "uv_spawn") && k < 100; k++) {
        snprintf(plan, sizeof plan, "%u+", k);
        played = play(&command, plan, 0);
        snprintf(plan, sizeof plan, "%u+", k + 1);
        played_free(&played);
    }
    played = play(&command, plan, 0);
    PROGRAM_CHECK(played.program, played.program.status == 1 && strstr(played.first, "alloc"));
    played_free(&played);
    assert_true(waitpid(-1, &status, 0) > 0);
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int prepare(void **state)
{
    char path[1024], copy[1024];
    const char *program = getenv("AS_COMPLETED");
    snprintf(copy, sizeof copy, "%s", program ? program : "build/as-completed");
    snprintf(path, sizeof path, "%s/tests/as-completed-faults", dirname(copy));
    setenv("AS_COMPLETED", path, 1);
    setenv("ASAN_OPTIONS", "exitcode=99", 1);
    if (scratch_make(state))
        return -1;
    setenv("AC_FAULTS_LOG", scratch_path("log"), 1);
    file_write(scratch_path("sleeps"), "1ms\n20us\n300us\n15us\n");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_the_command_line),
        cmocka_unit_test(faults_of_stderr_change_nothing_else),
        cmocka_unit_test(faults_of_reading_are_told_as_such),
        cmocka_unit_test(faults_end_what_was_started),
    };
    return cmocka_run_group_tests(tests, prepare, scratch_remove);
}
