#include "letters.h"

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

enum { MOST_LATIN = 24, LETTERS = 26 };

/* The numbers of the segments of one, two and three letters a to z that end at each letter of a text, -1 where there is
 * none, up to `longest` letters. */
void segments_of(const uint8_t *text, int64_t length, int64_t longest, int32_t *out)
{
    int32_t last = -1, before = -1; /* the letters in front, -1 where they are none */
    for (int64_t j = 0; j < longest; j++) {
        const int32_t letter = j < length && text[j] >= 'a' && text[j] <= 'z' ? text[j] - 'a' : -1;
        const int two = letter >= 0 && last >= 0;
        out[3 * j] = letter >= 0 ? 1 + letter : -1;
        out[3 * j + 1] = two ? 1 + LETTERS + last * LETTERS + letter : -1;
        out[3 * j + 2] = two && before >= 0
            ? 1 + LETTERS + LETTERS * LETTERS + (before * LETTERS + last) * LETTERS + letter
            : -1;
        before = last;
        last = letter;
    }
}

/* For each of `count` texts `blob[starts[i]:ends[i]]`, of which at most 24 bytes are read: `lengths`, and `segments_of` each
 * (count, longest, 3). */
API void letter_segments(const uint8_t *blob, const int64_t *starts, const int64_t *ends, int64_t count, int64_t longest,
                         int32_t *segments, int64_t *lengths)
{
    for (int64_t c = 0; c < count; c++) {
        const int64_t whole = ends[c] - starts[c];
        lengths[c] = whole < MOST_LATIN ? whole : MOST_LATIN;
        segments_of(blob + starts[c], lengths[c], longest, segments + c * longest * 3);
    }
}

/* The sum of the logarithms of the trigrams (27, 27, 27) of each of the texts that `segments` and `lengths` tell of, edges
 * included. */
API void trigram_sums(const int32_t *segments, const int64_t *lengths, int64_t count, int64_t longest,
                      const float *trigrams, double *out)
{
    for (int64_t c = 0; c < count; c++) {
        int64_t before = 0, last = 0;
        double sum = 0;
        for (int64_t j = 0; j <= lengths[c]; j++) {
            const int32_t number = j < lengths[c] ? segments[(c * longest + j) * 3] : 0;
            const int64_t letter = number > 0 ? number : 0;
            sum += trigrams[(before * 27 + last) * 27 + letter];
            before = last;
            last = letter;
        }
        out[c] = sum;
    }
}
