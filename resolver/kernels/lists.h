#ifndef RESOLVER_LISTS_H
#define RESOLVER_LISTS_H

#include "kernels.h"

/* Lists of ascending numbers, written as lists.py says: how wide the codes are, then the codes. */

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

enum { SOME = 128, LEAP = 4 };

static inline List list_at(const Lists *lists, int64_t key)
{
    List list = {lists->coded + place_of(lists->at, lists->kind, key),
                 lists->coded + place_of(lists->at, lists->kind, key + 1), 1, 0};
    if (list.at < list.end)
        list.wide = *list.at++;
    return list;
}

/* How many codes a list has: as many as numbers, and a few more where gaps are long. */
static inline int64_t list_size(const Lists *lists, int64_t key)
{
    const List list = list_at(lists, key);
    return (list.end - list.at) / list.wide;
}

/* Codes from this one on have no number: it goes on by as much as itself, the next one LEAP times as far. */
static inline uint32_t first_step(int64_t wide)
{
    return (1u << 8 * wide) - 2;
}

/* Moves a list whose codes are `wide` on by one code, and returns whether `last` is a number of the list then; the list is
 * not at its end. There is nothing to guess for the processor. */
static inline int one_more(List *list, int64_t wide)
{
    uint32_t code = list->at[0];
    if (wide > 1)
        code |= (uint32_t)list->at[1] << 8;
    if (wide > 2)
        code |= (uint32_t)list->at[2] << 16;
    list->at += wide;
    list->last += code > first_step(wide) ? LEAP * first_step(wide) : code;
    return code < first_step(wide);
}

/* Calls a function that reads a list with how wide its codes are, which the compiler then knows. */
#define BY_WIDTH(list, function, ...)                                                                                  \
    ((list).wide == 1   ? function(&(list), 1, __VA_ARGS__)                                                            \
     : (list).wide == 2 ? function(&(list), 2, __VA_ARGS__)                                                            \
                        : function(&(list), 3, __VA_ARGS__))

static inline int64_t read_numbers(List *list, int64_t wide, int32_t *some)
{
    int64_t n = 0;
    while (n < SOME && list->at < list->end) {
        const int is_one = one_more(list, wide);
        some[n] = (int32_t)list->last;
        n += is_one;
    }
    return n;
}

/* The next numbers of a list, at most SOME; returns how many they are, 0 at its end. */
static inline int64_t read_some(List *list, int32_t *some)
{
    return BY_WIDTH(*list, read_numbers, some);
}
#endif
