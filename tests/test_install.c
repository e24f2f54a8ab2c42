/* test_install.c -- what is installed, where, and that nothing is left of it; the programs work from there. */
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/files.h"
#include "support/installed.h"

static void each_file_is_where_it_belongs(void **state)
{
    (void)state;
    installed_check("./include/as_completed.h\n"
                    "./include/as_completed/allocator.h\n"
                    "./include/as_completed/attach.h\n"
                    "./include/as_completed/check.h\n"
                    "./include/as_completed/loops.h\n"
                    "./include/as_completed/rules.h\n"
                    "./include/as_completed/run.h\n"
                    "./include/as_completed/version.h\n"
                    "./include/as_completed/workload.h\n"
                    "./lib/libas_completed.a\n"
                    "./lib/libas_completed.so\n"
                    "./lib/libas_completed.so.N\n"
                    "./lib/libas_completed.so.N\n"
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
                    "files");
    installed_check("as-completed\nas-completed-bench\n",
                    "ls \"$PREFIX/bin\" | grep -v \"^as-completed-http$\"");
    installed_check("", "cd \"$PREFIX\" && find . -type f ! -perm -444 -o -type d ! -perm -755");
    installed_check(
        "",
        "! grep -h \"^#include [^<]\" \"$PREFIX\"/include/*.h "
        "\"$PREFIX\"/include/*/*.h | grep -vxE \"#include .([.]{2}/as_completed|[a-z]+)[.]h.\"");
}

static void each_program_has_a_man_page(void **state)
{
    (void)state;
    installed_check("as-completed-bench.1\nas-completed-http.1\nas-completed.1\n",
                    "cd \"$PREFIX/share/man/man1\" && ls");
}

/* With DESTDIR, which a packager gives, and twice. */
static void uninstalling_leaves_nothing(void **state)
{
    (void)state;
    installed_check("", "DESTDIR=\"$PWD/root of/a package\" PREFIX=\"/opt/as completed\"\n"
                        "export DESTDIR\ninstall_there\ninstall_there\n"
                        "test -x \"$DESTDIR$PREFIX/bin/as-completed\"\n"
                        "uninstall\ntest ! -e \"root of\"");
}

static void uninstalling_leaves_what_is_not_ours(void **state)
{
    (void)state;
    installed_check("./lib\n./lib/pkgconfig\n./lib/pkgconfig/other.pc\n",
                    "PREFIX=$PWD/shared\nmkdir -p shared/lib\ninstall_there\n"
                    "touch shared/lib/pkgconfig/other.pc\nuninstall\nentries shared");
}

/* The second finds folders that the first had made. */
static void installing_again_forgets_nothing(void **state)
{
    (void)state;
    installed_check("", "PREFIX=$PWD/again\ninstall_there\n"
                        "touch again/lib/pkgconfig/other.pc\ninstall_there\n"
                        "rm again/lib/pkgconfig/other.pc\nuninstall\ntest ! -e again");
}

/* What an older version had installed is gone with it; an installed copy may have been moved. */
static void uninstalling_goes_by_the_list(void **state)
{
    (void)state;
    installed_check("", "PREFIX=$PWD/old\ninstall_there\n"
                        "touch old/bin/older && echo bin/older >>old/share/as-completed/installed\n"
                        "mv old moved\nPREFIX=$PWD/moved\ninstall_there\n"
                        "test ! -e moved/bin/older\nuninstall\ntest ! -e moved");
}

static void uninstalling_says_where_nothing_is(void **state)
{
    (void)state;
    struct program program = installed_run("PREFIX=/nowhere\nuninstall");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strcmp(program.errors,
                                  "install: there is nothing of as-completed in /nowhere\n") == 0);
    program_free(&program);
}

static void libraries_may_stand_elsewhere(void **state)
{
    (void)state;
    installed_check("multi/lib/x86/libas_completed.a\n",
                    "PREFIX=$PWD/multi LIBDIR=$PWD/multi/lib/x86\ninstall_there\n"
                    "ls multi/lib/x86/*.a\nexport PKG_CONFIG_PATH=multi/lib/x86/pkgconfig\n"
                    "test -e \"$(pkg-config --variable=includedir as_completed)/as_completed.h\"\n"
                    "test -e \"$(pkg-config --variable=libdir as_completed)/libas_completed.so\"\n"
                    "uninstall\ntest ! -e multi");
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
        struct program program = installed_run("%s\ninstall_there", wrong[i][0]);
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

/* The programs that measure are in libexec; a failing one of ours makes the status 1. */
static void the_bench_has_its_programs(void **state)
{
    (void)state;
    struct program program =
        installed_run("mkdir jobs\ncd jobs\n"
                      "\"$PREFIX/bin/as-completed-bench\" exec --quick --rounds 1 --only true");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "Jobs of /bin/true") != NULL);
    program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_is_where_it_belongs),
        cmocka_unit_test(each_program_has_a_man_page),
        cmocka_unit_test(uninstalling_leaves_nothing),
        cmocka_unit_test(uninstalling_leaves_what_is_not_ours),
        cmocka_unit_test(installing_again_forgets_nothing),
        cmocka_unit_test(uninstalling_goes_by_the_list),
        cmocka_unit_test(uninstalling_says_where_nothing_is),
        cmocka_unit_test(libraries_may_stand_elsewhere),
        cmocka_unit_test(wrong_places_are_refused),
        cmocka_unit_test(programs_run_from_there),
        cmocka_unit_test(http_finds_its_program),
        cmocka_unit_test(the_bench_has_its_plots),
        cmocka_unit_test(the_bench_has_its_programs),
    };
    return cmocka_run_group_tests_name("install", tests, installed_make, scratch_remove);
}
