/* workloads.h -- the table of workloads: what the tasks of a run do; a file and a row each.
 *
 * `run --work NAME` takes a row's name. Nothing else knows which workloads there are.
 * docs/adding-a-workload.md adds one.
 */
#ifndef AC_WORKLOADS_WORKLOADS_H
#define AC_WORKLOADS_WORKLOADS_H

#include "sleep.h"

struct uv_loop_s;

/* What a workload is opened with. It stays as it is until the workload is closed. */
struct ac_workload_wish {
    /* How many tasks, in which order, with which seed: see ac_sleeps_number(). The rest of it is
     * for a workload that knows its durations. */
    const struct ac_sleeps *sleeps;

    struct uv_loop_s *uv; /* the loop, which the run turns; NULL: the virtual clock */
    bool measured;        /* there will be a report: what is no count is worth its cost */

    /* The value of an option, by its name without dashes: of the type that its row has. */
    const void *(*option)(const struct ac_workload_wish *wish, const char *name);
    const void *options; /* for `option` */
};

enum { AC_WORKLOAD_ROOM = 256 };

struct ac_workload_row {
    const char *name; /* the word for --work, and in reports; the name of its file */
    const char *idea; /* what each task does, for --help */

    /* How long each task lasts is known before it begins, as `sleeps` of the wish has it. Only then
     * has a task a due instant and a run an ideal, and time may be virtual. */
    bool knows_durations;

    /* Makes a workload in AC_WORKLOAD_ROOM bytes that are zeroed; its `size` and `count` are set. 0, or a negative
     * errno value, and there is nothing to close. */
    int (*open)(struct ac_workload *workload, const struct ac_workload_wish *wish);

    /* NULL, or gives back what `open` took. The run is closed: every task is released. A handle of
     * libuv that is still open is closed later, with the loop. */
    void (*close)(struct ac_workload *workload);
};

/* The rows, and their names, in one order; each ends with NULL. The first is the default. */
extern const struct ac_workload_row *const ac_workloads[];
extern const char *const ac_workload_names[];

/* Defines both. LIST(ROW) has a ROW(NAME) for each workload, whose row is ac_workload_NAME. */
#define AC_WORKLOADS_DEFINE(LIST)                                                       \
    LIST(AC_WORKLOADS_DECLARE)                                                          \
    const struct ac_workload_row *const ac_workloads[] = {LIST(AC_WORKLOADS_ROW) NULL}; \
    const char *const ac_workload_names[] = {LIST(AC_WORKLOADS_NAME) NULL}

#define AC_WORKLOADS_DECLARE(name) extern const struct ac_workload_row ac_workload_##name;
#define AC_WORKLOADS_ROW(name)     &ac_workload_##name,
#define AC_WORKLOADS_NAME(name)    #name,

#endif
