/* parse_duration.c -- durations: one or several numbers, each with a unit; see parse.h. */
#include <string.h>

#include "parse.h"
#include "utf8.h"

/* The part of a text that is not read yet. */
struct rest {
    const char *at, *end;
};

/* A number as it was written: `count` digits. `whole` of them are before the point once the
 * exponent has moved the point; it may be below 0, or above `count`. */
struct number {
    const char *digits, *point; /* the first digit; the point among the digits, or their end */
    int64_t count, whole;
    bool broken; /* it has a fraction or an exponent */
};

struct unit {
    const char *name;
    uint64_t ns;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static bool begins(const struct rest *rest, char c)
{
    return rest->at < rest->end && *rest->at == c;
}

static bool begins_with_digit(const struct rest *rest)
{
    return rest->at < rest->end && is_digit(*rest->at);
}

static void skip_digits(struct rest *rest)
{
    while (begins_with_digit(rest))
        rest->at++;
}

static void skip_spaces(struct rest *rest)
{
    while (rest->at < rest->end && is_space(*rest->at))
        rest->at++;
}

/* Why the rest of a text does not begin with a number. */
static const char *no_number(struct rest rest)
{
    char first = rest.at < rest.end ? *rest.at : '\0';
    while (rest.at < rest.end && !is_digit(*rest.at))
        rest.at++;
    if (rest.at == rest.end)
        return "has no digits";
    return first == '-'   ? "is negative"
           : first == '.' ? "has no digit before its point"
                          : "does not begin with a digit";
}

/* Reads an exponent, if there is one. A value over a billion is read as a billion. */
static int64_t read_exponent(struct rest *rest)
{
    struct rest ahead = *rest;
    int64_t value = 0;
    if (!begins(&ahead, 'e') && !begins(&ahead, 'E'))
        return 0;
    ahead.at++;
    bool negative = begins(&ahead, '-');
    if (negative || begins(&ahead, '+'))
        ahead.at++;
    if (!begins_with_digit(&ahead))
        return 0;
    for (; begins_with_digit(&ahead); ahead.at++)
        if (value < 1000000000)
            value = 10 * value + (*ahead.at - '0');
    *rest = ahead;
    return negative ? -value : value;
}

/* NULL, or why there is none. */
static const char *read_number(struct rest *rest, struct number *number)
{
    if (!begins_with_digit(rest))
        return no_number(*rest);
    number->digits = rest->at;
    skip_digits(rest);
    number->point = rest->at;
    number->count = number->whole = rest->at - number->digits;
    if (begins(rest, '.')) {
        rest->at++;
        const char *fraction = rest->at;
        skip_digits(rest);
        number->count += rest->at - fraction;
        if (begins(rest, '.'))
            return "has two points";
        if (rest->at == fraction)
            return "has no digit behind its point";
    }
    const char *end = rest->at;
    number->whole += read_exponent(rest);
    number->broken = rest->at > end || end > number->point;
    return NULL;
}

/* NULL, or why there is none. */
static const char *read_unit(struct rest *rest, struct unit *unit)
{
    static const struct unit units[] = {{"ns", 1},
                                        {"us", 1000},
                                        {"\xc2\xb5s", 1000}, /* the micro sign */
                                        {"\xce\xbcs", 1000}, /* the Greek mu */
                                        {"ms", 1000000},
                                        {"s", 1000000000},
                                        {"m", 60 * UINT64_C(1000000000)},
                                        {"h", 3600 * UINT64_C(1000000000)}};
    skip_spaces(rest);
    const char *name = rest->at;
    for (; rest->at < rest->end && !is_digit(*rest->at) && !is_space(*rest->at); rest->at++) {
        if (*rest->at == ',')
            return "has a comma in it, where decimals take a point";
        if (*rest->at == ':')
            return "has a colon in it, where a unit belongs";
    }
    size_t length = (size_t)(rest->at - name);
    if (!length)
        return rest->at < rest->end ? "has a number without a unit" : "has no unit";
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].name) == length && memcmp(units[i].name, name, length) == 0) {
            *unit = units[i];
            return NULL;
        }
    return "has an unknown unit";
}

