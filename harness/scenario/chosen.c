/* chosen.c -- see chosen.h. */
#include "chosen.h"

#include <stdlib.h>
#include <string.h>

#include "../../strategies/strategies.h"
#include "../base/arguments.h"
#include "../base/complain.h"
#include "../base/text.h"

const struct ac_strategy *ac_chosen_one(const char *name)
{
    size_t count = 0;
    while (ac_strategies[count])
        count++;
    const char **names = text_resize(NULL, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = ac_strategies[i]->name;
    names[count] = NULL;
    int at = argument_choose("strategy", name, names);
    free(names);
    return at < 0 ? NULL : ac_strategies[at];
}

/* How often a name stands in the list. */
static unsigned chosen_count(const char *list, const char *name)
{
    unsigned count = 0;
    for (const char *at = list; at;) {
        size_t length = strcspn(at, ",");
        count += length == strlen(name) && memcmp(at, name, length) == 0;
        at = at[length] ? at + length + 1 : NULL;
    }
    return count;
}

static bool chosen_check_name(const char *list, const char *name)
{
    if (!ac_chosen_one(name))
        return false;
    if (chosen_count(list, name) == 1)
        return true;
    complain("-s/--strategy '%.200s': must name each strategy once, and names %s twice", list,
             name);
    return false;
}

bool ac_chosen_check(const char *list)
{
    bool right = true;
    for (const char *at = list; at && right;) {
        size_t length = strcspn(at, ",");
        char *name = text_format("%.*s", (int)length, at);
        right = chosen_check_name(list, name);
        free(name);
        at = at[length] ? at + length + 1 : NULL;
    }
    return right;
}

bool ac_chosen_has(const char *list, const struct ac_strategy *strategy)
{
    if (list && strcmp(list, "all") == 0)
        return !(strategy->flags & AC_CONTROL);
    return !list || chosen_count(list, strategy->name) > 0;
}
