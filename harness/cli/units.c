/* units.c -- see units.h. */
#include "units.h"

#include <inttypes.h>
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

const char *ac_units_bytes(char *text, size_t size, uint64_t bytes)
{
    if (bytes < 10240)
        snprintf(text, size, "%" PRIu64 " B", bytes);
    else if (bytes < 10 << 20)
        snprintf(text, size, "%.1f KiB", (double)bytes / 1024);
    else
        snprintf(text, size, "%.1f MiB", (double)bytes / 1048576);
    return text;
}
