/* The inner loops of search and letter evidence. Each has its equal in plain.py, which is used where this file was not
 * compiled; the two are held equal by tests/test_kernels.py. Plain C99, no state, no allocation, no Python. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__linux__)
#define FOR_NEWER_PROCESSORS __attribute__((target_clones("avx2", "default")))
#else
#define FOR_NEWER_PROCESSORS
#endif

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API
#endif

/* Dot products of one int16 vector with int8 rows [from, to). */
FOR_NEWER_PROCESSORS
API void dot_rows(const int16_t *query, const int8_t *rows, int64_t from, int64_t to, int64_t dim, int32_t *out)
{
    for (int64_t row = from; row < to; row++) {
        const int8_t *vector = rows + row * dim;
        int32_t sum = 0;
        for (int64_t k = 0; k < dim; k++)
            sum += (int32_t)query[k] * (int32_t)vector[k];
        *out++ = sum;
    }
}

/* The values listed under any of the given keys whose share of keys in common, counted keys / sqrt(n_keys * size), is
 * above `least`, in the order in which they are met. `counts` is all zero before and after; `found` and `shares` are long
 * enough for all postings. Returns how many. */
API int64_t shared_above(const int32_t *keys, int64_t n_keys, const int64_t *starts, const int32_t *postings,
                         const int32_t *sizes, float least, uint16_t *counts, int32_t *found, float *shares)
{
    int64_t met = 0, n = 0;
    for (int64_t k = 0; k < n_keys; k++)
        for (int64_t at = starts[keys[k]]; at < starts[keys[k] + 1]; at++)
            if (counts[postings[at]]++ == 0)
                found[met++] = postings[at];
    for (int64_t i = 0; i < met; i++) {
        const int32_t value = found[i];
        const float share = (float)counts[value] / sqrtf((float)sizes[value] * (float)n_keys);
        counts[value] = 0;
        if (share > least) {
            found[n] = value;
            shares[n++] = share;
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

/* The joint probability of a foreign spelling of `length` letters with each of `count` Latin candidates, summed over all
 * ways to cut both into segments. Segment (i, a), of the a letters that end at letter i, has the cells
 * [cells_from[2 i + a], cells_to[2 i + a]) of the tables `latin` and `value`; an unknown segment has cells_from -1.
 * `segments` (count, longest, 3) and `lengths` are those of encode/align.py. `row` has one cell more than there are Latin
 * segments, all zero before and after; `past` holds 3 * count * (longest + 1) numbers. */
API void letter_scores(int64_t length, const int64_t *cells_from, const int64_t *cells_to, const int32_t *latin,
                       const double *value, const int32_t *segments, const int64_t *lengths, int64_t count,
                       int64_t longest, double skipped, double *row, double *past, double *out)
{
    const int64_t width = longest + 1, layer = count * width;
    for (int64_t c = 0; c < layer; c++)
        past[c] = 0.0;
    for (int64_t c = 0; c < count; c++)
        past[c * width] = 1.0;
    for (int64_t i = 1; i <= length; i++) {
        double *here = past + (i % 3) * layer;
        const double *last = past + ((i + 2) % 3) * layer;
        for (int64_t c = 0; c < layer; c++)
            here[c] = last[c] * skipped;
        for (int64_t a = 1; a <= 2 && a <= i; a++) {
            const int64_t from = cells_from[2 * (i - 1) + a - 1], to = cells_to[2 * (i - 1) + a - 1];
            if (from < 0)
                continue;
            for (int64_t k = from; k < to; k++)
                row[latin[k]] = value[k];
            const double *before = past + ((i + 3 - a) % 3) * layer;
            for (int64_t c = 0; c < count; c++) {
                const double *b = before + c * width;
                double *h = here + c * width;
                const int32_t *s = segments + c * longest * 3;
                const int64_t end = lengths[c];
                for (int64_t j = 0; j <= end; j++)
                    h[j] += b[j] * row[0];
                for (int64_t n = 1; n <= 3; n++)
                    for (int64_t j = n; j <= end; j++) {
                        const int32_t number = s[(j - 1) * 3 + n - 1];
                        if (number >= 0)
                            h[j] += b[j - n] * row[number];
                    }
            }
            for (int64_t k = from; k < to; k++)
                row[latin[k]] = 0.0;
        }
        for (int64_t c = 0; c < count; c++)
            for (int64_t j = lengths[c]; j >= 1; j--)
                here[c * width + j] += here[c * width + j - 1] * skipped;
    }
    const double *final = past + (length % 3) * layer;
    for (int64_t c = 0; c < count; c++)
        out[c] = log(final[c * width + lengths[c]] + 1e-300);
}

enum { MOST_TOKENS = 16 };

/* What each weight of `rough_log_odds` counts for. */
enum {
    NAMED_PAIRS = 0, /* and 1, 2, 3: how many words of the names are paired */
    BOTH_LEFT_OVER = 4, ALL_OF_QUERY, ALL_OF_NAME, ORDER_ROTATED, ORDER_MIXED, STANDS_FIRST, STANDS_INSIDE, STANDS_LAST,
    BIAS, INITIAL, BESIDE_SHARED, NOT_IN_QUERY, NOT_IN_QUERY_RARITY, NOT_IN_QUERY_INITIAL
};
enum { NAME = 0, FIRST_LETTER = 1 };

/* The log-odds of each of `count` names, as far as the likeness of their words tells. The query has `m` words with a
 * role and a first letter each; word i is like the vocabulary words near[near_at[i]:near_at[i + 1]] (ascending), by
 * `value` and with `weight` (`same` marks the very same word), and costs `left_over[i]` where it has no counterpart. */
API void rough_log_odds(int64_t m, const uint8_t *roles, const uint8_t *letters, const int64_t *near_at,
                        const int32_t *near, const double *value, const double *weight, const uint8_t *same,
                        const double *left_over, const int32_t *names, int64_t count, const int64_t *token_at,
                        const int32_t *tokens, const uint8_t *token_roles, const float *rarity,
                        const uint8_t *first_letter, const double *w, double cut, double *out)
{
    if (m > MOST_TOKENS)
        m = MOST_TOKENS;
    for (int64_t c = 0; c < count; c++) {
        const int32_t *mine = tokens + token_at[names[c]];
        const uint8_t *mine_roles = token_roles + token_at[names[c]];
        int64_t t = token_at[names[c] + 1] - token_at[names[c]];
        if (t > MOST_TOKENS)
            t = MOST_TOKENS;
        double alike[MOST_TOKENS][MOST_TOKENS];
        int64_t place[MOST_TOKENS][MOST_TOKENS];
        for (int64_t i = 0; i < m; i++)
            for (int64_t j = 0; j < t; j++) {
                alike[i][j] = -1.0;
                place[i][j] = -1;
                const int initials = (roles[i] == FIRST_LETTER) + (mine_roles[j] == FIRST_LETTER);
                if (initials) {
                    if (roles[i] <= FIRST_LETTER && mine_roles[j] <= FIRST_LETTER && letters[i] &&
                        letters[i] == first_letter[mine[j]])
                        alike[i][j] = cut;
                    continue;
                }
                int64_t low = near_at[i], high = near_at[i + 1];
                while (low < high) {
                    const int64_t middle = (low + high) / 2;
                    if (near[middle] < mine[j])
                        low = middle + 1;
                    else
                        high = middle;
                }
                if (low == near_at[i + 1] || near[low] != mine[j])
                    continue;
                if ((roles[i] == NAME) != (mine_roles[j] == NAME) && !same[low])
                    continue;
                alike[i][j] = value[low];
                place[i][j] = low;
            }
        int64_t partner[MOST_TOKENS], taken[MOST_TOKENS] = {0};
        for (int64_t i = 0; i < m; i++)
            partner[i] = -1;
        for (;;) {
            double best = -1.0;
            int64_t at_i = -1, at_j = -1, gap = 0;
            for (int64_t i = 0; i < m; i++)
                for (int64_t j = 0; j < t && partner[i] < 0; j++) {
                    if (taken[j] || alike[i][j] < 0)
                        continue;
                    const int64_t apart = i > j ? i - j : j - i;
                    if (alike[i][j] > best || (alike[i][j] == best && apart < gap)) {
                        best = alike[i][j];
                        at_i = i;
                        at_j = j;
                        gap = apart;
                    }
                }
            if (at_i < 0)
                break;
            partner[at_i] = at_j;
            taken[at_j] = 1;
        }
        double sum = w[BIAS];
        int64_t strong = 0, named = 0, left_query = 0, left_query_named = 0, left_name = 0, left_name_named = 0;
        int64_t order[MOST_TOKENS], falls = 0;
        for (int64_t i = 0; i < m; i++) {
            const int64_t j = partner[i];
            if (j < 0) {
                sum += left_over[i];
                left_query++;
                left_query_named += roles[i] == NAME;
                continue;
            }
            if (place[i][j] < 0)
                sum += w[INITIAL];
            else
                sum += roles[i] == NAME ? weight[place[i][j]] : w[BESIDE_SHARED];
            if (roles[i] == NAME) {
                strong += place[i][j] >= 0;
                if (named && order[named - 1] > j)
                    falls++;
                order[named++] = j;
            }
        }
        int64_t first = -1, last = -1;
        for (int64_t j = 0; j < t; j++) {
            if (mine_roles[j] == NAME) {
                if (first < 0)
                    first = j;
                last = j;
            }
            if (taken[j])
                continue;
            left_name++;
            left_name_named += mine_roles[j] == NAME;
            if (mine_roles[j] == NAME)
                sum += w[NOT_IN_QUERY] + w[NOT_IN_QUERY_RARITY] * (double)rarity[mine[j]] / 10.0;
            else if (mine_roles[j] == FIRST_LETTER)
                sum += w[NOT_IN_QUERY_INITIAL];
        }
        if (falls)
            sum += w[falls == 1 && order[named - 1] < order[0] ? ORDER_ROTATED : ORDER_MIXED];
        sum += w[NAMED_PAIRS + (strong < 3 ? strong : 3)];
        if (left_query_named && left_name_named)
            sum += w[BOTH_LEFT_OVER];
        if (!left_query)
            sum += w[ALL_OF_QUERY];
        if (!left_name)
            sum += w[ALL_OF_NAME];
        if (m == 1 && partner[0] >= 0 && roles[0] == NAME && t > 1)
            sum += w[partner[0] == first ? STANDS_FIRST : partner[0] == last ? STANDS_LAST : STANDS_INSIDE];
        out[c] = sum;
    }
}
