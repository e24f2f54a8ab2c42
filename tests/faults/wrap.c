/* wrap.c -- what the linker puts in the place of each call that may fail: it fails where the plan
 * says so, as it is documented to fail, and else is the call itself.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <uv.h>

#include "faults.h"

/* A function that returns `failed` and sets errno. */
#define WRAP(type, name, parameters, arguments, error, failed) \
    type __real_##name parameters;                             \
    type __wrap_##name parameters;                             \
    type __wrap_##name parameters                              \
    {                                                          \
        if (!faults_meet(#name, error))                        \
            return __real_##name arguments;                    \
        errno = error;                                         \
        return failed;                                         \
    }

/* One of libuv's, which returns the error. */
#define WRAP_UV(name, parameters, arguments, error)                            \
    int __real_##name parameters;                                              \
    int __wrap_##name parameters;                                              \
    int __wrap_##name parameters                                               \
    {                                                                          \
        return faults_meet(#name, error) ? -(error) : __real_##name arguments; \
    }

/* One that ends its object, and says that it could not. */
#define WRAP_END(name, parameters, arguments, error) \
    int __real_##name parameters;                    \
    int __wrap_##name parameters;                    \
    int __wrap_##name parameters                     \
    {                                                \
        bool fails = faults_meet(#name, error);      \
        int status = __real_##name arguments;        \
        if (!fails)                                  \
            return status;                           \
        errno = error;                               \
        return -1;                                   \
    }

/* One that never fails. */
#define WRAP_HELD(name, parameters, arguments)  \
    int __real_##name parameters;               \
    int __wrap_##name parameters;               \
    int __wrap_##name parameters                \
    {                                           \
        int returned = __real_##name arguments; \
        if (returned)                           \
            faults_held(#name, returned);       \
        return returned;                        \
    }

/* It may also take nothing, and not say why. */
ssize_t __real_write(int file, const void *bytes, size_t size);
ssize_t __wrap_write(int file, const void *bytes, size_t size);
ssize_t __wrap_write(int file, const void *bytes, size_t size)
{
    bool fails = faults_meet("write", ENOSPC);
    if (fails && faults.takes_nothing)
        return 0;
    if (!fails)
        return __real_write(file, bytes, size);
    errno = ENOSPC;
    return -1;
}

WRAP(void *, malloc, (size_t size), (size), ENOMEM, NULL)
WRAP(void *, calloc, (size_t count, size_t size), (count, size), ENOMEM, NULL)
WRAP(void *, realloc, (void *old, size_t size), (old, size), ENOMEM, NULL)
WRAP(char *, strdup, (const char *text), (text), ENOMEM, NULL)
WRAP(char *, strndup, (const char *text, size_t most), (text, most), ENOMEM, NULL)
WRAP(char *, realpath, (const char *path, char *real), (path, real), ENOMEM, NULL)

WRAP(int, dup, (int file), (file), EMFILE, -1)
WRAP(int, access, (const char *path, int mode), (path, mode), EACCES, -1)
WRAP(int, fchmod, (int file, mode_t mode), (file, mode), EPERM, -1)
WRAP(int, fstat, (int file, struct stat *status), (file, status), EIO, -1)
WRAP(int, stat, (const char *path, struct stat *status), (path, status), EACCES, -1)
WRAP(int, lstat, (const char *path, struct stat *status), (path, status), EACCES, -1)
WRAP(int, mkstemp, (char *name), (name), EMFILE, -1)
WRAP(int, mkostemp, (char *name, int flags), (name, flags), EMFILE, -1)
WRAP(int, epoll_ctl, (int poll, int what, int file, struct epoll_event *event),
     (poll, what, file, event), ENOSPC, -1)
WRAP(int, pipe2, (int ends[2], int flags), (ends, flags), EMFILE, -1)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), ENOSPC, -1)
WRAP(char *, mkdtemp, (char *name), (name), EACCES, NULL)
WRAP(DIR *, opendir, (const char *path), (path), EMFILE, NULL)
WRAP(struct dirent *, readdir, (DIR * folder), (folder), EIO, NULL)
WRAP(int, rename, (const char *from, const char *to), (from, to), EROFS, -1)
WRAP(off_t, lseek, (int file, off_t at, int from), (file, at, from), ESPIPE, -1)
WRAP(ssize_t, read, (int file, void *bytes, size_t size), (file, bytes, size), EIO, -1)
WRAP(ssize_t, pread, (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at), EIO,
     -1)
WRAP(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at),
     ENOSPC, -1)
WRAP_END(close, (int file), (file), EIO)
WRAP(int, socket, (int family, int type, int protocol), (family, type, protocol), EMFILE, -1)

WRAP(int, timerfd_create, (int clock, int flags), (clock, flags), EMFILE, -1)
WRAP(int, timerfd_settime,
     (int file, int flags, const struct itimerspec *when, struct itimerspec *old),
     (file, flags, when, old), EINVAL, -1)

WRAP_UV(uv_loop_init, (uv_loop_t * loop), (loop), EMFILE)
WRAP_UV(uv_async_init, (uv_loop_t * loop, uv_async_t *async, uv_async_cb cb), (loop, async, cb),
        EMFILE)
WRAP_UV(uv_poll_init, (uv_loop_t * loop, uv_poll_t *poll, int file), (loop, poll, file), EPERM)
WRAP_UV(uv_poll_start, (uv_poll_t * poll, int events, uv_poll_cb cb), (poll, events, cb), EEXIST)
WRAP_UV(uv_pipe_open, (uv_pipe_t * pipe, uv_file file), (pipe, file), EINVAL)
WRAP_UV(uv_signal_init, (uv_loop_t * loop, uv_signal_t *signal), (loop, signal), EMFILE)
WRAP_UV(uv_signal_start, (uv_signal_t * signal, uv_signal_cb cb, int number), (signal, cb, number),
        EINVAL)
WRAP_UV(uv_cwd, (char *path, size_t *size), (path, size), ENOENT)
WRAP_UV(uv_random,
        (uv_loop_t * loop, uv_random_t *request, void *bytes, size_t size, unsigned flags,
         uv_random_cb cb),
        (loop, request, bytes, size, flags, cb), EIO)
WRAP_UV(uv_exepath, (char *path, size_t *size), (path, size), EIO)

WRAP_UV(uv_os_setenv, (const char *name, const char *value), (name, value), ENOMEM)
WRAP_UV(uv_sem_init, (uv_sem_t * sem, unsigned value), (sem, value), ENOMEM)
WRAP_UV(uv_thread_create, (uv_thread_t * thread, uv_thread_cb entry, void *context),
        (thread, entry, context), EAGAIN)

WRAP_HELD(uv_async_send, (uv_async_t * async), (async))
WRAP_HELD(uv_idle_init, (uv_loop_t * loop, uv_idle_t *idle), (loop, idle))
WRAP_HELD(uv_idle_start, (uv_idle_t * idle, uv_idle_cb cb), (idle, cb))
WRAP_HELD(uv_idle_stop, (uv_idle_t * idle), (idle))
WRAP_HELD(uv_loop_close, (uv_loop_t * loop), (loop))
WRAP_HELD(uv_pipe_init, (uv_loop_t * loop, uv_pipe_t *pipe, int ipc), (loop, pipe, ipc))
WRAP_HELD(uv_poll_stop, (uv_poll_t * poll), (poll))
WRAP_HELD(uv_check_init, (uv_loop_t * loop, uv_check_t *check), (loop, check))
WRAP_HELD(uv_check_start, (uv_check_t * check, uv_check_cb cb), (check, cb))
WRAP_HELD(uv_prepare_init, (uv_loop_t * loop, uv_prepare_t *prepare), (loop, prepare))
WRAP_HELD(uv_prepare_start, (uv_prepare_t * prepare, uv_prepare_cb cb), (prepare, cb))
WRAP_HELD(uv_queue_work,
          (uv_loop_t * loop, uv_work_t *request, uv_work_cb work, uv_after_work_cb after),
          (loop, request, work, after))
WRAP_HELD(uv_read_start, (uv_stream_t * stream, uv_alloc_cb alloc, uv_read_cb cb),
          (stream, alloc, cb))
WRAP_HELD(uv_replace_allocator,
          (uv_malloc_func make, uv_realloc_func resize, uv_calloc_func clear, uv_free_func free),
          (make, resize, clear, free))
WRAP_HELD(uv_timer_init, (uv_loop_t * loop, uv_timer_t *timer), (loop, timer))
WRAP_HELD(uv_timer_start, (uv_timer_t * timer, uv_timer_cb cb, uint64_t after, uint64_t every),
          (timer, cb, after, every))
WRAP_HELD(uv_timer_stop, (uv_timer_t * timer), (timer))

WRAP(pid_t, fork, (void), (), EAGAIN, -1)

/* A function that called vfork() may not return in the child, so this one calls fork(): vfork() may, too. */
pid_t __wrap_vfork(void);
pid_t __wrap_vfork(void)
{
    if (!faults_meet("vfork", EAGAIN))
        return __real_fork();
    errno = EAGAIN;
    return -1;
}

/* What libuv has begun by the time it fails has to be closed: so it fails for a reason of its own. */
int __real_uv_spawn(uv_loop_t *loop, uv_process_t *process, const uv_process_options_t *options);
int __wrap_uv_spawn(uv_loop_t *loop, uv_process_t *process, const uv_process_options_t *options);
int __wrap_uv_spawn(uv_loop_t *loop, uv_process_t *process, const uv_process_options_t *options)
{
    uv_process_options_t used = *options;
    if (faults_meet("uv_spawn", ENOENT))
        used.file = "/nowhere/at/all";
    return __real_uv_spawn(loop, process, &used);
}

/* The two whose last parameter may be left out. */
int __real_open(const char *path, int flags, mode_t mode);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!faults_meet("open", EMFILE))
        return __real_open(path, flags, mode);
    errno = EMFILE;
    return -1;
}

