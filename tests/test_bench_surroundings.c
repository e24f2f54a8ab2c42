/* test_bench_surroundings.c -- what a user has about him changes no picture and no row: gnuplot's
 * settings of his own, the repository he is in, and the folder.
 *
 * AS_COMPLETED_BENCH says where the driver is.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static const char *driver;

static void make_folder(const char *name)
{
    assert_int_equal(mkdir(scratch_path(name), 0777), 0);
}

/* What gnuplot reads at its start, of which each line would end it. */
static void write_settings(void)
{
    static const char ends[] = "set logscale y\nset title 'mine'\nexit status 7\n";
    static const char *const folders[] = {"home", "home/.config", "home/.config/gnuplot"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        make_folder(folders[i]);
    file_write(scratch_path("home/.gnuplot"), ends);
    file_write(scratch_path("home/.config/gnuplot/gnuplotrc"), ends);
    file_write(scratch_path("home/fonts.conf"), "<fontconfig></fontconfig>\n");
}

static int set_up(void **state)
{
    driver = getenv("AS_COMPLETED_BENCH");
    driver = driver ? driver : "build/as-completed-bench";
    char path[4096];
    setenv("DRIVER", realpath(driver, path) ? path : driver, 1);
    setenv("PLOTS", realpath("plots", path) ? path : "plots", 1);
    if (scratch_make(state))
        return -1;
    write_settings();
    return 0;
}

/* The environment of someone with settings of his own; and that of someone with none. The caller ends
 * it with words_end(). */
static char **environment(bool settings)
{
    const char *home = scratch_path("home");
    char **words = calloc(16, sizeof *words);
    size_t count = 0;
    assert_non_null(words);
    words[count++] = text_format("PATH=%s", getenv("PATH"));
    if (settings) {
        words[count++] = text_format("HOME=%s", home);
        words[count++] = text_format("XDG_CONFIG_HOME=%s/.config", home);
        words[count++] = text_format("FONTCONFIG_FILE=%s/fonts.conf", home);
        words[count++] = text_format("GNUPLOT_LIB=%s", home);
        words[count++] = text_copy("GNUTERM=nonsense");
        words[count++] = text_copy("GDFONTPATH=/nowhere");
        words[count++] = text_copy("GNUPLOT_DEFAULT_GDFONT=Courier");
        words[count++] = text_copy("LC_ALL=C");
    }
    const char *program = getenv("AS_COMPLETED");
    if (program)
        words[count++] = text_format("AS_COMPLETED=%s", program);
    return words;
}

static void words_end(char **words)
{
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
    free(words);
}

/* Runs it with and without such settings, each time with the name of another folder; both say the
 * same. */
static void run_both(const char *path, const char *command, const char *const folders[2])
{
    struct program programs[2];
    for (int i = 0; i < 2; i++) {
        char **words = environment(i);
        struct circumstances in = {.path = path, .environment = words};
        programs[i] = program_run_in((struct program){.in = in}, "%s '%s'", command,
                                     scratch_path(folders[i]));
        PROGRAM_CHECK(programs[i], programs[i].status == 0);
        words_end(words);
    }
    PROGRAM_CHECK(programs[1], strcmp(programs[1].output, programs[0].output) == 0);
    PROGRAM_CHECK(programs[1], strcmp(programs[1].errors, programs[0].errors) == 0);
    program_free(&programs[0]);
    program_free(&programs[1]);
}

/* Every picture of the first folder is in the other, byte for byte. */
static void compare_pictures(const char *first, const char *second, unsigned least)
{
    glob_t found;
    char *pattern = text_format("%s/*.[ps][nv]g", scratch_path(first));
    char *other = text_copy(scratch_path(second));
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= least);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        size_t lengths[2];
        char *twin = text_format("%s%s", other, strrchr(found.gl_pathv[i], '/'));
        char *one = file_read(found.gl_pathv[i], &lengths[0]), *two = file_read(twin, &lengths[1]);
        if (!two || lengths[0] != lengths[1] || memcmp(one, two, lengths[0]) != 0)
            fail_msg("%s is another picture", twin);
        free(twin);
        free(one);
        free(two);
    }
    globfree(&found);
    free(pattern);
    free(other);
}

