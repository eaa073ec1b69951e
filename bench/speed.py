"""How time, memory and disk grow with the list, beside what else names are searched with, in one run.

    python bench/speed.py [--names 10000,100000,1000000] [--queries 500] [--indexes DIR] [--picture FILE] [--peers-to N]

The names are synthetic (`bench/synthetic.py`: real tokens as often as they occur, five scripts, seeded); an index of
a smaller size holds the first names of the larger one. All times are CPU time of one core, but for the opening, which
is by the clock. "New tokens" are queries none of whose tokens was asked before: names of the list, half of them with
a slip of the pen, and one in three of a person who isn't in it. "Seen tokens" puts tokens of these together anew. The
batch are distinct names drawn as those of the list are, decided without the reasons being written out. The memory is
what a second worker has of its own after all this, while the first one runs; they are forked as those of the service.
Recall lost: of the ten tokens nearest to a token, those that the search by cells misses; and the share of names,
respelled in another script, that are no longer among the first ten candidates.

With `--indexes` the indexes are kept there and not built again; the table then has no time for building them.
`--peers-to 0` leaves the peers out.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import peers
from numpy.typing import NDArray
from synthetic import Names, entity_id, mistyped

from resolver import Resolver
from resolver.index import NameIndex, build_index
from resolver.model import NameRow
from resolver.names import parse
from resolver.program import own_process
from resolver.tokens import vectors
from resolver.web.current import warm

_LIST, _ASKED, _STRANGERS, _BATCH = 1, 2, 3, 4  # seeds
_BATCH_FACTOR = 10
_WARM_UP = 20
_SEEN_FROM = 300
"""The seen tokens are those of so many queries asked last."""
_PEERS_ASKED = 60
_RECALL_ASKED = 200
_PAIRS_JUDGED = 300
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Asked:
    """The queries: those with new tokens, with the number of the name each was made from or -1, the ones made of tokens
    seen by then, and the batch."""

    new: list[tuple[str, int]]
    seen: list[str]
    batch: list[str]

    @property
    def in_list(self) -> list[tuple[str, int]]:
        """The queries with new tokens whose name stands in the list."""
        return [(query, at) for query, at in self.new if at >= 0]


@dataclass(frozen=True, slots=True)
class Worked:
    """What a worker measured: seconds, megabytes, and names a second of CPU time."""

    open: float
    new: list[float]
    seen: list[float]
    batch: float
    own_megabytes: float
    found: float


@dataclass(frozen=True, slots=True)
class Size:
    """All figures for one size of list."""

    names: int
    tokens: int
    build: float
    bytes_a_name: float
    worked: Worked
    tokens_lost: float
    names_lost: float
    peers: list[peers.Measured]


def main() -> None:
    """Measures and prints the tables, and draws the picture."""
    asked = _arguments()
    own_process()
    if asked.worker:
        _work(*asked.worker)
        return
    with tempfile.TemporaryDirectory() as folder:
        indexes = asked.indexes or Path(folder)
        names = Names(asked.shared)
        sizes = [_measured(count, names, indexes, asked.queries, count <= asked.peers_to) for count in asked.names]
        pair = _pair_seconds(names) if asked.peers_to else None
    print(report(sizes))
    if pair is not None:
        print(f"\nnomenklatura's logic-v2 judges one pair of names in {1000 * pair:.2f} ms.")
    if asked.picture:
        draw(sizes, asked.picture)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=_counts, default=[10_000, 100_000, 1_000_000], help="sizes, with commas")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--indexes", type=Path, help="directory in which the indexes are kept")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="where train/ and eval/ lie")
    parser.add_argument("--picture", type=Path, help="PNG file for the growth curve")
    parser.add_argument("--peers-to", type=int, default=sys.maxsize, help="the longest list for peers (default: any)")
    parser.add_argument("--worker", nargs=2, type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _counts(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _measured(count: int, names: Names, indexes: Path, queries: int, with_peers: bool) -> Size:
    path = indexes / str(count)
    build = _built(names.rows(count, _LIST), count, path) if not path.exists() else float("nan")
    size = sum(file.stat().st_size for file in path.iterdir())
    listed = [row.name for row in names.rows(count, _LIST)]
    asked = _asked(names, listed, queries)
    _say(f"{count:,} names: asking")
    worked = _worked(path, asked)
    index = NameIndex.open(path)
    tokens_lost, names_lost = _lost(index, names, listed, asked)
    beside = _peers(index, listed, asked) if with_peers else []
    return Size(count, index.info.tokens, build, size / count, worked, tokens_lost, names_lost, beside)


def _built(rows: Iterable[NameRow], count: int, path: Path) -> float:
    """CPU seconds for building an index, and for making up the names on the way."""
    _say(f"{count:,} names: building")
    begun = time.process_time()
    build_index(rows, path)
    return time.process_time() - begun


def _asked(names: Names, listed: Sequence[str], count: int) -> Asked:
    rng = random.Random(_ASKED)
    strangers = names.draw(_STRANGERS)
    met: set[str] = set()
    new: list[tuple[str, int]] = []
    # A short list runs out of tokens that no query had yet.
    for _ in range(20 * (count + _WARM_UP)):
        at = rng.randrange(len(listed)) if rng.random() < 2 / 3 else -1
        name = listed[at] if at >= 0 else next(strangers)
        query = mistyped(name, rng) if rng.random() < 1 / 2 else name
        keys = {token.key for token in parse(query).tokens}
        if keys and not keys & met:
            met |= keys
            new.append((query, at))
        if len(new) == count + _WARM_UP:
            break
    last = [parse(query).tokens for query, _ in new[-_SEEN_FROM:]]
    seen = dict.fromkeys(f"{rng.choice(last)[0].text} {rng.choice(last)[-1].text}" for _ in range(count))
    batch = dict.fromkeys(islice(names.draw(_BATCH), _BATCH_FACTOR * count))
    return Asked(new, list(seen), list(batch))


def _worked(index: Path, asked: Asked) -> Worked:
    """What the second of two workers measures while the first one is there."""
    with tempfile.TemporaryDirectory() as folder:
        queries = Path(folder) / "asked.json"
        queries.write_text(json.dumps(asdict(asked)), "utf-8")
        command = [sys.executable, __file__, "--worker", str(index), str(queries)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as workers:
            _line(workers)
            return Worked(**json.loads(_line(workers)))


def _line(worker: subprocess.Popen[str]) -> str:
    line = worker.stdout.readline() if worker.stdout else ""
    if not line:
        raise RuntimeError("the worker ended without an answer")
    return line


def _work(index: Path, queries: Path) -> None:
    """Two workers, forked one after the other, as those of `resolver serve` are: after the index was opened and names
    were asked. Each prints what it measured, and stays until its input ends."""
    asked = Asked(**json.loads(queries.read_text("utf-8")))
    # Whoever opens an index has imported the engine and read its weights before; one of a name shows that.
    Resolver(NameIndex.of([NameRow("1", "Anna Petrova")])).resolve("Анна Петрова")
    begun = time.perf_counter()
    resolver = Resolver.open(index)
    opened = time.perf_counter() - begun
    warm(resolver)
    gc.freeze()
    for _ in range(2):
        done, tell = os.pipe()
        if os.fork() == 0:
            print(json.dumps(asdict(_measure(resolver, opened, asked))), flush=True)
            os.close(tell)
            sys.stdin.read()
            os._exit(0)
        os.close(tell)
        os.read(done, 1)
    sys.stdin.read()


def _measure(resolver: Resolver, opened: float, asked: Asked) -> Worked:
    new = _times(resolver, [query for query, _ in asked.new])
    seen = _times(resolver, asked.seen)
    begun = time.process_time()
    resolver.resolve_many(asked.batch, reasons=False)
    batch = len(asked.batch) / (time.process_time() - begun)
    own = _own_megabytes()
    found = _found(resolver, asked.in_list)
    return Worked(opened, new[_WARM_UP:], seen, batch, own, found)


def _times(resolver: Resolver, queries: Iterable[str]) -> list[float]:
    times = []
    for query in queries:
        begun = time.process_time()
        resolver.resolve(query)
        times.append(time.process_time() - begun)
    return times


def _own_megabytes() -> float:
    """The memory that no other process has mapped too."""
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {row.split(":")[0]: int(row.split()[1]) for row in rows}
    return (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1024


def _found(resolver: Resolver, asked: Sequence[tuple[str, int]]) -> float:
    """The share of queries that have the entity of their name among the first ten candidates."""
    answers = resolver.resolve_many([query for query, _ in asked])
    found = (
        entity_id(at) in [one.id for one in answer.candidates] for answer, (_, at) in zip(answers, asked, strict=True)
    )
    return sum(found) / max(len(asked), 1)


def _lost(index: NameIndex, names: Names, listed: Sequence[str], asked: Asked) -> tuple[float, float]:
    """What the search by cells misses: of the ten nearest tokens, and of names respelled in another script."""
    rng = random.Random(_ASKED)
    shuffled = rng.sample(range(len(listed)), len(listed))
    respelled = ((names.respelled(listed[at], rng), at) for at in shuffled)
    across = list(islice(((query, at) for query, at in respelled if query), _RECALL_ASKED))
    texts = [parse(query).tokens[0].text for query, _ in asked.new + across]
    every = vectors()(texts)
    probed = index.vectors.probed
    near = index.vectors.nearest(every, 10)
    found = _found(Resolver(index), across)
    index.vectors.probed = index.info.tokens
    nearest = index.vectors.nearest(every, 10)
    best = _found(Resolver(index), across)
    index.vectors.probed = probed
    kept = [len(np.intersect1d(some, ten)) / max(len(ten), 1) for some, ten in zip(near, nearest, strict=True)]
    return 1 - float(np.mean(kept)), best - found


def _peers(index: NameIndex, listed: list[str], asked: Asked) -> list[peers.Measured]:
    """What the peers need for the same names and some of the same queries."""
    measured = []
    some = asked.in_list[:_PEERS_ASKED]
    over = peers.Peer("HNSW over our vectors, usearch", peers.hnsw(_name_vector, _name_vectors(index)))
    for peer in (*peers.PEERS, over):
        if len(listed) > peer.most_names:
            continue
        _say(f"{len(listed):,} names: {peer.title}")
        try:
            measured.append(peers.measure(peer, listed, some))
        except ImportError as error:
            _say(f"{peer.title} is left out: {error}")
    return measured


def _pair_seconds(names: Names) -> float | None:
    """CPU seconds in which nomenklatura judges two names, the median; None where it isn't installed."""
    try:
        compare = peers.logic_v2_pair()
    except ImportError as error:
        _say(f"nomenklatura is left out: {error}")
        return None
    drawn = names.draw(_STRANGERS)
    times = []
    for left, right in islice(zip(drawn, drawn, strict=False), _PAIRS_JUDGED):
        begun = time.process_time()
        compare(left, right)
        times.append(time.process_time() - begun)
    return float(np.median(times))


