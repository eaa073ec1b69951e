"""What comes of clustering names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from resolver.model import EntityType, NameRow


@dataclass(frozen=True, slots=True)
class Cluster:
    """The spellings of one entity: `name` is the canonical one, which `names`, all of them, begin with. `score`, in
    [0, 1], is the share of its pairs of names that can be expected to be one entity indeed (those known beforehand
    are); for a single name the probability that no other name denotes the same, where as many single names have another
    spelling as have none."""

    id: str
    name: str
    names: tuple[str, ...]
    score: float

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "names": list(self.names), "score": round(self.score, 4)}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair of names worth a second look: `score`, in [0, 1], is the probability that they denote one entity, judged
    by these two names alone, `same` whether they came into one cluster."""

    left: str
    right: str
    score: float
    same: bool

    def to_dict(self) -> dict[str, Any]:
        return {"left": self.left, "right": self.right, "score": round(self.score, 4), "same": self.same}


@dataclass(frozen=True, slots=True)
class Clustering:
    """All clusters, by name, and the doubtful pairs, the most doubtful first."""

    clusters: tuple[Cluster, ...]
    doubts: tuple[Doubt, ...]

    def by_name(self) -> dict[str, Cluster]:
        """The cluster of each name, as cleaned by `resolver.text.clean`; names without letters or digits have none."""
        return {name: cluster for cluster in self.clusters for name in cluster.names}

    def rows(self, type: EntityType | None = None) -> Iterator[NameRow]:
        """The clusters as a name list, as an index is built from."""
        for cluster in self.clusters:
            for name in cluster.names:
                role = "primary" if name == cluster.name else "alias"
                yield NameRow(cluster.id, name, type or "", role=role)

    def to_dict(self) -> dict[str, Any]:
        return {
            "clusters": [cluster.to_dict() for cluster in self.clusters],
            "doubts": [doubt.to_dict() for doubt in self.doubts],
        }
