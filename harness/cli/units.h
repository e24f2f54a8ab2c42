/* units.h -- figures as people read them. */
#ifndef AC_UNITS_H
#define AC_UNITS_H

#include <stddef.h>
#include <stdint.h>

/* Each writes into `text`, of `size` bytes, and returns it: 1,000,000; 1.000512 s or 12.3 us; 1.9
 * MiB. */
const char *ac_units_count(char *text, size_t size, uint64_t value);
const char *ac_units_duration(char *text, size_t size, uint64_t ns);
const char *ac_units_bytes(char *text, size_t size, uint64_t bytes);

/* For use inside one printf. */
#define AC_COUNT(value) ac_units_count((char[32]){0}, 32, value)
#define AC_DURATION(ns) ac_units_duration((char[32]){0}, 32, ns)
#define AC_BYTES(bytes) ac_units_bytes((char[32]){0}, 32, bytes)

#endif
