#include "lists.h"

static int before(int32_t score, int32_t token, int32_t other_score, int32_t other_token)
{
    return score > other_score || (score == other_score && token < other_token);
}

/* Puts the worst of `n` scores on top: each comes after both below it. */
static void sift(int32_t *scores, int32_t *tokens, int64_t n, int64_t at)
{
    for (;;) {
        int64_t worst = at;
        for (int64_t below = 2 * at + 1; below <= 2 * at + 2 && below < n; below++)
            if (before(scores[worst], tokens[worst], scores[below], tokens[below]))
                worst = below;
        if (worst == at)
            return;
        const int32_t score = scores[at], token = tokens[at];
        scores[at] = scores[worst];
        tokens[at] = tokens[worst];
        scores[worst] = score;
        tokens[worst] = token;
        at = worst;
    }
}

/* The `most` tokens whose int8 vectors, the rows of the cells [cell_at[c], cell_at[c + 1]), have the highest dot products
 * with an int16 vector, in no order, and these; returns how many they are. Cells are looked into in the order of
 * `cell_scores`, the highest first, until `probed` rows were met. Scores change on the way. */
FOR_NEWER_PROCESSORS
API int64_t nearest(const int16_t *query, int64_t dim, float *cell_scores, const int64_t *cell_at, int64_t cells,
                    const int32_t *row_tokens, const int8_t *rows, int64_t probed, int64_t most, int32_t *scores,
                    int32_t *tokens)
{
    int64_t n = 0;
    for (int64_t met = 0; met < probed;) {
        int64_t cell = 0;
        for (int64_t c = 1; c < cells; c++)
            if (cell_scores[c] > cell_scores[cell])
                cell = c;
        if (cell_scores[cell] == -INFINITY)
            break;
        cell_scores[cell] = -INFINITY;
        met += cell_at[cell + 1] - cell_at[cell];
        for (int64_t row = cell_at[cell]; row < cell_at[cell + 1]; row++) {
            const int8_t *vector = rows + row * dim;
            int32_t sum = 0;
            for (int64_t k = 0; k < dim; k++)
                sum += (int32_t)query[k] * (int32_t)vector[k];
            if (n < most) {
                scores[n] = sum;
                tokens[n++] = row_tokens[row];
                if (n == most)
                    for (int64_t i = n / 2; i >= 0; i--)
                        sift(scores, tokens, n, i);
            } else if (before(sum, row_tokens[row], scores[0], tokens[0])) {
                scores[0] = sum;
                tokens[0] = row_tokens[row];
                sift(scores, tokens, n, 0);
            }
        }
    }
    return n;
}

/* Adds to `total` (by name) the best value, above 0, of any given token that stands in the name. `slot` is all zero before
 * and after. Names that had no total before are appended to `met`, of which there are `n`; returns the new number. */
API int64_t add_best(const int32_t *tokens, const float *values, int64_t n_tokens, const void *starts,
                     int64_t start_kind, const uint8_t *coded, float *slot, float *total, int32_t *met, int64_t n)
{
    const Lists postings = {starts, start_kind, coded};
    int32_t some[SOME];
    for (int64_t t = 0; t < n_tokens; t++) {
        List list = list_at(&postings, tokens[t]);
        for (int64_t count; (count = read_some(&list, some)) > 0;)
            for (int64_t i = 0; i < count; i++)
                if (values[t] > slot[some[i]])
                    slot[some[i]] = values[t];
    }
    for (int64_t t = 0; t < n_tokens; t++) {
        List list = list_at(&postings, tokens[t]);
        for (int64_t count; (count = read_some(&list, some)) > 0;)
            for (int64_t i = 0; i < count; i++) {
                const int32_t name = some[i];
                if (slot[name] == 0.0f)
                    continue;
                if (total[name] == 0.0f)
                    met[n++] = name;
                total[name] += slot[name];
                slot[name] = 0.0f;
            }
    }
    return n;
}

/* How many entities bear any of some tokens, each counted by the best of its tokens; values of 0 and less do not count.
 * `owners` are the entities of the names; `slot` (by entity) is all zero before and after. */
API double bearers(const int32_t *tokens, const float *values, int64_t n_tokens, const void *starts,
                   int64_t start_kind, const uint8_t *coded, const void *owners, int64_t owner_kind, float *slot)
{
    const Lists postings = {starts, start_kind, coded};
    int32_t some[SOME];
    double total = 0;
    for (int summing = 0; summing < 2; summing++)
        for (int64_t t = 0; t < n_tokens; t++) {
            if (values[t] <= 0)
                continue;
            List list = list_at(&postings, tokens[t]);
            for (int64_t count; (count = read_some(&list, some)) > 0;)
                for (int64_t i = 0; i < count; i++) {
                    float *best = slot + place_of(owners, owner_kind, some[i]);
                    if (summing) {
                        total += *best;
                        *best = 0;
                    } else if (values[t] > *best)
                        *best = values[t];
                }
        }
    return total;
}

/* The numbers of the lists of the keys from `first` up to `end`, one list after the other; returns how many. `found` has
 * a place for each byte of these lists. */
API int64_t listed(const void *starts, int64_t start_kind, const uint8_t *coded, int64_t first, int64_t end,
                   int32_t *found)
{
    const Lists postings = {starts, start_kind, coded};
    int32_t some[SOME];
    int64_t n = 0;
    for (int64_t key = first; key < end; key++) {
        List list = list_at(&postings, key);
        for (int64_t count; (count = read_some(&list, some)) > 0; n += count)
            memcpy(found + n, some, (size_t)count * sizeof *some);
    }
    return n;
}

/* The place of the first of `count` strings, which ascend, that does not come before `text`. The order of the bytes is that
 * of the characters. */
API int64_t find(const uint8_t *blob, const void *at, int64_t at_kind, int64_t count, const uint8_t *text, int64_t length)
{
    int64_t low = 0, high = count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2, start = place_of(at, at_kind, middle);
        const int64_t there = place_of(at, at_kind, middle + 1) - start;
        const int order = memcmp(blob + start, text, (size_t)(there < length ? there : length));
        if (order < 0 || (order == 0 && there < length))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
