"""What letter models say of spellings, in numpy."""

from __future__ import annotations

import numpy as np

from resolver.kernels.likeness import MOST_LATIN
from resolver.kernels.rough import Doubles, Floats, Ints, Longs
from resolver.kernels.texts import Texts

_NO_LETTER = -(10**6)


class LetterSums:
    """A part of `resolver.kernels.Kernels`."""

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
