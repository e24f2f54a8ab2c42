/* test_cpu_of_polling.c -- nothing spins on the virtual clock, so there people are told no CPU time of a strategy
 * that polls: not by the program, and not by the documents.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/report.h"

static const char why[] =
    "nothing spins on the virtual clock; the price of polling shows on the real one only\n";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void report_has_no_cpu_of_polling_on_the_virtual_clock(void **state)
{
    (void)state;
    static const char *const clocks[] = {"virtual", "virtual --poll-interval 1ms", "real"};
    for (int i = 0; i < 3; i++)
        for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
            bool spins = (*s)->flags & AC_POLLED;
            if (i == 1 && !spins)
                continue;
            struct program program =
                program_run("run -s %s -n 5 --scale 1ms --clock %s", (*s)->name, clocks[i]);
            PROGRAM_CHECK(program, program.status == 0);
            const char *cpu = strstr(program.output, "\n  cpu        ");
            PROGRAM_CHECK(program, cpu != NULL);
            cpu += strlen("\n  cpu        ");
            if (spins && i < 2)
                PROGRAM_CHECK(program,
                              !strncmp(cpu, "-; ", 3) && !strncmp(cpu + 3, why, strlen(why)));
            else
                PROGRAM_CHECK(program, is_digit(*cpu) && !strstr(program.output, why));
            program_free(&program);
        }
}

static void rows_keep_the_number(void **state)
{
    (void)state;
    json_t *report = report_of("run -s polling -n 5 --clock virtual");
    report_check_fields(report); /* cpu_user_ns and cpu_sys_ns are whole numbers */
    json_decref(report);
}

/* What stands under a heading that is aligned to the right: the word that ends where it ends. */
static const char *word_under(const char *headings, const char *heading, const char *line)
{
    const char *found = strstr(headings, heading);
    size_t end = (size_t)(found - headings) + strlen(heading), begin = end;
    if (!found || found > headings + strcspn(headings, "\n") || strcspn(line, "\n") < end)
        return NULL;
    while (begin && !(line[begin - 1] == ' ' && begin > 1 && line[begin - 2] == ' '))
        begin--;
    return line + begin;
}

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line ? line + 1 : line;
}

/* Looks at each table of a virtual run, and each report, in `text`. Returns how many times a CPU time of polling
 * could stand there; each must be a dash. */
static unsigned check_text(const char *path, const char *text)
{
    unsigned seen = 0;
    for (const char *line = text; *line; line = next_line(line)) {
        const char *second = next_line(line), *dash = NULL;
        bool table = !strncmp(line, "virtual clock", 13) && !strncmp(second, "strategy ", 9);
        const char *end = line + strcspn(line, "\n");
        if (!strncmp(line, "polling: ", 9) && strstr(line, "virtual clock") &&
            strstr(line, "virtual clock") < end) {
            for (; *second == ' ' && !dash; second = next_line(second))
                dash = strncmp(second, "  cpu        ", 13) ? NULL : second + 13;
        } else if (table) {
            for (const char *row = second; *row != '\n' && *row && !dash; row = next_line(row))
                dash = strncmp(row, "polling ", 8) ? NULL : word_under(second, " cpu ", row);
        }
        if (dash && *dash != '-')
            fail_msg("%s: a CPU time of polling on the virtual clock: %.40s", path, dash);
        seen += dash != NULL;
    }
    return seen;
}

static void table_has_no_cpu_of_polling_on_the_virtual_clock(void **state)
{
    (void)state;
    static const char *const options[] = {"", "--consume 1ms"};
    for (int i = 0; i < 2; i++) {
        struct program program =
            program_run("compare -n 5 -l 2 --clock virtual --scale 1ms %s", options[i]);
        PROGRAM_CHECK(program, program.status == 0);
        PROGRAM_CHECK(program, check_text("compare", program.output) == 1);
        const char *note = strstr(program.output, why);
        PROGRAM_CHECK(program, note && !strstr(note + 1, why)); /* said once */
        program_free(&program);
    }
    struct program failing = program_run("compare -n 5 -l 2 --clock virtual --fail-task 2");
    PROGRAM_CHECK(failing, !strstr(failing.output, why)); /* a table without CPU times */
    program_free(&failing);
    struct program real = program_run("compare -n 5 -l 2 --scale 1ms");
    PROGRAM_CHECK(real, real.status == 0 && !strstr(real.output, why));
    program_free(&real);
}

static void documents_have_no_cpu_of_polling_on_the_virtual_clock(void **state)
{
    (void)state;
    glob_t found;
    unsigned seen = 0;
    assert_int_equal(glob("docs/*.md", 0, NULL, &found), 0);
    assert_int_equal(glob("docs/lessons/*.md", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = file_read(found.gl_pathv[i], NULL);
        assert_non_null(text);
        seen += check_text(found.gl_pathv[i], text);
        free(text);
    }
    globfree(&found);
    assert_true(seen >= 3); /* lessons 7 and 11, and the plan */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_has_no_cpu_of_polling_on_the_virtual_clock),
        cmocka_unit_test(rows_keep_the_number),
        cmocka_unit_test(table_has_no_cpu_of_polling_on_the_virtual_clock),
        cmocka_unit_test(documents_have_no_cpu_of_polling_on_the_virtual_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
