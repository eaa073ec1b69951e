#ifndef RESOLVER_SLOTS_H
#define RESOLVER_SLOTS_H

#include "kernels.h"

/* What was met of a name, an entity or a token while lists are read. `of` is one more than its number, 0 where the slot is
 * free. `best` is the best value met, for a name of the group of tokens that was met last; `total` that of all groups
 * before. */
typedef struct {
    int32_t of, group;
    float best, total;
} Slot;

/* The slot of a number among `1 << bits`, of which at least one is free: its own, or the free one that becomes its own. */
static inline Slot *slot_of(Slot *slots, int bits, int32_t number)
{
    const uint32_t mask = ((uint32_t)1 << bits) - 1;
    uint32_t at = (uint32_t)number * 2654435769u >> (32 - bits);
    while (slots[at].of && slots[at].of != number + 1)
        at = (at + 1) & mask;
    return slots + at;
}

/* How many bits number twice as many slots as are wanted. */
static inline int bits_of(int64_t wanted)
{
    int bits = 4;
    while ((int64_t)1 << bits < 2 * wanted)
        bits++;
    return bits;
}
#endif
