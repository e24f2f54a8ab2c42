/* folder.h -- a result folder with a name of its own. */
#ifndef BENCH_FOLDER_H
#define BENCH_FOLDER_H

/* Makes RESULTS (if it is not there) and in it a new folder NAME of the date and time (UTC) and
 * `name`, such as 2026-11-22T101500Z-quick, with -2, -3... behind it where that is taken, and in it
 * traces/ and histograms/. Its path, to be freed by the caller; NULL after one line on stderr. */
char *folder_make(const char *results, const char *name);

/* Makes an empty folder where the system keeps what is temporary (TMPDIR, or /tmp). Its path, to be
 * freed; NULL after one line on stderr. The caller removes it with rmdir(). */
char *folder_make_scratch(void);

#endif
