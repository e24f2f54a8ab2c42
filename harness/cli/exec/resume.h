/* resume.h -- which commands a job log has, so that they are not run again.
 *
 * Nothing but a hash, a place and a count of each different command is in memory; the text is compared in
 * the file itself. So no two commands are taken for one, and a log costs at most 96 bytes for each.
 */
#ifndef AC_CLI_EXEC_RESUME_H
#define AC_CLI_EXEC_RESUME_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

extern const char ac_joblog_header[]; /* the first line of a log */

struct ac_resume_entry {
    uint64_t hash, at; /* of the command; where it stands in the file */
    uint32_t length, count;
};

/* Zeroed is empty. */
struct ac_resume {
    int descriptor; /* of the log */
    struct ac_resume_entry *entries;
    uint64_t room, used;
    uint64_t jobs;     /* lines of the log */
    uint64_t matched;  /* of them, taken so far */
    uint64_t end;      /* of its last whole line, in bytes */
    uint64_t bad_line; /* from 1, where it is no job log; 0: it is one */
};

/* Reads a log from its start, to its last whole line. 0; -EINVAL, and bad_line says where; or another
 * negative errno. */
int ac_resume_read(struct ac_resume *resume, int descriptor);

/* Whether the log has the command, once more than it was asked for before. It must be as in the log. */
bool ac_resume_take(struct ac_resume *resume, const char *command, size_t length);

void ac_resume_free(struct ac_resume *resume);

#endif
