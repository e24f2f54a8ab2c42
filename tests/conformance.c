/* conformance.c -- conformance NAME...: runs the battery on strategies, good or broken, by name. For each,
 * one line: it conforms, or the day and the check that it fails on. Exit status 0: all conform.
 */
#include <stdio.h>
#include <string.h>

#include "../harness/grade/check.h"
#include "../strategies/strategies.h"
#include "broken/broken.h"

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
    char why[256];
    if (!strategy) {
        fprintf(stderr, "conformance: no strategy '%s'; `as-completed list` names them\n", name);
        return 2;
    }
    int error = ac_check_strategy(strategy, why, sizeof why);
    printf("%s: %s\n", name, why);
    return error ? 1 : 0;
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
