/* rivals.c -- see rivals.h. */
#include "rivals.h"
#include "../../base/text.h"
#include "../environment.h"

#include <stdlib.h>
#include <string.h>

/* What each begins its version with: there are other programs of these names. */
static const struct {
    const char *name, *begins, *missing;
} known[RIVALS] = {
    {RIVALS_REFERENCE, "xargs (GNU", "there is no GNU xargs"},
    {RIVALS_PARALLEL, "GNU parallel", "there is no GNU parallel: make deps-exec"},
    {RIVALS_GO, "", "peers/go/exec was not built: make deps-exec"},
};

void rivals_look(struct rivals *rivals, const char *go)
{
    rivals->go = text_copy(go);
    for (size_t i = 0; i < RIVALS; i++) {
        const char *name = known[i].name;
        bool of_go = strcmp(name, RIVALS_GO) == 0;
        json_t *version = environment_ask(of_go ? (const char *const[]){go, "--version", NULL}
                                                : (const char *const[]){name, "--version", NULL});
        const char *said = json_string_value(version);
        if (!said || strncmp(said, known[i].begins, strlen(known[i].begins)) != 0) {
            json_decref(version);
            version = json_null();
        }
        rivals->list[i] = (struct rival){name, version};
    }
}

void rivals_free(struct rivals *rivals)
{
    for (size_t i = 0; i < RIVALS; i++)
        json_decref(rivals->list[i].version);
    free(rivals->go);
}

bool rivals_has(const struct rivals *rivals, const char *name)
{
    if (strcmp(name, RIVALS_AGAIN) == 0)
        name = RIVALS_REFERENCE;
    for (size_t i = 0; i < RIVALS; i++)
        if (strcmp(rivals->list[i].name, name) == 0)
            return json_is_string(rivals->list[i].version);
    return false;
}

void rivals_add_words(const struct rivals *rivals, const char *name, uint64_t limit,
                      struct words *words)
{
    bool of_go = strcmp(name, RIVALS_GO) == 0, parallel = strcmp(name, RIVALS_PARALLEL) == 0;
    WORDS_ADD(words, of_go ? rivals->go : parallel ? "parallel" : "xargs");
    if (!of_go)
        WORDS_ADD(words, parallel ? "-j" : "-P");
    words_printf(words, "%llu", (unsigned long long)limit);
    if (!of_go && !parallel)
        WORDS_ADD(words, "-n1");
}

void rivals_note(const struct rivals *rivals, json_t *environment)
{
    json_t *here = json_object(), *missing = json_object();
    for (size_t i = 0; i < RIVALS; i++) {
        if (rivals_has(rivals, known[i].name))
            json_object_set(here, known[i].name, rivals->list[i].version);
        else
            json_object_set_new(missing, known[i].name, json_string(known[i].missing));
    }
    json_object_set_new(environment, "rivals", here);
    json_object_set_new(environment, "rivals_missing", missing);
}
