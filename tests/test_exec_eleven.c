/* test_exec_eleven.c -- the stress tests that the author of GNU parallel has for tools like it.
 *
 * They are the chapter "Testing other tools" of the manual page parallel_alternatives(7), of GNU parallel
 * 20221122, and keep the names that they have there. Each runs small here, and in full size in the long form,
 * where the disk of TMPDIR has room for it.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/machine.h"
#include "support/program.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { PART = 65536, MB = 1000000 };

static const char thirty[] =
    "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n"
    "21\n22\n23\n24\n25\n26\n27\n28\n29\n30\n";

/* What came out of a pipe: how long it is, how many lines, and the characters that followed others. */
struct seen {
    uint64_t bytes, lines;
    char squeezed[1024]; /* as of `tr -s a-z` */
    size_t kinds;
};

static void see(struct seen *seen, const char *bytes, size_t count)
{
    seen->bytes += count;
    for (size_t i = 0; i < count; i++) {
        bool same = seen->kinds && bytes[i] == seen->squeezed[seen->kinds - 1];
        seen->lines += bytes[i] == '\n';
        if (!same && seen->kinds + 1 < sizeof seen->squeezed)
            seen->squeezed[seen->kinds++] = bytes[i];
    }
}

/* Runs `exec`, and reads its stdout as it comes. It is in `program`, to be freed. */
static struct seen read_of(struct program *program, const char *lines, const char *words)
{
    struct seen seen = {.bytes = 0};
    static char part[PART];
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    program->stdout_file = ends[1];
    *program = lines_start_in(*program, lines, "%s", words);
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], part, sizeof part)) > 0;)
        see(&seen, part, (size_t)got);
    close(ends[0]);
    program_wait(program);
    return seen;
}

/* Skips where what is spooled would not fit on the disk. */
static void need_room(uint64_t bytes)
{
    struct statvfs disk;
    assert_int_equal(statvfs(scratch_path(""), &disk), 0);
    if ((uint64_t)disk.f_bavail * disk.f_frsize < 2 * bytes)
        skip_because("TMPDIR has no room for it");
}

/* "a c e" and "b d f" stay together, a line for each job. */
static void mix_output_of_two_jobs_does_not_mix(void **state)
{
    (void)state;
    unsigned jobs = long_form() ? 30 : 6, length = long_form() ? 3 * MB : 150000;
    char words[512], out[256] = "", err[256] = "", lines[128] = "";
    for (unsigned i = 1; i <= jobs; i++) {
        sprintf(lines + strlen(lines), "%u\n", i);
        strcat(out, "a c e \n");
        strcat(err, "b d f \n");
    }
    for
        EACH_STRATEGY(s)
        {
            struct seen seen = {.bytes = 0};
            snprintf(
                words, sizeof words,
                "-s %s -l %u --shell 'p() { head -c %u /dev/zero | tr \"\\0\" $1; printf \" \"; }; "
                "p a; p b >&2; p c; p d >&2; p e; p f >&2; echo; echo >&2'",
                (*s)->name, jobs, length);
            struct program program = {.pid = 0};
            struct seen printed = read_of(&program, lines, words);
            PROGRAM_CHECK(program, program.status == 0);
            assert_string_equal(printed.squeezed, out);
            assert_int_equal(printed.bytes, jobs * (3 * (uint64_t)length + 4));
            see(&seen, program.errors, strlen(program.errors));
            assert_string_equal(seen.squeezed, err);
            assert_int_equal(seen.bytes, jobs * (3 * (uint64_t)length + 4));
            program_free(&program);
        }
}

static void stderrmerge_stderr_is_kept_apart(void **state)
{
    (void)state;
    lines_check(
        "1\n",
        "-s callback -l 1 --shell 'echo stdout; echo stderr >&2; echo stdout; echo stderr >&2'", 0,
        "stdout\nstdout\n", "stderr\nstderr\n");
}

