/* machine.h -- a bad machine: disks that are small or read only, and processes that are left behind.
 *
 * Disks are mounted in a namespace of the test's own, and so are gone with it however it ends.
 * Processes whose parent ends become children of the test, which so sees what is left of them.
 */
#ifndef TEST_MACHINE_H
#define TEST_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "program.h"

/* For cmocka_run_group_tests: a scratch folder (files.h), and the test as the heir of orphans. */
int machine_open(void **state);
int machine_close(void **state);

/* Absolute paths of as-completed-bench and as-completed. */
const char *machine_bench(void);
const char *machine_program(void);

/* A folder of this name in the scratch folder on a disk of its own (tmpfs, with these mount
 * options); skips where that is not permitted. The path is as scratch_path() gives it. */
const char *machine_disk(const char *name, const char *options);

/* Mounts it read only from here on. */
void machine_disk_close(const char *path);

/* Starts the program, as above, and the driver, with a command as printf would make it. */
struct program machine_start(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct program machine_start_bench(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Returns once it holds; fails after a minute. */
void machine_wait_until(bool (*holds)(const void *), const void *what, const char *words);

/* Holds once the process (a pid_t) has a child. */
bool machine_has_child(const void *pid);

void machine_sleep_ms(uint64_t ms);

/* Returns once every process that descends from the test has ended; fails after a minute, and the
 * teardown kills them. Not before each program started was waited for. */
void machine_await_orphans(void);

/* Fails if one of them has not ended. */
void machine_refuse_orphans(void);

#endif
