"""The kernels in numpy, for where nothing was compiled: the same results, more slowly."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import fields

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.kernels.grams import COMMON, KnownSpellings, best, grams
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
    log_shares,
    texts_at,
)
from resolver.kernels.lists import Lists
from resolver.kernels.offsets import At
from resolver.kernels.pairs import PairWeights
from resolver.kernels.rough import (
    MOST_TOKENS,
    ROUGH_WEIGHTS,
    Doubles,
    Floats,
    Ints,
    Longs,
    Look,
    NameTokens,
    RoughQuery,
)
from resolver.kernels.texts import Texts
from resolver.kernels.vectors import KnownVectors

MOST_LATIN = 24
"""Letters of a Latin spelling that the letter models read."""

_NO_LETTER = -(10**6)
_LEAST_EVIDENCE = -200.0


class Plain:
    """See `resolver.kernels.Kernels`."""

    def nearest(
        self, query: NDArray[np.int16], cell_scores: Floats, known: KnownVectors, probed: int, most: int
    ) -> Ints:
        """The `most` tokens whose vectors have the highest dot products with `query` (d), the highest first. Cells are
        looked into in the order of `cell_scores`, the highest first, until `probed` vectors were met."""
        order = np.argsort(-cell_scores, kind="stable")
        met = np.cumsum(np.diff(known.cell_at)[order])
        cells = order[: int(np.searchsorted(met, probed)) + 1].tolist()
        spans = [slice(known.cell_at[cell], known.cell_at[cell + 1]) for cell in cells]
        wide = query.astype(np.int32)
        tokens = np.concatenate([known.tokens[span] for span in spans])
        products = np.concatenate([known.rows[span].astype(np.int32) @ wide for span in spans])
        return tokens[np.lexsort((tokens, -products))[:most]]

    def grams(self, texts: Texts, sounds: Texts) -> tuple[Longs, Ints]:
        """The distinct letter trigrams, in [0, N_GRAMS), of several folded Latin spellings (n) and their sounds:
        those of the i-th are the second array from `at[i]` to `at[i + 1]`, where `at` (n + 1) is the first."""
        found = [grams(text, sound) for text, sound in zip(texts.all_bytes(), sounds.all_bytes(), strict=True)]
        at = np.zeros(len(found) + 1, np.int64)
        np.cumsum([len(some) for some in found], out=at[1:])
        return at, np.array([gram for some in found for gram in some], np.int32)

    def most_alike(self, at: Longs, keys: Ints, known: KnownSpellings, least: float, most: int) -> tuple[Ints, Floats]:
        """The `most` owners whose spellings share most grams with any of several, whose `grams` are given, best first:
        the owners, and the share of each, grams in common / sqrt(grams of one * grams of the other), above `least`.
        Those that share little but common grams (see `COMMON`) may be missing."""
        alike: dict[int, np.float32] = {}
        for mine in np.split(keys, at[1:-1]):
            keys_by_size = sorted(mine.tolist(), key=known.by_gram.size)
            sizes = [known.by_gram.size(key) for key in keys_by_size]
            lists = [known.by_gram[key] for key in keys_by_size]
            read = [some for i, some in enumerate(lists) if i < len(lists) - len(lists) // 3 or sizes[i] <= COMMON]
            found, counts = np.unique(np.concatenate(read), return_counts=True)
            whole = np.sqrt(known.sizes[found].astype(np.float32) * np.float32(len(mine)))
            near = counts.astype(np.float32) / whole >= _reached_by(counts.astype(np.float32) / whole, most)
            left = np.concatenate([*lists[len(read) :], np.zeros(0, np.int32)])
            counts = counts + np.bincount(left, minlength=len(known.sizes))[found]
            shares = counts.astype(np.float32) / whole
            for owner, share in zip(known.owners[found[near]].tolist(), shares[near], strict=True):
                if share > np.float32(least):
                    alike[owner] = max(share, alike.get(owner, share))
        return best(np.array(list(alike), np.int32), np.array(list(alike.values()), np.float32), most)

    def best_totals(self, groups: list[tuple[Ints, Floats]], postings: Lists, names: int) -> tuple[Ints, Floats]:
        """The names, of `names` in all, that any token stands in, and what each adds up to over the groups; unordered.

        A group is tokens, and their values, above 0; a name counts the best of them.
        """
        total, slot = np.zeros(names, np.float32), np.zeros(names, np.float32)
        for tokens, values in groups:
            slot[:] = 0
            for token, value in zip(tokens.tolist(), values, strict=True):
                names_with = postings[token]
                slot[names_with] = np.maximum(slot[names_with], value)
            total += slot
        met = np.flatnonzero(total).astype(np.int32)
        return met, total[met]

    def bearers(self, tokens: Ints, values: Floats, postings: Lists, owners: At, entities: int) -> float:
        """How many of the `entities` bear any of some tokens; `owners` are those of the names. Each counts by the best
        `value` of its tokens, if that is above 0."""
        slot = np.zeros(entities, np.float32)
        for token, value in zip(tokens.tolist(), values, strict=True):
            bearing = owners[postings[token]]
            slot[bearing] = np.maximum(slot[bearing], value)
        return float(slot.astype(np.float64).sum())

    def find(self, known: KnownTokens, key: str) -> int:
        """The place of the first of the known tokens, whose keys ascend, with a key that does not come before `key`."""
        return bisect_left(range(len(known)), key, key=lambda at: texts_at(known.keys, np.array([at]))[0])

    def listed(self, lists: Lists, first: int, end: int) -> Ints:
        """The numbers of the lists from `first` up to `end` (exclusive), one list after the other."""
        return np.concatenate([np.zeros(0, np.int32), *(lists[key] for key in range(first, end))])

    def pair_log_odds(
        self,
        weights: PairWeights,
        found: Alike,
        as_written: NDArray[np.bool_],
        written: int,
        length: int,
        rarity: float,
        rarities: Floats,
    ) -> Doubles:
        """What a token of `length` characters and a rarity weighs beside each of those that it was found like (n), in
        log-odds; `rarities` are those of all tokens. `as_written` tells of each of its spellings whether it is the
        token as written, `written` is the number of the system that stands for that on the other side, or -1."""
        spelled, heard, cosine = (some.astype(np.float64) for some in (found.spelled, found.heard, found.cosine))
        letters, share = np.maximum(spelled, (spelled + heard) / 2), rarity / weights.rarity_scale
        same, similar = found.kind == SAME, found.kind == SIMILAR
        across = found.across & ~same
        learned = ~across & (found.kind == LEARNED)
        far = ~across & similar & (letters < weights.far)
        bands = np.searchsorted(weights.cosine_bands, cosine, "right")
        by_letters = np.searchsorted(weights.letter_bands, letters, "right")
        count = len(weights.cosine_bands) + 1
        level = 2 * count + np.where(similar, by_letters, len(weights.letter_bands) + found.kind - SIMILAR)
        level = np.where(across, bands, np.where(learned, count + bands, level))
        total: Doubles = weights.levels[level, 0] + weights.levels[level, 1] * share
        told = weights.told[np.select([across, learned, far], [0, 1, 2], 3)]
        shortest = np.minimum(length, found.lengths)
        by_rarity = np.clip(share - rarities[found.numbers] / weights.rarity_scale, -1, 1)
        more = (
            told[:, 0] * np.maximum(0, cosine)
            + told[:, 1] * np.clip(found.fit, -weights.worst_fit, weights.best_fit) / weights.worst_fit
            + told[:, 2] * np.maximum(-weights.worst_share, found.share) / weights.worst_share
            + told[:, 3] * np.maximum(0, 1 - shortest / weights.longest)
            + np.where(across | learned, told[:, 4] * np.maximum(0, 2 * letters - 1), weights.single[0] * by_rarity)
        )
        total += np.where(same, 0, more)
        for kind, weight in ((SOUND, weights.single[1]), (ROMANISED, weights.single[2])):
            total[found.across & (found.kind == kind)] += weight
        both_as_written = as_written[found.own_system] & (found.systems == written)
        total[similar & found.other_start & both_as_written] += weights.single[3]
        return total

    def letter_scores(
        self, spans: Longs, latin: Ints, value: Doubles, segments: Ints, lengths: Longs, skipped: float, cells: int
    ) -> Doubles:
        """The natural logarithm of the joint probability of a spelling with each candidate (count).

        `spans` (letters, 2, 2): for the segment of one and of two letters that ends at each letter, where its cells in
        `latin` (numbers below `cells`) and `value` begin and end, -1 if it has none. `segments` (count, longest, 3) and
        `lengths` (count) are those of `resolver.encode.align.Candidates`; `skipped` is the probability of a letter that
        no segment explains.
        """
        count, longest, most = segments.shape
        ends = [np.ascontiguousarray(segments[:, b - 1 :, b - 1]) for b in range(1, min(most, longest) + 1)]
        first = np.zeros((count, longest + 1))
        first[:, 0] = 1.0
        past = [first]
        row = np.zeros(cells + 1)
        for i in range(1, len(spans) + 1):
            here = past[i - 1] * skipped
            for a in range(1, min(2, i) + 1):
                start, end = spans[i - 1, a - 1].tolist()
                if start < 0:
                    continue
                row[latin[start:end]] = value[start:end]
                before = past[i - a]
                here += before * row[0]
                for b, numbers in enumerate(ends, start=1):
                    here[:, b:] += before[:, :-b] * row[numbers]
                row[latin[start:end]] = 0.0
            here[:, 1:] += here[:, :-1] * skipped
            past.append(here)
        out: Doubles = np.log(past[-1][np.arange(count), lengths] + 1e-300)
        return out

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float
    ) -> Doubles:
        """The log-odds of each name as far as the likeness of its words tells; `weights` are `ROUGH_WEIGHTS`, `cut` is
        how alike an initial and a name count."""
        looks = [Look(query, known, name, cut) for name in names.tolist()]
        return np.array([look.log_odds(dict(zip(ROUGH_WEIGHTS, weights.tolist(), strict=True))) for look in looks])

    def pairings(
        self, query: RoughQuery, names: Ints, known: NameTokens, cut: float, least: float
    ) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """How the words of the query stand for those of each name (n): the counterpart of each, -1 for none, (n, 16);
        and whether that is all there is to the alignment (n): no initials, and no words of either side that may be
        written as one word that the other has, alike by `least`."""
        looks = [Look(query, known, name, cut) for name in names.tolist()]
        partners = np.full((len(looks), MOST_TOKENS), -1, np.int8)
        for row, look in zip(partners, looks, strict=True):
            row[list(look.partner)] = list(look.partner.values())
        return partners, np.array([look.plain(least) for look in looks], np.bool_)

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
        np.cumsum([len(one.numbers) for one in found], out=found_at[1:])
        columns = {f.name: np.concatenate([getattr(one, f.name) for one in found]) for f in fields(Alike)}
        return Alike(**columns), found_at

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
        return Alike(
            numbers, value[near], alike[near].astype(np.float32), heard[near].astype(np.float32), cosines,
            fits.astype(np.float32), shares.astype(np.float32), kind[near], across[near],
            np.array([len(key) for key in keys], np.uint16),
            np.array([ord(key[0]) != asked.starts[token] for key in keys], np.bool_), rows[near].astype(np.uint8),
            known.systems[places[columns[near]]].astype(np.uint16),
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

    def dense(
        self, rows: Floats, count: int, inner: int, matrix: Floats, offset: Floats, *, positive: bool = False
    ) -> Floats:
        """The products (count, columns) of `count` rows with a matrix (inner, columns), plus `offset`.

        Row i is the `inner` numbers from where `rows[i]` begins: more than one of `rows` where they overlap. With
        `positive`, what is below 0 becomes 0. `columns` is a multiple of 16.
        """
        step = rows.strides[0]
        windows = as_strided(rows, (count, inner), (step, rows.itemsize), writeable=False)
        out: Floats = windows @ matrix + offset
        return np.maximum(out, 0, out=out) if positive else out

    def summed(self, rows: NDArray[np.int8], scales: Floats, which: Longs, at: Longs) -> Floats:
        """For each of several words (n), the sum of the rows `which[at[i]:at[i + 1]]` (at least one) of a table, each
        times its scale."""
        some = rows[which].astype(np.float32) * scales[which, None]
        total: Floats = np.add.reduceat(some, at[:-1], axis=0)
        return total

    def pooled(self, rows: Floats, weights: Floats, at: Longs) -> Floats:
        """For each of several words (n), whose signs are `rows[at[i]:at[i + 1]]` (at least one), the greatest number of
        each column, then, for each of the heads, the sum of its rows times their `weights` (rows, heads)."""
        parts = [np.maximum.reduceat(rows, at[:-1], axis=0)]
        parts += [np.add.reduceat(rows * head[:, None], at[:-1], axis=0) for head in weights.T]
        return np.concatenate(parts, axis=1)

    def letter_segments(self, texts: Texts) -> tuple[Ints, Longs]:
        """For each text, of which at most 24 bytes are read, its length, and the numbers (n, longest, 3) of the
        segments of one, two and three letters a to z that end at each letter, -1 where there is none."""
        cut = [text[:MOST_LATIN] for text in texts.all_bytes()]
        lengths = np.array([len(text) for text in cut], np.int64)
        longest = int(lengths.max(initial=1))
        joined = b"".join([text.ljust(longest, b"\0") for text in cut])
        code = np.frombuffer(joined, np.uint8).astype(np.int32).reshape(len(cut), longest) - ord("a")
        code[(code < 0) | (code >= 26)] = _NO_LETTER
        segments = np.empty((*code.shape, 3), np.int32)
        value, base = np.zeros_like(code), 1
        for b in range(3):
            previous = np.full_like(code, _NO_LETTER)
            previous[:, b:] = code[:, : longest - b]
            value = value + previous * 26**b
            segments[:, :, b] = np.where(value >= 0, value + base, -1)
            base += 26 ** (b + 1)
        return segments, lengths

    def trigram_sums(self, segments: Ints, lengths: Longs, trigrams: Floats) -> Doubles:
        """The sum of the logarithms of the trigrams (27, 27, 27) of each text, edges included."""
        code = np.maximum(segments[:, :, 0], 0)
        count, longest = code.shape
        padded = np.zeros((count, longest + 3), np.int64)
        padded[:, 2:-1] = np.where(np.arange(longest)[None, :] < lengths[:, None], code, 0)
        each = trigrams[padded[:, :-2], padded[:, 1:-1], padded[:, 2:]].astype(np.float64)
        inside = np.arange(longest + 1)[None, :] <= lengths[:, None]
        out: Doubles = (each * inside).sum(axis=1)
        return out

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


def _reached_by(shares: Floats, most: int) -> float:
    """The share that four spellings for each of the `most` owners reach, but for the width of a bucket, or 0."""
    buckets = np.bincount(np.minimum(shares * 256, 255).astype(np.int64), minlength=256)[::-1].cumsum()
    reached = int(np.searchsorted(buckets, 4 * most))
    return (255 - reached) / 256 if reached < 255 else 0.0


def _closeness(left: Texts, right: Texts) -> Floats:
    return process.cdist(left.all_bytes(), right.all_bytes(), scorer=OSA.normalized_similarity, dtype=np.float32)
