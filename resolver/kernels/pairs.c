#include "likeness.h"

enum { ACROSS, LEARNED_ONLY, FAR_APART, NEAR, WAYS };
enum { TOLD_COSINE, TOLD_FIT, TOLD_SHARE, TOLD_SHORT, TOLD_LETTERS, TOLD };
enum { COMMONER, SOUND_ACROSS, ROMANISED_ACROSS, FIRST_LETTER_DIFFERS };

/* See PairWeights in pairs.py. */
typedef struct {
    const double *levels, *cosine_bands, *letter_bands, *told, *single;
    int64_t cosines, letters;
    double worst_fit, best_fit, worst_share, longest, far, rarity_scale;
} PairWeights;

static double between(double low, double value, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* How many of `n` ascending band edges a value reaches. */
static int64_t band_of(double value, const double *bands, int64_t n)
{
    int64_t band = 0;
    while (band < n && value >= bands[band])
        band++;
    return band;
}

/* What a token of a rarity weighs beside each of `n` that it is like, in log-odds; `rarities` are those of all tokens of the
 * index. `as_written` tells of each of its spellings whether it is the token as written, `written` is the number of the
 * system that stands for that on the other side, or -1; `length` is how many characters it has. */
API void pair_log_odds(const PairWeights *weights, const Alike *found, int64_t n, const uint8_t *as_written,
                       int64_t written, int64_t length, double rarity, const float *rarities, double *out)
{
    const PairWeights *w = weights;
    const double share = rarity / w->rarity_scale;
    for (int64_t i = 0; i < n; i++) {
        const int kind = found[i].kind;
        const double spelled = found[i].spelled, both = (spelled + found[i].heard) / 2, cosine = found[i].cosine;
        const double letters = spelled > both ? spelled : both;
        const int across = found[i].across && kind != SAME;
        int64_t level = band_of(cosine, w->cosine_bands, w->cosines), way = NEAR;
        if (across)
            way = ACROSS;
        else if (kind == LEARNED) {
            level += w->cosines + 1;
            way = LEARNED_ONLY;
        } else {
            level = 2 * (w->cosines + 1);
            level += kind == SIMILAR ? band_of(letters, w->letter_bands, w->letters) : w->letters + kind - SIMILAR;
            way = kind == SIMILAR && letters < w->far ? FAR_APART : NEAR;
        }
        double total = w->levels[2 * level] + w->levels[2 * level + 1] * share;
        if (kind != SAME) {
            const double *told = w->told + way * TOLD;
            const int64_t shorter = found[i].length < length ? found[i].length : length;
            total += told[TOLD_COSINE] * between(0, cosine, 1) +
                     told[TOLD_FIT] * between(-w->worst_fit, found[i].fit, w->best_fit) / w->worst_fit +
                     told[TOLD_SHARE] * between(-w->worst_share, found[i].share, 0) / w->worst_share +
                     told[TOLD_SHORT] * between(0, 1 - (double)shorter / w->longest, 1);
            total += way == ACROSS || way == LEARNED_ONLY
                ? told[TOLD_LETTERS] * between(0, 2 * letters - 1, 1)
                : w->single[COMMONER] * between(-1, share - rarities[found[i].number] / w->rarity_scale, 1);
        }
        if (found[i].across && (kind == SOUND || kind == ROMANISED))
            total += w->single[kind == SOUND ? SOUND_ACROSS : ROMANISED_ACROSS];
        if (kind == SIMILAR && found[i].other_start && as_written[found[i].own_system] && found[i].system == written)
            total += w->single[FIRST_LETTER_DIFFERS];
        out[i] = total;
    }
}
