#include "heap.h"
#include "lists.h"
#include "slots.h"

/* How many bits number twice as many slots as the lists of some tokens have names. */
static int bits_for(const int32_t *tokens, int64_t n_tokens, const Lists *postings)
{
    int64_t most = 1;
    for (int64_t t = 0; t < n_tokens; t++)
        most += list_size(postings, tokens[t]);
    return bits_of(most);
}

/* A number in half precision that is not negative. */
static inline float from_half(uint16_t half)
{
    const uint32_t exponent = half >> 10 & 31, mantissa = half & 1023;
    if (exponent == 0)
        return (float)mantissa * 0x1p-24f;
    const uint32_t bits = (exponent == 31 ? 255u << 23 : (exponent + 112) << 23) | mantissa << 13;
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* The `most` names of the highest scores, the highest first, of those in which tokens stand; returns how many. The tokens are
 * in `groups` groups, from group_at[g] on. A name adds up the best value, above 0, of its tokens of each group, and scores
 * as much as that is of mine + share * mass[name]. `owners` are the entities of the names, `types` those of the entities;
 * with `type` not below 0 only names of that type count. `room` is for `slots` slots, all zero before and after; where
 * these are too few, nothing is done, and the answer is how many there must be, negative. There is room for a `heap` (most). */
API int64_t best_names(const int32_t *tokens, const float *values, const int64_t *group_at, int64_t groups,
                       const void *starts, int64_t start_kind, const uint8_t *coded, const uint16_t *mass, float mine,
                       float share, const void *owners, int64_t owner_kind, const uint8_t *types, int64_t type,
                       int64_t most, void *room, int64_t slots, int64_t *heap, int32_t *found)
{
    const Lists postings = {starts, start_kind, coded};
    const int bits = bits_for(tokens, group_at[groups], &postings);
    if (slots < (int64_t)1 << bits)
        return -((int64_t)1 << bits);
    Slot *const met = room;
    int32_t some[SOME];
    for (int64_t g = 0; g < groups; g++)
        for (int64_t t = group_at[g]; t < group_at[g + 1]; t++) {
            List list = list_at(&postings, tokens[t]);
            for (int64_t count; (count = read_some(&list, some)) > 0;)
                for (int64_t i = 0; i < count; i++) {
                    Slot *const slot = slot_of(met, bits, some[i]);
                    if (slot->of && slot->group == (int32_t)g) {
                        if (values[t] > slot->best)
                            slot->best = values[t];
                        continue;
                    }
                    slot->of = some[i] + 1;
                    slot->group = (int32_t)g;
                    slot->total += slot->best;
                    slot->best = values[t];
                }
        }
    int64_t n = 0;
    for (int64_t at = 0; at < (int64_t)1 << bits; at++) {
        const int32_t name = met[at].of - 1;
        if (name < 0 || (type >= 0 && types[place_of(owners, owner_kind, name)] != type))
            continue;
        const float score = (met[at].total + met[at].best) / (mine + share * from_half(mass[name]));
        n = keep(ranked(ordered(score), name), heap, n, most);
    }
    memset(met, 0, sizeof *met << bits);
    in_order(heap, n, found);
    return n;
}

/* How many entities bear any of some tokens, each counted by the best of its tokens; values of 0 and less do not count.
 * `owners` are the entities of the names. `room` is for `slots` slots, all zero before and after; where these are too few,
 * the answer is how many there must be, negative. */
API double bearers(const int32_t *tokens, const float *values, int64_t n_tokens, const void *starts,
                   int64_t start_kind, const uint8_t *coded, const void *owners, int64_t owner_kind, void *room,
                   int64_t slots)
{
    const Lists postings = {starts, start_kind, coded};
    const int bits = bits_for(tokens, n_tokens, &postings);
    if (slots < (int64_t)1 << bits)
        return -(double)((int64_t)1 << bits);
    Slot *const met = room;
    int32_t some[SOME];
    double total = 0;
    for (int64_t t = 0; t < n_tokens; t++) {
        if (values[t] <= 0)
            continue;
        List list = list_at(&postings, tokens[t]);
        for (int64_t count; (count = read_some(&list, some)) > 0;)
            for (int64_t i = 0; i < count; i++) {
                const int32_t entity = (int32_t)place_of(owners, owner_kind, some[i]);
                Slot *const slot = slot_of(met, bits, entity);
                slot->of = entity + 1;
                if (values[t] > slot->best)
                    slot->best = values[t];
            }
    }
    for (int64_t at = 0; at < (int64_t)1 << bits; at++)
        total += met[at].best;
    memset(met, 0, sizeof *met << bits);
    return total;
}
