/* project.h -- where the project's own files are, of which the bench needs some: the scripts of its
 * figures, the programs that measure, and the commit. */
#ifndef AC_BENCH_PROJECT_H
#define AC_BENCH_PROJECT_H

/* The folder of the project that this program was built in: the nearest above it that has the
 * strategies; else the current folder, if that has them. Of an installed program it is
 * PREFIX/share/as-completed, where PREFIX/bin has the program. NULL where there is none. The caller
 * frees it. */
char *project_folder(void);

/* A program of the bench's own: beside this one, which was called as `driver`; or of an installed
 * one in PREFIX/libexec/as-completed. The caller frees it. */
char *project_program(const char *driver, const char *name);

#endif
