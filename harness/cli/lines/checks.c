/* checks.c -- see checks.h. */
#include "checks.h"

#include <errno.h>
#include <unistd.h>

enum { CHECKS_DIFFERS = 1, CHECKS_LEAST = 2, CHECKS_PART = 4096 }; /* 0: there is no such task */

/* FNV-1a (Fowler, Noll, Vo), 64 bits. */
#define CHECKS_PRIME UINT64_C(1099511628211)

void ac_checks_add(uint64_t *sum, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        *sum = (*sum ^ (unsigned char)bytes[i]) * CHECKS_PRIME;
}

void ac_checks_add_number(uint64_t *sum, uint64_t number)
{
    *sum = (*sum ^ number) * CHECKS_PRIME;
}

/* 0 or a negative errno. */
static int checks_write(int file, uint64_t place, uint64_t sum)
{
    ssize_t wrote = pwrite(file, &sum, sizeof sum, (off_t)(sizeof sum * place));
    return wrote == sizeof sum ? 0 : wrote < 0 ? -errno : -ENOSPC;
}

int ac_checks_put(int file, uint32_t number, uint64_t sum)
{
    return checks_write(file, number, sum < CHECKS_LEAST ? CHECKS_LEAST : sum);
}

/* How many checksums there are at a place, at most CHECKS_PART; or a negative errno. */
static int checks_read(int file, uint64_t place, uint64_t *sums)
{
    ssize_t got = pread(file, sums, CHECKS_PART * sizeof *sums, (off_t)(place * sizeof *sums));
    return got < 0 ? -errno : (int)((size_t)got / sizeof *sums);
}

int ac_checks_compare(int first, int other, const char *name, struct ac_checks_differing *differing)
{
    static uint64_t ours[CHECKS_PART], theirs[CHECKS_PART];
    for (uint64_t place = 0;;) {
        int count = checks_read(first, place, ours);
        int others = count > 0 ? checks_read(other, place, theirs) : 0;
        count = others < count ? others : count;
        if (count <= 0)
            return count;
        for (int i = 0; i < count; i++, place++) {
            if (ours[i] < CHECKS_LEAST || !theirs[i] || ours[i] == theirs[i])
                continue;
            if (differing->count++ == 0)
                *differing = (struct ac_checks_differing){1, place, name};
            int error = checks_write(first, place, CHECKS_DIFFERS);
            if (error)
                return error;
        }
    }
}