/* The digit at a place of the number, from 0; 0 behind its last digit. */
static uint64_t digit_at(const struct number *number, int64_t place)
{
    if (place < 0 || place >= number->count)
        return 0;
    const char *digit = number->digits + place;
    return (uint64_t)((digit < number->point ? digit : digit + 1)[0] - '0');
}

/* The digits before the point as a number of units, or more than `most` if it is larger. */
static uint64_t whole_units(const struct number *number, uint64_t most)
{
    uint64_t units = 0;
    for (int64_t i = 0; i < number->whole && (units || i < number->count); i++) {
        if (units > most / 10)
            return most + 1;
        units = 10 * units + digit_at(number, i);
    }
    return units;
}

/* The digits behind the point in ns, rounded to nearest, a half up. It reads the last digit first:
 * no division then drops a whole half of a ns. */
static uint64_t fraction_ns(const struct number *number, uint64_t unit_ns)
{
    uint64_t halves = 0;
    int64_t place = number->count - 1;
    for (; place >= number->whole && place >= 0; place--)
        halves = (halves + 2 * unit_ns * digit_at(number, place)) / 10;
    for (; place >= number->whole && halves; place--)
        halves /= 10;
    return (halves + 1) / 2;
}

static const char *add(uint64_t *total_ns, const struct number *number, const struct unit *unit)
{
    static const char too_long[] = "is over 100 years";
    uint64_t most = AC_DURATION_MAX_NS / unit->ns, units = whole_units(number, most);
    if (units > most)
        return too_long;
    uint64_t ns = units * unit->ns + fraction_ns(number, unit->ns);
    if (ns > AC_DURATION_MAX_NS - *total_ns)
        return too_long;
    *total_ns += ns;
    return NULL;
}

static struct rest trimmed(const char *text, size_t length)
{
    struct rest rest = {text, text + length};
    skip_spaces(&rest);
    while (rest.end > rest.at && is_space(rest.end[-1]))
        rest.end--;
    return rest;
}

/* Reads a number with a unit, and adds it. Units go from large to small. NULL, or the fault. */
static const char *read_part(struct rest *rest, uint64_t *last_ns, uint64_t *total_ns)
{
    struct number number = {.count = 0};
    struct unit unit = {.ns = 1};
    const char *fault = read_number(rest, &number);
    if (!fault)
        fault = read_unit(rest, &unit);
    if (fault)
        return fault;
    if (unit.ns >= *last_ns)
        return "has its units out of order, where the largest comes first";
    *last_ns = unit.ns;
    bool more = rest->at < rest->end;
    if (more && !is_digit(*rest->at))
        return "has something behind its unit";
    if (more && number.broken)
        return "has a fraction before its last unit";
    return add(total_ns, &number, &unit);
}

/* NULL, or why it is none. */
static const char *read_duration(const char *text, size_t length, uint64_t *duration_ns)
{
    struct rest rest = trimmed(text, length);
    const char *fault = ac_utf8_fault(rest.at, (size_t)(rest.end - rest.at));
    uint64_t total_ns = 0, last_ns = UINT64_MAX;
    if (!fault && rest.at == rest.end)
        fault = "is empty";
    while (!fault && rest.at < rest.end)
        fault = read_part(&rest, &last_ns, &total_ns);
    if (!fault)
        *duration_ns = total_ns;
    return fault;
}

bool ac_parse_duration(const char *text, size_t length, uint64_t *duration_ns)
{
    return !read_duration(text, length, duration_ns);
}

const char *ac_duration_fault(const char *text, size_t length)
{
    uint64_t unused;
    return read_duration(text, length, &unused);
}
