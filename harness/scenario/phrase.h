/* phrase.h -- sentences with numbers in them, made without a C library. */
#ifndef AC_SCENARIO_PHRASE_H
#define AC_SCENARIO_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

/* Adds to a text that is ended by a 0 within `room` bytes: %s a string; and of a uint64_t %n as 1,000, %u as
 * 1000, and %t its thousandths as 1.000. False if it did not fit and is cut. */
bool ac_phrase(char *text, size_t room, const char *format, ...);

#endif
