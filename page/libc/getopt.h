/* getopt.h -- struct option, which harness/scenario/ends.h names; the page reads no command line. */
#ifndef PAGE_GETOPT_H
#define PAGE_GETOPT_H

struct option {
    const char *name;
    int has_arg, *flag, val;
};

#endif
