/* environment.c -- see environment.h. */
#include "environment.h"
#include "../base/complain.h"
#include "../base/signals.h"
#include "../base/spawn.h"
#include "../base/text.h"
#include "project.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#ifndef AC_BUILD_CC
#define AC_BUILD_CC "unknown"
#endif
#ifndef AC_BUILD_CFLAGS
#define AC_BUILD_CFLAGS "unknown"
#endif

#define ASK_MS 10000

/* What a command of these words answers; see environment_ask(). */
#define ASK(...) environment_ask((const char *const[]){__VA_ARGS__, NULL})

json_t *environment_ask(const char *const argv[])
{
    struct spawn_result result;
    json_t *answer = json_null();
    if (spawn_run(argv, ASK_MS, &result)) {
        const char *said = text_chars(&result.output);
        answer = json_stringn(said, strcspn(said, "\n"));
    }
    spawn_free(&result);
    return answer;
}

json_t *environment_load(void)
{
    double load[3];
    uv_loadavg(load);
    return json_pack("[f, f, f]", load[0], load[1], load[2]);
}

/* The first line of a small system file, or null. */
static json_t *first_line_of(const char *path)
{
    struct text text = {0};
    json_t *line = json_null();
    if (text_read_file(&text, path) == 0)
        line = json_stringn(text_chars(&text), strcspn(text_chars(&text), "\n"));
    text_free(&text);
    return line;
}

/* A hook, or whoever is in another repository, may have set variables that lead git there. */
static void forget_git(void)
{
    for (char **variable = environ; *variable;) {
        size_t length = strcspn(*variable, "=");
        char *name = text_format("%.*s", (int)length, *variable);
        bool whole = (*variable)[length] == '='; /* else there is no such variable to unset */
        bool forgotten = whole && strncmp(name, "GIT_", 4) == 0 && unsetenv(name) == 0;
        free(name);
        variable = forgotten ? environ : variable + 1;
    }
}

/* The first words of a question to git about a folder. It changes nothing there: a git that is
 * ended leaves no lock. */
#define GIT(folder) "git", "--no-optional-locks", "-C", folder

/* Whether the folder is the top of a repository, and not a part of another's. */
static bool is_repository(const char *folder)
{
    const char *const ask[] = {GIT(folder), "rev-parse", "--show-toplevel", NULL};
    struct spawn_result result;
    struct stat top, own;
    bool is = false;
    if (spawn_run(ask, ASK_MS, &result) && result.output.length > 0) {
        result.output.chars[result.output.length - 1] = '\0'; /* its newline */
        is = stat(result.output.chars, &top) == 0 && stat(folder, &own) == 0 &&
             top.st_dev == own.st_dev && top.st_ino == own.st_ino;
    }
    spawn_free(&result);
    return is;
}

static json_t *ask_dirty(const char *folder)
{
    const char *const ask[] = {GIT(folder), "status", "--porcelain", NULL};
    struct spawn_result result;
    bool answered = spawn_run(ask, ASK_MS, &result) || result.flooded;
    bool dirty = result.output.length > 0;
    spawn_free(&result);
    return answered ? json_boolean(dirty) : json_null();
}

static void add_commit(json_t *environment)
{
    char *folder = project_folder();
    json_t *commit = json_null(), *dirty = json_null();
    forget_git();
    if (folder && is_repository(folder)) {
        commit = ASK(GIT(folder), "rev-parse", "HEAD");
        dirty = ask_dirty(folder);
    }
    json_object_set_new(environment, "commit", commit);
    json_object_set_new(environment, "dirty", dirty);
    free(folder);
}

static void add_versions(json_t *environment, const char *program)
{
    static const char *const tools[] = {"hyperfine", "gnuplot", "python3"};
    json_object_set_new(environment, "program", ASK(program, "--version"));
    json_object_set_new(environment, "compiler", json_string(AC_BUILD_CC));
    json_object_set_new(environment, "compiler_version", json_string(__VERSION__));
    json_object_set_new(environment, "flags", json_string(AC_BUILD_CFLAGS));
    json_object_set_new(environment, "libuv", json_string(uv_version_string()));
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        json_object_set_new(environment, tools[i], ASK(tools[i], "--version"));
}

static void add_machine(json_t *environment)
{
    uv_utsname_t name;
    if (uv_os_uname(&name) == 0) {
        char *kernel = text_format("%s %s %s", name.sysname, name.release, name.machine);
        json_object_set_new(environment, "kernel", json_string(kernel));
        free(kernel);
    }
    uv_cpu_info_t *cpus;
    int count;
    if (uv_cpu_info(&cpus, &count) == 0) {
        json_object_set_new(environment, "cpu", json_string(count > 0 ? cpus[0].model : "unknown"));
        json_object_set_new(environment, "cpus", json_integer(count));
        uv_free_cpu_info(cpus, count);
    }
    json_object_set_new(environment, "governor",
                        first_line_of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
    json_object_set_new(environment, "aslr", first_line_of("/proc/sys/kernel/randomize_va_space"));
    json_object_set_new(environment, "memory_bytes",
                        json_integer((json_int_t)uv_get_total_memory()));
}

json_t *environment_new(const char *program)
{
    json_t *environment = json_object();
    char date[32] = "";
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &utc);
    json_object_set_new(environment, "date", json_string(date));
    add_commit(environment);
    add_versions(environment, program);
    add_machine(environment);
    json_object_set_new(environment, "load_before", environment_load());
    return environment;
}

bool environment_has_tool(const char *name)
{
    struct spawn_result result;
    bool runs = spawn_run((const char *const[]){name, "--version", NULL}, ASK_MS, &result);
    char *end = spawn_end(&result);
    if (!runs && !signals_asked) {
        if (result.error && result.error != UV_ENOENT)
            complain("cannot run %s: %s", name, uv_strerror(result.error));
        else if (result.timed_out || result.flooded)
            complain("cannot run %s: %s", name, end);
        else
            complain("%s is not installed (or does not run): run `make deps`", name);
    }
    free(end);
    spawn_free(&result);
    return runs;
}

bool environment_has_program(const char *path)
{
    struct spawn_result result;
    bool runs = spawn_run((const char *const[]){path, "list", NULL}, ASK_MS, &result);
    if (!runs && !signals_asked)
        complain("cannot run %s: %s; build it with `make`, or give it with --program", path,
                 result.error ? uv_strerror(result.error) : "`list` failed");
    spawn_free(&result);
    return runs;
}
