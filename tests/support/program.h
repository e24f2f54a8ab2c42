/* program.h -- the program as its users run it: words in, exit status, stdout and stderr out.
 *
 * The environment variable AS_COMPLETED says where it is; else it is build/as-completed.
 */
#ifndef TEST_PROGRAM_H
#define TEST_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/types.h>

enum { STDOUT_CAPTURED = 0, STDOUT_CLOSED = -1, PROGRAM_WORDS = 65 };

/* Where and how it is run; zeroed is where and how the test is. */
struct circumstances {
    const char *path;         /* of another program than AS_COMPLETED */
    const char *folder;       /* its current folder */
    char *const *environment; /* all of its environment, ends with NULL */
    bool limited;             /* a resource, as by setrlimit */
    int resource;
    rlim_t most;
    bool unprivileged; /* as nobody, where the test is root */
    unsigned closed;   /* bit N: descriptor N is closed */
    int ignored;       /* a signal, as nohup does with SIGHUP */
};

struct program {
    struct circumstances in;
    int stdin_file;       /* a descriptor, or 0: the test's own */
    int stdout_file;      /* a descriptor, or one of the above */
    int stderr_file;      /* a descriptor, or 0: captured */
    size_t address_space; /* bytes, as of `ulimit -v`; 0: no limit */
    pid_t pid;
    FILE *output_file, *errors_file;
    int status;    /* what it exited with; 128 + N: ended by signal N */
    size_t memory; /* the most bytes that it, or its fork of the test, had at once */
    char *output;  /* stdout, if captured */
    char *errors;  /* stderr */
    unsigned errors_lines;
};

/* Cuts a command into its words, at most PROGRAM_WORDS - 1, and NULL: a space separates them, and 'quotes' hold together;
 * so does a path that begins with the test's scratch folder or its current one, as long as that is. */
void program_split(char *command, char **words);

/* Starts it with the words of `command`. Returns once it runs: a signal that it is sent then is its own.
 * It is ended by SIGXCPU after two minutes of CPU; one that sleeps for good tests/patience.py ends. */
void program_start(struct program *program, const char *command);

/* Ends this process, and what it becomes, with SIGXCPU after two minutes of CPU. */
void program_limit_cpu(void);

/* Waits for its end, and fills in status, output and errors. */
void program_wait(struct program *program);

void program_free(struct program *program);

/* Both, for a program whose circumstances and files are given, and a command as of printf. */
struct program program_run_in(struct program program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* All of it, for a command made as printf would. The caller frees. */
struct program program_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Fails the test, after a line with the command's output, unless the condition holds. */
#define PROGRAM_CHECK(program, condition)                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%s (status %d, stdout '%.300s', stderr '%s')", #condition, (program).status, \
                     (program).output, (program).errors);                                          \
    } while (0)

#endif
