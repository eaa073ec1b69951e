#include "kernels.h"

enum { LETTER_CODES = 32, CODES = LETTER_CODES * LETTER_CODES * LETTER_CODES, MOST_GRAMS = 255, BUCKETS = 256 };
enum { SPELLINGS_OF_OWNER = 4, BLOCK = 64 };

/* The code of the character that begins at text[*at], which moves on: 1 to 26 for a to z, 27 for a digit, 28 to 31 else. */
static int32_t next_code(const uint8_t *text, int64_t length, int64_t *at)
{
    const uint8_t first = text[(*at)++];
    if (first >= 'a' && first <= 'z')
        return first - 'a' + 1;
    if (first >= '0' && first <= '9')
        return 27;
    uint32_t last = first;
    while (*at < length && (text[*at] & 0xC0) == 0x80)
        last = text[(*at)++];
    return 28 + (int32_t)(last & 3); /* the lowest bits of a code point stand in its last byte */
}

/* Appends the trigrams of a text, two edges (0) at either end, that are not among the `n` there, at most MOST_GRAMS in
 * all; returns the new number. */
static int64_t add_grams(const uint8_t *text, int64_t length, int32_t offset, int32_t *grams, int64_t n)
{
    const int64_t mine = n;
    int32_t before = 0, last = 0;
    for (int64_t at = 0, edges = 0; edges < 2 && n < MOST_GRAMS;) {
        int32_t code = 0;
        if (at < length)
            code = next_code(text, length, &at);
        else
            edges++;
        const int32_t gram = offset + (before * LETTER_CODES + last) * LETTER_CODES + code;
        int64_t i = mine;
        while (i < n && grams[i] != gram)
            i++;
        if (i == n)
            grams[n++] = gram;
        before = last;
        last = code;
    }
    return n;
}

static int64_t grams_of(const uint8_t *text, int64_t length, const uint8_t *sound, int64_t sound_length, int32_t *grams)
{
    return add_grams(sound, sound_length, CODES, grams, add_grams(text, length, 0, grams, 0));
}

/* The distinct trigrams of `count` spellings and their sounds, of each those of the spelling first: `grams` has 255 places a
 * spelling, of which the first at[i + 1] - at[i] are moved together. */
API void spelling_grams(const uint8_t *texts, const int64_t *starts, const int64_t *ends, const uint8_t *sounds,
                        const int64_t *sound_starts, const int64_t *sound_ends, int64_t count, int64_t *at, int32_t *grams)
{
    at[0] = 0;
    for (int64_t i = 0; i < count; i++)
        at[i + 1] = at[i] + grams_of(texts + starts[i], ends[i] - starts[i], sounds + sound_starts[i],
                                     sound_ends[i] - sound_starts[i], grams + at[i]);
}

/* The spellings with `from` to `to` (exclusive) counts and at most `largest` grams, appended to the `n` in `met`; returns
 * the new number. Most blocks have none: a compiler makes one comparison of all its numbers. */
FOR_NEWER_PROCESSORS
static int64_t gather(const uint8_t *counts, const uint8_t *sizes, int64_t size, int from, int to, int largest, int32_t *met,
                      int64_t n)
{
    const uint8_t least = (uint8_t)from, end = (uint8_t)to, most = (uint8_t)largest;
    int64_t at = 0;
    for (; at + BLOCK <= size; at += BLOCK) {
        const uint8_t *c = counts + at, *z = sizes + at;
        uint8_t any = 0;
        for (int k = 0; k < BLOCK; k++)
            any |= (uint8_t)((c[k] >= least) & (c[k] < end) & (z[k] <= most));
        if (any)
            for (int k = 0; k < BLOCK; k++) {
                met[n] = (int32_t)(at + k);
                n += (c[k] >= least) & (c[k] < end) & (z[k] <= most);
            }
    }
    for (; at < size; at++)
        if (counts[at] >= least && counts[at] < end && sizes[at] <= most)
            met[n++] = (int32_t)at;
    return n;
}

static float share_of(int64_t shared, int64_t size, int64_t n_keys)
{
    return (float)shared / sqrtf((float)size * (float)n_keys);
}

/* The bucket of the share of each spelling by its size and count: bucket[size * (n_keys + 1) + count]. A share is looked up
 * for tens of thousands of spellings, and there are few sizes and counts. */
static void fill_buckets(uint8_t *bucket, int64_t n_keys, int64_t smallest, int64_t largest)
{
    for (int64_t size = smallest; size <= largest; size++) {
        const float whole = sqrtf((float)size * (float)n_keys);
        for (int64_t count = 0; count <= n_keys; count++) {
            const float mine = (float)count / whole;
            bucket[size * (n_keys + 1) + count] = mine < 1.0f ? (uint8_t)(mine * BUCKETS) : BUCKETS - 1;
        }
    }
}

/* The bucket that at least `most` of the spellings in `met` reach, or 0. */
static int reached_by(int64_t most, const int32_t *met, int64_t n_met, const uint8_t *counts, const uint8_t *sizes,
                      int64_t n_keys, const uint8_t *bucket)
{
    int32_t reached[BUCKETS] = {0};
    int64_t so_far = 0;
    for (int64_t i = 0; i < n_met; i++)
        reached[bucket[sizes[met[i]] * (n_keys + 1) + counts[met[i]]]]++;
    for (int b = BUCKETS - 1; b > 0; b--) {
        so_far += reached[b];
        if (so_far >= most)
            return b;
    }
    return 0;
}