static void settings_change_no_figure(void **state)
{
    (void)state;
    static const char *const sets[] = {"plain", "set"};
    char *rows = file_read("results/reference/rows.tsv", NULL);
    assert_non_null(rows);
    for (int i = 0; i < 2; i++) {
        char *path = text_format("%s/rows.tsv", sets[i]);
        make_folder(sets[i]);
        file_write(scratch_path(path), rows);
        free(path);
    }
    run_both(driver, "plots", sets);
    compare_pictures("plain/plots", "set/plots", 12);
    free(rows);
}

static void settings_change_no_lesson(void **state)
{
    (void)state;
    static const char *const folders[] = {"lessons", "again"};
    make_folder(folders[0]);
    make_folder(folders[1]);
    run_both("plots/lessons/pictures", "", folders);
    compare_pictures("lessons", "again", 11);
}

/* Whatever else is drawn is drawn by plots/draw too, which leaves the settings out. */
static void gnuplot_is_called_in_one_place(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob("Makefile", 0, NULL, &found), 0);
    assert_int_equal(glob("*/*.mk", GLOB_APPEND, NULL, &found), 0);
    assert_int_equal(glob("plots/lessons/pictures", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = file_read(found.gl_pathv[i], NULL);
        if (strstr(text, "gnuplot -") || strstr(text, "gnuplot plots"))
            fail_msg("%s calls gnuplot itself", found.gl_pathv[i]);
        free(text);
    }
    globfree(&found);
}

/* Runs a shell's command; false where it fails. */
static bool shell(const char *command)
{
    struct program program = {.in = {.path = "/bin/sh", .folder = scratch_path(".")}};
    char *path = text_copy(scratch_path("command"));
    file_write(path, command);
    program = program_run_in(program, "'%s'", path);
    bool good = program.status == 0;
    program_free(&program);
    free(path);
    return good;
}

/* What a bench of the project in outer/a, which is started in a folder of the scratch folder, says of its
 * commit: the words behind it in environment.json. The tools are played: nothing is measured. */
static void check_commit(const char *folder, const char *variables, const char *commit,
                         const char *dirty)
{
    char *command = text_format(
        "cd '%s' && rm -rf \"$OLDPWD/r\" && AC_PLOTS=\"$PLOTS\" PATH=\"$OLDPWD/tools:$PATH\" %s "
        "\"$OLDPWD/outer/a/build/bench\" quick --point 1,1 --rounds 1 --seed 1 "
        "--program true --results \"$OLDPWD/r\"; mv \"$OLDPWD\"/r/*/environment.json "
        "\"$OLDPWD/said\"",
        folder, variables);
    assert_true(shell(command));
    char *said = file_read(scratch_path("said"), NULL);
    char *expected[] = {text_format("\"commit\": %s", commit), text_format("\"dirty\": %s", dirty)};
    for (size_t i = 0; i < 2; i++) {
        if (!strstr(said, expected[i]))
            fail_msg("in %s with '%s' not %s: %s", folder, variables, expected[i], said);
        free(expected[i]);
    }
    free(said);
    free(command);
}

