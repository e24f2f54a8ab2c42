/* output.h -- a file that appears whole or not at all.
 *
 * A regular file is written under a temporary name beside it and renamed at the end. What exists
 * and is no regular file (/dev/stdout, a pipe) is written to, and never renamed over. `-` is stdout.
 */
#ifndef AC_BASE_OUTPUT_H
#define AC_BASE_OUTPUT_H

#include <stdio.h>

struct ac_output {
    FILE *stream;    /* write here; that there was an error is kept by stdio until the commit */
    int error;       /* the first that was noted: 0 or a negative errno */
    char *temporary; /* NULL: written in place */
    char *path;
};

/* The descriptor that a path like -, /dev/stdout or /dev/fd/3 stands for, or -1. What it leads to may be
 * a regular file, but opening that again would cut it short. */
int ac_output_descriptor(const char *path);

/* 0, or a negative errno with nothing left behind. */
int ac_output_open(struct ac_output *output, const char *path);

/* Notes errno as the reason of a write that has just failed; by the commit it may be another. */
void ac_output_note(struct ac_output *output);

/* Closes it and gives the file its name. 0, or a negative errno, and then the file is gone. */
int ac_output_commit(struct ac_output *output);

/* Closes it and removes what was written. Harmless after a commit, and on a zeroed output. */
void ac_output_abandon(struct ac_output *output);

#endif
