"""How tokens are like others, in numpy."""

from __future__ import annotations

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.kernels.likeness import (
    LEARNED,
    ROMANISED,
    SAME,
    SIMILAR,
    SOUND,
    Alike,
    AskedTokens,
    KnownTokens,
    Letters,
    Scale,
    alike_rows,
    log_shares,
    texts_at,
)
from resolver.kernels.plain.letters import LetterSums
from resolver.kernels.rough import Doubles, Floats, Ints, Longs
from resolver.kernels.texts import Texts

_LEAST_EVIDENCE = -200.0


class Likenesses(LetterSums):
    """A part of `resolver.kernels.Kernels`."""

    def likenesses(
        self,
        asked: AskedTokens,
        known: KnownTokens,
        at: Longs,
        numbers: Ints,
        cosines: Floats,
        characters: Doubles | None,
        on: Scale,
    ) -> tuple[Alike, Longs]:
        """How each of several tokens (n) is like some of the `known`: the t-th like those with the `numbers` from
        `at[t]` to `at[t + 1]`, whose vectors have these `cosines` with its own; and where its rows of the result begin,
        (n + 1). Those alike by less than `on.least` are left out. `characters`, if any, is how many characters each
        shares with the token where both are written in characters, below 0 elsewhere."""
        found = []
        for token in range(len(asked)):
            rows = slice(at[token], at[token + 1])
            shared = None if characters is None else characters[rows]
            found.append(self._likenesses(asked, token, known, numbers[rows], cosines[rows], shared, on))
        found_at = np.zeros(len(at), np.int64)
        np.cumsum([len(one) for one in found], out=found_at[1:])
        return np.concatenate(found), found_at

    def _likenesses(
        self,
        asked: AskedTokens,
        token: int,
        known: KnownTokens,
        numbers: Ints,
        cosines: Floats,
        characters: Doubles | None,
        on: Scale,
    ) -> Alike:
        """How one of them is."""
        firsts, ends = known.spelling_at[numbers], known.spelling_at[numbers + 1]
        groups = np.zeros(len(numbers) + 1, np.int64)
        np.cumsum(ends - firsts, out=groups[1:])
        places = np.arange(groups[-1]) + np.repeat(firsts - groups[:-1], ends - firsts)
        texts, sounds = texts_at(known.texts, places), texts_at(known.sounds, places)
        mine = slice(*asked.spelled_at[token : token + 2].tolist())
        rows, columns, alike, heard = self._closest(
            asked.spelled.part(mine), asked.heard.part(mine), texts, sounds, groups
        )
        told, across, one = asked.beside[token][:, known.scripts[numbers]]
        if characters is not None:
            shared = characters >= 0
            alike[shared] = heard[shared] = characters[shared]
            cosines = np.where(shared, np.minimum(cosines, characters), cosines).astype(np.float32)
        letters = np.maximum(alike, (alike + heard) / 2)
        kind = np.full(len(numbers), LEARNED, np.int8)
        kind[one & (letters >= on.cut)] = SIMILAR
        kind[told & (heard == 1) & (alike >= on.sound_from)] = SOUND
        kind[told & (alike == 1)] = ROMANISED
        kind[texts_at(known.keys, numbers).equal(asked.keys.bytes_at(token))] = SAME
        value = np.maximum(letters, on.of_cosine(cosines.astype(np.float64)))
        value[kind == SAME] = 1.0
        near = np.flatnonzero(value >= on.least)
        numbers, cosines = numbers[near], cosines[near]
        keys = texts_at(known.keys, numbers).strings()
        measure = slice(*asked.own_at[token : token + 2].tolist())
        fits = self._fits(asked, token, known.latin(numbers), cosines)
        fits -= self._fits(asked, token, asked.own.part(measure), asked.own_cosines[measure]).max()
        shares = log_shares(fits + asked.weights[-1] * known.usual[numbers])
        return alike_rows(
            value=value[near], spelled=alike[near], heard=heard[near], cosine=cosines, fit=fits, share=shares,
            number=numbers, length=[len(key) for key in keys], system=known.systems[places[columns[near]]],
            kind=kind[near], across=across[near], other_start=[ord(key[0]) != asked.starts[token] for key in keys],
            own_system=rows[near],
        )  # fmt: skip

    def _fits(self, asked: AskedTokens, token: int, latin: Texts, cosines: Floats) -> Doubles:
        """The letter evidence for Latin spellings beside one of several tokens."""
        segments, lengths = self.letter_segments(latin)

        def score(model: Letters) -> Doubles:
            spans = model.spans[model.at[token] : model.at[token + 1]]
            return self.letter_scores(spans, model.latin, model.value, segments, lengths, asked.skipped, asked.cells)

        by_sound = score(asked.romanised)
        by_letter = score(asked.original) if asked.original.at[token + 1] > asked.original.at[token] else by_sound
        language = self.trigram_sums(segments, lengths, asked.trigrams)
        evidence = np.column_stack([cosines, by_letter, by_sound, language, lengths])
        fits: Doubles = np.maximum(evidence, _LEAST_EVIDENCE) @ asked.weights[:-1]
        return fits

    def _closest(
        self, mine: Texts, mine_heard: Texts, texts: Texts, sounds: Texts, groups: Longs
    ) -> tuple[Ints, Ints, Doubles, Doubles]:
        """The spellings of one token, with their sounds, beside those of n others; `groups` (n + 1) parts `texts` and
        `sounds` by token.

        For each token, of the pair of spellings that is closest by letters, counted twice, and sound, counted once (the
        first of several): the place among `mine`, the place among `texts`, how close the letters are, in [0, 1]; then
        how close the closest sounds are. Closeness is 1 - OSA distance / longer length, of the bytes.
        """
        spelled, heard = _closeness(mine, texts), _closeness(mine_heard, sounds)
        order = spelled * 2 + heard
        best = np.maximum.reduceat(order.max(axis=0), groups[:-1])
        rows = np.full(len(best), len(order), np.int32)
        columns = np.zeros(len(best), np.int32)
        group = np.repeat(np.arange(len(best)), np.diff(groups))
        for row in range(len(order) - 1, -1, -1):
            hits = np.flatnonzero(order[row] == best[group])[::-1]
            rows[group[hits]] = row
            columns[group[hits]] = hits
        sounds_best = np.maximum.reduceat(heard.max(axis=0), groups[:-1])
        return rows, columns, spelled[rows, columns].astype(np.float64), sounds_best.astype(np.float64)


def _closeness(left: Texts, right: Texts) -> Floats:
    return process.cdist(left.all_bytes(), right.all_bytes(), scorer=OSA.normalized_similarity, dtype=np.float32)
