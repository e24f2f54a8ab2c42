/* input.c -- see input.h. */
#include "input.h"
#include "../../base/text.h"
#include "../stats/draw.h"
#include "exec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LIVE_US      UINT64_C(600000000) /* longer than any run: it is ended by its program */
#define QUICK_SLEEPS 10                  /* a quick bench has sleeps so many times shorter */

static bool input_is(const struct plan_cell *cell, const char *stage)
{
    return strcmp(cell->stage, stage) == 0;
}

static uint64_t input_sleep_us(const struct plan_cell *cell, uint64_t number, struct draw *draw,
                               bool quick)
{
    if (input_is(cell, EXEC_LIVE))
        return number <= cell->tasks ? LIVE_US : 0;
    if (!input_is(cell, EXEC_SLEEPS))
        return 0;
    uint64_t sleep_us =
        EXEC_SLEEP_MIN_US + draw_below(draw, EXEC_SLEEP_MAX_US - EXEC_SLEEP_MIN_US + 1);
    return quick ? sleep_us / QUICK_SLEEPS : sleep_us;
}

/* Beside the jobs that live on, there are so many that do not, and some more than are taken. */
static uint64_t input_count(const struct plan_cell *cell, bool quick)
{
    return cell->tasks + (input_is(cell, EXEC_LIVE) ? 2 * exec_take(EXEC_MANY, quick) : 0);
}

int work_write_input(const char *path, const struct plan_cell *cell, uint64_t seed, bool quick)
{
    struct draw draw = {seed};
    bool numbers = input_is(cell, EXEC_TRUE) || input_is(cell, EXEC_MEMORY);
    unsigned long long bytes = input_is(cell, EXEC_READER) ? EXEC_READER_BYTES : 0;
    FILE *file = fopen(path, "w");
    if (!file)
        return -errno;
    for (uint64_t number = 1; number <= input_count(cell, quick); number++) {
        fprintf(file, "%llu", (unsigned long long)number);
        if (!numbers)
            fprintf(file, ",%llu,%llu",
                    (unsigned long long)input_sleep_us(cell, number, &draw, quick), bytes);
        putc('\n', file);
    }
    int error = ferror(file) ? -EIO : 0;
    return fclose(file) && !error ? -errno : error;
}
