/* draw.c -- see draw.h. */
#include "draw.h"
#include "../../base/text.h"
#include "../../workloads/sleep.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <uv.h>

#define GAMMA UINT64_C(0x9e3779b97f4a7c15) /* what ac_mix() adds, and so the next state */

int draw_seed(uint64_t *seed)
{
    int error = uv_random(NULL, NULL, seed, sizeof *seed, 0, NULL);
    *seed >>= 1;
    return error;
}

uint64_t draw_bits(struct draw *draw)
{
    uint64_t bits = ac_mix(draw->state);
    draw->state += GAMMA;
    return bits;
}

uint64_t draw_below(struct draw *draw, uint64_t count)
{
    uint64_t partial = (UINT64_MAX % count + 1) % count; /* 2^64 mod count */
    uint64_t bits;
    do
        bits = draw_bits(draw);
    while (bits > UINT64_MAX - partial);
    return bits % count;
}

void draw_shuffle(struct draw *draw, size_t items[], size_t count)
{
    for (size_t left = count; left > 1; left--) {
        size_t chosen = (size_t)draw_below(draw, left);
        size_t item = items[chosen];
        items[chosen] = items[left - 1];
        items[left - 1] = item;
    }
}

/* Whether each differs from the one before by the same number, modulo their count. */
static bool constant_steps(const size_t orders[], size_t count)
{
    for (size_t i = 2; i < count; i++)
        if ((orders[i] + count - orders[i - 1]) % count !=
            (orders[i - 1] + count - orders[i - 2]) % count)
            return false;
    return true;
}

void draw_latin_square(struct draw *draw, size_t square[], size_t size)
{
    size_t *orders = text_resize(NULL, (3 * size + 1) * sizeof *orders);
    size_t *rounds = orders, *positions = orders + size, *items = orders + 2 * size;
    for (size_t i = 0; i < 3 * size; i++)
        orders[i] = i % size;
    draw_shuffle(draw, rounds, size);
    do
        draw_shuffle(draw, positions, size);
    while (size > 3 && constant_steps(positions, size));
    draw_shuffle(draw, items, size);
    for (size_t round = 0; round < size; round++)
        for (size_t position = 0; position < size; position++)
            square[round * size + position] = items[(rounds[round] + positions[position]) % size];
    free(orders);
}
