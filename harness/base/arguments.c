/* arguments.c -- see arguments.h. */
#include "arguments.h"

#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "parse.h"
#include "text.h"
#include "utf8.h"

/* The most bytes of a text that are shown, in whole characters. */
static int shown(const char *text)
{
    return (int)ac_utf8_fit(text, strlen(text), 200);
}

int argument_choose(const char *what, const char *text, const char *const *names)
{
    struct text all = {.chars = NULL};
    for (int i = 0; names[i]; i++) {
        if (strcmp(text, names[i]) == 0) {
            text_free(&all);
            return i;
        }
        text_printf(&all, "%s%s", i ? ", " : "", names[i]);
    }
    const char *nearest = ac_nearest(text, names);
    if (nearest)
        complain("unknown %s '%.*s': did you mean '%s'? (one of %s)", what, shown(text), text,
                 nearest, text_chars(&all));
    else
        complain("unknown %s '%.*s': must be one of %s", what, shown(text), text, text_chars(&all));
    text_free(&all);
    return -1;
}

bool argument_number(const char *option, const char *text, uint64_t min, uint64_t max,
                     uint64_t *value)
{
    if (ac_parse_number(text, min, max, value))
        return true;
    complain("%s '%.*s': must be a whole number from %llu to %llu", option, shown(text), text,
             (unsigned long long)min, (unsigned long long)max);
    return false;
}

bool argument_duration(const char *option, const char *text, uint64_t min, uint64_t *value_ns)
{
    const char *fault = ac_duration_fault(text, strlen(text));
    if (!fault && ac_parse_duration(text, strlen(text), value_ns) && *value_ns >= min)
        return true;
    complain(
        "%s '%.*s' %s: must be a number with a unit (ns, us, ms, s, m, h), as in 1ms, 250us or 2s, "
        "from %s to 100 years",
        option, shown(text), text, fault ? fault : "is below 1ns", min ? "1ns" : "0s");
    return false;
}

bool argument_path(const char *option, const char *text, const char **path)
{
    if (!*text)
        complain("%s '': must be the name of a file or folder", option);
    *path = text;
    return *text != '\0';
}

static bool has_letter(const struct option *options, int letter)
{
    for (; options->name; options++)
        if (options->val == letter)
            return true;
    return false;
}

static void unknown_word(const char *word, const struct option *options)
{
    const char **names = NULL;
    size_t count = 0;
    do {
        names = text_resize(names, (count + 1) * sizeof *names);
        names[count] = options[count].name;
    } while (options[count++].name);
    char *name =
        text_format("%.*s", (int)ac_utf8_fit(word + 2, strcspn(word + 2, "="), 63), word + 2);
    const char *nearest = ac_nearest(name, names);
    if (nearest)
        complain("unknown or ambiguous option '--%s': did you mean '--%s'? (see --help)", name,
                 nearest);
    else
        complain("unknown option '--%s': see --help", name);
    free(name);
    free(names);
}

void argument_refused(int returned, char **words, const struct option *options)
{
    const char *word = words[optind - 1];
    if (returned == ':')
        complain("option '%.200s' needs a value: see --help", word);
    else if (!optopt)
        unknown_word(word, options);
    else if (has_letter(options, optopt))
        complain("option '%.200s' takes no value: see --help", word);
    else
        complain("unknown option '-%c': see --help", optopt);
}
