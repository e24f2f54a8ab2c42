/* main.c -- the command line of queues: measures the priority queues, and makes the table.
 *
 * At each size, a round is every load; there the queues run one after the other, in an order drawn
 * anew, with the same draws. Each run is a row, kept in DIR/rows.tsv as soon as it is over.
 * Exit: 0, 1 a failure, 2 wrong usage; an error is one line on stderr.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <uv.h>

#include "../../base/arguments.h"
#include "../../base/complain.h"
#include "../../base/process.h"
#include "../../base/rows.h"
#include "../../base/spawn.h"
#include "../../base/text.h"
#include "../environment.h"
#include "../folder.h"
#include "../stats/draw.h"
#include "../suite.h"
#include "hold.h"
#include "table.h"

enum { KINDS = 16, MOST = 100000000, LARGE_ROUNDS = 2 };

static const struct bench_option queues_options[] = {
    {"least", "N", options_number, OPTIONS_FIELD(least), 10, MOST,
     "no fewer sleeping tasks than N (default 10)"},
    {"most", "N", options_number, OPTIONS_FIELD(most), 10, MOST,
     "sleeping tasks: 10, 100 and so on up to N (default 10000000)"},
    {"operations", "N", options_number, OPTIONS_FIELD(operations), 1, INT64_MAX,
     "time at least so many pops, each with its push (default 500000)"},
    {"rounds", "R", options_number, OPTIONS_FIELD(rounds), 1, 1000,
     "rounds at each size (default 5; above a million sleeping tasks at most 2)"},
    {"seed", "S", options_number, OPTIONS_FIELD(seed), 0, INT64_MAX,
     "of the sleeps and the orders (default 1)"},
    {.name = NULL}};

static const char *const columns[] = {"round",      "position",   "load",         "sleeping",
                                      "queue",      "operations", "cpu_ns",       "fill_ns",
                                      "heap_bytes", "check",      "out_of_order", "preempted",
                                      "load_1min",  NULL};
static const char *const needed[] = {"round",      "load",         "sleeping", "queue",
                                     "operations", "cpu_ns",       "fill_ns",  "heap_bytes",
                                     "check",      "out_of_order", NULL};

static const struct suite suite_queues = {
    .name = "queues",
    .usage =
        "usage: queues measure DIR [options]   time the priority queues, keep the rows in DIR\n"
        "       queues table DIR               make the tables of DIR again from its rows\n"
        "\n",
    .help_width = 14,
    .options = queues_options,
    .columns = columns,
    .needed = needed,
    .tables = table_queues,
};

/* Times one queue and keeps the row; 0 or a negative errno. */
static int queues_measure_one(const struct hold_plan *plan, uint64_t round, size_t position,
                              const char *path)
{
    struct hold_result result;
    struct rows rows;
    double load[3];
    hold_measure(plan, &result);
    uv_loadavg(load);
    const struct {
        const char *column;
        uint64_t value;
    } numbers[] = {{"round", round},
                   {"position", position},
                   {"sleeping", plan->sleeping},
                   {"operations", result.operations},
                   {"cpu_ns", result.cpu_ns},
                   {"fill_ns", result.fill_ns},
                   {"heap_bytes", result.heap_bytes},
                   {"out_of_order", result.out_of_order},
                   {"preempted", result.preempted}};
    rows_init(&rows, columns);
    size_t row = rows_add(&rows);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rows_printf(&rows, row, numbers[i].column, "%" PRIu64, numbers[i].value);
    rows_set(&rows, row, "load", hold_loads[plan->load]);
    rows_set(&rows, row, "queue", plan->kind->name);
    rows_printf(&rows, row, "check", "%016" PRIx64, result.check);
    rows_printf(&rows, row, "load_1min", "%.2f", load[0]);
    int error = rows_append(&rows, row, path);
    rows_free(&rows);
    return error;
}

/* Every queue in one place, in drawn order. */
static int queues_measure_place(const struct bench_options *options, uint64_t round,
                                struct hold_plan plan, struct draw *draw, const char *path)
{
    size_t order[KINDS], count = 0;
    for (; queue_kinds[count]; count++)
        order[count] = count;
    draw_shuffle(draw, order, count);
    int error = 0;
    plan.seed = draw_bits(draw);
    plan.operations = options->operations;
    for (size_t i = 0; i < count && !error; i++) {
        plan.kind = queue_kinds[order[i]];
        error = queues_measure_one(&plan, round, i + 1, path);
    }
    return error;
}

