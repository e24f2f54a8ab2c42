/* process.h -- what the operating system says of this process. */
#ifndef AC_BASE_PROCESS_H
#define AC_BASE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

struct ac_cpu {
    uint64_t user_ns, sys_ns;
};

/* CPU time used so far, of all threads. */
struct ac_cpu ac_process_cpu(void);

/* The most memory that was ever resident: VmHWM of /proc/self/status, which, unlike ru_maxrss, does
 * not inherit the peak of the parent across exec; ru_maxrss where there is no /proc. */
uint64_t ac_process_peak_rss_bytes(void);

/* What the kernel would end the process for without a word becomes an error of a write: EPIPE where
 * nobody reads, EFBIG behind `ulimit -f`. And what goes to stdout is held, up to 64 KiB, until it is flushed, so
 * that the flush knows what error it was; a terminal sees each line at once. Call before anything is printed. */
void ac_process_guard_writes(void);

/* Whether whoever started the process had it ignore this signal, as nohup does with SIGHUP; then it
 * is not to be caught. */
bool ac_process_ignores(int number);

/* Ties the programs that are started from here on, if they are ours, to this one. */
void ac_process_tie_children(void);

/* Ends the process by SIGTERM when the one that started it ends, even by SIGKILL, if that called
 * ac_process_tie_children. On Linux; elsewhere it runs on to its own end. */
void ac_process_end_with_parent(void);

enum { AC_LOOP_DESCRIPTORS = 8 }; /* what a libuv loop takes, and a few more */

/* Whether `count` more descriptors can be opened: 0 or a negative errno. To be asked before
 * uv_loop_init, which aborts where it lacks one for its signals instead of failing. */
int ac_process_spare_descriptors(int count);

/* Makes sure that descriptors 0 to 2 are open, so that no file takes the place of a closed stdout;
 * writing to one that was closed, or reading from it, fails with EBADF. Call before anything is opened. */
void ac_process_guard_descriptors(void);

#endif
