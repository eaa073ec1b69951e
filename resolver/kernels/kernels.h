#ifndef RESOLVER_KERNELS_H
#define RESOLVER_KERNELS_H

/* The inner loops of search, letter evidence and the encoder. Each has its equal in plain.py, which is used where these
 * files were not compiled; the two are held equal by tests/test_kernels.py. Plain C99, no state, no allocation, no
 * Python; arithmetic in the order that is written here, so that every machine gives the same numbers. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__linux__)
#define FOR_NEWER_PROCESSORS __attribute__((target_clones("avx2", "default")))
#define FOR_NEWEST_PROCESSORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_NEWER_PROCESSORS
#define FOR_NEWEST_PROCESSORS
#endif

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API
#endif

/* Has memory that is read soon brought near; several at a time come sooner than one by one. */
#ifdef __GNUC__
#define FETCH_AHEAD(place) __builtin_prefetch(place)
#else
#define FETCH_AHEAD(place) ((void)(place))
#endif

/* How numbers that never fall are written; see offsets.py. */
enum { IN_32_BITS, IN_64_BITS, IN_BLOCKS_OF_BYTES, IN_BLOCKS_OF_PAIRS, IN_STEPS };
enum { BYTES_OF_BLOCK = 12, PAIRS_OF_BLOCK = 30 };

/* Where the i-th of such numbers lies. */
static inline const uint8_t *place_in(const void *at, int64_t kind, int64_t i)
{
    switch (kind) {
    case IN_32_BITS:
        return (const uint8_t *)at + 4 * i;
    case IN_64_BITS:
        return (const uint8_t *)at + 8 * i;
    case IN_BLOCKS_OF_BYTES:
        return (const uint8_t *)at + (uint64_t)i / BYTES_OF_BLOCK * (4 + BYTES_OF_BLOCK);
    case IN_STEPS:
        return (const uint8_t *)at;
    default:
        return (const uint8_t *)at + (uint64_t)i / PAIRS_OF_BLOCK * (4 + 2 * PAIRS_OF_BLOCK);
    }
}

/* The i-th of them. */
static inline int64_t place_of(const void *at, int64_t kind, int64_t i)
{
    if (kind == IN_32_BITS)
        return ((const uint32_t *)at)[i];
    if (kind == IN_64_BITS)
        return ((const int64_t *)at)[i];
    if (kind == IN_STEPS)
        return ((const int64_t *)at)[0] + i * ((const int64_t *)at)[1];
    const uint8_t *block = place_in(at, kind, i);
    uint32_t first;
    memcpy(&first, block, sizeof first);
    if (kind == IN_BLOCKS_OF_BYTES)
        return (int64_t)first + block[4 + (uint64_t)i % BYTES_OF_BLOCK];
    return (int64_t)first + ((const uint16_t *)(const void *)(block + 4))[(uint64_t)i % PAIRS_OF_BLOCK];
}

#endif
