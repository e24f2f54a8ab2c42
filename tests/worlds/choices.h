/* choices.h -- all that a run may be told, one run after another.
 *
 * The choices of a run are written down. The next run makes the same ones, but for the last that has
 * another answer left: depth first, until there is none.
 */
#ifndef TEST_CHOICES_H
#define TEST_CHOICES_H

#include <stdbool.h>
#include <stdint.h>

enum { CHOICES_MOST = 64 };

/* Zeroed: before the first run. */
struct choices {
    struct {
        uint32_t answer, answers;
    } at[CHOICES_MOST];
    uint32_t made, known; /* of this run so far, and of those that are laid down */
};

/* Call before each run. */
static inline void choices_begin_run(struct choices *choices)
{
    choices->made = 0;
}

/* One of 0 .. answers - 1. A run makes at most CHOICES_MOST choices. */
uint32_t choose(struct choices *choices, uint32_t answers);

/* Call after each run: lays down the choices of the next. False: there is none. */
bool choices_next(struct choices *choices);

#endif
