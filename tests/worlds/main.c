/* main.c -- worlds: every small world, of sleeps and of work, then random ones, as many as asked for.
 *
 *     worlds [--tasks N] [--limit N] [--seed N] [--schedules N] [--seconds N]
 *
 * Every world of at most --tasks tasks and --limit limits, for each strategy; then --schedules random
 * ones from --seed on, or as many as fit in --seconds of CPU time. stdout: the command that
 * replays the first world that fails, shrunk, or has its settings if that was work. Exit status 1 then, 2 for wrong usage.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../harness/base/arguments.h"
#include "../../harness/base/complain.h"
#include "../../harness/base/text.h"
#include "../../strategies/strategies.h"
#include "command.h"
#include "draw.h"
#include "every.h"
#include "every_work.h"
#include "script.h"
#include "shrink.h"

enum { BATCH = 10000 };

static uint64_t tasks = 5, limit = 3, seed = 1, schedules = 0, seconds = 0;

static const struct {
    uint64_t *value, most;
} numbers[] = {{&tasks, SCRIPT_TASKS},
               {&limit, SCRIPT_TASKS},
               {&seed, UINT64_MAX},
               {&schedules, UINT64_MAX},
               {&seconds, 1000000}};

static const struct option options[] = {
    {"tasks", required_argument, NULL, 0},   {"limit", required_argument, NULL, 1},
    {"seed", required_argument, NULL, 2},    {"schedules", required_argument, NULL, 3},
    {"seconds", required_argument, NULL, 4}, {NULL, 0, NULL, 0},
};

static bool parse(int argc, char **argv)
{
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
        if (option == ':' || option == '?') {
            argument_refused(option, argv, options);
            return false;
        }
        char name[16];
        snprintf(name, sizeof name, "--%s", options[option].name);
        if (!argument_number(name, optarg, 0, numbers[option].most, numbers[option].value))
            return false;
    }
    if (optind < argc)
        complain("unexpected word '%s': options start with a dash", argv[optind]);
    return optind == argc;
}

static double cpu_s(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* What did not hold, and the command that shows it. */
static int report(const struct world *world, const struct world_outcome *outcome)
{
    char *complaint = world_complaint(world, outcome), *command = world_command(world);
    fprintf(stderr, "%s\n", complaint);
    printf("as-completed %s\n", command);
    free(complaint);
    free(command);
    return 1;
}

static int report_shrunk(struct world *world, struct world_outcome *outcome)
{
    world_shrink(world, outcome);
    return report(world, outcome);
}

static int run_every(void)
{
    struct every every = {.most_tasks = (uint32_t)tasks,
                          .most_limit = (uint32_t)limit,
                          .most_tasks_busy = (uint32_t)tasks,
                          .replay = 16};
    struct world world;
    struct world_outcome outcome;
    double start_s = cpu_s();
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        uint64_t before = every.runs;
        if (!every_world(&every, *s, &world, &outcome))
            return report_shrunk(&world, &outcome);
        fprintf(stderr, "%-14s every schedule of N <= %llu, limit <= %llu: %llu\n", (*s)->name,
                (unsigned long long)tasks, (unsigned long long)limit,
                (unsigned long long)(every.runs - before));
    }
    fprintf(stderr, "%llu schedules in %.1f s, %llu of them again on the virtual clock\n",
            (unsigned long long)every.runs, cpu_s() - start_s, (unsigned long long)every.replays);
    return 0;
}

static int run_work(void)
{
    struct every_work every = {.most_tasks = (uint32_t)tasks,
                               .most_limit = (uint32_t)limit,
                               .replay = 16};
    struct world world;
    struct world_outcome outcome;
    double start_s = cpu_s();
    for (uint32_t kind = 0; kind < every_work_kinds(); kind++)
        for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
            if (!every_work(&every, kind, *s, &world, &outcome)) {
                fprintf(stderr, "work, %s: ", every_work_kind(kind));
                return report(&world, &outcome);
            }
    fprintf(stderr, "%llu schedules of work in %.1f s, %llu of them again as sleeps\n",
            (unsigned long long)every.runs, cpu_s() - start_s, (unsigned long long)every.replays);
    return 0;
}

static int run_random(void)
{
    struct world world;
    struct world_outcome outcome;
    double start_s = cpu_s(), spent_s = 0;
    uint64_t done = 0;
    while (done < schedules || spent_s < (double)seconds) {
        uint64_t batch = BATCH;
        if (!seconds && schedules - done < batch)
            batch = schedules - done;
        if (!worlds_random(ac_strategies, seed + done, batch, &world, &outcome))
            return report_shrunk(&world, &outcome);
        done += batch;
        spent_s = cpu_s() - start_s;
    }
    if (done)
        fprintf(stderr, "%llu random schedules from seed %llu in %.1f s: %.0f a minute\n",
                (unsigned long long)done, (unsigned long long)seed, spent_s,
                60 * (double)done / spent_s);
    return 0;
}

int main(int argc, char **argv)
{
    complain_program = "worlds";
    if (!parse(argc, argv))
        return 2;
    int status = run_every();
    if (!status)
        status = run_work();
    if (!status)
        status = run_random();
    worlds_end();
    return status;
}
