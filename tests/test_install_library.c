/* test_install_library.c -- programs are built with the installed library, as its users build them; and what it shows of
 * itself: headers, symbols, versions.
 */
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/files.h"
#include "support/installed.h"

/* What tests/installed/sleeps.c prints, of ten tasks that last 1/i s, three at a time; and attached.c. */
#define SLEEPS   "3 2 4 5 6 7 8 9 10 1 "
#define ATTACHED "1 2 3 4 5 "

static void skip_where_it_cannot_be_linked(void)
{
    if ((under_instruments() && !under_valgrind()) || under_coverage())
        skip_because("the library needs what looks on");
}

/* The path of the prefix from here has a space. (pkg-config knows no path with a quote.) */
static void shared_library_is_found_by_pkg_config(void **state)
{
    (void)state;
    skip_where_it_cannot_be_linked();
    installed_check(SLEEPS, "build \"${PREFIX##*/}\" sleeps --cflags --libs as_completed\n"
                            "LD_LIBRARY_PATH=$PREFIX/lib ./sleeps");
    installed_check(ATTACHED,
                    "build \"${PREFIX##*/}\" attached --cflags --libs as_completed libuv\n"
                    "LD_LIBRARY_PATH=$PREFIX/lib ./attached");
    installed_check("", "objdump -p sleeps >said\n"
                        "grep -q \"NEEDED *libas_completed.so.$(version | cut -d . -f 1)$\" said\n"
                        "! grep \"NEEDED.*uv\" said");
}

/* Without the shared library the linker takes the other. */
static void static_library_is_found_by_pkg_config(void **state)
{
    (void)state;
    skip_where_it_cannot_be_linked();
    installed_check(ATTACHED, "cp -R \"$PREFIX\" static && rm static/lib/*.so*\n"
                              "build static attached --static --cflags --libs as_completed\n"
                              "./attached");
    installed_check("", "objdump -p attached >said\n! grep \"NEEDED.*completed\" said");
}

static void prefix_may_be_moved(void **state)
{
    (void)state;
    skip_where_it_cannot_be_linked();
    installed_check("", "mkdir moved && cp -R \"$PREFIX\" moved/there\n"
                        "! grep -rF \"$PREFIX\" moved/there/lib/pkgconfig moved/there/include");
    installed_check(SLEEPS, "build moved/there sleeps --cflags --libs as_completed\n"
                            "LD_LIBRARY_PATH=moved/there/lib ./sleeps");
    installed_check(SLEEPS,
                    "build moved/there sleeps --define-prefix --cflags --libs as_completed\n"
                    "LD_LIBRARY_PATH=moved/there/lib ./sleeps");
}

/* --- headers --- */

static void headers_compile_alone(void **state)
{
    (void)state;
    installed_check("", "cd \"$PREFIX/include\"\n"
                        "alone gcc -std=c11 -x c\nalone clang -std=c11 -x c\n"
                        "alone g++ -std=c++17 -x c++\nalone clang++ -std=c++17 -x c++");
}

/* The address of each function, from C++; and the version of headers and library. */
static void functions_are_linked_from_cplusplus(void **state)
{
    (void)state;
    skip_where_it_cannot_be_linked();
    installed_check(
        "",
        "command -v g++ >/dev/null || exit 0\n"
        "(cd \"$PREFIX/include\" && printf \"#include <%s>\\n\" *.h */*.h string.h) >all.cpp\n"
        "echo \"const void *volatile all[] = {\" >>all.cpp\n"
        "declared | sed \"s/.*/(const void *)\\&&,/\" >>all.cpp\n"
        "echo \"}; int main() { return !all[0] || strcmp(ac_version(), AC_VERSION); }\" >>all.cpp\n"
        "g++ -std=c++17 -I\"$PREFIX/include\" -o all all.cpp -L\"$PREFIX/lib\" -las_completed\n"
        "LD_LIBRARY_PATH=$PREFIX/lib ./all");
}

/* --- symbols --- */

static void symbols_are_those_of_the_headers(void **state)
{
    (void)state;
    installed_check("",
                    "declared >declared\n"
                    "symbols -D --defined-only \"$PREFIX/lib/libas_completed.so\" >shared\n"
                    "symbols -g --defined-only \"$PREFIX/lib/libas_completed.a\" >archived\n"
                    "diff declared shared\ndiff declared archived\n! grep -v \"^ac_\" declared");
}

/* And each struct, enum and inline function; one page is about all. */
static void names_have_a_man_page_each(void **state)
{
    (void)state;
    installed_check(
        "", "{ surface names; echo as_completed; } | LC_ALL=C sort -u >names\n"
            "(cd \"$PREFIX/share/man/man3\" && ls) | sed \"s/[.]3$//\" | LC_ALL=C sort >pages\n"
            "diff names pages");
}

/* A library ends no program, prints nothing, and leaves signals and other people's handles alone. */
static void library_calls_nothing_that_is_the_programs(void **state)
{
    (void)state;
    skip_where_it_cannot_be_linked();
    installed_check(
        "", "symbols -D --undefined-only \"$PREFIX/lib/libas_completed.so\" >called\n"
            "! grep -xE \"_*exit|_Exit|quick_exit|abort|__assert_fail|signal|sigaction|raise|"
            "uv_stop|uv_walk|uv_default_loop|"
            "(__)?(v|f|d|s|sn|as|vf|vd|vs|vsn|vas)?printf(_chk)?|"
            "f?puts|f?putc|putchar|fwrite|perror|std(out|err)\" called");
}

/* The loop that ac_loop_open_uv makes turns libuv, and says so; nothing else does. */
static void library_turns_no_loop_of_an_attached_run(void **state)
{
    (void)state;
    installed_check("harness/loops/uv.o\n", "cd \"$BUILD/library\"\n"
                                            "find [hs]* -name \"*.o\" -exec nm -A --undefined-only "
                                            "{} + | grep -w uv_run | cut -d : -f 1");
}

/* --- versions --- */

/* Whoever changes what programs see reads here what to do. */
static void headers_are_those_of_this_soname(void **state)
{
    (void)state;
    struct program program = installed_run(
        "surface text >now\n"
        "diff \"$TREE/harness/library/libas_completed.so.$(version | cut -d . -f 1).txt\" now");
    if (program.status != 0)
        fail_msg(
            "the public headers are not those of this soname. Where a program that was built "
            "before still works with the new library, keep them: make abi. Else raise the first "
            "number in version.h before that. CONTRIBUTING.md says more.\n%s%s",
            program.output, program.errors);
    program_free(&program);
}

static void versions_are_the_same_everywhere(void **state)
{
    (void)state;
    installed_check("6\n", "versions | grep -cxF \"$(version)\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_library_is_found_by_pkg_config),
        cmocka_unit_test(static_library_is_found_by_pkg_config),
        cmocka_unit_test(prefix_may_be_moved),
        cmocka_unit_test(headers_compile_alone),
        cmocka_unit_test(functions_are_linked_from_cplusplus),
        cmocka_unit_test(symbols_are_those_of_the_headers),
        cmocka_unit_test(names_have_a_man_page_each),
        cmocka_unit_test(library_calls_nothing_that_is_the_programs),
        cmocka_unit_test(library_turns_no_loop_of_an_attached_run),
        cmocka_unit_test(headers_are_those_of_this_soname),
        cmocka_unit_test(versions_are_the_same_everywhere),
    };
    return cmocka_run_group_tests_name("install library", tests, installed_make, scratch_remove);
}
