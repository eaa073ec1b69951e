#include "distance.h"
#include "letters.h"
#include "likeness.h"

/* How alike a token is to each of several of an index: by spelling, sound, letters and vector. The structures are those of
 * native.py. */

typedef struct {
    const uint8_t *blob;
    const void *at;
    int64_t kind;
} Strings;

typedef struct {
    Strings keys, letters, texts, sounds;
    const void *spelling_at;
    int64_t spelling_kind;
    const uint8_t *systems, *scripts;
    const float *usual;
} Tokens;

typedef struct {
    int64_t count;
    const uint8_t *blob;
    const int64_t *starts, *ends;
} Words;

/* Spellings as letter models read them: those of the i-th are the segments from at[i] to at[i + 1]; segment (j, a) has the
 * cells [from[2 j + a], to[2 j + a]) of the tables. */
typedef struct {
    const int64_t *at, *from, *to;
    const int32_t *latin;
    const double *value;
} Letters;

/* See AskedTokens in likeness.py. */
typedef struct {
    Words keys, spelled, heard, own;
    Letters romanised, original;
    const int64_t *spelled_at, *own_at;
    const uint32_t *starts;
    const uint8_t *beside;
    const float *own_cosines, *trigrams;
    const double *weights;
    int64_t count, scripts;
    double skipped, cut, cosine_cut, sound_from, least;
} AskedTokens;

/* One of them. */
typedef struct {
    const AskedTokens *all;
    int64_t at;
    Words spelled, heard, own;
    const uint8_t *told, *across, *one; /* of each script beside that of the token */
    const float *own_cosines;
} Asked;

enum { COSINE, BY_LETTER, BY_SOUND, LANGUAGE, LENGTH, PRIOR };
static const double LEAST_EVIDENCE = -200.0;

static inline const uint8_t *text_of(const Strings *strings, int64_t i, int64_t *length)
{
    const int64_t from = place_of(strings->at, strings->kind, i);
    *length = place_of(strings->at, strings->kind, i + 1) - from;
    return strings->blob + from;
}

/* What the letter models read of a token. */
static const uint8_t *letters_of(const Tokens *known, int32_t number, int64_t *length)
{
    const uint8_t *letters = text_of(&known->letters, number, length);
    return *length ? letters : text_of(&known->texts, place_of(known->spelling_at, known->spelling_kind, number), length);
}

/* How many characters a text has. */
static int64_t characters_of(const uint8_t *text, int64_t length)
{
    int64_t characters = 0;
    for (int64_t i = 0; i < length; i++)
        characters += (text[i] & 0xC0) != 0x80;
    return characters;
}

/* The code point of the first character of a text that is not empty. */
static uint32_t first_of(const uint8_t *text)
{
    if (text[0] < 0x80)
        return text[0];
    if (text[0] < 0xE0)
        return (uint32_t)(text[0] & 0x1F) << 6 | (text[1] & 0x3F);
    if (text[0] < 0xF0)
        return (uint32_t)(text[0] & 0x0F) << 12 | (uint32_t)(text[1] & 0x3F) << 6 | (text[2] & 0x3F);
    return (uint32_t)(text[0] & 0x07) << 18 | (uint32_t)(text[1] & 0x3F) << 12 | (uint32_t)(text[2] & 0x3F) << 6 |
           (text[3] & 0x3F);
}

static Words words_between(const Words *words, int64_t from, int64_t to)
{
    return (Words){to - from, words->blob, words->starts + from, words->ends + from};
}

static Asked asked_at(const AskedTokens *all, int64_t at)
{
    const uint8_t *beside = all->beside + at * 3 * all->scripts;
    return (Asked){
        .all = all,
        .at = at,
        .spelled = words_between(&all->spelled, all->spelled_at[at], all->spelled_at[at + 1]),
        .heard = words_between(&all->heard, all->spelled_at[at], all->spelled_at[at + 1]),
        .own = words_between(&all->own, all->own_at[at], all->own_at[at + 1]),
        .told = beside,
        .across = beside + all->scripts,
        .one = beside + 2 * all->scripts,
        .own_cosines = all->own_cosines + all->own_at[at],
    };
}

static double at_least(double value)
{
    return value > LEAST_EVIDENCE ? value : LEAST_EVIDENCE;
}

/* What the letter model says of `count` Latin spellings beside one that it reads; see `letter_scores`. */
static void scores_of(const Letters *model, int64_t at, double skipped, int64_t count, int64_t longest,
                      const int32_t *segments, const int64_t *lengths, double *row, double *past, double *out)
{
    const int64_t from = model->at[at], length = model->at[at + 1] - from;
    letter_scores(length, model->from + 2 * from, model->to + 2 * from, model->latin, model->value, segments, lengths,
                  count, longest, skipped, row, past, out);
}

