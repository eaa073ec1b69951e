#include "heap.h"
#include "lists.h"
#include "slots.h"

enum { LETTER_CODES = 32, CODES = LETTER_CODES * LETTER_CODES * LETTER_CODES, MOST_GRAMS = 255, BUCKETS = 256 };
enum { SPELLINGS_OF_OWNER = 4 };

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

/* A text whose trigrams are asked for one by one, those of its sound as numbers from `offset` on. */
typedef struct {
    const uint8_t *text;
    int64_t length, at, edges;
    int32_t offset, before, last;
} Grams;

/* The next trigram of a text with two edges (0) at either end; -1 after the last. */
static inline int32_t next_gram(Grams *of)
{
    int32_t code = 0;
    if (of->at < of->length)
        code = next_code(of->text, of->length, &of->at);
    else if (of->edges++ == 2)
        return -1;
    const int32_t gram = of->offset + (of->before * LETTER_CODES + of->last) * LETTER_CODES + code;
    of->before = of->last;
    of->last = code;
    return gram;
}

/* Appends the trigrams of a text that are not among the `n` there, at most MOST_GRAMS in all; returns the new number. */
static int64_t add_grams(const uint8_t *text, int64_t length, int32_t offset, int32_t *grams, int64_t n)
{
    const int64_t mine = n;
    Grams of = {.text = text, .length = length, .offset = offset};
    for (int32_t gram; n < MOST_GRAMS && (gram = next_gram(&of)) >= 0;) {
        int64_t i = mine;
        while (i < n && grams[i] != gram)
            i++;
        if (i == n)
            grams[n++] = gram;
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

/* Counts one gram for every spelling of its list; see `count_shared`. */
static inline int64_t count_one(List *list, int64_t wide, uint8_t *counts, int32_t *met, int64_t n)
{
    while (list->at < list->end) {
        const uint8_t is_one = (uint8_t)one_more(list, wide);
        const uint8_t count = counts[list->last] += is_one;
        met[n] = (int32_t)list->last;
        n += is_one & (count == 2);
    }
    return n;
}

/* Counts, for every spelling, the grams that it shares; those that share two are appended to `met`, of which the number is
 * returned. Every spelling is written there, and kept or not: there is nothing to guess for the processor. */
static int64_t count_shared(const int32_t *keys, int64_t n_keys, const Lists *postings, uint8_t *counts, int32_t *met)
{
    int64_t n = 0;
    for (int64_t k = 0; k < n_keys; k++) {
        List list = list_at(postings, keys[k]);
        n = BY_WIDTH(list, count_one, counts, met, n);
    }
    return n;
}

/* Appends the spellings that share one gram to the `n` in `met`; returns the new number. */
static int64_t add_singles(const int32_t *keys, int64_t n_keys, const Lists *postings, const uint8_t *counts,
                           int32_t *met, int64_t n)
{
    int32_t some[SOME];
    for (int64_t k = 0; k < n_keys; k++) {
        List list = list_at(postings, keys[k]);
        for (int64_t count; (count = read_some(&list, some)) > 0;)
            for (int64_t i = 0; i < count; i++) {
                met[n] = some[i];
                n += counts[some[i]] == 1;
            }
    }
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

/* How many of the grams that are 1 in `wanted` a text has; those are 0 then. */
static inline int64_t take_wanted(const uint8_t *text, int64_t length, int32_t offset, uint8_t *wanted)
{
    int64_t shared = 0;
    Grams of = {.text = text, .length = length, .offset = offset};
    for (int32_t gram; (gram = next_gram(&of)) >= 0;) {
        shared += wanted[gram];
        wanted[gram] = 0;
    }
    return shared;
}

/* How many of some grams a spelling and its sound have, as far as `grams_of` takes them in. `wanted` is 1 for these, and
 * 0 for all others. */
static int64_t wanted_in(uint8_t *wanted, const int32_t *grams, int64_t n_grams, const uint8_t *text, int64_t length,
                         const uint8_t *sound, int64_t sound_length)
{
    int64_t shared = 0;
    if (length + sound_length + 4 <= MOST_GRAMS)
        shared = take_wanted(text, length, 0, wanted) + take_wanted(sound, sound_length, CODES, wanted);
    else {
        int32_t own[MOST_GRAMS];
        const int64_t size = grams_of(text, length, sound, sound_length, own);
        for (int64_t g = 0; g < size; g++)
            shared += wanted[own[g]];
    }
    for (int64_t k = 0; k < n_grams; k++)
        wanted[grams[k]] = 1;
    return shared;
}

/* The owners of the spellings that share most of some trigrams, at most `most`, best first; returns how many. The share of a
 * spelling is shared / sqrt(n_keys * size), and counts where it is more than `least`; an owner has the best of its spellings.
 *
 * The lists of up to a third of the keys, those that are in more than `common` spellings, are not read: the spellings
 * that have most in common otherwise, several times as many as asked for, have their own grams looked at.
 *
 * `texts` and `sounds` with their offsets are all `n_spellings` spellings of the index, `sizes` how many grams each has, from
 * `smallest` to `largest`. `counts` is all zero before and after; `met` has a place for each spelling and one more. `room` is
 * for `slots` slots, all zero before and after; where these are too few, the answer is how many there must be, negative.
 * There is room for a `heap` (most). */
API int64_t most_alike(const int32_t *keys, int64_t n_keys, const void *starts, int64_t start_kind, const uint8_t *coded,
                       int64_t n_spellings, const uint8_t *sizes, int64_t smallest, int64_t largest,
                       const void *owners, int64_t owner_kind, const uint8_t *texts, const void *text_at,
                       int64_t text_kind, const uint8_t *sounds, const void *sound_at, int64_t sound_kind, float least,
                       int64_t most, int64_t common, uint8_t *counts, int32_t *met, void *room, int64_t slots,
                       int64_t *heap, int32_t *found)
{
    const Lists postings = {starts, start_kind, coded};
    const int64_t looked_at = SPELLINGS_OF_OWNER * most;
    uint8_t bucket[(MOST_GRAMS + 1) * (MOST_GRAMS + 1)], wanted[2 * CODES] = {0};
    int32_t order[MOST_GRAMS];
    int64_t lengths[MOST_GRAMS];
    for (int64_t k = 0; k < n_keys; k++) { /* the keys, those of fewest postings first */
        const int64_t length = list_size(&postings, keys[k]);
        int64_t i = k;
        for (; i > 0 && lengths[i - 1] > length; i--) {
            order[i] = order[i - 1];
            lengths[i] = lengths[i - 1];
        }
        order[i] = keys[k];
        lengths[i] = length;
    }
    int64_t read = n_keys;
    while (read > n_keys - n_keys / 3 && lengths[read - 1] > common)
        read--;
    fill_buckets(bucket, n_keys, smallest, largest);
    int64_t n_met = count_shared(order, read, &postings, counts, met);
    int enough = reached_by(looked_at, met, n_met, counts, sizes, n_keys, bucket);
    if (bucket[smallest * (n_keys + 1) + 1] >= enough) { /* one gram in common may be enough for a short spelling */
        n_met = add_singles(order, read, &postings, counts, met, n_met);
        enough = reached_by(looked_at, met, n_met, counts, sizes, n_keys, bucket);
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < n_met; i++) {
        const int32_t value = met[i];
        if (bucket[sizes[value] * (n_keys + 1) + counts[value]] >= enough) {
            met[kept++] = value;
            FETCH_AHEAD(place_in(text_at, text_kind, value));
            FETCH_AHEAD(place_in(sound_at, sound_kind, value));
        }
    }
    const int bits = bits_of(kept);
    if (slots < (int64_t)1 << bits) {
        memset(counts, 0, (size_t)n_spellings);
        return -((int64_t)1 << bits);
    }
    for (int64_t i = 0; read < n_keys && i < kept; i++) {
        FETCH_AHEAD(texts + place_of(text_at, text_kind, met[i]));
        FETCH_AHEAD(sounds + place_of(sound_at, sound_kind, met[i]));
        FETCH_AHEAD(place_in(owners, owner_kind, met[i]));
    }
    for (int64_t k = read; k < n_keys; k++)
        wanted[order[k]] = 1;
    Slot *const best = room;
    for (int64_t i = 0; i < kept; i++) {
        const int32_t value = met[i], owner = (int32_t)place_of(owners, owner_kind, value);
        int64_t shared = counts[value];
        if (read < n_keys) {
            const int64_t text = place_of(text_at, text_kind, value), sound = place_of(sound_at, sound_kind, value);
            shared += wanted_in(wanted, order + read, n_keys - read, texts + text,
                                place_of(text_at, text_kind, value + 1) - text, sounds + sound,
                                place_of(sound_at, sound_kind, value + 1) - sound);
        }
        const float mine = share_of(shared, sizes[value], n_keys);
        if (mine > least) {
            Slot *const slot = slot_of(best, bits, owner);
            slot->of = owner + 1;
            slot->best = mine > slot->best ? mine : slot->best;
        }
    }
    int64_t n = 0;
    for (int64_t at = 0; at < (int64_t)1 << bits; at++)
        if (best[at].of)
            n = keep(ranked(ordered(best[at].best), best[at].of - 1), heap, n, most);
    memset(best, 0, sizeof *best << bits);
    memset(counts, 0, (size_t)n_spellings);
    in_order(heap, n, found);
    return n;
}
