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

/* Moves a list whose gaps are `wide` on to its next number, which it returns; the list is not at its end. */
static inline int32_t next_of(List *list, int64_t wide)
{
    uint32_t gap = list->at[0];
    if (wide > 1)
        gap |= (uint32_t)list->at[1] << 8;
    if (wide > 2)
        gap |= (uint32_t)list->at[2] << 16;
    list->at += wide;
    if (gap == (1u << 8 * wide) - 1) {
        memcpy(&gap, list->at, sizeof gap);
        list->at += sizeof gap;
    }
    return (int32_t)(list->last += gap);
}

/* Calls a function that reads a list with how wide its gaps are, which the compiler then knows. */
#define BY_WIDTH(list, function, ...)                                                                                  \
    ((list).wide == 1   ? function(&(list), 1, __VA_ARGS__)                                                            \
     : (list).wide == 2 ? function(&(list), 2, __VA_ARGS__)                                                            \
                        : function(&(list), 3, __VA_ARGS__))

static inline int64_t read_numbers(List *list, int64_t wide, int32_t *some)
{
    int64_t n = 0;
    while (n < SOME && list->at < list->end)
        some[n++] = next_of(list, wide);
    return n;
}

/* The next numbers of a list, at most SOME; returns how many they are, 0 at its end. */
static inline int64_t read_some(List *list, int32_t *some)
{
    return BY_WIDTH(*list, read_numbers, some);
}
#endif