/* More output at once than the program may have memory. The jobs and their tools may not have more, either. */
static void ram_output_may_be_larger_than_memory(void **state)
{
    (void)state;
    enum { SMALL = 40 << 20, LARGE = 1 << 30 };
    if (under_instruments() || under_coverage())
        skip_because("instruments take address space of their own");
    unsigned length = long_form() ? LARGE : SMALL;
    char words[256];
    need_room(3 * (uint64_t)length);
    struct program program = {.address_space = 64 << 20};
    snprintf(words, sizeof words, "-s callback -l 3 --shell 'yes $1 | head -c %u'", length);
    struct seen seen = read_of(&program, "a\nb\nc\n", words);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    assert_int_equal(seen.bytes, 3 * (uint64_t)length);
    program_free(&program);
}

/* Of two jobs one prints more than there is room for. It fails by name, what the others print is whole, and the
 * room is there again for a third. */
static void check_full_disk(struct program program, const char *reason)
{
    static const char words[] =
        "-s serial --shell 'case $1 in 2) size=3000000;; *) size=400000;; esac; "
        "head -c $size /dev/zero | tr \"\\0\" $1; echo end $1 >&2'";
    char expected[128];
    struct seen seen = read_of(&program, "1\n2\n3\n", words);
    snprintf(expected, sizeof expected, "1 whose output could not be kept (%s)", reason);
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, expected));
    PROGRAM_CHECK(program, strstr(program.errors, "end 1\n") && strstr(program.errors, "end 3\n"));
    assert_in_range(seen.bytes, 2 * 400000, 2 * 400000 + (1 << 20));
    assert_string_equal(seen.squeezed, seen.bytes > 2 * 400000 ? "123" : "13");
    program_free(&program);
}

static void diskfull_a_disk_that_is_full_is_named(void **state)
{
    (void)state;
    const char *disk = machine_disk("small", "size=1m");
    char *kept = strdup(getenv("TMPDIR"));
    setenv("TMPDIR", disk, 1);
    check_full_disk((struct program){.pid = 0}, "no space left on device");
    setenv("TMPDIR", kept, 1);
    free(kept);
}

static void diskfull_a_file_that_may_not_grow_is_named(void **state)
{
    (void)state;
    struct program program = {.in = {.limited = true, .resource = RLIMIT_FSIZE, .most = 1 << 20}};
    if (under_coverage())
        skip_because("gcov writes files of its own");
    check_full_disk(program, "file too large");
}

/* Killed while its file is in use. */
static void cleanup_nothing_is_left_by_a_kill(void **state)
{
    (void)state;
    int begun[2], held[2];
    char words[256], byte;
    const char *folder = scratch_path("cleanup");
    char *kept = strdup(getenv("TMPDIR"));
    assert_int_equal(mkdir(folder, 0777), 0);
    setenv("TMPDIR", folder, 1);
    assert_int_equal(pipe2(begun, O_CLOEXEC), 0);
    assert_int_equal(pipe2(held, O_CLOEXEC), 0);
    assert_int_equal(fcntl(begun[1], F_SETFD, 0) | fcntl(held[0], F_SETFD, 0), 0);
    snprintf(words, sizeof words,
             "-s callback -l 2 --shell 'head -c 300000 /dev/zero; echo >/dev/fd/%d; read line "
             "</dev/fd/%d'",
             begun[1], held[0]);
    struct program program = lines_start_in((struct program){.pid = 0}, "1\n2\n", "%s", words);
    for (int i = 0; i < 2; i++) /* each has been read, but for what a pipe holds */
        assert_int_equal(read(begun[0], &byte, 1), 1);
    kill(program.pid, SIGKILL);
    program_wait(&program);
    assert_int_equal(program.status, 128 + SIGKILL);
    for (int i = 0; i < 2; i++) {
        close(begun[i]);
        close(held[i]);
    }
    machine_await_orphans();
    assert_int_equal(rmdir(folder), 0);
    setenv("TMPDIR", kept, 1);
    free(kept);
    program_free(&program);
}

static void spcchar_special_names_reach_the_command(void **state)
{
    (void)state;
    static const char name[] = "My brother's 12\" *** record  (costs $$$).jpg";
    char lines[sizeof name + 1];
    struct program here = {.in.folder = scratch_path("")};
    file_write(scratch_path(name), "sound\n");
    snprintf(lines, sizeof lines, "%s\n", name);
    static const char *const all[] = {"cat", "cat {}", "cat ./{}", "--shell 'cat \"$1\"'"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program program = lines_run_in(here, lines, "-s callback -l 1 %s", all[i]);
        PROGRAM_CHECK(program, program.status == 0 && !strcmp(program.output, "sound\n"));
        program_free(&program);
    }
}

