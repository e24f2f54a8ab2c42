/* units.h -- figures as people read them: every form that the programs print is here alone. */
#ifndef AC_BASE_UNITS_H
#define AC_BASE_UNITS_H

#include <stddef.h>
#include <stdint.h>

/* Each writes into `text`, of `size` bytes, and returns it. */
const char *ac_units_count(char *text, size_t size, uint64_t value); /* 1,000,000 */
const char *ac_units_duration(char *text, size_t size, uint64_t ns); /* of one run: 1.000512 s */
const char *ac_units_time(char *text, size_t size, double ns);       /* in a table: 1.0005 s */
const char *ac_units_bytes(char *text, size_t size, double bytes);   /* 1.81 MiB */
const char *ac_units_about(char *text, size_t size, double count);   /* 999999, then 1.00M */
const char *ac_units_short(char *text, size_t size, double number);  /* 100, 10k, 1M */
const char *ac_units_wait(char *text, size_t size, double seconds);  /* 1 min 44 s, rounded up */

/* For use inside one printf. */
#define AC_COUNT(value)  ac_units_count((char[32]){0}, 32, value)
#define AC_DURATION(ns)  ac_units_duration((char[32]){0}, 32, ns)
#define AC_TIME(ns)      ac_units_time((char[32]){0}, 32, ns)
#define AC_BYTES(bytes)  ac_units_bytes((char[32]){0}, 32, (double)(bytes))
#define AC_SHORT(number) ac_units_short((char[32]){0}, 32, (double)(number))
#define AC_WAIT(seconds) ac_units_wait((char[32]){0}, 32, seconds)

#endif