int __real_fcntl(int file, int command, int value);
int __wrap_fcntl(int file, int command, ...);
int __wrap_fcntl(int file, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    int value = va_arg(rest, int);
    va_end(rest);
    if (!faults_meet("fcntl", EMFILE))
        return __real_fcntl(file, command, value);
    errno = EMFILE;
    return -1;
}

/* A stream that failed says so when it is asked, until it is closed. */
static FILE *failed_streams[8];

static bool has_failed(const FILE *stream)
{
    for (unsigned i = 0; i < 8; i++)
        if (failed_streams[i] == stream)
            return true;
    return false;
}

static void set_failed(const FILE *from, FILE *to)
{
    for (unsigned i = 0; i < 8; i++)
        if (failed_streams[i] == from) {
            failed_streams[i] = to;
            return;
        }
}

static bool stream_fails(const char *name, FILE *stream, int error)
{
    if (stream == stderr || !faults_meet(name, error))
        return false;
    if (!has_failed(stream))
        set_failed(NULL, stream);
    errno = error;
    return true;
}

int __real_ferror(FILE *stream);
int __wrap_ferror(FILE *stream);
int __wrap_ferror(FILE *stream)
{
    return has_failed(stream) || __real_ferror(stream);
}

#define WRAP_STREAM(type, name, parameters, arguments, stream, error, failed)                 \
    type __real_##name parameters;                                                            \
    type __wrap_##name parameters;                                                            \
    type __wrap_##name parameters                                                             \
    {                                                                                         \
        return stream_fails(#name, stream, error) ? (type)(failed) : __real_##name arguments; \
    }

WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), EMFILE, NULL)
WRAP(FILE *, fdopen, (int file, const char *mode), (file, mode), ENOMEM, NULL)
WRAP_STREAM(int, fputs, (const char *text, FILE *stream), (text, stream), stream, ENOSPC, EOF)
WRAP_STREAM(int, fputc, (int c, FILE *stream), (c, stream), stream, ENOSPC, EOF)
WRAP_STREAM(int, putc, (int c, FILE *stream), (c, stream), stream, ENOSPC, EOF)
WRAP_STREAM(int, putchar, (int c), (c), stdout, ENOSPC, EOF)
WRAP_STREAM(int, puts, (const char *text), (text), stdout, ENOSPC, EOF)
WRAP_STREAM(size_t, fwrite, (const void *bytes, size_t size, size_t count, FILE *stream),
            (bytes, size, count, stream), stream, ENOSPC, 0)
