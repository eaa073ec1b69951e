#ifndef RESOLVER_LIKENESS_H
#define RESOLVER_LIKENESS_H

#include "kernels.h"

/* The tokens that one is like, and how, as columns; the structure is that of native.py. */
typedef struct {
    double *value;
    float *spelled, *heard, *cosine, *fit, *share;
    int32_t *numbers;
    uint16_t *lengths, *systems;
    int8_t *kind;
    uint8_t *across, *other_start, *own_system;
} Alike;

/* How two tokens are alike; `KINDS` in likeness.py. */
enum { LEARNED, SIMILAR, SOUND, ROMANISED, SAME };
#endif