/* How many of the marked grams a spelling and its sound have. */
static int64_t marked_in(const int32_t *marked, int64_t n_marked, const uint8_t *text, int64_t length,
                         const uint8_t *sound, int64_t sound_length)
{
    int32_t own[MOST_GRAMS];
    const int64_t size = grams_of(text, length, sound, sound_length, own);
    int64_t shared = 0;
    for (int64_t g = 0; g < size; g++)
        for (int64_t k = 0; k < n_marked; k++)
            shared += own[g] == marked[k];
    return shared;
}

/* The owners of the spellings that share most trigrams with any of `lists` spellings of a query, by their grams
 * keys[key_at[l]:key_at[l + 1]]. The share of one spelling is shared / sqrt(n_keys * size); `share` keeps the best of each
 * owner, of which those met with more than `least` are in `found`, the `most` best among them.
 *
 * The lists of up to a third of the keys, those that are in more than `common` spellings, are not read: the spellings
 * that have most in common otherwise, several times as many as asked for, have their own grams looked at.
 *
 * `texts` and `sounds` with their offsets are all `n_spellings` spellings of the index, `sizes` how many grams each has, from `smallest` to `largest`.
 * `counts` and `share` are all zero before, `counts` after; `met` and `found` are long enough. Returns how many were
 * found. */
API int64_t most_alike(const int32_t *keys, const int64_t *key_at, int64_t lists, const int64_t *starts,
                       const int32_t *postings, int64_t n_spellings, const uint8_t *sizes, int64_t smallest,
                       int64_t largest, const int32_t *owners,
                       const uint8_t *texts, const void *text_at, int64_t text_wide, const uint8_t *sounds,
                       const void *sound_at, int64_t sound_wide, float least, int64_t most, int64_t common,
                       uint8_t *counts, int32_t *met, float *share, int32_t *found)
{
    const int64_t wanted = SPELLINGS_OF_OWNER * most;
    int64_t n = 0;
    uint8_t bucket[(MOST_GRAMS + 1) * (MOST_GRAMS + 1)];
    for (int64_t l = 0; l < lists; l++) {
        const int64_t n_keys = key_at[l + 1] - key_at[l];
        int32_t order[MOST_GRAMS];
        for (int64_t k = 0; k < n_keys; k++) { /* the keys, those of fewest postings first */
            const int32_t key = keys[key_at[l] + k];
            const int64_t length = starts[key + 1] - starts[key];
            int64_t i = k;
            for (; i > 0 && starts[order[i - 1] + 1] - starts[order[i - 1]] > length; i--)
                order[i] = order[i - 1];
            order[i] = key;
        }
        int64_t read = n_keys;
        while (read > n_keys - n_keys / 3 && starts[order[read - 1] + 1] - starts[order[read - 1]] > common)
            read--;
        for (int64_t k = 0; k < read; k++)
            for (int64_t at = starts[order[k]]; at < starts[order[k] + 1]; at++)
                counts[postings[at]]++;
        /* Spellings of many counts first, of fewer until there are enough. No share is above count / sqrt(smallest * n_keys),
         * and one of few counts is high for small spellings only: of what is left over, these alone are looked at. */
        int from = (int)(n_keys * 3 / 10) + 1;
        int64_t n_met = gather(counts, sizes, n_spellings, from, MOST_GRAMS, MOST_GRAMS, met, 0);
        while (n_met < wanted && from > 1) {
            const int to = from;
            from /= 2;
            n_met = gather(counts, sizes, n_spellings, from, to, MOST_GRAMS, met, n_met);
        }
        fill_buckets(bucket, n_keys, smallest, largest);
        const float first = (float)reached_by(wanted, met, n_met, counts, sizes, n_keys, bucket) / BUCKETS;
        const int few = (int)(first * sqrtf((float)smallest * (float)n_keys));
        const float most_grams = first > 0 ? (float)((from - 1) * (from - 1)) / (first * first * (float)n_keys) + 1 : MOST_GRAMS;
        if (from > 1)
            n_met = gather(counts, sizes, n_spellings, few > 1 ? few : 1, from,
                           most_grams < MOST_GRAMS ? (int)most_grams : MOST_GRAMS, met, n_met);
        const int enough = reached_by(wanted, met, n_met, counts, sizes, n_keys, bucket);
        for (int64_t i = 0; i < n_met; i++) {
            const int32_t value = met[i], owner = owners[value];
            if (bucket[sizes[value] * (n_keys + 1) + counts[value]] < enough)
                continue;
            int64_t shared = counts[value];
            if (read < n_keys) {
                const int64_t text = place_of(text_at, text_wide, value), sound = place_of(sound_at, sound_wide, value);
                shared += marked_in(order + read, n_keys - read, texts + text,
                                    place_of(text_at, text_wide, value + 1) - text, sounds + sound,
                                    place_of(sound_at, sound_wide, value + 1) - sound);
            }
            const float mine = share_of(shared, sizes[value], n_keys);
            if (mine > least && mine > share[owner]) {
                if (share[owner] == 0.0f)
                    found[n++] = owner;
                share[owner] = mine;
            }
        }
        memset(counts, 0, (size_t)n_spellings);
    }
    return n;
}
