#ifndef RESOLVER_LETTERS_H
#define RESOLVER_LETTERS_H

#include "kernels.h"

/* Of letters.c, for the other kernels. */
API void letter_scores(int64_t length, const int64_t *cells_from, const int64_t *cells_to, const int32_t *latin,
                       const double *value, const int32_t *segments, const int64_t *lengths, int64_t count,
                       int64_t longest, double skipped, double *row, double *past, double *out);
API void trigram_sums(const int32_t *segments, const int64_t *lengths, int64_t count, int64_t longest,
                      const float *trigrams, double *out);
void segments_of(const uint8_t *text, int64_t length, int64_t longest, int32_t *out);

#endif
