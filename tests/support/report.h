/* report.h -- the report of a run as JSON: every field, and what must hold of them.
 */
#ifndef TEST_REPORT_H
#define TEST_REPORT_H

#include <jansson.h>

#include "program.h"

/* The first line of --format tsv. */
extern const char *const report_tsv_header;

/* What the program printed, which must be JSON; json_decref() it. */
json_t *report_parse(const struct program *program);

/* The same of a command, which must end well and say nothing on stderr. */
json_t *report_of(const char *command);

/* The value of a key, which must be a whole number. */
json_int_t report_whole(const json_t *object, const char *key);

/* Every field is there, of its type, and no other. */
void report_check_fields(const json_t *row);

/* Each task that was pulled is accounted for. */
void report_check_accounts(const json_t *row);

/* All `tasks` were taken; or the run ended before that. */
void report_check_complete(const json_t *row, json_int_t tasks);
void report_check_incomplete(const json_t *row);

#endif
