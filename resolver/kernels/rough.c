#include "kernels.h"

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