/* The letter evidence for each of `count` Latin spellings, of which the first `n` are those of `near`, and of which `segments` and `lengths` tell; see encode/rerank.py. */
static void fits_of(const Asked *asked, const Alike *near, int64_t n, int64_t count, int64_t longest,
                    const int32_t *segments, const int64_t *lengths, double *row, double *past, double *by_letter,
                    double *by_sound, double *fits)
{
    const AskedTokens *all = asked->all;
    const double *w = all->weights;
    scores_of(&all->romanised, asked->at, all->skipped, count, longest, segments, lengths, row, past, by_sound);
    if (all->original.at[asked->at + 1] > all->original.at[asked->at])
        scores_of(&all->original, asked->at, all->skipped, count, longest, segments, lengths, row, past, by_letter);
    else
        memcpy(by_letter, by_sound, (size_t)count * sizeof *by_letter);
    trigram_sums(segments, lengths, count, longest, all->trigrams, fits);
    for (int64_t i = 0; i < count; i++)
        fits[i] = w[COSINE] * at_least(i < n ? near[i].cosine : asked->own_cosines[i - n]) +
                  w[BY_LETTER] * at_least(by_letter[i]) + w[BY_SOUND] * at_least(by_sound[i]) +
                  w[LANGUAGE] * at_least(fits[i]) + w[LENGTH] * at_least((double)lengths[i]);
}

/* The closest that texts of these lengths can be. */
static inline float closest(int64_t one, int64_t other)
{
    const int64_t longer = one > other ? one : other, apart = one > other ? one - other : other - one;
    return longer == 0 ? 1.0f : (float)(1.0 - (double)apart / (double)longer);
}

enum { SPELLINGS = 8 };

/* The spellings of the token, of at most LONGEST_PATTERN bytes, beside those of each of `n` others: of the pair that is
 * closest by letters, counted twice, and sound, counted once (`both`; the first of several), the places and how close the
 * letters are; then how close the closest sounds are. Some spellings of the token at a time are looked at together. */
static void closest_of(const Asked *asked, const Tokens *known, const int32_t *numbers, int64_t n, int32_t *rows,
                       int32_t *columns, double *both, double *alike, double *heard)
{
    const Words *s = &asked->spelled, *h = &asked->heard;
    uint64_t letters[SPELLINGS][BYTES], signs[SPELLINGS][BYTES];
    for (int64_t i = 0; i < n; i++) {
        rows[i] = -1;
        both[i] = alike[i] = heard[i] = 0;
    }
    for (int64_t first = 0; first < s->count; first += SPELLINGS) {
        const int64_t some = s->count - first < SPELLINGS ? s->count - first : SPELLINGS;
        for (int64_t r = 0; r < some; r++) {
            mark_places(letters[r], s->blob + s->starts[first + r], s->ends[first + r] - s->starts[first + r]);
            mark_places(signs[r], h->blob + h->starts[first + r], h->ends[first + r] - h->starts[first + r]);
        }
        for (int64_t i = 0; i < n; i++)
            for (int64_t at = place_of(known->spelling_at, known->spelling_kind, numbers[i]),
                         end = place_of(known->spelling_at, known->spelling_kind, numbers[i] + 1);
                 at < end; at++) {
                int64_t text_length, sound_length;
                const uint8_t *text = text_of(&known->texts, at, &text_length);
                const uint8_t *sound = text_of(&known->sounds, at, &sound_length);
                for (int64_t r = 0; r < some; r++) {
                    const int32_t row = (int32_t)(first + r);
                    const int64_t length = s->ends[row] - s->starts[row], loud = h->ends[row] - h->starts[row];
                    const float hearable = closest(loud, sound_length);
                    if (rows[i] >= 0 && closest(length, text_length) * 2 + hearable < both[i] && hearable <= heard[i])
                        continue;
                    const float spelled = closeness(letters[r], length, text, text_length);
                    const float sounding = closeness(signs[r], loud, sound, sound_length);
                    const float sum = spelled * 2 + sounding;
                    if (rows[i] < 0 || sum > (float)both[i] || (sum == (float)both[i] && row < rows[i])) {
                        rows[i] = row;
                        columns[i] = (int32_t)at;
                        both[i] = sum;
                        alike[i] = spelled;
                    }
                    if (sounding > heard[i])
                        heard[i] = sounding;
                }
            }
    }
}

/* How alike by spelling, sound and vector the token is to one that `spelled`, `heard` and `cosine` tell of: the kind, and
 * the `value` of it all. */
static int kind_of(const Asked *asked, const Tokens *known, int32_t number, double spelled, double heard, double cosine,
                   double *value)
{
    const AskedTokens *all = asked->all;
    const uint8_t script = known->scripts[number];
    const double letters = spelled > (spelled + heard) / 2 ? spelled : (spelled + heard) / 2;
    const double by_vector = all->cut + (1 - all->cut) * (cosine - all->cosine_cut) / (1 - all->cosine_cut);
    const int64_t length = all->keys.ends[asked->at] - all->keys.starts[asked->at];
    int64_t key_bytes;
    const uint8_t *key = text_of(&known->keys, number, &key_bytes);
    *value = letters > by_vector ? letters : by_vector;
    if (key_bytes == length && !memcmp(key, all->keys.blob + all->keys.starts[asked->at], (size_t)length)) {
        *value = 1.0;
        return SAME;
    }
    if (asked->told[script] && spelled == 1)
        return ROMANISED;
    if (asked->told[script] && heard == 1 && spelled >= all->sound_from)
        return SOUND;
    return asked->one[script] && letters >= all->cut ? SIMILAR : LEARNED;
}

