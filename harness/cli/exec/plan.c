/* plan.c -- see plan.h. */
#include "plan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "../../base/complain.h"
#include "../../base/words.h"
#include "../../engine/memory.h"

enum { SPARE_FILES = 64 }; /* descriptors, beside two for each job */

bool ac_exec_possible(const struct ac_options *o)
{
    struct rlimit files;
    uint64_t most = o->limit;
    for (unsigned i = 0; i < o->change_count; i++)
        most = o->changes[i].limit > most ? o->changes[i].limit : most;
    if (o->strategy->flags & (AC_NO_LIMIT | AC_SERIAL) || getrlimit(RLIMIT_NOFILE, &files) ||
        files.rlim_max == RLIM_INFINITY)
        return true;
    uint64_t jobs = files.rlim_max > SPARE_FILES ? (files.rlim_max - SPARE_FILES) / 2 : 1;
    if (most <= jobs)
        return true;
    complain("-l/--limit '%" PRIu64 "': must be at most %" PRIu64
             ", since each job has two pipes and "
             "this program may have %" PRIu64 " descriptors",
             most, jobs, (uint64_t)files.rlim_max);
    return false;
}

char *ac_exec_shown(const struct ac_exec_wish *wish, const char *line)
{
    struct words words = {.list = NULL};
    char **filled = ac_exec_words(wish, line);
    if (!filled)
        return NULL;
    words_add(&words, (const char *const *)filled);
    char *shown = words_line(&words);
    words_free(&words);
    ac_free(filled);
    return shown;
}
