/* list.c -- see list.h. */
#include "list.h"
#include "../../base/complain.h"
#include "../../base/parse.h"
#include "../../base/rows.h"
#include "../../base/text.h"
#include "../../workloads/ideal.h"
#include "../kept.h"
#include "../strategies/cells.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TASKS     100000000u
#define MOST_PROCESSES 100u
#define PROCESS_PEERS  "peers/shell/" /* where the source of those is that start processes */

/* At full resolution, and with sleeps in whole milliseconds, as far as those take no hours. */
const struct peers_built_in peers_full[] = {
    {"100,10,1/i,1ns", 60000, NULL},
    {"100,10,1/i,1ms", 60000, NULL},
    {"100000,10,1/i,1ns", 60000, NULL},
    {"100000,10,1/i,1ms", 60000, NULL},
    {"1000000,10,1/i,1ns", 60000, NULL},
    {"1000000,1000,1/i,1ns", 60000, NULL},
    {"1000000,none,10s,1ns", 60000, NULL},
    {"1000000,1000,0s,1ns", 60000, NULL},
    {NULL, 0, NULL},
};

/* Those that fit into three minutes: who is slow at the second is not tried at the third. */
const struct peers_built_in peers_quick[] = {
    {"100,10,1/i,1ns", 6000, NULL},
    {"100000,10,1/i,1ns", 6000, NULL},
    {"1000000,1000,1/i,1ns", 3000, "100000,10,1/i,1ns"},
    {NULL, 0, NULL},
};

static bool read_sleep(const char *word, uint64_t *sleep_ns)
{
    *sleep_ns = PEERS_HARMONIC;
    return strcmp(word, "1/i") == 0 || ac_parse_duration(word, strlen(word), sleep_ns);
}

static bool read_limit(const char *word, uint64_t *limit)
{
    *limit = 0;
    return strcmp(word, "none") == 0 || ac_parse_number(word, 1, MOST_TASKS, limit);
}

bool peers_comparison_find_ideal(struct peers_comparison *c)
{
    static const volatile int not_interrupted = 0;
    bool harmonic = c->sleep_ns == PEERS_HARMONIC;
    struct ac_sleeps workload = {.count = c->tasks,
                                 .scale_ns = harmonic ? UINT64_C(1000000000) : c->sleep_ns,
                                 .same = !harmonic,
                                 .tick_ns = c->tick_ns};
    struct ac_ideal ideal;
    if (ac_ideal(&workload, c->limit ? c->limit : c->tasks, &not_interrupted, &ideal) != 0)
        return false;
    c->ideal_ns = ideal.wall_ns;
    c->longest_ns = ideal.longest_ns;
    return true;
}

bool peers_comparison_read(const char *word, struct peers_comparison *comparison)
{
    enum { PARTS = 4 };
    char *copy = text_copy(word), *parts[PARTS], *rest = copy;
    size_t count = 0;
    *comparison = (struct peers_comparison){.name = text_copy(word)};
    for (char *part; count < PARTS && (part = strsep(&rest, ","));)
        parts[count++] = part;
    bool good =
        count == PARTS && !rest && ac_parse_number(parts[0], 1, MOST_TASKS, &comparison->tasks) &&
        read_limit(parts[1], &comparison->limit) && read_sleep(parts[2], &comparison->sleep_ns) &&
        ac_parse_duration(parts[3], strlen(parts[3]), &comparison->tick_ns) &&
        comparison->tick_ns > 0;
    free(copy);
    if (!good)
        peers_comparison_free(comparison);
    return good;
}

void peers_comparison_free(struct peers_comparison *comparison)
{
    free(comparison->name);
    free(comparison->after);
    *comparison = (struct peers_comparison){0};
}

static struct peers_entrant *peers_list_add(struct peers_list *list, const char *peer,
                                            const char *mode)
{
    list->entrants = text_resize(list->entrants, (list->count + 1) * sizeof *list->entrants);
    struct peers_entrant *entrant = &list->entrants[list->count++];
    *entrant = (struct peers_entrant){.name = text_format("%s %s", peer, mode),
                                      .peer = text_copy(peer),
                                      .mode = text_copy(mode)};
    return entrant;
}

/* The strategies that people would use, the reference once more as the A/A row and once watching
 * the clock; unbounded where there is no limit. */
static void peers_list_add_ours(struct peers_list *list)
{
    static const char precise[] = CELLS_REFERENCE " --precise";
    static const char *const limited[] = {CELLS_REFERENCE, CELLS_AGAIN, "bounded_queue",
                                          "semaphore", precise};
    for (size_t i = 0; i < sizeof limited / sizeof *limited; i++)
        peers_list_add(list, PEERS_OURS, limited[i])->limited = true;
    peers_list_add(list, PEERS_OURS, "unbounded");
}

int peers_list_read(struct peers_list *list, const char *path)
{
    static const char *const columns[] = {"peer",   "mode",        "command", "limited",
                                          "source", "rounds_down", NULL};
    struct rows rows;
    *list = (struct peers_list){0};
    peers_list_add_ours(list);
    int error = rows_read(&rows, path);
    if (error)
        complain("cannot read %s: %s; run `make peers-build`", path, rows_error(&rows, error));
    else
        error = kept_check(&rows, path, columns);
    for (size_t row = 0; !error && row < rows.count; row++) {
        struct peers_entrant *entrant =
            peers_list_add(list, rows_get(&rows, row, "peer"), rows_get(&rows, row, "mode"));
        entrant->command = text_copy(rows_get(&rows, row, "command"));
        entrant->limited = rows_is(&rows, row, "limited", "yes");
        entrant->rounds_down = rows_is(&rows, row, "rounds_down", "yes");
        entrant->process =
            strncmp(rows_get(&rows, row, "source"), PROCESS_PEERS, strlen(PROCESS_PEERS)) == 0;
    }
    rows_free(&rows);
    return error;
}

void peers_list_free(struct peers_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->entrants[i].name);
        free(list->entrants[i].peer);
        free(list->entrants[i].mode);
        free(list->entrants[i].command);
    }
    free(list->entrants);
    *list = (struct peers_list){0};
}

bool peers_takes_part(const struct peers_entrant *entrant,
                      const struct peers_comparison *comparison)
{
    if (entrant->process && comparison->tasks > MOST_PROCESSES)
        return false;
    return entrant->limited || comparison->limit == 0;
}
