/* environment.h -- what a bench ran on: environment.json.
 *
 * Written when a bench starts, with "complete": false, and again when it ends; a killed bench
 * leaves the first. Values that a machine does not tell are null. "commands" lists every command
 * line in the order of running (rows.tsv holds the measured part of each as well).
 */
#ifndef AC_BENCH_ENVIRONMENT_H
#define AC_BENCH_ENVIRONMENT_H

#include <jansson.h>
#include <stdbool.h>

/* Looks around: date, commit and whether dirty (null where the project's folder is not a repository
 * of its own; from here on the environment has no GIT_... any more), compiler and flags, versions,
 * kernel, CPU, governor, load, ASLR, memory. `program` is asked for its version. A new object, the
 * caller's. */
json_t *environment_new(const char *program);

/* The load averages now, an array of three. */
json_t *environment_load(void);

/* The first line a command prints, as a JSON string; null where it cannot be run. */
json_t *environment_ask(const char *const argv[]);

/* Whether a tool runs, and whether this path is an as-completed that does; false after a line, or
 * when interrupted. */
bool environment_has_tool(const char *name);
bool environment_has_program(const char *path);

#endif
