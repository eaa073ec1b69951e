"""String to vector: the learned encoder, and the letter evidence that orders its neighbours.

``Encoder.load().encode(tokens)`` gives unit vectors whose dot product is high for spellings of one name
in any script; ``Reranker.load().score(token, candidates, cosines)`` orders the nearest of them, and
``Reranker.alignment`` shows which letters stand for which.
"""

from __future__ import annotations

from resolver.encode.align import Segment
from resolver.encode.encoder import Encoder, damaged_files
from resolver.encode.rerank import Reranker

__all__ = ["Encoder", "Reranker", "Segment", "damaged_files"]
