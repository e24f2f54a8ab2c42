/* list.h -- who takes part, and in what: the peers that build/peers/list.tsv has, our own
 * strategies beside them, and the comparisons, each written as N,LIMIT,SLEEP,TICK.
 *
 * LIMIT is a number or `none`, SLEEP a duration or `1/i`, TICK a duration that sleeps are rounded
 * up to, 1ns for as they are: "100000,10,1/i,1ms". That word is the column `point` of a row.
 */
#ifndef AC_BENCH_PEERS_LIST_H
#define AC_BENCH_PEERS_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PEERS_HARMONIC  UINT64_MAX
#define PEERS_OURS      "as-completed" /* our name among the peers */
#define PEERS_REFERENCE PEERS_OURS " callback"

struct peers_comparison {
    char *name;
    uint64_t tasks;
    uint64_t limit;    /* 0: none */
    uint64_t sleep_ns; /* of each task; PEERS_HARMONIC: task i sleeps 1 s / i */
    uint64_t tick_ns;
    uint64_t ideal_ns, longest_ns; /* of the rounded sleeps; see ideal.h */
    uint64_t at_most_ms;           /* a run */
    char *after; /* NULL, or only those take part that came to their end in this one */
};

struct peers_entrant {
    char *name; /* "PEER MODE", as in the column `cell` */
    char *peer, *mode;
    char *command;    /* what stands before MODE TASKS LIMIT SLEEP TICK; NULL: ours */
    bool limited;     /* it keeps a limit */
    bool rounds_down; /* its timers cut what is left below a millisecond */
    bool process;     /* a task is a process */
};

struct peers_list {
    struct peers_entrant *entrants; /* ours first */
    size_t count;
};

/* The comparisons of a full and of a quick bench, each with the longest that a run may take and
 * what `after` is; the last has no name. */
struct peers_built_in {
    const char *name;
    uint64_t at_most_ms;
    const char *after;
};
extern const struct peers_built_in peers_full[], peers_quick[];

/* Reads such a word; false where it is none, or has more tasks than the program takes: then nothing
 * is kept. The caller frees. */
bool peers_comparison_read(const char *word, struct peers_comparison *comparison);
void peers_comparison_free(struct peers_comparison *comparison);

/* Sets ideal_ns and longest_ns; false where there is no memory for it, or it is too long for a
 * number. */
bool peers_comparison_find_ideal(struct peers_comparison *comparison);

/* Ours, and those of the file. 0, or a negative errno after a line on stderr; the caller frees it
 * then too. */
int peers_list_read(struct peers_list *list, const char *path);
void peers_list_free(struct peers_list *list);

/* Whether an entrant has a place in a comparison: with a limit those that keep one, without
 * one all; those that start processes up to 100 tasks. */
bool peers_takes_part(const struct peers_entrant *entrant,
                      const struct peers_comparison *comparison);

#endif
