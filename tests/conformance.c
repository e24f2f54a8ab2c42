/* conformance.c -- conformance NAME...: runs the battery on strategies, good or broken, by name. For each,
 * one line: it conforms, or the day and the check that it fails on. Exit status 0: all conform.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "broken/broken.h"
#include "support/conformance.h"

static const struct ac_strategy *find(const char *name)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        if (!strcmp((*s)->name, name))
            return *s;
    for (const struct broken *broken = broken_strategies; broken->strategy; broken++)
        if (!strcmp(broken->strategy->name, name))
            return broken->strategy;
    return NULL;
}

static int test(const char *name)
{
    const struct ac_strategy *strategy = find(name);
    if (!strategy) {
        fprintf(stderr, "conformance: no strategy '%s'; `as-completed list` names them\n", name);
        return 2;
    }
    struct conformance found = conformance_test(strategy);
    if (!found.day) {
        printf("%s: conforms\n", name);
        return 0;
    }
    printf("%s: day \"%s\", check \"%s\" (N=%" PRIu64 ", limit %" PRIu64 ", queue %" PRIu64 ")\n",
           name, found.day, found.check, found.count, found.limit, found.queue);
    return 1;
}

int main(int argc, char **argv)
{
    int status = argc < 2 ? 2 : 0;
    for (int i = 1; i < argc; i++) {
        int worse = test(argv[i]);
        status = worse > status ? worse : status;
    }
    return status;
}
