/* test_faults_bench.c -- every call of `as-completed-bench table` and `plots` that may fail does so, one
 * after the other: once, and from then on. Of the pieces of text, each of which is a piece of memory,
 * one in some is tried; `make test-full` tries each.
 *
 * build/tests/as-completed-bench-faults is made of the objects of build/as-completed-bench
 * (tests/faults/faults.h). After each fault: everything is as without it, or the status is 1, and
 * stderr says why. Every file is whole, or not there; and there is no other. gnuplot is a script here,
 * which writes a picture of a word, and warns.
 */
#include <dirent.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/rows.h"
#include "../harness/bench/suite.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

enum { MOST_FILES = 40 };

static const struct command {
    const char *word, *folder; /* where it puts what it makes */
    size_t rows;               /* so many of those below are there */
    unsigned stride;           /* through the pieces of memory */
} commands[] = {{"table", "set", 10, 24}, {"plots", "set/plots", 2, 80}};

static const char gnuplot[] =
    "#!/bin/sh\n[ \"$1\" != --version ] || exit 0\necho a warning >&2\necho whole >\"$5\"\n";

static const char *const rows[] = {"verdict 10,2 callback",      "verdict 10,2 polling",
                                   "verdict 100,2 callback",     "verdict 100,2 polling",
                                   "wall-limit 10,2 callback",   "wall-limit 10,5 callback",
                                   "growth-limit 10,2 callback", "growth-limit 10,5 callback",
                                   "growth-n 10,2 callback",     "growth-n 100,2 callback"};

struct file {
    char *name, *text;
};

/* One run, and what is left of it. */
struct played {
    struct program program;
    struct file files[MOST_FILES];
    size_t file_count;
    unsigned met, failed;
    char first[64]; /* the first fault, and where */
};

static unsigned processes, counted, bad;

static int is_file(const struct dirent *entry)
{
    return entry->d_type == DT_REG;
}

static const char *path_in(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return scratch_path(path);
}

