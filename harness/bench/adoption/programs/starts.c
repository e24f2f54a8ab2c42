/* starts.c -- adoption-starts: starts a program again and again, and prints what that took.
 *
 * usage: adoption-starts COUNT PROGRAM
 * How:   what the program prints goes to /dev/null. CPU time is that of all starts together.
 * Exit:  0; 1 where a start failed, or the program did; 2 wrong usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static unsigned long long now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

static unsigned long long ns(struct timeval time)
{
    return (unsigned long long)time.tv_sec * 1000000000 + (unsigned long long)time.tv_usec * 1000;
}

static int compare(const void *one, const void *other)
{
    unsigned long long a = *(const unsigned long long *)one, b = *(const unsigned long long *)other;
    return (a > b) - (a < b);
}

/* From before the start to after the end; 0: it failed, and a line is on stderr. */
static unsigned long long start_once(char *program, const posix_spawn_file_actions_t *actions)
{
    char *words[] = {program, NULL};
    unsigned long long start_ns = now_ns();
    pid_t pid;
    int status = 0, error = posix_spawn(&pid, program, actions, NULL, words, environ);
    if (error) {
        fprintf(stderr, "adoption-starts: cannot start %s: %s\n", program, strerror(error));
        return 0;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (status)
        fprintf(stderr, "adoption-starts: %s failed\n", program);
    return status ? 0 : now_ns() - start_ns;
}

static int print(unsigned long long *each_ns, unsigned long count)
{
    struct rusage usage;
    unsigned long long wall_ns = 0;
    getrusage(RUSAGE_CHILDREN, &usage);
    qsort(each_ns, count, sizeof *each_ns, compare);
    for (unsigned long i = 0; i < count; i++)
        wall_ns += each_ns[i];
    printf("done\twall_ns\tmedian_ns\tcpu_user_ns\tcpu_sys_ns\n%lu\t%llu\t%llu\t%llu\t%llu\n",
           count, wall_ns, each_ns[count / 2], ns(usage.ru_utime), ns(usage.ru_stime));
    return fflush(stdout) || ferror(stdout);
}

int main(int words_count, char **words)
{
    posix_spawn_file_actions_t actions;
    unsigned long count = words_count == 3 ? strtoul(words[1], NULL, 10) : 0;
    if (!count) {
        fputs("usage: adoption-starts COUNT PROGRAM\n", stderr);
        return 2;
    }
    unsigned long long *each_ns = calloc(count, sizeof *each_ns);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = !each_ns;
    for (unsigned long i = 0; i < count && !failed; i++)
        failed = (each_ns[i] = start_once(words[2], &actions)) == 0;
    failed = failed || print(each_ns, count);
    posix_spawn_file_actions_destroy(&actions);
    free(each_ns);
    return failed;
}
