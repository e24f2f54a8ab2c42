/* values.c -- ac_option_set() of options.h: what the text of each kind of option means. */
#include <string.h>

#include "../base/parse.h"
#include "options.h"

#define BILLION UINT64_C(1000000000)

/* A text that is read: for which option, into which values. */
struct reading {
    struct ac_options *o;
    const struct ac_option *option;
    const char *text;
    struct ac_fault *fault;
};

/* The first `c` from `at` on, or the end of the text. */
static const char *values_find(const char *at, char c)
{
    while (*at && *at != c)
        at++;
    return at;
}

/* The place of a name; -1: it is not among them. */
static int values_choose(const char *const *names, const char *text, size_t length)
{
    for (int i = 0; names[i]; i++)
        if (strlen(names[i]) == length && memcmp(names[i], text, length) == 0)
            return i;
    return -1;
}

static bool values_store(const struct reading *r, uint64_t value)
{
    void *at = (char *)r->o + r->option->at;
    if (r->option->size == sizeof(uint64_t))
        *(uint64_t *)at = value;
    else if (r->option->size == sizeof(unsigned))
        *(unsigned *)at = (unsigned)value;
    else
        *(bool *)at = value;
    return true;
}

static bool read_flag(const struct reading *r)
{
    return values_store(r, r->option->max ? r->option->max : 1);
}

static bool read_count(const struct reading *r)
{
    uint64_t count;
    return ac_parse_number(r->text, r->option->min, r->option->max, &count) &&
           values_store(r, count);
}

static bool read_size(const struct reading *r)
{
    static const char *const units[] = {"", "KiB", "MiB", "GiB", NULL};
    const char *unit = r->text;
    uint64_t bytes;
    while (*unit >= '0' && *unit <= '9')
        unit++;
    int power = values_choose(units, unit, strlen(unit));
    if (power < 0)
        return false;
    unsigned bits = 10 * (unsigned)power;
    return ac_parse_digits(r->text, (size_t)(unit - r->text), 1, INT64_MAX >> bits, &bytes) &&
           values_store(r, bytes << bits);
}

static bool read_time(const struct reading *r)
{
    uint64_t ns, most = r->option->max ? r->option->max : AC_DURATION_MAX_NS;
    r->fault->what = ac_duration_fault(r->text, strlen(r->text));
    return !r->fault->what && ac_parse_duration(r->text, strlen(r->text), &ns) &&
           ns >= r->option->min && ns <= most && values_store(r, ns);
}

static bool read_choice(const struct reading *r)
{
    int choice = values_choose(r->option->choices, r->text, strlen(r->text));
    return choice >= 0 && values_store(r, (uint64_t)choice);
}

static bool read_path(const struct reading *r)
{
    *(const char **)((char *)r->o + r->option->at) = r->text;
    return *r->text != '\0';
}

/* What is in a list or a file is read later. */
static bool read_sleeps(const struct reading *r)
{
    read_path(r);
    return r->text[0] != '@' || r->text[1];
}

/* Exact to 1e-9. */
static bool parse_share(const char *text, uint64_t *ppb)
{
    size_t length = strlen(text);
    bool percent = length && text[length - 1] == '%';
    uint64_t unit = percent ? BILLION / 100 : BILLION, value = 0;
    const char *end = text + length - percent, *point = NULL;
    if (text == end || *text == '.')
        return false;
    for (const char *c = text; c < end; c++) {
        if (*c == '.' && !point && c + 1 < end) {
            point = c;
            continue;
        }
        if (*c < '0' || *c > '9' || (point && unit % 10) || value > BILLION)
            return false;
        if (point)
            unit /= 10;
        value = (point ? value : value * 10) + (uint64_t)(*c - '0') * unit;
    }
    *ppb = value;
    return value <= BILLION;
}

static bool read_share(const struct reading *r)
{
    uint64_t ppb;
    return parse_share(r->text, &ppb) && values_store(r, ppb);
}

static bool read_tasks(const struct reading *r)
{
    static const char *const endless[] = {"endless", NULL};
    bool ends = values_choose(endless, r->text, strlen(r->text)) < 0;
    return ends ? read_count(r) : values_store(r, AC_ENDLESS);
}

