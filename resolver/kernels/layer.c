#include "kernels.h"

/* A layer of the encoder in whole numbers: no sum is rounded, so that all processors give the same, however they add up. */

enum { COLUMNS = 16, ROWS = 8, GROUP = 4, REACH = 3, MOST = 127 };

/* The products of up to ROWS rows, each `stride` bytes after the last, with 16 columns of a matrix; its weights lie in
 * groups of 4 rows, column by column. */
typedef void Products(const uint8_t *rows, int64_t count, int64_t stride, int64_t inner, const int8_t *weights,
                      int32_t *sums);

static void products(const uint8_t *rows, int64_t count, int64_t stride, int64_t inner, const int8_t *weights,
                     int32_t *sums)
{
    for (int64_t r = 0; r < count; r++) {
        int32_t sum[COLUMNS] = {0};
        for (int64_t i = 0; i < inner; i += GROUP) {
            const uint8_t *row = rows + r * stride + i;
            const int8_t *weight = weights + i * COLUMNS;
            for (int c = 0; c < COLUMNS; c++)
                sum[c] += row[0] * weight[GROUP * c] + row[1] * weight[GROUP * c + 1] +
                          row[2] * weight[GROUP * c + 2] + row[3] * weight[GROUP * c + 3];
        }
        memcpy(sums + r * COLUMNS, sum, sizeof sum);
    }
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

__attribute__((target("avx2"))) static void products_avx2(const uint8_t *rows, int64_t count, int64_t stride,
                                                          int64_t inner, const int8_t *weights, int32_t *sums)
{
    enum { FEW = 4 };
    const __m256i ones = _mm256_set1_epi16(1);
    for (int64_t first = 0; first < count; first += FEW) {
        __m256i sum[FEW][2];
        for (int r = 0; r < FEW; r++)
            sum[r][0] = sum[r][1] = _mm256_setzero_si256();
        for (int64_t i = 0; i < inner; i += GROUP) {
            const __m256i left = _mm256_loadu_si256((const __m256i *)(weights + i * COLUMNS));
            const __m256i right = _mm256_loadu_si256((const __m256i *)(weights + i * COLUMNS + 32));
            for (int r = 0; r < FEW; r++) {
                int32_t four;
                memcpy(&four, rows + (first + r) * stride + i, sizeof four);
                const __m256i row = _mm256_set1_epi32(four);
                /* two products of at most 127 times 127 fit into 16 bits */
                sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(_mm256_maddubs_epi16(row, left), ones));
                sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(_mm256_maddubs_epi16(row, right), ones));
            }
        }
        for (int r = 0; r < FEW; r++)
            for (int half = 0; half < 2; half++)
                _mm256_storeu_si256((__m256i *)(sums + (first + r) * COLUMNS + half * 8), sum[r][half]);
    }
}

__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void products_vnni(const uint8_t *rows, int64_t count,
                                                                                int64_t stride, int64_t inner,
                                                                                const int8_t *weights, int32_t *sums)
{
    (void)count;
    __m512i sum[ROWS];
    for (int r = 0; r < ROWS; r++)
        sum[r] = _mm512_setzero_si512();
    for (int64_t i = 0; i < inner; i += GROUP) {
        const __m512i weight = _mm512_loadu_si512(weights + i * COLUMNS);
        for (int r = 0; r < ROWS; r++) {
            int32_t four;
            memcpy(&four, rows + r * stride + i, sizeof four);
            sum[r] = _mm512_dpbusd_epi32(sum[r], _mm512_set1_epi32(four), weight);
        }
    }
    for (int r = 0; r < ROWS; r++)
        _mm512_storeu_si512(sums + r * COLUMNS, sum[r]);
}

static Products *products_of_processor(void)
{
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni"))
        return products_vnni;
    return __builtin_cpu_supports("avx2") ? products_avx2 : products;
}
#else
static Products *products_of_processor(void)
{
    return products;
}
#endif

/* The numbers of `count` words, whose signs are the rows from at[w] to at[w + 1], none below 0, as whole numbers up to 127
 * of the greatest of each word; `scales` are what they are to be multiplied by, for each row. */
FOR_NEWEST_PROCESSORS
static void round_off(const float *rows, int64_t width, const int64_t *at, int64_t count, uint8_t *rounded, float *scales)
{
    for (int64_t w = 0; w < count; w++) {
        float most[COLUMNS] = {0}, greatest = 0;
        for (int64_t i = at[w] * width; i < at[w + 1] * width; i += COLUMNS)
            for (int c = 0; c < COLUMNS; c++)
                most[c] = rows[i + c] > most[c] ? rows[i + c] : most[c];
        for (int c = 0; c < COLUMNS; c++)
            greatest = most[c] > greatest ? most[c] : greatest;
        const float rise = greatest > 0 ? MOST / greatest : 0;
        for (int64_t i = at[w] * width; i < at[w + 1] * width; i++)
            rounded[i] = (uint8_t)(int32_t)(rows[i] * rise + 0.5f);
        for (int64_t r = at[w]; r < at[w + 1]; r++)
            scales[r] = greatest / MOST;
    }
}

/* Adds to the rows of `count` words (see `round_off`) what a layer makes of each and its neighbours, if it is above 0;
 * what it makes is multiplied by `kept`, of each row. `weights` are as `products` has them, for 16 columns after the other.
 * There is room for ROWS + 2 rows more than there are in `rounded`. */
API void add_layer(float *rows, int64_t width, const int64_t *at, int64_t count, const float *kept, const int8_t *weights,
                   const float *weight_scales, const float *bias, uint8_t *rounded, float *scales)
{
    Products *const multiply = products_of_processor();
    const int64_t signs = at[count], inner = REACH * width;
    int32_t sums[ROWS * COLUMNS];
    memset(rounded, 0, (size_t)width);
    memset(rounded + (signs + 1) * width, 0, (size_t)((ROWS + 1) * width));
    round_off(rows, width, at, count, rounded + width, scales);
    for (int64_t left = 0; left < width; left += COLUMNS)
        for (int64_t first = 0; first < signs; first += ROWS) {
            const int64_t some = signs - first < ROWS ? signs - first : ROWS;
            multiply(rounded + first * width, some, width, inner, weights + left * inner, sums);
            for (int64_t r = 0; r < some; r++) {
                float *row = rows + (first + r) * width + left;
                for (int c = 0; c < COLUMNS; c++) {
                    const float scale = scales[first + r] * weight_scales[left + c];
                    const float all = (float)sums[r * COLUMNS + c] * scale + bias[left + c];
                    row[c] += (all < 0 ? 0 : all) * kept[first + r];
                }
            }
        }
}
