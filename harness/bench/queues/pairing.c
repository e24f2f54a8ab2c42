/* pairing.c -- a pairing heap (Fredman, Sedgewick, Sleator, Tarjan, 1986): a tree whose root is the
 * first; a push is one comparison, a pop pairs the root's children off, then joins the pairs.
 *
 * The nodes are the tasks' own, by their index, so that none is allocated; a link is an index. The
 * launch number breaks ties, as the joins do not keep an order of their own.
 */
#include "queues.h"

#include "../../engine/memory.h"

#define NONE UINT32_MAX

struct node {
    uint64_t due_ns, launch;
    uint32_t child, next; /* the first child; the next child of the same parent */
};

struct pairing {
    uint64_t launches;
    uint32_t root;
    struct node nodes[];
};

static void *pairing_open(uint64_t capacity)
{
    struct pairing *heap = queue_memory(sizeof *heap + capacity * sizeof heap->nodes[0]);
    heap->launches = 0;
    heap->root = NONE;
    return heap;
}

static void pairing_close(void *queue)
{
    ac_free(queue);
}

/* Joins two trees: the one that comes later becomes the first child of the other. */
static inline uint32_t pairing_join(struct node *nodes, uint32_t a, uint32_t b)
{
    const struct node *x = &nodes[a], *y = &nodes[b];
    if ((y->due_ns < x->due_ns) | ((y->due_ns == x->due_ns) & (y->launch < x->launch))) {
        uint32_t swapped = a;
        a = b;
        b = swapped;
    }
    nodes[b].next = nodes[a].child;
    nodes[a].child = b;
    return a;
}

/* One tree of a list of trees, or NONE of none. The pairs are kept in a list the other way round. */
static uint32_t pairing_join_all(struct node *nodes, uint32_t list)
{
    uint32_t pairs = NONE;
    while (list != NONE) {
        uint32_t tree = list, second = nodes[tree].next;
        list = NONE;
        if (second != NONE) {
            list = nodes[second].next;
            tree = pairing_join(nodes, tree, second);
        }
        nodes[tree].next = pairs;
        pairs = tree;
    }
    if (pairs == NONE)
        return NONE;
    uint32_t root = pairs;
    for (uint32_t tree = nodes[pairs].next, next; tree != NONE; tree = next) {
        next = nodes[tree].next;
        root = pairing_join(nodes, root, tree);
    }
    return root;
}

static inline void pairing_push(void *queue, uint64_t due_ns, uint32_t index)
{
    struct pairing *heap = queue;
    heap->nodes[index] = (struct node){due_ns, heap->launches++, NONE, NONE};
    heap->root = heap->root == NONE ? index : pairing_join(heap->nodes, heap->root, index);
}

static inline struct queue_task pairing_pop(void *queue)
{
    struct pairing *heap = queue;
    uint32_t first = heap->root;
    heap->root = pairing_join_all(heap->nodes, heap->nodes[first].child);
    return (struct queue_task){heap->nodes[first].due_ns, first};
}

QUEUE_LOOPS(pairing)

const struct queue_kind queue_pairing = {
    .name = "pairing",
    .idea = "pairing heap: a push is one comparison, a pop joins the root's children",
    .open = pairing_open,
    .close = pairing_close,
    QUEUE_FUNCTIONS(pairing),
};
