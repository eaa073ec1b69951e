#ifndef RESOLVER_LIKENESS_H
#define RESOLVER_LIKENESS_H

#include "kernels.h"

/* A token that one is like, and how; a row of `ALIKE` in likeness.py. */
typedef struct {
    double value;
    float spelled, heard, cosine, fit, share;
    int32_t number;
    uint16_t length, system;
    int8_t kind;
    uint8_t across, other_start, own_system;
} Alike;

/* How two tokens are alike; `KINDS` in likeness.py. */
enum { LEARNED, SIMILAR, SOUND, ROMANISED, SAME };
#endif