static void collect(struct played *played, const char *folder)
{
    struct dirent **entries;
    int count = scandir(scratch_path(folder), &entries, is_file, alphasort);
    assert_true(count <= MOST_FILES);
    for (int i = 0; i < count; i++) {
        char *text = file_read(path_in(folder, entries[i]->d_name), NULL);
        played->files[played->file_count++] = (struct file){strdup(entries[i]->d_name), text};
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* So that whatever is there afterwards was made then. */
static void clear(const struct played *played, const char *folder)
{
    for (size_t i = 0; i < played->file_count; i++)
        if (strcmp(played->files[i].name, "rows.tsv") != 0 &&
            strcmp(played->files[i].name, "environment.json") != 0)
            unlink(path_in(folder, played->files[i].name));
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

static struct played play(const struct command *command, const char *plan)
{
    struct played played = {.met = 0};
    unlink(scratch_path("log"));
    setenv("AC_FAULTS", plan, 1);
    played.program = program_run("%s %s", command->word, scratch_path("set"));
    read_log(&played);
    collect(&played, command->folder);
    clear(&played, command->folder);
    processes++;
    return played;
}

static void played_free(struct played *played)
{
    program_free(&played->program);
    for (size_t i = 0; i < played->file_count; i++) {
        free(played->files[i].name);
        free(played->files[i].text);
    }
}

/* NULL, or a file that is not as it is without faults. */
static const char *strange_file(const struct played *clean, const struct played *faulty)
{
    for (size_t i = 0; i < faulty->file_count; i++) {
        size_t k = 0;
        while (k < clean->file_count && strcmp(clean->files[k].name, faulty->files[i].name) != 0)
            k++;
        if (k == clean->file_count || strcmp(clean->files[k].text, faulty->files[i].text) != 0)
            return faulty->files[i].name;
    }
    return NULL;
}

static void judge(const struct command *command, const char *plan, const struct played *clean,
                  const struct played *faulty)
{
    const struct program *p = &faulty->program, *c = &clean->program;
    const char *strange = strange_file(clean, faulty);
    bool right = p->status == 0 && strcmp(p->output, c->output) == 0 &&
                 strcmp(p->errors, c->errors) == 0 && faulty->file_count == clean->file_count;
    bool more = strncmp(p->errors, c->errors, strlen(p->errors)) != 0;
    bool said =
        p->status == 1 && more && p->errors_lines <= c->errors_lines + (strchr(plan, '+') ? 3 : 1);
    if ((right || said) && !strange)
        return;
    bad++;
    print_error("%s, AC_FAULTS=%s, %s: status %d, %zu of %zu files, of which '%s' is strange; "
                "stderr '%s', stdout '%.100s'\n",
                command->word, plan, faulty->first, p->status, faulty->file_count,
                clean->file_count, strange ? strange : "none", p->errors, p->output);
}

/* Every stride-th fault, until there is none. */
static void try_command(const struct command *command, unsigned stride)
{
    struct played clean = play(command, "0");
    PROGRAM_CHECK(clean.program, clean.program.status == 0 && clean.met > 0);
    counted += clean.met;
    for (unsigned k = 1; k <= clean.met; k += stride)
        for (int on = 0; on < 2; on++) {
            char plan[32];
            snprintf(plan, sizeof plan, "%u%s", k, on ? "+" : "");
            struct played faulty = play(command, plan);
            judge(command, plan, &clean, &faulty);
            played_free(&faulty);
        }
    played_free(&clean);
}

static void write_rows(size_t count)
{
    static const char *const ones[][2] = {{"exit", "0"},          {"clock", "real"},
                                          {"wall_ns", "1000100"}, {"ideal_ns", "1000000"},
                                          {"excess_ns", "100"},   {"cpu_user_ns", "300"},
                                          {"cpu_sys_ns", "0"},    {"peak_heap_bytes", "2048"}};
    struct rows set;
    rows_init(&set, bench_columns);
    for (size_t i = 0; i < count; i++) {
        char stage[32], tasks[16], limit[16], cell[32], point[40];
        assert_int_equal(sscanf(rows[i], "%31s %15[0-9],%15s %31s", stage, tasks, limit, cell), 4);
        snprintf(point, sizeof point, "%s,%s", tasks, limit);
        size_t row = rows_add(&set);
        const char *const own[][2] = {{"stage", stage}, {"point", point}, {"cell", cell},
                                      {"tasks", tasks}, {"limit", limit}, {"strategy", cell}};
        for (size_t k = 0; k < sizeof own / sizeof *own; k++)
            rows_set(&set, row, own[k][0], own[k][1]);
        for (size_t k = 0; k < sizeof ones / sizeof *ones; k++)
            rows_set(&set, row, ones[k][0], ones[k][1]);
    }
    assert_int_equal(rows_write(&set, scratch_path("set/rows.tsv")), 0);
    rows_free(&set);
}

static void faults_of_the_tables_and_the_figures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        write_rows(commands[i].rows);
        setenv("AC_FAULTS_IN", commands[i].word, 1);
        setenv("AC_FAULTS_SPARED", "malloc realloc", 1);
        try_command(&commands[i], under_instruments() ? 5 : 1);
        unsetenv("AC_FAULTS_SPARED");
        try_command(&commands[i],
                    long_form() ? 1 : commands[i].stride * (under_instruments() ? 10 : 1));
    }
    print_message("%u places counted, %u runs of the program\n", counted, processes);
    assert_int_equal(bad, 0);
}

static void write_set(void)
{
    static const char *const folders[] = {"bin", "set", "set/traces", "set/histograms"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        assert_int_equal(mkdir(scratch_path(folders[i]), 0777), 0);
    file_write(scratch_path("set/environment.json"),
               "{\"cpu\": \"its name\", \"complete\": true}\n");
    file_write(scratch_path("set/traces/callback-real.tsv"),
               "t_ns\tevent\ttask\n1\tpull\t1\n2\tlaunch\t1\n8\tfinish\t1\n9\ttake\t1\n");
    file_write(scratch_path("set/histograms/callback-10-2.tsv"),
               "measure\tupper_ns\tcount\nlateness\t200\t1\ndelivery\t300\t1\n");
    file_write(scratch_path("bin/gnuplot"), gnuplot);
    assert_int_equal(chmod(scratch_path("bin/gnuplot"), 0755), 0);
}

static int prepare(void **state)
{
    char path[1024], copy[1024], *programs;
    const char *program = getenv("AS_COMPLETED_BENCH");
    snprintf(copy, sizeof copy, "%s", program ? program : "build/as-completed-bench");
    snprintf(path, sizeof path, "%s/tests/as-completed-bench-faults", dirname(copy));
    setenv("AS_COMPLETED", path, 1); /* what program_run() runs */
    setenv("ASAN_OPTIONS", "exitcode=99", 1);
    if (scratch_make(state) ||
        asprintf(&programs, "%s:%s", scratch_path("bin"), getenv("PATH")) < 0)
        return -1;
    setenv("PATH", programs, 1);
    free(programs);
    setenv("AC_FAULTS_LOG", scratch_path("log"), 1);
    write_set();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_the_tables_and_the_figures),
    };
    return cmocka_run_group_tests(tests, prepare, scratch_remove);
}
