/* cpu.c -- the part of computing: tasks that need the processor, in libuv's pool or on the loop, and by
 * pools of other languages.
 *
 * Each program finds out before how much work lasts so long. Its own wall is from the first task to the
 * last result: neither its start nor this trial is in it.
 */
#include "cpu.h"
#include "../../base/text.h"
#include "../strategies/cells.h"
#include "part.h"

#include <string.h>
#include <unistd.h>

#define GO_PROGRAM "build/peers/go-cpu"
#define JAVA       "java", "-cp", "build/peers/java", "Cpu"
#define LIMIT      4 /* so in a pool of 2 tasks wait */
#define STARTUP_S  0.4

static const char *const cpu_stages[] = {CPU_STAGES, NULL};

#define SHORT(stage_, threads_)                                                         \
    {                                                                                   \
        .stage = (stage_), .tasks = {400, 20000, 20000}, .limit = LIMIT, .cost_us = 10, \
        .threads = (threads_)                                                           \
    }
#define LONG(stage_, threads_)                                                         \
    {                                                                                  \
        .stage = (stage_), .tasks = {20, 2000, 2000}, .limit = LIMIT, .cost_us = 1000, \
        .threads = (threads_)                                                          \
    }

static const struct work_point cpu_points[] = {
    SHORT(CPU_SHORT_2, 2), SHORT(CPU_SHORT_4, 4), SHORT(CPU_SHORT_INLINE, 0),
    LONG(CPU_LONG_2, 2),   LONG(CPU_LONG_4, 4),   LONG(CPU_LONG_INLINE, 0),
    {.stage = NULL}};

static const struct rivals_row cpu_rivals[] = {
    {CPU_GO, {GO_PROGRAM, "--version"}, "go", "peers/go/cpu was not built: make deps-work"},
    {CPU_JAVA, {JAVA, "--version"}, "java ", "peers/java/Cpu was not built: make deps-work"},
    {.name = NULL}};

static const char *const cpu_cells[] = {CPU_GO, CPU_JAVA, NULL};

/* Beside the work over the cores. */
#define WALL(stage_, most_)                                                             \
    {                                                                                   \
        .stage = (stage_), .of = "wall", .figure = "own_wall_ns", .column = "ideal_ns", \
        .most = (most_)                                                                 \
    }

static const struct work_target cpu_targets[] = {WALL(CPU_SHORT_2, 0),
                                                 WALL(CPU_SHORT_4, 0),
                                                 WALL(CPU_SHORT_INLINE, 0),
                                                 WALL(CPU_LONG_2, CPU_WALL_TARGET),
                                                 WALL(CPU_LONG_4, 0),
                                                 WALL(CPU_LONG_INLINE, 0),
                                                 {.stage = NULL}};

static size_t cpu_choose(const struct work_point *point, const struct rivals *rivals,
                         const char *cells[])
{
    size_t count = work_add_strategies(cells);
    for (size_t i = 0; cpu_cells[i] && point->threads; i++)
        if (rivals_has(rivals, cpu_cells[i]))
            cells[count++] = cpu_cells[i];
    return count;
}

/* How many tasks can compute at once: by the threads, and by the processors that are there. */
static double cpu_width(const struct work_point *point)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    double threads = point->threads ? (double)point->threads : 1;
    return processors > 0 && threads > (double)processors ? (double)processors : threads;
}

static double cpu_estimate(const struct plan_cell *cell, enum work_size size)
{
    (void)size;
    return STARTUP_S +
           (double)cell->tasks * (double)cell->work->cost_us / 1e6 / cpu_width(cell->work);
}

static int cpu_write(struct bench *bench, const struct plan_cell *cell)
{
    (void)bench;
    (void)cell;
    return 0;
}

static void cpu_add_number(struct words *command, uint64_t number)
{
    words_printf(command, "%llu", (unsigned long long)number);
}

static void cpu_add_ours(const struct bench *bench, const struct plan_cell *cell,
                         const struct ac_strategy *strategy, struct words *command)
{
    const struct work_point *point = cell->work;
    WORDS_ADD(command, bench->options->program, "run", "-s", strategy->name, "-n");
    cpu_add_number(command, cell->tasks);
    if (!(strategy->flags & AC_NO_LIMIT)) {
        WORDS_ADD(command, "-l");
        cpu_add_number(command, cell->limit);
    }
    WORDS_ADD(command, "--work", "cpu", "--cost");
    words_printf(command, "%lluus", (unsigned long long)point->cost_us);
    WORDS_ADD(command, point->threads ? "--threads" : "--inline");
    if (point->threads)
        cpu_add_number(command, point->threads);
    WORDS_ADD(command, "--format", "tsv");
}

static void cpu_add_words(const struct bench *bench, const struct plan_cell *cell,
                          struct words *command)
{
    const struct work *own = bench->own;
    const struct ac_strategy *strategy = cells_strategy(cell->name);
    WORDS_ADD(command, own->meter, "-o", own->output);
    if (strategy) {
        cpu_add_ours(bench, cell, strategy, command);
        return;
    }
    if (strcmp(cell->name, CPU_GO) == 0)
        WORDS_ADD(command, GO_PROGRAM);
    else
        WORDS_ADD(command, JAVA);
    cpu_add_number(command, cell->work->threads);
    cpu_add_number(command, cell->tasks);
    cpu_add_number(command, cell->work->cost_us * 1000);
}

/* What it says of itself, and then what the meter saw of the whole process. */
static const char *cpu_take(struct bench *bench, const struct plan_cell *cell, size_t row,
                            const struct rows *printed)
{
    const struct work *own = bench->own;
    struct rows said;
    const char *wrong = "printed no row";
    if (rows_read(&said, own->output) == 0 && said.count == 1) {
        double cost_ns = (double)cell->work->cost_us * 1000;
        rows_copy(&bench->rows, row, &said, 0);
        rows_copy(&bench->rows, row, printed, 0);
        rows_set_number(&bench->rows, row, "own_wall_ns", rows_number(&said, 0, "wall_ns"));
        rows_set_number(&bench->rows, row, "ideal_ns",
                        (double)cell->tasks * cost_ns / cpu_width(cell->work));
        wrong = rows_number(&said, 0, "wall_ns") > 0 ? NULL : "wrong row: wall_ns";
    }
    rows_free(&said);
    return wrong;
}

const struct work_part work_part_cpu = {.stages = cpu_stages,
                                        .points = cpu_points,
                                        .rivals = cpu_rivals,
                                        .cells = cpu_cells,
                                        .targets = cpu_targets,
                                        .choose = cpu_choose,
                                        .estimate = cpu_estimate,
                                        .write = cpu_write,
                                        .add_words = cpu_add_words,
                                        .take = cpu_take};
