#include "distance.h"
#include "letters.h"

/* How alike a token is to each of several of an index: by spelling, sound, letters and vector. The structures are those of
 * native.py. */

typedef struct {
    const uint8_t *blob;
    const void *at;
    int64_t wide;
} Strings;

typedef struct {
    Strings keys, letters, texts, sounds;
    const int64_t *spelling_at;
    const uint16_t *lengths, *systems;
    const uint32_t *starts;
    const uint8_t *scripts;
    const float *usual;
} Tokens;

typedef struct {
    int64_t count;
    const uint8_t *blob;
    const int64_t *starts, *ends;
} Words;

/* A spelling as a letter model reads it: segment (i, a) has the cells [from[2 i + a], to[2 i + a]) of the tables. */
typedef struct {
    int64_t length;
    const int64_t *from, *to;
    const int32_t *latin;
    const double *value;
} Letters;

typedef struct {
    Words spelled, heard, own;
    Letters romanised, original;
    const uint8_t *key;
    int64_t key_bytes, start;
    const uint8_t *told, *across, *one; /* of each script beside that of the token */
    const float *own_cosines;
    const float *trigrams;
    const double *weights;
    double skipped, cut, cosine_cut, sound_from, least;
} Asked;

typedef struct {
    double *value;
    float *spelled, *heard, *cosine, *fit, *share;
    int32_t *numbers;
    uint16_t *lengths, *systems;
    int8_t *kind;
    uint8_t *across, *other_start, *own_system;
} Alike;

enum { LEARNED, SIMILAR, SOUND, ROMANISED, SAME };
enum { COSINE, BY_LETTER, BY_SOUND, LANGUAGE, LENGTH, PRIOR };
static const double LEAST_EVIDENCE = -200.0;

static inline const uint8_t *text_of(const Strings *strings, int64_t i, int64_t *length)
{
    const int64_t from = place_of(strings->at, strings->wide, i);
    *length = place_of(strings->at, strings->wide, i + 1) - from;
    return strings->blob + from;
}

static double at_least(double value)
{
    return value > LEAST_EVIDENCE ? value : LEAST_EVIDENCE;
}

/* The letter evidence for each of `count` Latin spellings, of which `segments` and `lengths` tell; see encode/rerank.py. */
static void fits_of(const Asked *asked, const float *cosines, int64_t n, int64_t count, int64_t longest,
                    const int32_t *segments, const int64_t *lengths, double *row, double *past, double *by_letter,
                    double *by_sound, double *fits)
{
    const Letters *r = &asked->romanised, *o = &asked->original;
    const double *w = asked->weights;
    letter_scores(r->length, r->from, r->to, r->latin, r->value, segments, lengths, count, longest, asked->skipped, row,
                  past, by_sound);
    if (o->latin)
        letter_scores(o->length, o->from, o->to, o->latin, o->value, segments, lengths, count, longest, asked->skipped,
                      row, past, by_letter);
    else
        memcpy(by_letter, by_sound, (size_t)count * sizeof *by_letter);
    trigram_sums(segments, lengths, count, longest, asked->trigrams, fits);
    for (int64_t i = 0; i < count; i++)
        fits[i] = w[COSINE] * at_least(i < n ? cosines[i] : asked->own_cosines[i - n]) +
                  w[BY_LETTER] * at_least(by_letter[i]) + w[BY_SOUND] * at_least(by_sound[i]) +
                  w[LANGUAGE] * at_least(fits[i]) + w[LENGTH] * at_least((double)lengths[i]);
}

/* The spellings of the token, of at most LONGEST_PATTERN bytes, beside those of each of `n` others: of the pair that is
 * closest by letters, counted twice, and sound, counted once, the places and how close the letters are; then how close the
 * closest sounds are. */
static void closest_of(const Asked *asked, const Tokens *known, const int32_t *numbers, int64_t n, int32_t *rows,
                       int32_t *columns, double *alike, double *heard)
{
    uint64_t letters[BYTES], signs[BYTES];
    for (int64_t i = 0; i < n; i++) {
        rows[i] = -1;
        alike[i] = heard[i] = 0;
    }
    for (int64_t r = 0; r < asked->spelled.count; r++) {
        const Words *s = &asked->spelled, *h = &asked->heard;
        const int64_t length = s->ends[r] - s->starts[r], loud = h->ends[r] - h->starts[r];
        mark_places(letters, s->blob + s->starts[r], length);
        mark_places(signs, h->blob + h->starts[r], loud);
        for (int64_t i = 0; i < n; i++)
            for (int64_t at = known->spelling_at[numbers[i]]; at < known->spelling_at[numbers[i] + 1]; at++) {
                int64_t text_length, sound_length;
                const uint8_t *text = text_of(&known->texts, at, &text_length);
                const uint8_t *sound = text_of(&known->sounds, at, &sound_length);
                const float spelled = closeness(letters, length, text, text_length);
                const float sounding = closeness(signs, loud, sound, sound_length);
                const float both = spelled * 2 + sounding;
                if (rows[i] < 0 || both > (float)alike[i]) {
                    rows[i] = (int32_t)r;
                    columns[i] = (int32_t)at;
                    alike[i] = both;
                }
                if (sounding > heard[i])
                    heard[i] = sounding;
            }
    }
    for (int64_t r = 0; r < asked->spelled.count; r++) {
        const Words *s = &asked->spelled;
        mark_places(letters, s->blob + s->starts[r], s->ends[r] - s->starts[r]);
        for (int64_t i = 0; i < n; i++)
            if (rows[i] == r) {
                int64_t length;
                const uint8_t *text = text_of(&known->texts, columns[i], &length);
                alike[i] = closeness(letters, s->ends[r] - s->starts[r], text, length);
            }
    }
}

