/* faults.c -- see faults.h. */
#include "faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct faults faults;

void faults_begin(struct faults_plan plan)
{
    faults.plan = plan;
    faults.met = faults.failed = 0;
    faults.armed = true;
}

void faults_end(void)
{
    faults.armed = false;
}

bool faults_meet(const char *name, int error)
{
    if (!faults.armed || (faults.spared && strstr(faults.spared, name)))
        return false;
    const struct faults_plan *plan = &faults.plan;
    unsigned at = ++faults.met;
    bool later = plan->on && plan->first && at > plan->first;
    if (at != plan->first && at != plan->second && !later)
        return false;
    struct fault fault = {at, name, error};
    if (faults.failed < FAULTS_KEPT)
        faults.kept[faults.failed] = fault;
    faults.failed++;
    if (faults.on_fault)
        faults.on_fault(&fault);
    return true;
}

void faults_held(const char *name, int returned)
{
    fprintf(stderr, "faults: %s returned %d, and cannot fail\n", name, returned);
    abort();
}