/* NULL, or why the item from `at` to `end` is no change of the limit. */
static const char *add_change(const struct reading *r, const char *at, const char *end)
{
    const char *colon = values_find(at, ':');
    unsigned count = r->o->change_count;
    uint64_t at_ns, limit;
    if (colon >= end)
        return "has no : between an instant and a limit";
    if (count == AC_CHANGES)
        return "is one too many";
    const char *fault = ac_duration_fault(at, (size_t)(colon - at));
    if (fault || !ac_parse_duration(at, (size_t)(colon - at), &at_ns))
        return fault;
    if (!ac_parse_digits(colon + 1, (size_t)(end - colon - 1), 1, r->option->max, &limit))
        return "has no limit from 1 behind its colon";
    if (count && at_ns <= r->o->changes[count - 1].at_ns)
        return "is not later than the one before";
    r->o->changes[count].at_ns = at_ns;
    r->o->changes[count].limit = limit;
    r->o->change_count++;
    return NULL;
}

static bool read_limit(const struct reading *r)
{
    struct ac_fault *fault = r->fault;
    r->o->change_count = 0;
    r->o->schedule = NULL;
    if (!*values_find(r->text, ':'))
        return read_count(r);
    r->o->schedule = r->text;
    const char *end = values_find(r->text, ',');
    *fault = (struct ac_fault){.item = r->text, .length = (size_t)(end - r->text)};
    if (!ac_parse_digits(r->text, fault->length, 1, r->option->max, &r->o->limit))
        fault->what = "is no limit from 1";
    while (!fault->what && *end) {
        fault->item = end + 1;
        end = values_find(fault->item, ',');
        fault->length = (size_t)(end - fault->item);
        fault->what = add_change(r, fault->item, end);
    }
    return !fault->what;
}

static bool read_numbers(const struct reading *r)
{
    _Static_assert(AC_FAIL_TASKS == 64, "the message below says so");
    uint64_t number;
    struct ac_numbers *numbers = &r->o->fail_tasks;
    bool room = numbers->count < AC_FAIL_TASKS;
    r->fault->what = room ? NULL : "must be given at most 64 times";
    if (!room || !ac_parse_number(r->text, r->option->min, r->option->max, &number))
        return false;
    numbers->list[numbers->count++] = (uint32_t)number;
    return true;
}

static bool read_on_error(const struct reading *r)
{
    static const char fail[] = ",fail=";
    const char *rest = values_find(r->text, ','), *count = rest + strlen(fail);
    size_t length = (size_t)(rest - r->text);
    int choice = values_choose(r->option->choices, r->text, length);
    if (choice < 0) {
        r->fault->item = r->text;
        r->fault->length = length ? length : strlen(r->text);
        return false;
    }
    values_store(r, (uint64_t)choice);
    r->o->errors = 1;
    r->o->errors_ppb = 0;
    if (!*rest)
        return true;
    if (choice == AC_CONTINUE || strlen(rest) < strlen(fail) || memcmp(rest, fail, strlen(fail)))
        return false;
    if (!*values_find(count, '%'))
        return ac_parse_number(count, 1, UINT64_MAX, &r->o->errors);
    r->o->errors = 0;
    return parse_share(count, &r->o->errors_ppb) && r->o->errors_ppb;
}

bool ac_option_set(struct ac_options *options, const struct ac_option *option, const char *text,
                   struct ac_fault *fault)
{
    static bool (*const readers[])(const struct reading *) = {
        [AC_OPTION_FLAG] = read_flag,       [AC_OPTION_COUNT] = read_count,
        [AC_OPTION_SIZE] = read_size,       [AC_OPTION_TIME] = read_time,
        [AC_OPTION_CHOICE] = read_choice,   [AC_OPTION_PATH] = read_path,
        [AC_OPTION_SHARE] = read_share,     [AC_OPTION_TASKS] = read_tasks,
        [AC_OPTION_LIMIT] = read_limit,     [AC_OPTION_SLEEPS] = read_sleeps,
        [AC_OPTION_NUMBERS] = read_numbers, [AC_OPTION_ON_ERROR] = read_on_error,
    };
    *fault = (struct ac_fault){.what = NULL};
    struct reading reading = {options, option, text, fault};
    return readers[option->kind](&reading);
}
