/* project.h -- where the project's own files are, of which the bench needs some: the scripts of its
 * figures, and the commit. */
#ifndef AC_BENCH_PROJECT_H
#define AC_BENCH_PROJECT_H

/* The folder of the project that this program was built in: the nearest above it that has the
 * strategies; else the current folder, if that has them. NULL where there is none. The caller
 * frees it. */
char *project_folder(void);

#endif