/* Room to work in, for the greatest number of others: `segments` to `places`; `row` is as in `letter_scores`. */
typedef struct {
    int64_t longest;
    int32_t *segments;
    int64_t *lengths;
    double *row, *past, *each;
    int32_t *places;
} Room;

/* The likeness of one token to each of `n`; those kept are written to `out`. Returns their number. */
static int64_t likenesses_of(const Asked *asked, const Tokens *known, const int32_t *numbers, int64_t n,
                             const float *cosines, const double *characters, const Room *room, Alike *out)
{
    double *both = room->each, *alike = both + n, *heard = alike + n;
    int32_t *rows = room->places, *columns = rows + n;
    int64_t kept = 0;
    closest_of(asked, known, numbers, n, rows, columns, both, alike, heard);
    for (int64_t i = 0; i < n; i++) {
        const int32_t number = numbers[i];
        double spelled = alike[i], sounding = heard[i], value;
        float cosine = cosines[i];
        if (characters && characters[i] >= 0) {
            spelled = sounding = characters[i];
            cosine = characters[i] < cosine ? (float)characters[i] : cosine;
        }
        const int kind = kind_of(asked, known, number, spelled, sounding, cosine, &value);
        if (value < asked->all->least)
            continue;
        int64_t key_bytes;
        const uint8_t *key = text_of(&known->keys, number, &key_bytes);
        out[kept++] = (Alike){
            .value = value,
            .spelled = (float)spelled,
            .heard = (float)sounding,
            .cosine = cosine,
            .number = number,
            .length = (uint16_t)characters_of(key, key_bytes),
            .system = known->systems[columns[i]],
            .kind = (int8_t)kind,
            .across = asked->across[known->scripts[number]],
            .other_start = first_of(key) != asked->all->starts[asked->at],
            .own_system = (uint8_t)rows[i],
        };
    }
    const Words *own = &asked->own;
    const int64_t count = kept + own->count;
    int64_t most = 1;
    for (int pass = 0; pass < 2; pass++)
        for (int64_t i = 0; i < count; i++) {
            int64_t length = i < kept ? 0 : own->ends[i - kept] - own->starts[i - kept];
            const uint8_t *text =
                i < kept ? letters_of(known, out[i].number, &length) : own->blob + own->starts[i - kept];
            room->lengths[i] = length < room->longest ? length : room->longest;
            if (pass)
                segments_of(text, room->lengths[i], most, room->segments + i * most * 3);
            else
                most = room->lengths[i] > most ? room->lengths[i] : most;
        }
    double *by_letter = room->each, *by_sound = by_letter + count, *fits = by_sound + count;
    double best = -INFINITY, top = -INFINITY, total = 0;
    fits_of(asked, out, kept, count, most, room->segments, room->lengths, room->row, room->past, by_letter, by_sound, fits);
    for (int64_t i = kept; i < count; i++)
        best = fits[i] > best ? fits[i] : best;
    for (int64_t i = 0; i < kept; i++) {
        out[i].fit = (float)(fits[i] - best);
        by_letter[i] = fits[i] - best + asked->all->weights[PRIOR] * (double)known->usual[out[i].number];
        top = by_letter[i] > top ? by_letter[i] : top;
    }
    for (int64_t i = 0; i < kept; i++)
        total += exp(by_letter[i] - top);
    for (int64_t i = 0; i < kept; i++)
        out[i].share = (float)(by_letter[i] - top - log(total));
    return kept;
}

/* The likeness of each of several tokens to some of the known: of the t-th to the `numbers` from at[t] to at[t + 1], whose
 * vectors have the `cosines` with its own. Those whose value is at least `least` are kept, in their order: those of the
 * t-th from out_at[t] to out_at[t + 1]. `characters`, if any, is how many characters each shares with the token where both
 * are written in characters, below 0 elsewhere. */
API void likenesses(const AskedTokens *asked, const Tokens *known, const int64_t *at, const int32_t *numbers,
                    const float *cosines, const double *characters, const Room *room, Alike *out, int64_t *out_at)
{
    out_at[0] = 0;
    for (int64_t t = 0; t < asked->count; t++) {
        const Asked one = asked_at(asked, t);
        out_at[t + 1] = out_at[t] + likenesses_of(&one, known, numbers + at[t], at[t + 1] - at[t], cosines + at[t],
                                                  characters ? characters + at[t] : 0, room, out + out_at[t]);
    }
}
