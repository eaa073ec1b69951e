"""Learn the encoder and the letter models: one seeded command (see training/README.md)."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import torch

from resolver.encode.encoder import Encoder, read_manifest
from resolver.encode.rerank import Reranker, script_of
from resolver.encode.views import LetterTable
from training.encoder.export import (
    read_letters,
    write_encoder,
    write_letters,
    write_manifest,
    write_names,
    write_rerank,
)
from training.encoder.joint import BITS, DIM, LAYERS, bag_vectors, train, train_bag
from training.encoder.measure import encode_all
from training.encoder.pairs import LANGUAGES, WD_SETS, attested, collect, held_pairs, read_table
from training.encoder.reranking import cases, count_names, fit_weights, learn_letters, letter_trigrams
from training.encoder.sample import Sample, is_aligned
from training.encoder.texts import Texts


@click.command()
@click.option(
    "--shared",
    type=click.Path(path_type=Path, exists=True),
    default=Path("../shared"),
    help="Folder of the training and evaluation data.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True),
    default=Path("resolver/encode/weights"),
    help="Folder to write to; letters.tsv must be there.",
)
@click.option("--version", "name", default="2", show_default=True, help="Version that the manifest names.")
@click.option("--steps", default=6500, show_default=True, help="Steps of joint training, .5 s each.")
@click.option(
    "--mining-steps", default=500, show_default=True, help="Steps of the n-gram half that finds misaligned pairs."
)
@click.option("--seed", default=7, show_default=True)
@click.option("--without", default="", help="Sources to leave out, separated by commas (ablation).")
@click.option("--letters-of", default="", help="Keep the encoder, learn the letter models of this script anew.")
@click.option("--evidence-only", is_flag=True, help="Keep encoder and letter models, count names and fit the evidence.")
def main(
    shared: Path,
    out: Path,
    name: str,
    steps: int,
    mining_steps: int,
    seed: int,
    without: str,
    letters_of: str,
    evidence_only: bool,
) -> None:
    """Learn everything that resolver/encode/weights holds, except the letter table."""
    torch.set_num_threads(1)
    if letters_of:
        learn_letters_of(letters_of, shared, out, seed)
    elif not evidence_only:
        learn_models(shared, out, name, steps, mining_steps, seed, without)
    recipe = read_manifest(out)["training"]
    write_names(count_names(shared / "train", LetterTable.load(out / "letters.tsv")), out)
    held = held_pairs(shared)
    words = {row[0] for language in LANGUAGES for row in read_table(shared / "train" / f"wd_{language}.tsv")}
    universe = sorted({*words, *(pair.left for pair in held)})
    found = cases(held, universe, Encoder.load(out), Reranker.load(out), most=1000, seed=seed)
    weights = fit_weights(found)
    write_rerank(out, Reranker.described(out)["models"], weights)
    write_manifest(out, name, DIM, LAYERS, recipe)
    click.echo(f"evidence: {weights}")


def learn_models(shared: Path, out: Path, name: str, steps: int, mining_steps: int, seed: int, without: str) -> None:
    """The encoder and the letter models."""
    letters = LetterTable.load(out / "letters.tsv")
    pairs = collect(shared, seed, frozenset(filter(None, without.split(","))))
    texts = Texts.build((side for pair in pairs for side in (pair.left, pair.right)), letters, BITS)
    click.echo(f"{len(pairs)} pairs of {len(texts.number)} texts")

    sample = Sample.of(pairs, texts)
    near = bag_vectors(train_bag(texts, sample, mining_steps, seed), texts)
    cosines = np.einsum("nd,nd->n", near[sample.left], near[sample.right])
    aligned = np.array([is_aligned(pair, cosine) for pair, cosine in zip(pairs, cosines, strict=True)])
    click.echo(f"{aligned.sum()} pairs kept")
    kept = [pair for pair, keep in zip(pairs, aligned, strict=True) if keep]

    write_encoder(train(texts, sample.keep(aligned), near, steps, seed), out)
    names = sorted({pair.left for pair in kept if pair.source in WD_SETS})
    spelled = [word for text in names if (word := text.casefold()).isascii() and word.isalpha()]
    write_letters(learn_letters(kept, letters, seed), letter_trigrams(spelled), out)
    recipe = {
        "seed": seed,
        "steps": steps,
        "mining_steps": mining_steps,
        "without": without,
        "pairs": int(aligned.sum()),
    }
    write_manifest(out, name, DIM, LAYERS, recipe)


def learn_letters_of(script: str, shared: Path, out: Path, seed: int) -> None:
    """The letter models of one script, from the pairs that the encoder of *out* sees near; all others stay."""
    pairs = [pair for pair in attested(shared) if script_of(pair.right) == script]
    encoder = Encoder.load(out)
    left, right = (encode_all(encoder, [getattr(pair, side) for pair in pairs]) for side in ("left", "right"))
    cosines = np.einsum("nd,nd->n", left, right)
    kept = [pair for pair, cosine in zip(pairs, cosines, strict=True) if is_aligned(pair, cosine)]
    click.echo(f"{len(kept)} of {len(pairs)} pairs kept")
    models = read_letters(out) | learn_letters(kept, LetterTable.load(out / "letters.tsv"), seed)
    write_letters(models, np.load(out / "trigrams.npy"), out)


if __name__ == "__main__":
    main()
