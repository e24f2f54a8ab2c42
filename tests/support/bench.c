/* bench.c -- see bench.h. */
#include "bench.h"

#include <stdlib.h>
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
