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
