"""Train the character half: convolutions over the signs of a word, pooled to a vector."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from resolver.encode.features import END, LETTER_MASK, SPACE_SHIFT, places
from resolver.encode.network import UNKNOWN

SPACES = 5
HEADS = 2
PLACES = 24


@numba.njit(cache=True)
def _pool(h: Any, weights: Any, starts: Any, out: Any, places: Any) -> None:
    heads, width = weights.shape[1], h.shape[1]
    for b in range(len(starts) - 1):
        for i in range(starts[b], starts[b + 1]):
            for c in range(width):
                if i == starts[b] or h[i, c] > out[b, c]:
                    out[b, c] = h[i, c]
                    places[b, c] = i
            for k in range(heads):
                w = weights[i, k]
                if w != 0:
                    for c in range(width):
                        out[b, (k + 1) * width + c] += w * h[i, c]


@numba.njit(cache=True)
def _unpool(grad: Any, h: Any, weights: Any, starts: Any, places: Any, dh: Any, dw: Any) -> None:
    heads, width = weights.shape[1], h.shape[1]
    for b in range(len(starts) - 1):
        for i in range(starts[b], starts[b + 1]):
            for k in range(heads):
                total = np.float32(0)
                w = weights[i, k]
                for c in range(width):
                    g = grad[b, (k + 1) * width + c]
                    dh[i, c] += w * g
                    total += h[i, c] * g
                dw[i, k] = total
        for c in range(width):
            dh[places[b, c], c] += grad[b, c]


class Pool(torch.autograd.Function):
    """Maximum and weighted sums over the positions of each word."""

    @staticmethod
    def forward(ctx: Any, h: Tensor, weights: Tensor, starts: Tensor) -> Tensor:
        count, width = len(starts) - 1, h.shape[1]
        out = np.zeros((count, (weights.shape[1] + 1) * width), dtype=np.float32)
        places = np.zeros((count, width), dtype=np.int64)
        _pool(h.detach().numpy(), weights.detach().numpy(), starts.numpy(), out, places)
        ctx.save_for_backward(h, weights, starts, torch.from_numpy(places))
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, None]:
        h, weights, starts, places = ctx.saved_tensors
        dh = np.zeros(h.shape, dtype=np.float32)
        dw = np.zeros(weights.shape, dtype=np.float32)
        _unpool(
            grads[0].contiguous().numpy(),
            h.detach().numpy(),
            weights.detach().numpy(),
            starts.numpy(),
            places.numpy(),
            dh,
            dw,
        )
        return torch.from_numpy(dh), torch.from_numpy(dw), None


class Network(nn.Module):
    """Signs -> word vectors of *out* numbers (not normalised)."""

    def __init__(self, alphabet: int, embed: int, width: int, layers: int, out: int) -> None:
        super().__init__()
        self.letters = nn.Embedding(alphabet, embed)
        self.spaces = nn.Embedding(SPACES, embed)
        nn.init.normal_(self.letters.weight, std=0.5)
        nn.init.normal_(self.spaces.weight, std=0.1)
        # Two-dimensional with channels last: the fastest kernel there is on a CPU, and no transposes.
        self.first = nn.Conv2d(embed, width, (1, 3), padding=(0, 1))
        self.rest = nn.ModuleList(nn.Conv2d(width, width, (1, 3), padding=(0, 1)) for _ in range(layers - 1))
        decay = torch.exp(-torch.arange(PLACES) / 4.0)
        near = torch.stack([decay, torch.exp(-((torch.arange(PLACES) - 4.0) ** 2) / 8.0)], dim=1)
        self.from_start = nn.Parameter(near.repeat(SPACES, 1, 1).clone())
        self.from_end = nn.Parameter(near.repeat(SPACES, 1, 1).clone())
        self.project = nn.Linear(width * (1 + 2 * HEADS), out)

    def forward(
        self, letter: Tensor, space: Tensor, start: Tensor, end: Tensor, mask: Tensor, starts: Tensor
    ) -> Tensor:
        """Vectors of the words whose signs begin at *starts*; *mask* is 0 at fences, else 1."""
        x = (self.letters(letter) + self.spaces(space)) * mask[:, None]
        grid = x.to(torch.bfloat16).t()[None, :, None, :].contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            m = mask[None, None, None, :].to(torch.bfloat16)
            grid = torch.relu(self.first(grid)) * m
            for conv in self.rest:
                grid = grid + torch.relu(conv(grid)) * m
        h = grid[0, :, 0, :].t().float().contiguous()
        weights = torch.cat([self.from_start[space, start], self.from_end[space, end]], dim=1) * mask[:, None]
        out: Tensor = self.project(Pool.apply(h, weights, starts))
        return out


class Alphabet:
    """Sign -> embedding row; rare letters share one row."""

    def __init__(self, flat: NDArray[np.int32], least: int) -> None:
        codes, counts = np.unique(flat & LETTER_MASK, return_counts=True)
        kept = codes[(counts >= least) & (codes > END)]
        self.codes = kept
        self.table = np.full(1 << SPACE_SHIFT, UNKNOWN, dtype=np.int64)
        self.table[:3] = (0, 1, 2)
        self.table[kept] = np.arange(len(kept)) + UNKNOWN + 1
        self.size = len(kept) + UNKNOWN + 1


def inputs(
    flat: NDArray[np.int32], alphabet: Alphabet, drop: float, rng: np.random.Generator | None
) -> tuple[Tensor, ...]:
    """Tensors of the packed signs, with a share *drop* of the letters made unknown."""
    letter = alphabet.table[flat & LETTER_MASK]
    if rng is not None and drop > 0:
        hit = (rng.random(len(flat)) < drop) & (letter > END)
        letter[hit] = UNKNOWN
    start, end = places(flat, PLACES)
    mask = (flat != 0).astype(np.float32)
    arrays = (letter, (flat >> SPACE_SHIFT).astype(np.int64), start, end, mask)
    return tuple(torch.from_numpy(a) for a in arrays)
