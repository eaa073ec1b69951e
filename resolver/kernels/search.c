#include "kernels.h"

/* Dot products of one int16 vector with the int8 rows of `count` spans [from, to), in their order. */
FOR_NEWER_PROCESSORS
API void dot_rows(const int16_t *query, const int8_t *rows, const int64_t *spans, int64_t count, int64_t dim, int32_t *out)
{
    for (int64_t s = 0; s < count; s++)
        for (int64_t row = spans[2 * s]; row < spans[2 * s + 1]; row++) {
            const int8_t *vector = rows + row * dim;
            int32_t sum = 0;
            for (int64_t k = 0; k < dim; k++)
                sum += (int32_t)query[k] * (int32_t)vector[k];
            *out++ = sum;
        }
}

/* For each of `lists` lists of keys, keys[key_at[l]:key_at[l + 1]], the values listed under any of them whose share of keys
 * in common, counted keys / sqrt(n_keys * size), is above `least`; `share` keeps the best of each value's owner, of which
 * those met are in `found`. `counts` and `share` are all zero before, `counts` after; `met` is long enough for the postings
 * of any list, `found` for as many owners as there are. Returns how many. */
API int64_t shared_above(const int32_t *keys, const int64_t *key_at, int64_t lists, const int64_t *starts,
                         const int32_t *postings, const int32_t *sizes, const int32_t *owners, float least,
                         uint16_t *counts, int32_t *met, float *share, int32_t *found)
{
    int64_t n = 0;
    for (int64_t l = 0; l < lists; l++) {
        int64_t n_met = 0;
        const float n_keys = (float)(key_at[l + 1] - key_at[l]);
        for (int64_t k = key_at[l]; k < key_at[l + 1]; k++)
            for (int64_t at = starts[keys[k]]; at < starts[keys[k] + 1]; at++)
                if (counts[postings[at]]++ == 0)
                    met[n_met++] = postings[at];
        for (int64_t i = 0; i < n_met; i++) {
            const int32_t value = met[i], owner = owners[value];
            const float mine = (float)counts[value] / sqrtf((float)sizes[value] * n_keys);
            counts[value] = 0;
            if (mine > least && mine > share[owner]) {
                if (share[owner] == 0.0f)
                    found[n++] = owner;
                share[owner] = mine;
            }
        }
    }
    return n;
}

/* Adds to `total` (by name) the best value of any given token that stands in the name. Tokens come by ascending value.
 * `slot` is all zero before and after. Names that had no total before are appended to `met`, of which there are `n`;
 * returns the new number. */
API int64_t add_best(const int32_t *tokens, const float *values, int64_t n_tokens, const int64_t *starts,
                     const int32_t *postings, float *slot, float *total, int32_t *met, int64_t n)
{
    for (int64_t t = 0; t < n_tokens; t++)
        for (int64_t at = starts[tokens[t]]; at < starts[tokens[t] + 1]; at++)
            slot[postings[at]] = values[t];
    for (int64_t t = 0; t < n_tokens; t++)
        for (int64_t at = starts[tokens[t]]; at < starts[tokens[t] + 1]; at++) {
            const int32_t name = postings[at];
            if (slot[name] == 0.0f)
                continue;
            if (total[name] == 0.0f)
                met[n++] = name;
            total[name] += slot[name];
            slot[name] = 0.0f;
        }
    return n;
}
