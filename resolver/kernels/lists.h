#ifndef RESOLVER_LISTS_H
#define RESOLVER_LISTS_H

#include "kernels.h"

/* Lists of ascending numbers, written as lists.py says: how wide the gaps are, then the gaps. */

typedef struct {
    const void *at;
    int64_t kind;
    const uint8_t *coded;
} Lists;

typedef struct {
    const uint8_t *at, *end;
    int64_t wide;
    uint32_t last;
} List;

enum { SOME = 128 };

static inline List list_at(const Lists *lists, int64_t key)
{
    List list = {lists->coded + place_of(lists->at, lists->kind, key),
                 lists->coded + place_of(lists->at, lists->kind, key + 1), 1, 0};
    if (list.at < list.end)
        list.wide = *list.at++;
    return list;
}

/* How many numbers a list has, and a few more where gaps are wide. */
static inline int64_t list_size(const Lists *lists, int64_t key)
{
    const List list = list_at(lists, key);
    return (list.end - list.at) / list.wide;
}

/* The next numbers of a list, at most SOME; returns how many they are, 0 at its end. */
static inline int64_t read_some(List *list, int32_t *some)
{
    const uint8_t *at = list->at, *const end = list->end;
    uint32_t last = list->last, gap;
    int64_t n = 0;
#define READ(NEXT, WIDE, MOST)                                                                                         \
    while (n < SOME && at < end) {                                                                                     \
        gap = (NEXT);                                                                                                  \
        at += (WIDE);                                                                                                  \
        if (gap == (MOST)) {                                                                                           \
            memcpy(&gap, at, sizeof gap);                                                                              \
            at += sizeof gap;                                                                                          \
        }                                                                                                              \
        some[n++] = (int32_t)(last += gap);                                                                            \
    }
    if (list->wide == 1)
        READ(at[0], 1, 0xFF)
    else if (list->wide == 2)
        READ((uint32_t)at[0] | (uint32_t)at[1] << 8, 2, 0xFFFF)
    else
        READ((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16, 3, 0xFFFFFF)
#undef READ
    list->at = at;
    list->last = last;
    return n;
}
#endif
