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

/* The i-th of offsets that have 64 bits each, or 32. */
static inline int64_t place_of(const void *at, int64_t wide, int64_t i)
{
    return wide ? ((const int64_t *)at)[i] : (int64_t)((const uint32_t *)at)[i];
}

#endif
