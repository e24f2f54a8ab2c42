/* plan.c -- see plan.h. */
#include "plan.h"

#include <inttypes.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../base/complain.h"
#include "../../base/words.h"
#include "../../engine/memory.h"
#include "../lines/room.h"

enum { SPARE_FILES = 64 }; /* descriptors, beside two for each job */

/* Whether RLIMIT_NPROC binds this process. The kernel asks it neither of root nor of these two. */
static bool exec_processes_are_counted(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct may[_LINUX_CAPABILITY_U32S_3] = {{.effective = 0}};
    if (getuid() == 0 || syscall(SYS_capget, &header, may))
        return false;
    return !(may[0].effective & (1U << CAP_SYS_RESOURCE | 1U << CAP_SYS_ADMIN));
}

static bool exec_has_room(const struct ac_options *o)
{
    uint64_t wanted = ac_session_most(o), files = ac_session_ceiling(RLIMIT_NOFILE);
    uint64_t processes = ac_session_ceiling(RLIMIT_NPROC);
    uint64_t jobs = files > SPARE_FILES ? (files - SPARE_FILES) / 2 : 1;
    if (files != RLIM_INFINITY && wanted > jobs) {
        complain("-l/--limit '%" PRIu64 "': must be at most %" PRIu64
                 ", since each job has two pipes and "
                 "this program may have %" PRIu64 " descriptors",
                 wanted, jobs, files);
        return false;
    }
    jobs = processes > 1 ? processes - 1 : 1;
    if (processes == RLIM_INFINITY || wanted <= jobs || !exec_processes_are_counted())
        return true;
    complain("-l/--limit '%" PRIu64 "': must be at most %" PRIu64
             ", since this user may have %" PRIu64 " processes",
             wanted, jobs, processes);
    return false;
}

bool ac_exec_possible(const struct ac_options *o)
{
    return ac_session_has_own_files(o) && exec_has_room(o);
}

/* A shell would take it for something else than the name of a command. */
static bool exec_is_no_name(const char *word)
{
    static const char *const reserved[] = {"case", "do", "done", "elif", "else",  "esac", "fi",
                                           "for",  "if", "in",   "then", "until", "while"};
    bool is = strchr(word, '=') != NULL;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        is |= strcmp(word, reserved[i]) == 0;
    return is;
}

char *ac_exec_shown(const struct ac_exec_wish *wish, const char *line)
{
    struct words words = {.list = NULL};
    char **filled = ac_exec_words(wish, line);
    if (!filled)
        return NULL;
    words_add(&words, (const char *const *)filled);
    char *shown = words_line(&words);
    if (exec_is_no_name(words.list[0]) && *shown != '\'') {
        char *quoted = text_format("'%s'%s", words.list[0], shown + strlen(words.list[0]));
        free(shown);
        shown = quoted;
    }
    words_free(&words);
    ac_free(filled);
    return shown;
}
