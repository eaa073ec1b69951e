#include "kernels.h"

/* Sixteen numbers at once, which a compiler cuts into what the processor has. */
typedef float Sixteen __attribute__((vector_size(64)));
typedef float Unaligned __attribute__((vector_size(64), aligned(4), may_alias));
enum { WIDE = 16, COLUMNS = 16, ROWS = 4 };

/* The products of `rows` (1 or ROWS of them) with 16 columns of the matrix. */
#define TILE(rows)                                                                                                     \
    do {                                                                                                               \
        Sixteen sum[rows][COLUMNS / WIDE] = {{{0}}};                                                                      \
        for (int64_t i = 0; i < inner; i++)                                                                            \
            for (int c = 0; c < COLUMNS / WIDE; c++) {                                                                 \
                const Sixteen weight = *(const Unaligned *)(matrix + i * columns + left + c * WIDE);                                      \
                for (int a = 0; a < rows; a++)                                                                         \
                    sum[a][c] += row[a * stride + i] * weight;                                                         \
            }                                                                                                          \
        for (int a = 0; a < rows; a++)                                                                                 \
            for (int c = 0; c < COLUMNS / WIDE; c++)                                                                   \
                for (int k = 0; k < WIDE; k++) {                                                                       \
                    const float all = sum[a][c][k] + offset[left + c * WIDE + k];                                      \
                    out[(r + a) * columns + left + c * WIDE + k] = positive && all < 0 ? 0 : all;                      \
                }                                                                                                      \
    } while (0)

FOR_NEWEST_PROCESSORS
API void dense(const float *rows, int64_t count, int64_t stride, int64_t inner, const float *matrix, int64_t columns,
               const float *offset, int64_t positive, float *out)
{
    for (int64_t left = 0; left < columns; left += COLUMNS) {
        int64_t r = 0;
        for (; r + ROWS <= count; r += ROWS) {
            const float *row = rows + r * stride;
            TILE(ROWS);
        }
        for (; r < count; r++) {
            const float *row = rows + r * stride;
            TILE(1);
        }
    }
}

/* For each of `count` words, the sum of the rows which[at[w]] to which[at[w + 1] - 1] of an int8 table, each times its scale. */
FOR_NEWEST_PROCESSORS
API void summed(const int8_t *rows, const float *scales, int64_t dim, const int64_t *which, const int64_t *at,
                int64_t count, float *out)
{
    enum { AHEAD = 8, LINE = 64 };
    for (int64_t w = 0; w < count; w++) {
        float *sum = out + w * dim;
        memset(sum, 0, (size_t)dim * sizeof *sum);
        for (int64_t k = at[w]; k < at[w + 1]; k++) {
            const int8_t *row = rows + which[k] * dim;
            const float scale = scales[which[k]];
            if (k + AHEAD < at[count])
                for (int64_t d = 0; d < dim; d += LINE)
                    FETCH_AHEAD(rows + which[k + AHEAD] * dim + d);
            for (int64_t d = 0; d < dim; d++)
                sum[d] += (float)row[d] * scale;
        }
    }
}

/* For each of `count` words, whose signs are the rows from at[w] to at[w + 1] (at least one), the greatest number of each
 * column, then, for each of the heads, the sum of the rows times their weights (rows, heads). */
FOR_NEWEST_PROCESSORS
API void pooled(const float *rows, int64_t width, const float *weights, int64_t heads, const int64_t *at, int64_t count,
                float *out)
{
    for (int64_t w = 0; w < count; w++) {
        float *most = out + w * width * (1 + heads);
        memcpy(most, rows + at[w] * width, (size_t)width * sizeof *most);
        memset(most + width, 0, (size_t)(width * heads) * sizeof *most);
        for (int64_t i = at[w]; i < at[w + 1]; i++) {
            const float *row = rows + i * width;
            for (int64_t d = 0; d < width; d++)
                most[d] = row[d] > most[d] ? row[d] : most[d];
            for (int64_t k = 0; k < heads; k++) {
                float *sum = most + width * (1 + k);
                const float weight = weights[i * heads + k];
                for (int64_t d = 0; d < width; d++)
                    sum[d] += row[d] * weight;
            }
        }
    }
}