/* A size of more than a million sleeping tasks takes minutes a round. */
static uint64_t rounds_at(const struct bench_options *options, uint64_t sleeping)
{
    bool few = sleeping > 1000000 && options->rounds > LARGE_ROUNDS;
    return few ? LARGE_ROUNDS : options->rounds;
}

static int queues_measure_all(const struct bench_options *options, const char *path)
{
    struct draw draw = {options->seed};
    int error = 0;
    for (uint64_t sleeping = 10; sleeping <= options->most; sleeping *= 10)
        for (uint64_t round = 1;
             sleeping >= options->least && round <= rounds_at(options, sleeping); round++) {
            fprintf(stderr, "%" PRIu64 " sleeping tasks: round %" PRIu64 " of %" PRIu64 "\n",
                    sleeping, round, rounds_at(options, sleeping));
            for (int load = 0; load < HOLD_LOADS && !error; load++)
                error = queues_measure_place(options, round,
                                             (struct hold_plan){.load = (enum hold_load)load,
                                                                .sleeping = sleeping},
                                             &draw, path);
            if (error)
                return error;
        }
    return error;
}

static json_t *queues_look_around(const struct bench_options *options, const char *command)
{
    static const char pages[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    json_t *environment = environment_new(command);
    json_object_del(environment, "program");
    json_object_set_new(environment, "huge_pages",
                        environment_ask((const char *const[]){"cat", pages, NULL}));
    json_object_set_new(environment, "least", json_integer((json_int_t)options->least));
    json_object_set_new(environment, "most", json_integer((json_int_t)options->most));
    json_object_set_new(environment, "operations", json_integer((json_int_t)options->operations));
    json_object_set_new(environment, "rounds", json_integer((json_int_t)options->rounds));
    json_object_set_new(environment, "seed", json_integer((json_int_t)options->seed));
    json_object_set_new(environment, "complete", json_false());
    return environment;
}

/* No command is started any more: from here on a signal ends the program at once, and leaves whole
 * rows. */
static void stop_catching(void)
{
    static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        if (!ac_process_ignores(caught[i]))
            signal(caught[i], SIG_DFL);
}

/* Measures into DIR, which is made if it is not there; 0 or a negative errno, of which *said was
 * said. */
static int queues_measure_into(const struct bench_options *options, const char *dir,
                               json_t *environment, int *said)
{
    char *path = text_format("%s/rows.tsv", dir);
    struct rows header;
    rows_init(&header, columns);
    int error = mkdir(dir, 0777) && errno != EEXIST ? -errno : rows_create(&header, path);
    rows_free(&header);
    if (!error)
        folder_keep_json(dir, "environment.json", environment, said);
    if (!error && !*said)
        error = queues_measure_all(options, path);
    json_object_set_new(environment, "load_after", environment_load());
    json_object_set_new(environment, "complete", json_boolean(!error));
    if (!error)
        folder_keep_json(dir, "environment.json", environment, said);
    free(path);
    return error;
}

static int queues_measure(const struct bench_options *options, const char *command, const char *dir)
{
    int error = spawn_open(), said = 0;
    if (error)
        return complain("cannot start an event loop: %s", uv_strerror(error));
    json_t *environment = queues_look_around(options, command);
    stop_catching();
    error = queues_measure_into(options, dir, environment, &said);
    if (error)
        complain("cannot keep results in %s: %s", dir, uv_strerror(error));
    json_decref(environment);
    return error || said ? 1 : table_print(&suite_queues, dir);
}

int main(int count, char **words)
{
    static const char *const commands[] = {"measure", "table", NULL};
    const char *given;
    struct bench_options options = {
        .least = 10, .most = 10000000, .operations = 500000, .rounds = 5, .seed = 1};
    complain_program = "queues";
    ac_process_guard_descriptors();
    ac_process_guard_writes();
    int status = options_read(&suite_queues, count, words, &options, &given);
    if (status >= 0)
        return status;
    if (optind == count) {
        complain("a command is missing: measure or table; see --help");
        return 2;
    }
    if (strcmp(words[optind], "help") == 0)
        return options_help(&suite_queues);
    int command = argument_choose("command", words[optind], commands);
    if (command < 0)
        return 2;
    if (count - optind != 2) {
        complain("%s takes one result folder, as in results/queues; see --help", commands[command]);
        return 2;
    }
    const char *dir;
    if (!argument_path(commands[command], words[optind + 1], &dir))
        return 2;
    return command == 0 ? queues_measure(&options, words[0], dir) : table_print(&suite_queues, dir);
}
