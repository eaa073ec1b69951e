"""What names are found by: the share of rarity that a query and a name have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.lists import Lists
from resolver.kernels.offsets import At


@dataclass(frozen=True, eq=False)
class NameShares:
    """The names that each token stands in; how rare all tokens of each name are together (names); the entity of each
    name; the type of each entity."""

    names_with: Lists
    mass: NDArray[np.float16]
    entities: At
    types: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which names are wanted: `most` of them, of one `type` or, with -1, of any. A name scores by how much of `mine`
    and `share` times its mass it has in common with the query."""

    most: int
    mine: float
    share: float
    type: int = -1
