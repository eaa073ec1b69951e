#include "heap.h"
#include "lists.h"

/* The dot products of an int16 vector with `count` int8 vectors, one behind the other. */
typedef void Dots(const int16_t *query, int64_t dim, const int8_t *rows, int64_t count, int32_t *sums);

static inline void dots_of(const int16_t *query, int64_t dim, const int8_t *rows, int64_t count, int32_t *sums)
{
    for (int64_t r = 0; r < count; r++) {
        int32_t sum = 0;
        for (int64_t k = 0; k < dim; k++)
            sum += (int32_t)query[k] * (int32_t)rows[r * dim + k];
        sums[r] = sum;
    }
}

static void dots(const int16_t *query, int64_t dim, const int8_t *rows, int64_t count, int32_t *sums)
{
    dots_of(query, dim, rows, count, sums);
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

__attribute__((target("avx2"))) static void dots_avx2(const int16_t *query, int64_t dim, const int8_t *rows,
                                                      int64_t count, int32_t *sums)
{
    dots_of(query, dim, rows, count, sums);
}

/* Of 128 numbers each. */
__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void
dots_vnni(const int16_t *query, int64_t dim, const int8_t *rows, int64_t count, int32_t *sums)
{
    enum { LANES = 32, PARTS = 4 };
    __m512i mine[PARTS];
    for (int k = 0; k < PARTS; k++)
        mine[k] = _mm512_loadu_si512(query + k * LANES);
    for (int64_t r = 0; r < count; r++) {
        __m512i sum = _mm512_setzero_si512();
        for (int k = 0; k < PARTS; k++) {
            const __m256i part = _mm256_loadu_si256((const __m256i *)(rows + r * dim + k * LANES));
            sum = _mm512_dpwssd_epi32(sum, mine[k], _mm512_cvtepi8_epi16(part));
        }
        sums[r] = _mm512_reduce_add_epi32(sum);
    }
}

static Dots *dots_of_processor(int64_t dim)
{
    if (dim == 128 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni"))
        return dots_vnni;
    return __builtin_cpu_supports("avx2") ? dots_avx2 : dots;
}
#else
static Dots *dots_of_processor(int64_t dim)
{
    (void)dim;
    return dots;
}
#endif

/* Marks in `wanted` the cells of the highest scores, until they have `probed` rows. There is room for a `heap`. */
static void mark_cells(const int32_t *scores, const int64_t *cell_at, int64_t cells, int64_t probed, int64_t *heap,
                       uint8_t *wanted)
{
    for (int64_t c = 0; c < cells; c++)
        heap[c] = -ranked(scores[c], (int32_t)c);
    into_heap(heap, cells);
    for (int64_t met = 0; met < probed && cells > 0;) {
        const int32_t cell = what_is(-heap[0]);
        wanted[cell] = 1;
        met += cell_at[cell + 1] - cell_at[cell];
        heap[0] = heap[--cells];
        sift(heap, cells, 0);
    }
}

/* For each of `count` int16 vectors, the `most` tokens whose int8 vectors, the rows of the cells [cell_at[c], cell_at[c + 1]),
 * have the highest dot products with it, the highest first: from tokens[i * most] on, `found[i]` of them. Cells are looked
 * into in the order of the dot products of their int8 `centres`, until `probed` rows were met; a cell is read once for all
 * vectors. There is room for `ranks` (count, most), for `heap` and `products` (cells), and for `wanted` (count, cells),
 * which is all zero before and after. */
API void nearest(const int16_t *queries, int64_t count, int64_t dim, const int8_t *centres, const int64_t *cell_at,
                 int64_t cells, const int32_t *row_tokens, const int8_t *rows, int64_t probed, int64_t most,
                 int64_t *ranks, int64_t *heap, int32_t *products, uint8_t *wanted, int64_t *found, int32_t *tokens)
{
    enum { AT_ONCE = 64 };
    Dots *const multiply = dots_of_processor(dim);
    int32_t sums[AT_ONCE];
    for (int64_t i = 0; i < count; i++) {
        found[i] = 0;
        multiply(queries + i * dim, dim, centres, cells, products);
        mark_cells(products, cell_at, cells, probed, heap, wanted + i * cells);
    }
    for (int64_t c = 0; c < cells; c++)
        for (int64_t i = 0; i < count; i++) {
            if (!wanted[i * cells + c])
                continue;
            wanted[i * cells + c] = 0;
            int64_t *const best = ranks + i * most;
            int64_t n = found[i];
            for (int64_t first = cell_at[c]; first < cell_at[c + 1]; first += AT_ONCE) {
                const int64_t some = cell_at[c + 1] - first < AT_ONCE ? cell_at[c + 1] - first : AT_ONCE;
                multiply(queries + i * dim, dim, rows + first * dim, some, sums);
                for (int64_t r = 0; r < some; r++)
                    n = keep(ranked(sums[r], row_tokens[first + r]), best, n, most);
            }
            found[i] = n;
        }
    for (int64_t i = 0; i < count; i++)
        in_order(ranks + i * most, found[i], tokens + i * most);
}

/* The numbers of the lists of the keys from `first` up to `end`, one list after the other; returns how many. `found` has
 * a place for each byte of these lists. */
API int64_t listed(const void *starts, int64_t start_kind, const uint8_t *coded, int64_t first, int64_t end,
                   int32_t *found)
{
    const Lists postings = {starts, start_kind, coded};
    int32_t some[SOME];
    int64_t n = 0;
    for (int64_t key = first; key < end; key++) {
        List list = list_at(&postings, key);
        for (int64_t count; (count = read_some(&list, some)) > 0; n += count)
            memcpy(found + n, some, (size_t)count * sizeof *some);
    }
    return n;
}

/* The place of the first of `count` strings, which ascend, that does not come before `text`. The order of the bytes is that
 * of the characters. */
API int64_t find(const uint8_t *blob, const void *at, int64_t at_kind, int64_t count, const uint8_t *text, int64_t length)
{
    int64_t low = 0, high = count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2, start = place_of(at, at_kind, middle);
        const int64_t there = place_of(at, at_kind, middle + 1) - start;
        const int order = memcmp(blob + start, text, (size_t)(there < length ? there : length));
        if (order < 0 || (order == 0 && there < length))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
