/* child.h -- what the commands of random runs print and note, and where: for the command, and for the test that
 * knows what must come.
 *
 * A line is `NUMBER OUT ERR SLEEP_MS KIND VALUE`, and more that is not read. The command notes its begin in the
 * file CHILD_STAMPS, prints OUT and ERR bytes in pieces, sleeps, notes its end, and ends as KIND says.
 */
#ifndef TEST_CHILD_H
#define TEST_CHILD_H

#include <stddef.h>
#include <stdint.h>

enum child_kind {
    CHILD_EXITS = 'x',   /* with VALUE */
    CHILD_KILLED = 'k',  /* by signal VALUE, which it sends itself */
    CHILD_RETRIED = 'r', /* exits with 0 at its attempt VALUE, and before with 1 */
    CHILD_PAUSES = 'p',  /* for ever, and notes no end */
    CHILD_STAYS = 's',   /* likewise, and ignores TERM */
};

/* Byte `at` of what job `number` prints on stdout (0) or stderr (1), after its header. */
static inline unsigned char child_byte(unsigned number, unsigned stream, size_t at)
{
    uint64_t word = ((uint64_t)number * 2 + stream) * 0x9e3779b97f4a7c15 + at / 8;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return (unsigned char)(word >> (at % 8 * 8));
}

/* Before them: how many they are. */
#define CHILD_HEADER "job %u, %u bytes\n"

#endif