/* Without --shell it is no shell that reads the words. */
static void composed_commands_work(void **state)
{
    (void)state;
    lines_check("bar\n", "-s callback -l 1 --shell 'echo foo; echo $1'", 0, "foo\nbar\n", "");
    lines_check("bar\n", "-s callback -l 1 echo 'foo;' echo {}", 0, "foo; echo bar\n", "");
}

static void onerep_a_line_may_stand_many_times(void **state)
{
    (void)state;
    lines_check("bar\n", "-s callback -l 1 echo {} foo {}", 0, "bar foo bar\n", "");
    lines_check("bar\n", "-s callback -l 1 echo {}{}x{} {", 0, "barbarxbar {\n", "");
}

/* The kernel bounds a word at 128 KiB; nothing else does. */
static void inputsize_a_line_may_be_long(void **state)
{
    (void)state;
    size_t length = long_form() ? 100 * MB : 10 * MB;
    char *lines = malloc(length + 5);
    assert_non_null(lines);
    memset(lines, 'x', 131000);
    strcpy(lines + 131000, "\n");
    struct program program = {.pid = 0};
    struct seen seen = read_of(&program, lines, "-s callback -l 1 echo");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    assert_int_equal(seen.bytes, 131001);
    program_free(&program);
    memset(lines, 'x', length);
    strcpy(lines + length, "\nyes");
    program = lines_run_in((struct program){.pid = 0}, lines, "-s callback -l 1 echo");
    PROGRAM_CHECK(program, program.status == 1 && !strcmp(program.output, "yes\n"));
    PROGRAM_CHECK(program, strstr(program.errors, "argument list too long"));
    program_free(&program);
    free(lines);
}

static void numwords_output_may_have_many_words(void **state)
{
    (void)state;
    unsigned jobs = long_form() ? 30 : 5, length = long_form() ? 10 * MB : MB;
    char lines[128], words[256];
    snprintf(lines, sizeof lines, "%.*s", (int)(strchr(thirty, jobs == 5 ? '6' : '\0') - thirty),
             thirty);
    snprintf(words, sizeof words,
             "-s unbounded --shell 'yes \"$(seq 1000 | tr \"\\n\" \" \")\" | head -c %u'", length);
    struct program program = {.pid = 0};
    struct seen seen = read_of(&program, lines, words);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    assert_int_equal(seen.bytes, jobs * (uint64_t)length);
    program_free(&program);
}

static void four_gb_a_line_may_be_longer(void **state)
{
    (void)state;
    uint64_t length = long_form() ? 5000 * (uint64_t)MB : 50 * MB;
    char words[256];
    need_room(length);
    snprintf(words, sizeof words,
             "-s callback -l 1 --shell 'head -c %llu /dev/zero | tr \"\\0\" a; echo'",
             (unsigned long long)length);
    struct program program = {.pid = 0};
    struct seen seen = read_of(&program, "1\n", words);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    assert_int_equal(seen.bytes, length + 1);
    assert_int_equal(seen.lines, 1);
    assert_string_equal(seen.squeezed, "a\n");
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mix_output_of_two_jobs_does_not_mix),
        cmocka_unit_test(stderrmerge_stderr_is_kept_apart),
        cmocka_unit_test(ram_output_may_be_larger_than_memory),
        cmocka_unit_test(diskfull_a_disk_that_is_full_is_named),
        cmocka_unit_test(diskfull_a_file_that_may_not_grow_is_named),
        cmocka_unit_test(cleanup_nothing_is_left_by_a_kill),
        cmocka_unit_test(spcchar_special_names_reach_the_command),
        cmocka_unit_test(composed_commands_work),
        cmocka_unit_test(onerep_a_line_may_stand_many_times),
        cmocka_unit_test(inputsize_a_line_may_be_long),
        cmocka_unit_test(numwords_output_may_have_many_words),
        cmocka_unit_test(four_gb_a_line_may_be_longer),
    };
    return cmocka_run_group_tests(tests, machine_open, machine_close);
}
