/* test_count_file.c -- examples/count_file.c, cancelled while each of its requests waits for a thread. */
#include <stdlib.h>
#include <string.h>

#include "../examples/count_file.h"
#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"

static struct {
    uv_loop_t loop;
    uv_work_t blocker;
    uv_sem_t held;
    unsigned done;
    int error;
} at;

static void block(uv_work_t *request)
{
    (void)request;
    uv_sem_wait(&at.held);
}

/* Nothing that is asked of libuv from here on begins until at.held is posted: the pool has one thread. */
static void hold_the_pool(void)
{
    assert_int_equal(uv_queue_work(&at.loop, &at.blocker, block, NULL), 0);
}

static void on_done(struct count_file *count, int error)
{
    assert_ptr_equal(count->data, &at);
    at.done++;
    at.error = error;
}

static void run_until(const struct count_file *count, uv_fs_type step)
{
    while (count->request.fs_type != step)
        uv_run(&at.loop, UV_RUN_ONCE);
}

/* Begins, and runs until the request of that step stands in the pool's queue behind the blocker, which stands behind
 * the request before it. */
static void run_to_step(struct count_file *count, const char *path, uv_fs_type step)
{
    if (step == UV_FS_OPEN)
        hold_the_pool();
    assert_int_equal(count_file_start(count, &at.loop, path, on_done), 0);
    if (step == UV_FS_CLOSE)
        run_until(count, UV_FS_READ);
    if (step != UV_FS_OPEN)
        hold_the_pool();
    run_until(count, step);
}

/* The file is empty, so that its first read is its last. */
static void count_file_is_cancelled_in_each_step(void **state)
{
    (void)state;
    static const uv_fs_type steps[] = {UV_FS_OPEN, UV_FS_READ, UV_FS_CLOSE};
    char *path = text_copy(scratch_path("empty"));
    file_write(path, "");
    for (unsigned i = 0; i < 3; i++) {
        struct count_file count = {.data = &at};
        memset(&at, 0, sizeof at);
        assert_int_equal(uv_loop_init(&at.loop), 0);
        assert_int_equal(uv_sem_init(&at.held, 0), 0);
        unsigned descriptors = open_descriptors();
        run_to_step(&count, path, steps[i]);
        assert_int_equal(open_descriptors(), descriptors + (steps[i] != UV_FS_OPEN));
        count_file_cancel(&count);
        assert_int_equal(at.done, 0);
        uv_sem_post(&at.held);
        uv_run(&at.loop, UV_RUN_DEFAULT);
        assert_int_equal(at.done, 1);
        assert_int_equal(at.error, steps[i] == UV_FS_CLOSE ? 0 : UV_ECANCELED);
        assert_int_equal(open_descriptors(), descriptors);
        count_file_free(&count);
        uv_sem_destroy(&at.held);
        assert_int_equal(uv_loop_close(&at.loop), 0);
    }
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(count_file_is_cancelled_in_each_step),
    };
    setenv("UV_THREADPOOL_SIZE", "1", 1);
    return cmocka_run_group_tests_name("count_file", tests, scratch_make, scratch_remove);
}
