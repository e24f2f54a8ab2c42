/* units.c -- see units.h. */
#include "units.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *ac_units_count(char *text, size_t size, uint64_t value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, value);
    size_t at = 0;
    for (int i = 0; i < length && at + 2 < size; i++) {
        if (i && (length - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

const char *ac_units_duration(char *text, size_t size, uint64_t ns)
{
    if (ns < 1000)
        snprintf(text, size, "%" PRIu64 " ns", ns);
    else if (ns < 1000000)
        snprintf(text, size, "%.1f us", (double)ns / 1e3);
    else if (ns < 1000000000)
        snprintf(text, size, "%.3f ms", (double)ns / 1e6);
    else
        snprintf(text, size, "%.6f s", (double)ns / 1e9);
    return text;
}

/* Writes three digits of a value, and its unit. */
static const char *three(char *text, size_t size, double value, const char *unit)
{
    double most = fabs(value);
    int decimals = most < 9.995 ? 2 : most < 99.95 ? 1 : 0;
    snprintf(text, size, "%.*f%s", decimals, value, unit);
    return text;
}

const char *ac_units_time(char *text, size_t size, double ns)
{
    double most = fabs(ns);
    if (most >= 0.9995e6 && most < 0.9995e9)
        return three(text, size, ns / 1e6, " ms");
    if (most >= 999.5 && most < 0.9995e6)
        return three(text, size, ns / 1e3, " us");
    if (most < 999.5)
        snprintf(text, size, "%.3g ns", ns);
    else
        snprintf(text, size, "%.4f s", ns / 1e9);
    return text;
}

const char *ac_units_bytes(char *text, size_t size, double bytes)
{
    static const char *const units[] = {" KiB", " MiB", " GiB"};
    unsigned unit = 0;
    if (bytes < 1024) {
        snprintf(text, size, "%.0f B", bytes);
        return text;
    }
    for (bytes /= 1024; bytes >= 1024 && unit < 2; unit++)
        bytes /= 1024;
    return three(text, size, bytes, units[unit]);
}

const char *ac_units_about(char *text, size_t size, double count)
{
    if (count > 999999)
        return three(text, size, count / 1e6, "M");
    snprintf(text, size, "%.0f", count);
    return text;
}

const char *ac_units_short(char *text, size_t size, double number)
{
    static const char *const units[] = {"", "k", "M", "G"};
    unsigned unit = 0;
    for (; number >= 1000 && unit < 3; unit++)
        number /= 1000;
    snprintf(text, size, "%g%s", number, units[unit]);
    return text;
}

const char *ac_units_wait(char *text, size_t size, double seconds)
{
    unsigned whole = (unsigned)(seconds + 0.999);
    if (whole < 60)
        snprintf(text, size, "%u s", whole);
    else
        snprintf(text, size, "%u min %u s", whole / 60, whole % 60);
    return text;
}
