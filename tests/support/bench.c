/* bench.c -- see bench.h. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../harness/base/text.h"
#include "check.h"
#include "files.h"

char *bench_driver, *bench_measured;

int bench_begin(void **state)
{
    const char *bench = getenv("AS_COMPLETED_BENCH"), *program = getenv("AS_COMPLETED");
    bench_measured = text_copy(program ? program : "build/as-completed");
    bench_driver = text_copy(bench ? bench : "build/as-completed-bench");
    return scratch_make(state);
}

int bench_end(void **state)
{
    free(bench_measured);
    free(bench_driver);
    return scratch_remove(state);
}

static void write_program(const char *name, const char *script)
{
    file_write(scratch_path(name), script);
    assert_int_equal(chmod(scratch_path(name), 0777), 0);
}

struct program bench_program_run(const char *const *missing, size_t count, const char *words,
                                 const char *more)
{
    write_program("gnuplot", "#!/bin/sh\n[ \"$1\" = --version ] || : >\"$5\"\n");
    for (size_t i = 0; i < count; i++)
        write_program(missing[i], "#!/bin/sh\necho another program of this name\n");
    char *keep = text_copy(getenv("PATH")), *path = text_format("%s:%s", scratch_path("."), keep);
    setenv("PATH", path, 1);
    struct program program = program_run_in((struct program){.in.path = bench_driver},
                                            "%s --program %s %s", words, bench_measured, more);
    setenv("PATH", keep, 1);
    free(path);
    free(keep);
    return program;
}

/* --- its results --- */

static struct program bench_ended_well(bench_measure measure, char *words)
{
    struct program program = measure(words);
    PROGRAM_CHECK(program, program.status == 0);
    free(words);
    return program;
}

char *bench_anew(bench_measure measure, const char *words, struct program *program)
{
    char name[256];
    *program = bench_ended_well(measure, text_format("%s --results %s", words, scratch_path(".")));
    assert_int_equal(scratch_count("20", name), 1);
    return text_copy(scratch_path(name));
}

void bench_go_on(bench_measure measure, const char *words, const char *folder,
                 struct program *program)
{
    *program = bench_ended_well(measure, text_format("%s --resume %s", words, folder));
}

void bench_check_other(bench_measure measure, const char *folder, const char *what)
{
    char *words = text_format("--resume %s", folder);
    char *line = text_format("it is not the folder of %s", what);
    struct program program = measure(words);
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, line));
    program_free(&program);
    free(line);
    free(words);
}

struct rows bench_rows(const char *folder, const struct suite *suite)
{
    struct rows rows;
    char *path = text_format("%s/rows.tsv", folder);
    assert_int_equal(rows_read(&rows, path), 0);
    assert_true(suite_of_rows(&rows) == suite);
    free(path);
    return rows;
}
