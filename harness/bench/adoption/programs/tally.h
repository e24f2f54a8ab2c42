/* tally.h -- what each program of this bench counts, by hand or with the library: so all do the same work.
 *
 * A program calls tally_begin() first, and tally_print() last. Between the two, each task is counted when it
 * starts and when it ends, and each result when the consumer has it.
 */
#ifndef ADOPTION_TALLY_H
#define ADOPTION_TALLY_H

#include <stdint.h>

struct tally_clocks {
    uint64_t wall_ns, user_ns, sys_ns; /* the last two: of this process */
};

struct tally {
    uint64_t tasks, limit; /* as asked for */
    uint64_t in_flight, max_in_flight;
    uint64_t done,
        checksum;        /* of the results: how many, and the sum of the squares of their numbers */
    uint64_t iterations; /* of the loop, where they are counted */
    uint64_t open_bytes, peak_bytes; /* of the run's memory: once it is attached, and at the most */
    struct tally_clocks from, to;    /* what is measured */
};
extern struct tally tally;

/* Reads TASKS and LIMIT, the last two words, with `before` words between the program's name and them; and
 * begins to measure. 0: the words are others, and a line is on stderr. */
int tally_begin(int count, char **words, int before, const char *usage);

/* Measure from now on, and up to now: whoever calls none measures from tally_begin() to tally_print(). */
void tally_measure_from_now(void);
void tally_measure_to_now(void);

/* Prints a row of TSV below its header. Returns the exit status. */
int tally_print(void);

/* Prints a line with what is wrong, and ends the program: `error` is one of libuv's. 0 does nothing. */
void tally_check(int error, const char *what);

/* As calloc(), but it ends the program where there is no memory. */
void *tally_calloc(uint64_t count, uint64_t size);

static inline void tally_start(void)
{
    if (++tally.in_flight > tally.max_in_flight)
        tally.max_in_flight = tally.in_flight;
}

static inline void tally_end(void)
{
    tally.in_flight--;
}

static inline void tally_result(uint64_t number)
{
    tally.done++;
    tally.checksum += number * number;
}

#endif