WRAP_STREAM(char *, fgets, (char *text, int size, FILE *stream), (text, size, stream), stream, EIO,
            NULL)
WRAP_STREAM(ssize_t, __getdelim, (char **line, size_t *room, int end, FILE *stream),
            (line, room, end, stream), stream, ENOMEM, -1)
WRAP_STREAM(ssize_t, getline, (char **line, size_t *room, FILE *stream), (line, room, stream),
            stream, ENOMEM, -1)
WRAP_STREAM(size_t, fread, (void *bytes, size_t size, size_t count, FILE *stream),
            (bytes, size, count, stream), stream, EIO, 0)

/* With nothing to write it cannot fail. */
int __real_fflush(FILE *stream);
int __wrap_fflush(FILE *stream);
int __wrap_fflush(FILE *stream)
{
    if (stream && __fpending(stream) && stream_fails("fflush", stream, ENOSPC))
        return EOF;
    return __real_fflush(stream);
}

int __real_fclose(FILE *stream);
int __wrap_fclose(FILE *stream);
int __wrap_fclose(FILE *stream)
{
    bool fails = faults_meet("fclose", EIO);
    set_failed(stream, NULL);
    int status = __real_fclose(stream);
    if (!fails)
        return status;
    errno = EIO;
    return EOF;
}

int __real_vfprintf(FILE *stream, const char *format, va_list values);

static int print(const char *name, FILE *stream, const char *format, va_list values)
{
    return stream_fails(name, stream, ENOSPC) ? -1 : __real_vfprintf(stream, format, values);
}

int __wrap_vfprintf(FILE *stream, const char *format, va_list values);
int __wrap_vfprintf(FILE *stream, const char *format, va_list values)
{
    return print("vfprintf", stream, format, values);
}

int __wrap_fprintf(FILE *stream, const char *format, ...);
int __wrap_fprintf(FILE *stream, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = print("fprintf", stream, format, values);
    va_end(values);
    return length;
}

int __wrap_printf(const char *format, ...);
int __wrap_printf(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = print("printf", stdout, format, values);
    va_end(values);
    return length;
}

/* A terminal on stderr, where a test asks for one. */
int __real_isatty(int file);
int __wrap_isatty(int file);
int __wrap_isatty(int file)
{
    return getenv("AC_FAULTS_TTY") ? 1 : __real_isatty(file);
}
