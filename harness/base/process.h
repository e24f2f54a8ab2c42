/* process.h -- what the operating system knows of this process, and does to it. */
#ifndef AC_BASE_PROCESS_H
#define AC_BASE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

struct ac_cpu {
    uint64_t user_ns, sys_ns;
};

/* The CPU time of all threads so far. */
struct ac_cpu ac_process_cpu(void);

/* That of all children that were waited for, and of those whom they have waited for, so far. */
struct ac_cpu ac_process_children_cpu(void);

/* The peak of resident memory: VmHWM of /proc/self/status. Without /proc it is ru_maxrss, which
 * inherits the parent's peak across exec. */
uint64_t ac_process_peak_rss_bytes(void);

/* Turns two signals that would end the process into errors of a write: EPIPE without a reader,
 * EFBIG beyond `ulimit -f`. Also buffers stdout, up to 64 KiB, until it is flushed, so that the
 * flush knows the error. (A terminal sees each line at once.) Call it before anything is printed.
 */
void ac_process_guard_writes(void);

/* True if the parent made this process ignore the signal, as nohup does with SIGHUP. Such a signal
 * must not be caught. */
bool ac_process_ignores(int number);

/* Ties later child processes to this one, if they call ac_process_end_with_parent(). */
void ac_process_tie_children(void);

/* Asks Linux to send SIGTERM to this process when its parent, which has that pid, ends, even by
 * SIGKILL. Elsewhere it does nothing. */
void ac_process_end_with(long parent);

/* Likewise, if the parent called ac_process_tie_children(). */
void ac_process_end_with_parent(void);

enum { AC_LOOP_DESCRIPTORS = 8 }; /* the descriptors of a libuv loop, and a few more */

/* Returns 0 if `count` more descriptors can be opened, or a negative errno. Call it before
 * uv_loop_init, which aborts where it lacks a descriptor for its signals. */
int ac_process_spare_descriptors(int count);

/* Starts up to `count` threads, which do nothing, and ends them again. Returns how many there could be at
 * once. Call it before libuv starts its pool, and aborts where it lacks a thread. */
unsigned ac_process_spare_threads(unsigned count);

/* Makes sure that descriptors 0 to 2 are open, so that no file takes the place of a closed stdout.
 * Reads and writes of such a descriptor fail with EBADF. Call it before anything is opened. */
void ac_process_guard_descriptors(void);

#endif
