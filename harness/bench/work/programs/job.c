/* job.c -- work-job: the job that the bench of commands runs, which stamps its own start and end.
 *
 * usage: work-job STAMPS NUMBER,SLEEP_US,BYTES
 * How:   it sleeps so long, writes so many bytes to stdout, and appends a line to the file STAMPS: its
 *        NUMBER, and the two instants in ns of CLOCK_MONOTONIC. One write of a short line to a file
 *        that is open for appending is never mixed with another.
 * Exit:  0; 1 where it could not write; 2 wrong usage.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECOND_NS = 1000000000 };

static unsigned long long job_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * SECOND_NS + (unsigned long long)now.tv_nsec;
}

static void job_sleep_until(unsigned long long end_ns)
{
    struct timespec end = {.tv_sec = (time_t)(end_ns / SECOND_NS),
                           .tv_nsec = (long)(end_ns % SECOND_NS)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL))
        continue;
}

/* False: the reader has gone. */
static int job_print(unsigned long long bytes)
{
    char block[4096];
    memset(block, 'x', sizeof block);
    while (bytes > 0) {
        ssize_t wrote =
            write(STDOUT_FILENO, block, bytes < sizeof block ? (size_t)bytes : sizeof block);
        if (wrote < 0)
            return 0;
        bytes -= (unsigned long long)wrote;
    }
    return 1;
}

int main(int count, char **words)
{
    unsigned long long number, sleep_us, bytes, start_ns = job_now();
    char line[80];
    if (count != 3 || sscanf(words[2], "%llu,%llu,%llu", &number, &sleep_us, &bytes) != 3) {
        fputs("work-job: usage: work-job STAMPS NUMBER,SLEEP_US,BYTES\n", stderr);
        return 2;
    }
    if (sleep_us)
        job_sleep_until(start_ns + sleep_us * 1000);
    if (!job_print(bytes))
        return 1;
    int length = snprintf(line, sizeof line, "%llu\t%llu\t%llu\n", number, start_ns, job_now());
    int file = open(words[1], O_WRONLY | O_APPEND | O_CREAT, 0666);
    return file < 0 || write(file, line, (size_t)length) != length;
}
