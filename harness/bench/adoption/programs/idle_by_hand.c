/* idle_by_hand.c -- a loop in which nothing happens for a while: how often it goes round, and its CPU time. */
#include "idle.h"
#include "tally.h"

int main(int count, char **words)
{
    if (!tally_begin(count, words, 0, "idle_by_hand MS LIMIT"))
        return 2;
    idle_wait();
    return tally_print();
}
