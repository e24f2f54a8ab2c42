/* tally.c -- see tally.h. */
#include "tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <uv.h>

struct tally tally;

static uint64_t tally_ns(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_usec * 1000;
}

static struct tally_clocks tally_now(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (struct tally_clocks){.wall_ns = uv_hrtime(),
                                 .user_ns = tally_ns(usage.ru_utime),
                                 .sys_ns = tally_ns(usage.ru_stime)};
}

void tally_measure_from_now(void)
{
    tally.from = tally_now();
}

void tally_measure_to_now(void)
{
    tally.to = tally_now();
}

int tally_begin(int count, char **words, int before, const char *usage)
{
    if (count == before + 3) {
        tally.tasks = strtoull(words[count - 2], NULL, 10);
        tally.limit = strtoull(words[count - 1], NULL, 10);
    }
    if (!tally.tasks || !tally.limit) {
        fprintf(stderr, "usage: %s\n", usage);
        return 0;
    }
    tally_measure_from_now();
    return 1;
}

int tally_print(void)
{
    if (!tally.to.wall_ns)
        tally_measure_to_now();
    const struct {
        const char *name;
        uint64_t value;
    } figures[] = {{"done", tally.done},
                   {"checksum", tally.checksum},
                   {"max_in_flight", tally.max_in_flight},
                   {"iterations", tally.iterations},
                   {"open_bytes", tally.open_bytes},
                   {"peak_bytes", tally.peak_bytes},
                   {"cpu_user_ns", tally.to.user_ns - tally.from.user_ns},
                   {"cpu_sys_ns", tally.to.sys_ns - tally.from.sys_ns},
                   {"wall_ns", tally.to.wall_ns - tally.from.wall_ns}};
    enum { COUNT = sizeof figures / sizeof *figures };
    for (int i = 0; i < COUNT; i++)
        printf("%s%c", figures[i].name, i < COUNT - 1 ? '\t' : '\n');
    for (int i = 0; i < COUNT; i++)
        printf("%" PRIu64 "%c", figures[i].value, i < COUNT - 1 ? '\t' : '\n');
    return fflush(stdout) || ferror(stdout);
}

void tally_check(int error, const char *what)
{
    if (!error)
        return;
    fprintf(stderr, "%s: %s\n", what, uv_strerror(error));
    exit(1);
}

void *tally_calloc(uint64_t count, uint64_t size)
{
    void *block = calloc(count, size);
    tally_check(block ? 0 : UV_ENOMEM, "memory");
    return block;
}
