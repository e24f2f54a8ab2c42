/* replay.c -- see replay.h. */
#include "replay.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../support/check.h"
#include "command.h"

struct program world_replay(const struct world *world, const char *options)
{
    char *command = world_command(world);
    struct program program =
        program_run("%s --format none --trace /dev/stdout %s", command, options);
    free(command);
    return program;
}

static uint32_t kind_of(const char *name)
{
    static const char *const names[] = {
        [AC_EVENT_PULL] = "pull",     [AC_EVENT_LAUNCH] = "launch", [AC_EVENT_FINISH] = "finish",
        [AC_EVENT_TAKE] = "take",     [AC_EVENT_FAIL] = "fail",     [AC_EVENT_TIMEOUT] = "timeout",
        [AC_EVENT_CANCEL] = "cancel", [AC_EVENT_DROP] = "drop",
    };
    for (uint32_t kind = 0; kind <= AC_EVENT_DROP; kind++)
        if (strcmp(names[kind], name) == 0)
            return kind;
    fail_msg("the trace has an event '%s'", name);
    return 0;
}

void replay_events(const struct program *program, struct world_outcome *outcome)
{
    const char *line = strchr(program->output, '\n');
    char name[16];
    outcome->event_count = 0;
    for (line = line ? line + 1 : ""; *line; line = strchr(line, '\n') + 1) {
        struct world_event *event = &outcome->events[outcome->event_count++];
        assert_true(outcome->event_count <= WORLD_EVENTS);
        *event = (struct world_event){0, 0, 0};
        PROGRAM_CHECK(*program, sscanf(line, "%" SCNu64 "\t%15[a-z]\t%" SCNu32, &event->t_ns, name,
                                       &event->number) == 3);
        event->kind = kind_of(name);
    }
}
