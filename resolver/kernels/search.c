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
