/* output.h -- an output file that appears whole or not at all.
 *
 * A regular file is written under a temporary name in its folder, and renamed at the end. A path
 * that is no regular file (/dev/stdout, a pipe) is written in place. The path `-` is stdout.
 */
#ifndef AC_BASE_OUTPUT_H
#define AC_BASE_OUTPUT_H

#include <stdio.h>

struct ac_output {
    FILE *stream;    /* write here; stdio remembers errors until the commit */
    int error;       /* the first error that was noted: 0 or a negative errno */
    char *temporary; /* NULL: the file is written in place */
    char *path;
};

/* The descriptor that a path like -, /dev/stdout or /dev/fd/3 stands for, or -1. The descriptor may
 * lead to a regular file. To open that file again would truncate it. */
int ac_output_descriptor(const char *path);

/* Writes all bytes to a descriptor. 0 or a negative errno: then a part may be written. */
int ac_output_write(int descriptor, const char *bytes, size_t count);

/* Opens the output. Returns 0, or a negative errno with nothing left behind. */
int ac_output_open(struct ac_output *output, const char *path);

/* Notes errno as the reason of a write that has just failed. By the commit errno may have changed.
 */
void ac_output_note(struct ac_output *output);

/* Closes the file and gives it its name. Returns 0, or a negative errno; then the file is removed.
 */
int ac_output_commit(struct ac_output *output);

/* Closes the file and removes it. Harmless after a commit, and on a zeroed output. */
void ac_output_abandon(struct ac_output *output);

/* From a signal's handler, before the process ends: removes what is not finished. */
void ac_output_remove(const struct ac_output *output);

#endif
