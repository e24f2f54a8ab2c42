/* room.c -- see room.h. */
#include "room.h"

#include <sys/resource.h>
#include <unistd.h>

#include "../../base/same.h"
#include "../command.h"

/* What comes out would become lines. */
static bool room_is_input(const struct ac_options *o, int output, const char *name)
{
    struct same_file in = same_of_descriptor(STDIN_FILENO), out = same_of_descriptor(output);
    if (!same_file(&in, &out))
        return false;
    complain("%s: stdin and %s are one file: must be two", ac_command_name(o), name);
    return true;
}

bool ac_session_has_own_files(const struct ac_options *o)
{
    return !room_is_input(o, STDOUT_FILENO, "stdout") && !room_is_input(o, STDERR_FILENO, "stderr");
}

uint64_t ac_session_most(const struct ac_options *o)
{
    uint64_t most = o->limit;
    for (unsigned i = 0; i < o->change_count; i++)
        most = o->changes[i].limit > most ? o->changes[i].limit : most;
    bool none = o->strategy && o->strategy->flags & (AC_NO_LIMIT | AC_SERIAL);
    return none ? 1 : most;
}

uint64_t ac_session_ceiling(unsigned resource)
{
    struct rlimit limit;
    return getrlimit(resource, &limit) ? RLIM_INFINITY : limit.rlim_max;
}