static void repository_of_another_is_not_the_projects(void **state)
{
    (void)state;
    static const char git[] = "unset GIT_DIR GIT_WORK_TREE\n"
                              "git() { command git -c user.name=t -c user.email=t@t \"$@\"; }\n";
    static const char within[] = "GIT_DIR=\"$OLDPWD/outer/.git\" GIT_WORK_TREE=\"$OLDPWD/outer/a\"";
    static const char copy[] =
        "mkdir -p outer/a/build outer/a/strategies tools && : >outer/a/strategies/as_completed.h"
        " && cp \"$DRIVER\" outer/a/build/bench && for tool in hyperfine gnuplot; do"
        " printf '#!/bin/sh\\n[ \"$1\" = --version ]\\n' >tools/$tool && chmod +x tools/$tool"
        " || exit 1; done";
    char *outer =
        text_format("%s cd outer && git init -q && git commit -q --allow-empty -m x", git);
    char *own = text_format(
        "%s cd outer/a && git init -q && git add strategies && git commit -q -m y"
        " && echo build >.git/info/exclude && printf '\"%%s\"' $(git rev-parse HEAD) >../../head",
        git);
    if (!shell("git --version"))
        skip_because("there is no git");
    assert_true(shell(copy) && shell(outer));
    check_commit("outer/a", "", "null", "null");
    check_commit("outer", "", "null", "null");
    check_commit("outer/a", within, "null", "null");
    assert_true(shell(own));
    char *head = file_read(scratch_path("head"), NULL);
    check_commit("outer/a", "", head, "false");
    check_commit("outer", "", head, "false");
    check_commit("/", within, head, "false");
    file_write(scratch_path("outer/a/new"), "");
    assert_true(shell("touch -d 2000-01-01 outer/a/strategies/as_completed.h"
                      " && cp outer/a/.git/index index"));
    check_commit("outer/a/strategies", "", head, "true");
    assert_true(shell("cmp index outer/a/.git/index"));
    char *const all[] = {outer, own, head};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

/* What is called as git's variables, and has no value, nobody can unset; it is no reason to try for ever. */
static void variable_without_a_value_is_left(void **state)
{
    (void)state;
    static const char tools[] = "mkdir -p played && for tool in hyperfine gnuplot; do"
                                " printf '#!/bin/sh\n[ \"$1\" = --version ]\n' >played/$tool"
                                " && chmod +x played/$tool || exit 1; done";
    assert_true(shell(tools));
    char *path = text_format("PATH=%s:%s", scratch_path("played"), getenv("PATH"));
    char *plots = text_format("AC_PLOTS=%s", getenv("PLOTS"));
    char *words[] = {path, plots, "GIT_AND_NO_VALUE", NULL};
    struct circumstances in = {.path = getenv("DRIVER"), .environment = words};
    struct program program = program_run_in((struct program){.in = in},
                                            "quick --point 1,1 --rounds 1 --seed 1 --program true "
                                            "--results '%s'",
                                            scratch_path("unset"));
    PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, "failed: "));
    program_free(&program);
    free(path);
    free(plots);
}

/* A driver that stands in no project, started in no project's folder, has no scripts for its pictures. */
static void scripts_are_looked_for_before_anything_is_measured(void **state)
{
    (void)state;
    static const char *const commands[] = {"quick --point 1,1 --rounds 1", "full", "peers --quick"};
    char *list = text_copy(scratch_path("list.tsv")), *alone = text_copy(scratch_path("alone"));
    assert_true(shell("mkdir alone && cp \"$DRIVER\" alone/bench"));
    file_write(list, "peer\tmode\tlimited\tcommand\tversion\tflags\tsource\trounds_down\n");
    for (size_t i = 0; i < 3; i++) {
        struct circumstances in = {.path = scratch_path("alone/bench"), .folder = alone};
        struct program bench =
            program_run_in((struct program){.in = in}, "%s --program true%s%s", commands[i],
                           i == 2 ? " --list " : "", i == 2 ? list : "");
        PROGRAM_CHECK(bench, bench.status == 1 && bench.errors_lines == 1 && !*bench.output);
        PROGRAM_CHECK(bench, strstr(bench.errors, "cannot read plots/draw: "));
        PROGRAM_CHECK(bench, strstr(bench.errors, "set AC_PLOTS"));
        program_free(&bench);
    }
    assert_false(file_exists(scratch_path("alone/results")));
    char *const all[] = {list, alone};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

/* One that stands in its project finds them from wherever it is started. */
static void scripts_are_found_from_anywhere(void **state)
{
    (void)state;
    assert_true(shell("mkdir -p elsewhere/plots away"));
    char *set = text_copy(scratch_path("plain"));
    static const char *const folders[] = {"away", "elsewhere"};
    for (size_t i = 0; i < 2; i++) {
        struct circumstances in = {.path = getenv("DRIVER"), .folder = scratch_path(folders[i])};
        struct program drawn = program_run_in((struct program){.in = in}, "plots '%s'", set);
        PROGRAM_CHECK(drawn, drawn.status == 0);
        program_free(&drawn);
    }
    free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_change_no_figure),
        cmocka_unit_test(settings_change_no_lesson),
        cmocka_unit_test(gnuplot_is_called_in_one_place),
        cmocka_unit_test(scripts_are_looked_for_before_anything_is_measured),
        cmocka_unit_test(scripts_are_found_from_anywhere),
        cmocka_unit_test(repository_of_another_is_not_the_projects),
        cmocka_unit_test(variable_without_a_value_is_left),
    };
    return cmocka_run_group_tests_name("bench_surroundings", tests, set_up, scratch_remove);
}
