/* project.c -- see project.h. */
#include "project.h"
#include "../base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

static bool has_strategies(const char *folder)
{
    char *contract = text_format("%s/strategies/as_completed.h", folder);
    bool there = access(contract, F_OK) == 0;
    free(contract);
    return there;
}

char *project_folder(void)
{
    char path[4096];
    size_t length = sizeof path;
    if (uv_exepath(path, &length) != 0)
        *path = '\0';
    for (char *slash; (slash = strrchr(path, '/')) != NULL;) {
        *slash = '\0';
        if (has_strategies(path))
            return text_copy(path);
    }
    length = sizeof path;
    return uv_cwd(path, &length) == 0 && has_strategies(path) ? text_copy(path) : NULL;
}