def _name_vector(name: str) -> NDArray[np.float32]:
    total = vectors()([token.text for token in parse(name).tokens]).sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def _name_vectors(index: NameIndex) -> NDArray[np.float32]:
    """The vectors of all names (n, d), of length 1: the sum of their tokens'."""
    tokens = index.name_tokens
    totals = []
    for first in range(0, index.info.names, _BLOCK):
        starts = tokens.at[np.arange(first, min(first + _BLOCK, index.info.names) + 1)]
        some = index.vectors.vectors(tokens.tokens[starts[0] : starts[-1]])
        totals.append(np.add.reduceat(some, starts[:-1] - starts[0], axis=0))
    every = np.concatenate(totals)
    every /= np.maximum(np.linalg.norm(every, axis=1, keepdims=True), 1e-9)
    return every


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def report(sizes: Sequence[Size]) -> str:
    """The figures as two Markdown tables."""
    ours = _table(
        ["names", "tokens", "built, names/s", "bytes a name", "open ms", "worker MB", "seen tokens p50 / p99 ms",
         "new tokens p50 / p99 ms", "batch, names/s", "nearest lost %", "names lost %"],
        [
            [f"{s.names:,}", f"{s.tokens:,}", _rate(s.names, s.build), f"{s.bytes_a_name:.0f}",
             f"{1000 * s.worked.open:.0f}", f"{s.worked.own_megabytes:.0f}", _spread(s.worked.seen),
             _spread(s.worked.new), f"{s.worked.batch:,.0f}", f"{100 * s.tokens_lost:.1f}",
             f"{100 * s.names_lost:.1f}"]
            for s in sizes
        ],
    )  # fmt: skip
    titles = dict.fromkeys(peer.title for size in sizes for peer in size.peers)
    rows = [["resolver, decided", *(_row(s.worked.new, s.worked.found, s.names, s.build) for s in sizes)]]
    for title in titles:
        rows.append([title, *(_peer_cell(size, title) for size in sizes)])
    if len(rows) == 1:
        return ours
    head = ["p50 / p99 ms a query; found; built, names/s", *(f"{size.names:,}" for size in sizes)]
    return f"{ours}\n\n{_table(head, rows)}"


