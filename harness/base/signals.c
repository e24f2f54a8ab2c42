/* signals.c -- see signals.h. */
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>

#include "process.h"

enum { GRACE_US = 500000, AGAIN_US = 10000 };

volatile sig_atomic_t signals_asked;
static void (*told)(void);

/* Does nothing: the signal's arrival makes blocking calls fail with EINTR. */
static void on_alarm(int number)
{
    (void)number;
}

static void on_signal(int number)
{
    static const struct itimerval alarms = {.it_value = {.tv_usec = GRACE_US},
                                            .it_interval = {.tv_usec = AGAIN_US}};
    static volatile sig_atomic_t begun;
    int error = errno;
    if (!begun)
        setitimer(ITIMER_REAL, &alarms, NULL); /* on Linux and the BSDs a plain system call */
    begun = 1;
    signals_asked = number;
    if (told)
        told();
    errno = error;
}

/* One that is blocked stays pending, and with it the timer rests. */
void signals_hold_alarms(bool hold)
{
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &alarm, NULL);
}

void signals_catch(void (*also)(void))
{
    static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    action.sa_handler = on_signal;
    told = also;
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        if (!ac_process_ignores(caught[i]))
            sigaction(caught[i], &action, NULL);
}
