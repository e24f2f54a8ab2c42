/* served.c -- work-served: runs a command beside a server of loopback, which it starts before and ends
 * after.
 *
 * usage: work-served PORT SERVER COMMAND [ARG...]
 * How:   SERVER is a command line, whose words are parted by spaces; it is looked for in /usr/sbin, too.
 *        The command begins when 127.0.0.1:PORT takes a connection. The server's end is asked for when
 *        the command has ended, and whenever this program dies: it is never left.
 * Exit:  the command's; 128 + N after signal N; 1 a failure; 2 wrong usage.
 */
#include "../../../base/arguments.h"
#include "../../../base/complain.h"
#include "../../../base/parse.h"
#include "../../../base/text.h"
#include "../../../base/words.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOKS = 2500, LOOK_NS = 4000000 }; /* ten seconds in all */

/* In the server's process: never returns. */
static void served_become(char *const words[], pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() == parent && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
        execvp(words[0], words);
    complain("cannot run %s: %s", words[0], strerror(errno));
    _exit(127);
}

/* The command as well. */
static pid_t served_start(char *const words[], bool server)
{
    pid_t parent = getpid(), pid = fork();
    if (pid != 0)
        return pid;
    if (server)
        served_become(words, parent);
    execvp(words[0], words);
    complain("cannot run %s: %s", words[0], strerror(errno));
    _exit(127);
}

static bool served_takes(uint64_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool takes = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return takes;
}

/* Until the server takes connections; false: it has ended, or takes none. */
static bool served_wait(pid_t server, uint64_t port)
{
    const struct timespec pause = {.tv_sec = 0, .tv_nsec = LOOK_NS};
    for (unsigned looks = 0; looks < LOOKS; looks++) {
        if (waitpid(server, NULL, WNOHANG) != 0)
            return false;
        if (served_takes(port))
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

static int served_run(char *const command[], pid_t server)
{
    int status = 0;
    pid_t pid = served_start(command, false);
    if (pid < 0)
        return complain("cannot start %s: %s", command[0], strerror(errno));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    kill(server, SIGTERM);
    while (waitpid(server, NULL, 0) < 0 && errno == EINTR)
        continue;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* For the server and the command alike: as many descriptors as may be, and nginx where Debian has it. */
static void served_prepare(void)
{
    struct rlimit files;
    const char *path = getenv("PATH");
    char *longer = text_format("%s:/usr/sbin", path ? path : "/usr/bin:/bin");
    setenv("PATH", longer, 1);
    free(longer);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

int main(int count, char **words)
{
    uint64_t port;
    complain_program = "work-served";
    if (count < 4 || !ac_parse_number(words[1], 1, 65535, &port)) {
        complain("usage: work-served PORT SERVER COMMAND [ARG...]");
        return 2;
    }
    struct words server = {0};
    words_split(&server, words[2]);
    served_prepare();
    pid_t pid = served_start(server.list, true);
    int status = pid < 0 ? complain("cannot start %s: %s", server.list[0], strerror(errno)) : 0;
    if (!status && !served_wait(pid, port)) {
        kill(pid, SIGTERM);
        status = complain("%s takes no connection on port %llu", server.list[0],
                          (unsigned long long)port);
    }
    if (!status)
        status = served_run(words + 3, pid);
    words_free(&server);
    return status;
}