def _peer_cell(size: Size, title: str) -> str:
    return next((_row(p.query, p.found, size.names, p.build) for p in size.peers if p.title == title), "")


def _row(times: Sequence[float], found: float, names: int, build: float) -> str:
    return f"{_spread(times)}; {100 * found:.0f} %; {_rate(names, build)}"


def _rate(names: int, seconds: float) -> str:
    return "" if np.isnan(seconds) else f"{names / max(seconds, 1e-9):,.0f}"


def _spread(times: Sequence[float]) -> str:
    low, high = np.percentile(times, [50, 99]) * 1000
    return f"{low:.2f} / {high:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---:" if at else "---" for at in range(len(head))], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def draw(sizes: Sequence[Size], file: Path) -> None:
    """The growth curve: median CPU time of a query by the length of the list, both axes logarithmic."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    counts = [size.names for size in sizes]
    for title, pick in _LINES.items():
        axes.plot(counts, [1000 * float(np.median(pick(size))) for size in sizes], "o-", linewidth=2.5, label=title)
    for title in dict.fromkeys(peer.title for size in sizes for peer in size.peers):
        points = [(s.names, 1000 * float(np.median(p.query))) for s in sizes for p in s.peers if p.title == title]
        axes.plot(*zip(*points, strict=True), "o--", linewidth=1, label=title)
    axes.set(xscale="log", yscale="log", xlabel="names in the list", ylabel="CPU time of a query, median, ms")
    axes.grid(visible=True, which="major", alpha=0.3)
    figure.legend(loc="outside lower center", ncols=3, fontsize=8)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)


_LINES: dict[str, Callable[[Size], list[float]]] = {
    "resolver, seen tokens": lambda size: size.worked.seen,
    "resolver, new tokens": lambda size: size.worked.new,
}


if __name__ == "__main__":
    main()
