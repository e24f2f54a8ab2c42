/* exits.h -- tells of each child that has exited, on a loop.
 *
 * An exit costs two system calls, however many children live: the system says who it was. It could also
 * be asked about each child in turn, as libuv does; so it is here where a child of somebody else has
 * exited, and nobody has waited for that one yet.
 */
#ifndef AC_WORKLOADS_EXITS_H
#define AC_WORKLOADS_EXITS_H

#include <stdbool.h>
#include <sys/types.h>
#include <uv.h>

enum { AC_EXITS_LISTS = 256 };

/* One child. */
struct ac_child_exit {
    pid_t pid;
    int status; /* once it has exited: that of waitpid() */
    struct ac_child_exit *next;
};

struct ac_exits {
    uv_signal_t signal;
    uv_check_t check;
    bool asked;     /* a child may have exited in this turn of the loop */
    unsigned count; /* of the children that live */
    struct ac_child_exit *lists[AC_EXITS_LISTS]; /* of them, by their pid */
    void (*exited)(struct ac_child_exit *exit);
    void (*adopted_exited)(struct ac_exits *exits);
    bool closed;
    unsigned handles; /* that the loop holds */
};

/* `exited` is called for each child that is added, from a turn of the loop. 0 or a negative UV_E*: then
 * the loop must turn until `closed`. */
int ac_exits_open(struct ac_exits *exits, uv_loop_t *uv,
                  void (*exited)(struct ac_child_exit *exit));

/* From now on every child of this program that was not added is what an added one has left behind: the
 * system makes this program its parent (PR_SET_CHILD_SUBREAPER, where there is one), and here it is waited
 * for. `exited` is called after turns in which one was. */
void ac_exits_adopt(struct ac_exits *exits, void (*exited)(struct ac_exits *exits));

/* Adds a child, whose pid is set, before the loop turns again. Until it has exited, the loop is kept
 * alive, and the memory is in use. */
void ac_exits_add(struct ac_exits *exits, struct ac_child_exit *exit);

/* No child lives. The memory is the caller's when the loop has turned until `closed`. */
void ac_exits_close(struct ac_exits *exits);

#endif
