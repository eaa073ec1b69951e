#ifndef RESOLVER_HEAP_H
#define RESOLVER_HEAP_H

#include "kernels.h"

/* A score and what has it as one number: of two, the higher has the higher score, or the same and comes first. */
static inline int64_t ranked(int32_t score, int32_t what)
{
    return (int64_t)score * ((int64_t)1 << 32) + (INT32_MAX - what);
}

static inline int32_t what_is(int64_t rank)
{
    return INT32_MAX - (int32_t)(uint32_t)rank;
}

/* Puts the lowest of `n` numbers on top: each comes before both below it. */
static inline void sift(int64_t *heap, int64_t n, int64_t at)
{
    const int64_t moved = heap[at];
    for (int64_t below; (below = 2 * at + 1) < n; at = below) {
        below += below + 1 < n && heap[below + 1] < heap[below];
        if (heap[below] >= moved)
            break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}

static inline void into_heap(int64_t *heap, int64_t n)
{
    for (int64_t at = n / 2 - 1; at >= 0; at--)
        sift(heap, n, at);
}

/* Puts a rank among the `most` highest, of which there are `n`; returns the new number. Once there are `most`, they are a
 * heap. */
static inline int64_t keep(int64_t rank, int64_t *best, int64_t n, int64_t most)
{
    if (n < most) {
        best[n++] = rank;
        if (n == most)
            into_heap(best, n);
    } else if (rank > best[0]) {
        best[0] = rank;
        sift(best, n, 0);
    }
    return n;
}

/* What `n` ranks are of, the highest first. */
static inline void in_order(int64_t *best, int64_t n, int32_t *what)
{
    into_heap(best, n);
    while (n > 0) {
        what[--n] = what_is(best[0]);
        best[0] = best[n];
        sift(best, n, 0);
    }
}

/* A number that is not negative as one of the same order. */
static inline int32_t ordered(float number)
{
    int32_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}
#endif