/* How alike by spelling, sound and vector the token is to one that `spelled`, `heard` and `cosine` tell of: the kind, and
 * the `value` of it all. */
static int kind_of(const Asked *asked, const Tokens *known, int32_t number, double spelled, double heard, double cosine,
                   double *value)
{
    const uint8_t script = known->scripts[number];
    const double letters = spelled > (spelled + heard) / 2 ? spelled : (spelled + heard) / 2;
    const double by_vector = asked->cut + (1 - asked->cut) * (cosine - asked->cosine_cut) / (1 - asked->cosine_cut);
    int64_t key_bytes;
    const uint8_t *key = text_of(&known->keys, number, &key_bytes);
    *value = letters > by_vector ? letters : by_vector;
    if (key_bytes == asked->key_bytes && !memcmp(key, asked->key, (size_t)key_bytes)) {
        *value = 1.0;
        return SAME;
    }
    if (asked->told[script] && spelled == 1)
        return ROMANISED;
    if (asked->told[script] && heard == 1 && spelled >= asked->sound_from)
        return SOUND;
    return asked->one[script] && letters >= asked->cut ? SIMILAR : LEARNED;
}

/* The likeness to each of `n` tokens, `numbers`, whose vectors have the `cosines` with that of the token; those whose value
 * is at least `least` are kept, in their order, and counted. `characters`, if any, is how many characters each shares with
 * the token where both are written in characters, below 0 elsewhere. `segments` to `places` are room to work in; `row` is
 * as in `letter_scores`. */
API int64_t likenesses(const Asked *asked, const Tokens *known, const int32_t *numbers, int64_t n, const float *cosines,
                       const double *characters, int64_t longest, int32_t *segments, int64_t *lengths, double *row,
                       double *past, double *each, int32_t *places, const Alike *out)
{
    double *alike = each, *heard = each + n;
    int32_t *rows = places, *columns = places + n;
    int64_t kept = 0;
    closest_of(asked, known, numbers, n, rows, columns, alike, heard);
    for (int64_t i = 0; i < n; i++) {
        const int32_t number = numbers[i];
        double spelled = alike[i], sounding = heard[i], value;
        float cosine = cosines[i];
        if (characters && characters[i] >= 0) {
            spelled = sounding = characters[i];
            cosine = characters[i] < cosine ? (float)characters[i] : cosine;
        }
        const int kind = kind_of(asked, known, number, spelled, sounding, cosine, &value);
        if (value < asked->least)
            continue;
        out->value[kept] = value;
        out->spelled[kept] = (float)spelled;
        out->heard[kept] = (float)sounding;
        out->cosine[kept] = cosine;
        out->numbers[kept] = number;
        out->lengths[kept] = known->lengths[number];
        out->systems[kept] = known->systems[columns[i]];
        out->kind[kept] = (int8_t)kind;
        out->across[kept] = asked->across[known->scripts[number]];
        out->other_start[kept] = known->starts[number] != (uint32_t)asked->start;
        out->own_system[kept++] = (uint8_t)rows[i];
    }
    const Words *own = &asked->own;
    const int64_t count = kept + own->count;
    int64_t most = 1;
    for (int pass = 0; pass < 2; pass++)
        for (int64_t i = 0; i < count; i++) {
            int64_t length = i < kept ? 0 : own->ends[i - kept] - own->starts[i - kept];
            const uint8_t *text =
                i < kept ? text_of(&known->letters, out->numbers[i], &length) : own->blob + own->starts[i - kept];
            lengths[i] = length < longest ? length : longest;
            if (pass)
                segments_of(text, lengths[i], most, segments + i * most * 3);
            else
                most = lengths[i] > most ? lengths[i] : most;
        }
    double *by_letter = each, *by_sound = by_letter + count, *fits = by_sound + count;
    double best = -INFINITY, top = -INFINITY, total = 0;
    fits_of(asked, out->cosine, kept, count, most, segments, lengths, row, past, by_letter, by_sound, fits);
    for (int64_t i = kept; i < count; i++)
        best = fits[i] > best ? fits[i] : best;
    for (int64_t i = 0; i < kept; i++) {
        out->fit[i] = (float)(fits[i] - best);
        by_letter[i] = fits[i] - best + asked->weights[PRIOR] * (double)known->usual[out->numbers[i]];
        top = by_letter[i] > top ? by_letter[i] : top;
    }
    for (int64_t i = 0; i < kept; i++)
        total += exp(by_letter[i] - top);
    for (int64_t i = 0; i < kept; i++)
        out->share[i] = (float)(by_letter[i] - top - log(total));
    return kept;
}
