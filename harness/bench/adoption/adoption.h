/* adoption.h -- what the library costs a program: its stages, and what tables and figures need to know of them. */
#ifndef AC_BENCH_ADOPTION_ADOPTION_H
#define AC_BENCH_ADOPTION_ADOPTION_H

/* The stages, as in the column `stage`. Three jobs, by hand and with the library: */
#define ADOPTION_NOTHING "nothing" /* tasks that end at once */
#define ADOPTION_TIMER   "timer"   /* a uv_timer_t of 1 ms each */
#define ADOPTION_ECHO    "echo"    /* 64 bytes to a server of loopback, and back */
/* The system calls of two of them: */
#define ADOPTION_CALLS_TIMER "calls, timer"
#define ADOPTION_CALLS_ECHO  "calls, echo"
/* What a run costs beside its tasks: */
#define ADOPTION_IDLE   "idle"            /* a second in which nothing happens */
#define ADOPTION_MEMORY "memory of a run" /* bytes of its allocator */
#define ADOPTION_START  "start"           /* a program that opens and closes one */
#define ADOPTION_SIZE   "size"            /* code and data */

#define ADOPTION_JOBS  ADOPTION_NOTHING, ADOPTION_TIMER, ADOPTION_ECHO
#define ADOPTION_CALLS ADOPTION_CALLS_TIMER, ADOPTION_CALLS_ECHO
#define ADOPTION_STAGES \
    ADOPTION_JOBS, ADOPTION_CALLS, ADOPTION_IDLE, ADOPTION_MEMORY, ADOPTION_START, ADOPTION_SIZE

/* The cells beside the strategies. */
#define ADOPTION_BY_HAND "by hand"        /* libuv alone: what the others are compared with */
#define ADOPTION_AGAIN   "by hand again"  /* the same once more: the A/A row */
#define ADOPTION_PULL    "callback, pull" /* the program takes the results */
#define ADOPTION_LATER \
    "callback, done later" /* of tasks that do nothing: ac_done(), in the same iteration */
#define ADOPTION_FLOOR_AGAIN "floor again" /* A/A of floor, which sleeps for 0 */
#define ADOPTION_STATIC      "static"      /* of programs: the static library */
#define ADOPTION_SHARED      "shared"      /* and the shared one */
#define ADOPTION_LIBRARY     "the library" /* that by itself */

/* The targets: CPU time beside that by hand; and where tasks do nothing beside floor, which sleeps for 0. */
#define ADOPTION_HAND_TARGET  1.10
#define ADOPTION_FLOOR_TARGET 1.30

#endif
