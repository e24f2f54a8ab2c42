/* test_install.c -- what is installed, where, and that nothing is left of it; the programs work from there. */
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/files.h"
#include "support/installed.h"

/* What stands in a folder, but for man pages: a line each, sorted. */
#define CONTENTS(folder) \
    "cd " folder " && find . ! -type d ! -path \"*/man/*\" ! -name \"*.gp\" | LC_ALL=C sort"

static void each_file_is_where_it_belongs(void **state)
{
    (void)state;
    installed_check("./include/as_completed.h\n"
                    "./include/as_completed/attach.h\n"
                    "./include/as_completed/check.h\n"
                    "./include/as_completed/rules.h\n"
                    "./include/as_completed/run.h\n"
                    "./include/as_completed/version.h\n"
                    "./include/as_completed/workload.h\n"
                    "./lib/libas_completed.a\n"
                    "./lib/libas_completed.so\n"
                    "./lib/libas_completed.so.1\n"
                    "./lib/libas_completed.so.1.0.0\n"
                    "./lib/pkgconfig/as_completed.pc\n"
                    "./libexec/as-completed/work-delays\n"
                    "./libexec/as-completed/work-job\n"
                    "./libexec/as-completed/work-meter\n"
                    "./libexec/as-completed/work-served\n"
                    "./share/as-completed/LICENSE\n"
                    "./share/as-completed/installed\n"
                    "./share/as-completed/peers/blog_asyncio.py\n"
                    "./share/as-completed/plots/draw\n"
                    "./share/bash-completion/completions/as-completed\n"
                    "./share/bash-completion/completions/as-completed-bench\n"
                    "./share/bash-completion/completions/as-completed-http\n",
                    CONTENTS("\"$PREFIX\"") " | grep -v \"^./bin/\"");
    installed_check("as-completed\nas-completed-bench\n",
                    "ls \"$PREFIX/bin\" | grep -v \"^as-completed-http$\"");
    installed_check("", "cd \"$PREFIX\" && find . -type f ! -perm -444 -o -type d ! -perm -755");
    installed_check("",
                    "cd \"$PREFIX\" && cat include/*.h include/*/*.h | grep \"include.*[.][.]/\" | "
                    "grep -v \"include \\\"../as_completed.h\\\"\" || true");
}

/* With DESTDIR, which a packager gives; twice; with the folders of another program, and one that was there before. */
static void uninstalling_leaves_nothing(void **state)
{
    (void)state;
    installed_check(
        "", "export DESTDIR=\"$PWD/root of/a package\" PREFIX=\"/opt/as completed\"\n" INSTALL
            " 2>said\n" INSTALL " 2>said\n"
            "test -x \"$DESTDIR$PREFIX/bin/as-completed\"\n" UNINSTALL "\n"
            "test ! -e \"root of\"");
}

static void uninstalling_leaves_what_is_not_ours(void **state)
{
    (void)state;
    installed_check("./lib\n./lib/pkgconfig\n./lib/pkgconfig/other.pc\n",
                    "export PREFIX=\"$PWD/shared\"\n"
                    "mkdir -p shared/lib\n" INSTALL " 2>said\n"
                    "touch shared/lib/pkgconfig/other.pc\n" UNINSTALL "\n"
                    "cd shared && find . -mindepth 1 | LC_ALL=C sort");
}

/* The second finds folders that the first had made. */
static void installing_again_forgets_nothing(void **state)
{
    (void)state;
    installed_check("", "export PREFIX=\"$PWD/again\"\n" INSTALL " 2>said\n"
                        "touch again/lib/pkgconfig/other.pc\n" INSTALL " 2>said\n"
                        "rm again/lib/pkgconfig/other.pc\n" UNINSTALL "\n"
                        "test ! -e again");
}

/* What an older version had installed is gone with it; an installed copy may have been moved. */
static void uninstalling_goes_by_the_list(void **state)
{
    (void)state;
    installed_check("", "export PREFIX=\"$PWD/old\"\n" INSTALL " 2>said\n"
                        "touch old/bin/older && echo bin/older >>old/share/as-completed/installed\n"
                        "mv old moved\nPREFIX=\"$PWD/moved\"\n" INSTALL " 2>said\n"
                        "test ! -e moved/bin/older\n" UNINSTALL "\ntest ! -e moved");
    installed_check("", "PREFIX=\"$PWD/empty\"\nexport PREFIX\n" UNINSTALL " 2>said\n"
                        "grep -q \"there is nothing of as-completed in $PWD/empty\" said");
}

static void libraries_may_stand_elsewhere(void **state)
{
    (void)state;
    installed_check(
        "lib/x86/libas_completed.a\n1.0.0\n",
        "export PREFIX=\"$PWD/multi\" LIBDIR=\"$PWD/multi/lib/x86\"\n" INSTALL " 2>said\n"
        "(cd multi && ls lib/x86/*.a)\n"
        "export PKG_CONFIG_PATH=multi/lib/x86/pkgconfig\n"
        "pkg-config --modversion as_completed\n"
        "test -e \"$(pkg-config --variable=includedir as_completed)/as_completed.h\"\n"
        "test -e \"$(pkg-config --variable=libdir as_completed)/libas_completed.so\"\n" UNINSTALL);
}

static void wrong_places_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"PREFIX=local", "install: PREFIX 'local': must begin with /\n"},
        {"PREFIX=", "install: PREFIX '': must begin with /\n"},
        {"LIBDIR=/elsewhere",
         "install: LIBDIR '/elsewhere': must be a folder in PREFIX, such as lib64\n"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct program program = installed_run("export %s\n" INSTALL, wrong[i][0]);
        PROGRAM_CHECK(program, program.status == 2 && !*program.output);
        PROGRAM_CHECK(program, strcmp(program.errors, wrong[i][1]) == 0);
        program_free(&program);
    }
}

/* --- the installed programs --- */

static void programs_run_from_there(void **state)
{
    (void)state;
    installed_check("callback\n",
                    "\"$PREFIX/bin/as-completed\" run -s callback -n 3 -l 1 --clock virtual "
                    "--format tsv | cut -f 1 | tail -n 1");
}

static void http_finds_its_program(void **state)
{
    (void)state;
    installed_check(
        "", "test ! -e \"$PREFIX/bin/as-completed-http\" || \"$PREFIX/bin/as-completed\" http "
            "-s callback -l 1 </dev/null >/dev/null");
}

/* The scripts of its plots are beside it, in the place that it was moved to, too. */
static void the_bench_has_its_plots(void **state)
{
    (void)state;
    struct program program =
        installed_run("cp -R \"$PREFIX\" \"a moved one\"\nmkdir work\ncd work\n"
                      "\"../a moved one/bin/as-completed-bench\" quick --point 20,5 --rounds 1\n"
                      "test -s results/*/plots/gantt.svg");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "N=20, limit 5") != NULL);
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_is_where_it_belongs),
        cmocka_unit_test(uninstalling_leaves_nothing),
        cmocka_unit_test(uninstalling_leaves_what_is_not_ours),
        cmocka_unit_test(installing_again_forgets_nothing),
        cmocka_unit_test(uninstalling_goes_by_the_list),
        cmocka_unit_test(libraries_may_stand_elsewhere),
        cmocka_unit_test(wrong_places_are_refused),
        cmocka_unit_test(programs_run_from_there),
        cmocka_unit_test(http_finds_its_program),
        cmocka_unit_test(the_bench_has_its_plots),
    };
    return cmocka_run_group_tests_name("install", tests, installed_make, scratch_remove);
}
