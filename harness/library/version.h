/* version.h -- which version of the library this is. */
#ifndef AC_LIBRARY_VERSION_H
#define AC_LIBRARY_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* The version of these headers. The number before the first dot is that of the shared library's name. */
#define AC_VERSION "1.0.0"

/* The version of the library that runs, such as "1.0.0": with a shared one it may be later than AC_VERSION. The
 * string lasts for ever. Any thread may call this at any time. */
const char *ac_version(void);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
