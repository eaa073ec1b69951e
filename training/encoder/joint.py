"""Train the n-gram half alone (to find misaligned pairs) and both halves together."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder.bag import Bag, contrast, gather, normalise, scatter, seed_numba, through_norm
from training.encoder.network import Alphabet, Network, inputs
from training.encoder.sample import Sample
from training.encoder.texts import Texts

BITS, DIM, EMBED, WIDTH, LAYERS = 17, 128, 64, 160, 4
SCALE = 20.0
BAG_RATE, NETWORK_RATE = 0.05, 2e-3
LETTER_DROP, VIEW_DROP, GRAM_DROP = 0.04, 0.08, 0.3


def arrays(texts: Texts) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """The four arrays of *texts* that the n-gram kernels read."""
    return texts.words.flat, texts.words.starts, texts.ngrams.flat, texts.ngrams.starts


def train_bag(texts: Texts, sample: Sample, steps: int, seed: int, size: int = 2048) -> Bag:
    """The n-gram half alone; 500 steps take a minute."""
    bag, rng = Bag.new(BITS, DIM, seed), np.random.default_rng(seed)
    seed_numba(seed)
    for step in range(steps):
        drawn = sample.draw(size, rng)
        left, right = sample.left[drawn], sample.right[drawn]
        a, a_norm = normalise(gather(bag.table, *arrays(texts), left, GRAM_DROP / 2))
        b, b_norm = normalise(gather(bag.table, *arrays(texts), right, GRAM_DROP / 2))
        loss, da, db = contrast(a, b, sample.masked(left, right), SCALE)
        rate = BAG_RATE * (1 - step / steps) ** 0.5
        scatter(bag.table, bag.squares, *arrays(texts), left, through_norm(da, a, a_norm), rate)
        scatter(bag.table, bag.squares, *arrays(texts), right, through_norm(db, b, b_norm), rate)
        if step % 100 == 99:
            print(f"  n-grams: step {step + 1}, loss {loss:.3f}", flush=True)
    return bag


def bag_vectors(bag: Bag, texts: Texts, rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
    """Unit vectors of the texts numbered *rows* (all by default) by the n-gram half."""
    rows = np.arange(len(texts.number)) if rows is None else rows
    return normalise(gather(bag.table, *arrays(texts), rows, 0.0))[0]


@dataclass(slots=True)
class Trained:
    """Both halves after training; the network holds the moving average of its weights."""

    bag: Bag
    network: Network
    alphabet: Alphabet


def drop_views(flat: NDArray[np.int32], starts: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int32]:
    """Blank whole views of words that have several, never both the Latin one and the original."""
    view = np.cumsum(flat == 0) - (flat == 0)
    count = int(view[-1]) + 1
    first = view[starts[:-1]]
    each = np.diff(np.append(first, count))
    gone = (rng.random(count) < VIEW_DROP) & np.repeat(each > 1, each)
    second = np.zeros(count, dtype=bool)
    second[first[each > 1] + 1] = True
    gone &= ~(second & np.roll(gone, 1))
    return np.where(gone[view], 0, flat)


def network_vectors(
    network: Network, alphabet: Alphabet, texts: Texts, rows: NDArray[np.int64], rng: np.random.Generator | None
) -> Tensor:
    """Vectors of texts by the character half, not normalised; with *rng*, letters and views are dropped."""
    members, starts = texts.words.take(rows)
    words, place = np.unique(members, return_inverse=True)
    flat, bounds = texts.signs.take(words)
    if rng is not None:
        flat = drop_views(flat, bounds, rng)
    vectors = network(*inputs(flat, alphabet, LETTER_DROP, rng), torch.from_numpy(bounds))
    owner = torch.from_numpy(np.repeat(np.arange(len(rows)), np.diff(starts)))
    out: Tensor = torch.zeros(len(rows), DIM).index_add(0, owner, vectors[torch.from_numpy(place)])
    return out


def loss_of(vectors: Tensor, masked: Tensor) -> Tensor:
    """Symmetric InfoNCE of a batch whose first half pairs with its second."""
    unit = nn.functional.normalize(vectors, dim=1)
    half = len(unit) // 2
    logits = ((unit[:half] @ unit[half:].t()) * SCALE).masked_fill(masked, -30.0)
    target = torch.arange(half)
    return (nn.functional.cross_entropy(logits, target) + nn.functional.cross_entropy(logits.t(), target)) / 2


def train(texts: Texts, sample: Sample, near: NDArray[np.float32], steps: int, seed: int, size: int = 1024) -> Trained:
    """Both halves as one vector; *near* holds the vectors that hard negatives are clustered by.

    The loss of the joint vector and that of the character half alone are added, so that the n-gram half
    cannot learn by heart what the character half should generalise. About 0.5 s a step on one core.
    """
    torch.manual_seed(seed)
    seed_numba(seed)
    rng = np.random.default_rng(seed)
    bag = Bag.new(BITS, DIM, seed)
    alphabet = Alphabet(texts.signs.flat, 3)
    network = Network(alphabet.size, EMBED, WIDTH, LAYERS, DIM)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), NETWORK_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    batches, begun = sample.clustered(near, size, rng), time.monotonic()
    for step in range(steps):
        rate = min(1.0, (step + 1) / 150) * min(1.0, (steps - step) / (0.3 * steps))
        for group in optimiser.param_groups:
            group["lr"] = NETWORK_RATE * rate
        drawn = next(batches)
        left, right = sample.left[drawn], sample.right[drawn]
        rows = np.concatenate([left, right])
        by_letters = network_vectors(network, alphabet, texts, rows, rng)
        by_grams = torch.from_numpy(gather(bag.table, *arrays(texts), rows, GRAM_DROP) / np.float32(1 - GRAM_DROP))
        by_grams.requires_grad_()
        masked = torch.from_numpy(sample.masked(left, right))
        joint, alone = loss_of(by_grams + by_letters, masked), loss_of(by_letters, masked)
        optimiser.zero_grad()
        (joint + 0.6 * alone).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        gradient = cast(Tensor, by_grams.grad).numpy()
        scatter(bag.table, bag.squares, *arrays(texts), rows, gradient, BAG_RATE * rate)
        keep = min(0.999, step / (step + 50))
        for name, value in network.state_dict().items():
            average[name].mul_(keep).add_(value, alpha=1 - keep)
        if step % 100 == 99:
            spent = time.monotonic() - begun
            print(
                f"  joint: step {step + 1}, loss {joint.item():.3f}, letters alone {alone.item():.3f}, {spent:.0f} s",
                flush=True,
            )
    network.load_state_dict(average)
    return Trained(bag, network, alphabet)
