/* draw.c -- the pictures of a figure, which gnuplot draws from its data. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../base/complain.h"
#include "../../base/spawn.h"
#include "../project.h"
#include "part.h"

#define GNUPLOT_MAX_MS 60000

/* SCRIPTS/NAME, where SCRIPTS is the folder that AC_PLOTS names, or the one here, or that of the project
 * that this program was built in. The caller frees it. */
static char *draw_script_path(const char *name)
{
    const char *named = getenv("AC_PLOTS");
    if (named && *named)
        return text_format("%s/%s", named, name);
    char *folder = access("plots/draw", F_OK) == 0 ? NULL : project_folder();
    char *path = text_format("%s%splots/%s", folder ? folder : "", folder ? "/" : "", name);
    free(folder);
    return path;
}

/* The path of a script that is there; NULL after a line where it is not. */
static char *draw_find_script(const char *name, const char *ending)
{
    char *file = text_format("%s%s", name, ending), *path = draw_script_path(file);
    free(file);
    if (access(path, R_OK) == 0)
        return path;
    complain("cannot read %s: %s: run in the project's folder, or set AC_PLOTS", path,
             strerror(errno));
    free(path);
    return NULL;
}

bool figures_has_script(const char *name)
{
    static const char *const shared[][2] = {{"draw", ""}, {"style", ".gp"}};
    bool all = true;
    for (size_t i = 0; all && i < 3; i++) {
        char *path =
            i < 2 ? draw_find_script(shared[i][0], shared[i][1]) : draw_find_script(name, ".gp");
        all = path != NULL;
        free(path);
    }
    return all;
}

/* Runs `sh draw script data out`, which is gnuplot, and waits for it. */
static int draw_run_gnuplot(const char *draw, const char *script, const char *data, const char *out)
{
    const char *const arguments[] = {"sh", draw, script, data, out, NULL};
    struct spawn_result result;
    int error = 0;
    if (!spawn_run(arguments, GNUPLOT_MAX_MS, &result)) {
        char *end = spawn_end(&result);
        error = result.error ? result.error : -EIO;
        const char *said = text_chars(&result.errors);
        if (error != -EINTR)
            complain("gnuplot -c %s %s: %s%s%.*s", script, data, end, *said ? ": " : "",
                     (int)strcspn(said, "\n"), said);
        free(end);
    }
    spawn_free(&result);
    return error;
}

/* Draws one picture under a hidden name, then gives it its own. */
static int draw_one(const char *dir, const char *name, const char *ending, const char *data)
{
    char *draw = draw_find_script("draw", ""),
         *script = draw ? draw_find_script(name, ".gp") : NULL;
    char *part = text_format("%s/plots/.%s%s", dir, name, ending);
    char *out = text_format("%s/plots/%s%s", dir, name, ending);
    spawn_unfinished(part);
    int error = script ? draw_run_gnuplot(draw, script, data, part) : -ENOENT;
    if (!error && rename(part, out) != 0) {
        error = -errno;
        complain("cannot write %s: %s", out, strerror(errno));
    }
    if (error)
        unlink(part);
    spawn_unfinished(NULL);
    free(draw);
    free(script);
    free(part);
    free(out);
    return error;
}

int figures_draw(const char *dir, const char *name, const char *data)
{
    int error = draw_one(dir, name, ".svg", data);
    return error ? error : draw_one(dir, name, ".png", data);
}
