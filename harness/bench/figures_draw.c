/* figures_draw.c -- the pictures of a figure, which gnuplot draws from its data. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/spawn.h"
#include "figures_part.h"

#define GNUPLOT_MAX_MS 60000

/* Where the scripts are. */
static const char *scripts(void)
{
    const char *folder = getenv("AC_PLOTS");
    return folder && *folder ? folder : "plots";
}

/* Whether there is such a script; a line where not. */
static int look_for(const char *script)
{
    int error = access(script, R_OK) == 0 ? 0 : -errno;
    if (error)
        text_complain("cannot read %s: %s: run in the project's folder, or set AC_PLOTS", script,
                      strerror(-error));
    return error;
}

/* Runs `sh draw script data out`, which is gnuplot, and waits for it. */
static int run_gnuplot(const char *draw, const char *script, const char *data, const char *out)
{
    const char *const arguments[] = {"sh", draw, script, data, out, NULL};
    struct spawn_result result;
    int error = 0;
    if (!spawn_run(arguments, GNUPLOT_MAX_MS, &result)) {
        char *end = spawn_end(&result);
        error = result.error ? result.error : -EIO;
        if (error != -EINTR)
            text_complain("gnuplot -c %s %s: %s: %s", script, data, end,
                          text_chars(&result.errors));
        free(end);
    }
    spawn_free(&result);
    return error;
}

/* Draws one picture under a hidden name, then gives it its own. */
static int draw_one(const char *dir, const char *name, const char *ending, const char *data)
{
    char *draw = text_format("%s/draw", scripts());
    char *script = text_format("%s/%s.gp", scripts(), name);
    char *part = text_format("%s/plots/.%s%s", dir, name, ending);
    char *out = text_format("%s/plots/%s%s", dir, name, ending);
    int error = look_for(draw);
    if (!error)
        error = look_for(script);
    spawn_unfinished(part);
    if (!error)
        error = run_gnuplot(draw, script, data, part);
    if (!error && rename(part, out) != 0) {
        error = -errno;
        text_complain("cannot write %s: %s", out, strerror(errno));
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
