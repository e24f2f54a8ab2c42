/* faults.h -- makes calls fail: those of a plan, counted in the order in which they are met.
 *
 * wrap.c stands between the objects of the programs, which are those of every build, and what they
 * call (the linker's --wrap); `calls` lists what that is. Nothing fails between faults_end() and
 * faults_begin().
 */
#ifndef TEST_FAULTS_H
#define TEST_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

/* Which calls fail, counted from 1; 0: none. */
struct faults_plan {
    unsigned first, second;
    bool on; /* from the first on, all */
};

struct fault {
    unsigned at; /* its place in the count */
    const char *name;
    int error; /* the errno value it gave */
};

enum { FAULTS_KEPT = 4 };

struct faults {
    struct faults_plan plan;
    const char *spared; /* NULL, or the names of calls that are not counted, and never fail */
    bool takes_nothing; /* a write that fails returns 0, and no error */
    bool armed;
    unsigned met, failed;
    struct fault kept[FAULTS_KEPT]; /* the first that failed */
    void (*on_fault)(const struct fault *fault);
};

extern struct faults faults;

void faults_begin(struct faults_plan plan);
void faults_end(void);

/* Counts a call, and whether it is to fail. */
bool faults_meet(const char *name, int error);

/* Ends the program with a line about a call that does not fail, and has. */
void faults_held(const char *name, int returned);

#endif
