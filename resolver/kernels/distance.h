#ifndef RESOLVER_DISTANCE_H
#define RESOLVER_DISTANCE_H

#include "kernels.h"

enum { BYTES = 256, LONGEST_PATTERN = 64 };

/* Optimal string alignment distance of a text to a pattern of at most 64 bytes, of which `places` has a bit for each
 * place of each byte: 64 cells of the table at once (Hyyrö 2003). */
static inline int64_t distance(const uint64_t *places, int64_t pattern, const uint8_t *text, int64_t length)
{
    uint64_t up = ~(uint64_t)0, down = 0, diagonal = 0, last = 0;
    const uint64_t end = (uint64_t)1 << (pattern - 1);
    int64_t found = pattern;
    for (int64_t j = 0; j < length; j++) {
        const uint64_t here = places[text[j]];
        const uint64_t swapped = ((~diagonal & here) << 1) & last;
        diagonal = ((((here & up) + up) ^ up) | here | down) | swapped;
        uint64_t right = down | ~(diagonal | up);
        const uint64_t left = diagonal & up;
        found += (right & end) != 0;
        found -= (left & end) != 0;
        right = (right << 1) | 1;
        up = (left << 1) | ~(diagonal | right);
        down = right & diagonal;
        last = here;
    }
    return found;
}

static inline float closeness(const uint64_t *places, int64_t pattern, const uint8_t *text, int64_t length)
{
    const int64_t longer = pattern > length ? pattern : length;
    if (pattern == 0)
        return longer == 0 ? 1.0f : 0.0f;
    return (float)(1.0 - (double)distance(places, pattern, text, length) / (double)longer);
}

static inline void mark_places(uint64_t *places, const uint8_t *pattern, int64_t length)
{
    memset(places, 0, BYTES * sizeof *places);
    for (int64_t i = 0; i < length; i++)
        places[pattern[i]] |= (uint64_t)1 << i;
}

#endif
