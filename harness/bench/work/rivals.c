/* rivals.c -- see rivals.h. */
#include "rivals.h"
#include "../../base/text.h"
#include "../environment.h"

#include <stdlib.h>
#include <string.h>

static json_t *rivals_ask(const struct rivals_row *row, const char *program)
{
    const char *ask[RIVALS_WORDS];
    bool ours = row->ask[0][0] == RIVALS_OURS;
    char *path = text_format("%s%s", ours ? program : "", row->ask[0] + ours);
    memcpy(ask, row->ask, sizeof ask);
    ask[0] = path;
    json_t *version = environment_ask(ask);
    free(path);
    return version;
}

void rivals_look(struct rivals *rivals, const struct rivals_row rows[], const char *program)
{
    *rivals = (struct rivals){rows, json_object()};
    for (const struct rivals_row *row = rows; row->name; row++) {
        json_t *version = rivals_ask(row, program);
        const char *said = json_string_value(version);
        if (said && strncmp(said, row->begins, strlen(row->begins)) == 0)
            json_object_set(rivals->versions, row->name, version);
        json_decref(version);
    }
}

void rivals_free(struct rivals *rivals)
{
    json_decref(rivals->versions);
}

/* The length of a name without what makes it that of an A/A row. */
static size_t rivals_length(const char *name)
{
    size_t length = strlen(name), again = strlen(RIVALS_AGAIN);
    bool ends = length > again && strcmp(name + length - again, RIVALS_AGAIN) == 0;
    return ends ? length - again : length;
}

bool rivals_has(const struct rivals *rivals, const char *name)
{
    size_t length = rivals_length(name);
    for (const struct rivals_row *row = rivals->rows; row->name; row++)
        if (strlen(row->name) == length && strncmp(row->name, name, length) == 0)
            return json_object_get(rivals->versions, row->name) != NULL;
    return false;
}

void rivals_note(const struct rivals *rivals, json_t *environment)
{
    if (!json_object_get(environment, "rivals")) {
        json_object_set_new(environment, "rivals", json_object());
        json_object_set_new(environment, "rivals_missing", json_object());
    }
    json_t *here = json_object_get(environment, "rivals");
    json_t *missing = json_object_get(environment, "rivals_missing");
    for (const struct rivals_row *row = rivals->rows; row->name; row++)
        if (rivals_has(rivals, row->name))
            json_object_set(here, row->name, json_object_get(rivals->versions, row->name));
        else
            json_object_set_new(missing, row->name, json_string(row->missing));
}
