"""The command that compares two names, or the pairs of a table."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from resolver.batch import COMPARE_COLUMNS, Row, TableRun
from resolver.batch.jobs import CompareJob, pair_context
from resolver.batch.output import Answer, Cell
from resolver.batch.pool import Cells, Work
from resolver.batch.run import annotate
from resolver.cli.console import console, size_of, summary
from resolver.cli.options import (
    delimiter_option,
    encoding_option,
    format_option,
    input_format,
    jobs_option,
    json_option,
    path_type,
    prefix_option,
)
from resolver.cli.show import comparison_text, shown
from resolver.errors import InputError
from resolver.model import ENTITY_TYPES, EntityType
from resolver.resolver import Resolver

_LABELS = {"yes": True, "1": True, "true": True, "same": True, "no": False, "0": False, "false": False,
           "different": False}  # fmt: skip
_MOST_GROUPS = 1000
_HEAD = ("pairs", "same", "F1", "precision", "recall", "best F1", "from score", "mean same", "mean different")


@click.command()
@click.argument("names", nargs=-1, metavar="[LEFT RIGHT]")
@click.option("--type", type=click.Choice(ENTITY_TYPES), help="What both names denote.")
@click.option("--country", nargs=2, metavar="L R", help="Countries of both, as evidence: codes of ISO 3166-1 or names.")
@click.option("--birth-date", nargs=2, metavar="L R", help="Dates of birth of both: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--gender", nargs=2, metavar="L R", help="Genders of both: male or female (m, f).")
@json_option
@click.option("--pairs", type=path_type, metavar="IN", help="Compare two columns of this table instead.")
@click.option("-o", "--output", type=path_type, metavar="OUT", help="File to write (default: stdout).")
@click.option("--left", metavar="COL", help="The column with one name (default: left).")
@click.option("--right", metavar="COL", help="The column with the other name (default: right).")
@click.option("--type-column", metavar="COL", help="The column with the entity type of each pair.")
@click.option("--country-columns", nargs=2, metavar="L R", help="The columns with the countries of both names.")
@click.option("--birth-date-columns", nargs=2, metavar="L R", help="The columns with their dates of birth.")
@click.option("--gender-columns", nargs=2, metavar="L R", help="The columns with their genders.")
@click.option("--label", metavar="COL", help="The column that says whether the pair is the same: sum up how good the "
              "scores are.")  # fmt: skip
@click.option("--by", metavar="COL", multiple=True, help="Sum up by the values of this column too (may be repeated).")
@jobs_option
@prefix_option
@format_option
@delimiter_option
@encoding_option
@click.pass_context
def compare(
    ctx: click.Context,
    names: tuple[str, ...],
    type: EntityType | None,
    country: tuple[str, str] | None,
    birth_date: tuple[str, str] | None,
    gender: tuple[str, str] | None,
    as_json: bool,
    pairs: Path | None,
    output: Path | None,
    left: str | None,
    right: str | None,
    type_column: str | None,
    country_columns: tuple[str, str] | None,
    birth_date_columns: tuple[str, str] | None,
    gender_columns: tuple[str, str] | None,
    label: str | None,
    by: tuple[str, ...],
    jobs: int,
    prefix: str,
    kind: str | None,
    delimiter: str | None,
    encoding: str | None,
) -> None:
    """Say whether two names can denote the same entity, and why.

    With --pairs, each row of a table is compared; OUT has all its columns and, added: score (a probability), match,
    reason. Tables are read and written as `resolver normalize` does. With --label (yes/no, 1/0, true/false or
    same/different), F1, precision and recall at the default threshold, the best F1 over all thresholds and the mean
    scores go to standard error.

    \b
    Examples:
      resolver compare Лукашенко Lukašenka
      resolver compare "Ivan Petrov" "Iwan Petrow" --birth-date 1960 1960-05-04
      resolver compare --pairs pairs.csv -o judged.csv --left name1 --right name2 --type-column schema
      resolver compare --pairs labelled.tsv -o judged.tsv --label same --by tier
    """
    known_columns = (country_columns, birth_date_columns, gender_columns)
    if pairs is None:
        if len(names) != 2 or any((output, left, right, type_column, *known_columns, label, by)):
            raise click.UsageError("give two names, or a table with --pairs", ctx)
        nothing = (None, None)
        answer = Resolver.compare(
            *names, type=type, country=country or nothing, birth_date=birth_date or nothing, gender=gender or nothing
        )
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False) if as_json else comparison_text(answer))
        return
    if any((names, as_json, type, country, birth_date, gender)):
        raise click.UsageError("with --pairs, names, --type, --json and what is known of two have no place", ctx)
    if by and label is None:
        raise click.UsageError("--by sums up labelled pairs: give --label too", ctx)
    out = output or Path("-")
    judgement = Judgement(by)
    job = PairJob(type_column, label, len(by), context_columns=pair_context(*known_columns))
    columns = [left or "left", right or "right", *job.further_columns, *([label] if label is not None else []), *by]
    with console(size_of(pairs)) as it:
        run = TableRun(
            source=pairs,
            out=out,
            reject=lambda error: it.reject(pairs, error),
            progress=it.progress,
            form=input_format(pairs, kind, delimiter, encoding),
            prefix=prefix,
            jobs=jobs,
        )
        counts = annotate(run, columns, COMPARE_COLUMNS, job, judgement.add)
    click.echo(summary(counts, out), err=True)
    if label is not None:
        click.echo(judgement.text(), err=True)
    ctx.exit(1 if counts["rejected"] else 0)


class Judged(dict[str, Cell]):
    """The answer for one pair, with what is known of it: its label and the groups it belongs to."""

    same: bool | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairJob(CompareJob):
    """Compares two names a row; type, label and groups follow them, as far as they are asked for."""

    label: str | None
    groups: int

    def open(self) -> Work:
        work = CompareJob.open(self)

        def judge(rows: Sequence[Cells]) -> list[Answer]:
            answers = []
            for row, answer in zip(rows, work([row[: self.width] for row in rows]), strict=True):
                judged = Judged(answer)
                if self.label is not None:
                    judged.same = _LABELS[_label_key(row[self.width])]
                    judged.groups = row[self.width + 1 :]
                answers.append(judged)
            return cast(list[Answer], answers)

        return judge

    def check(self, row: Row) -> None:
        """Raises InputError where the type or the label is none."""
        CompareJob.check(self, row)
        label = row.cells[-1 - self.groups]
        if self.label is not None and _label_key(label) not in _LABELS:
            raise InputError(
                f"'{label}' is no label",
                field=self.label,
                row=row.number,
                mend="Give yes or no, 1 or 0, true or false, same or different.",
            )


def _label_key(cell: str) -> str:
    return cell.strip().casefold()


class Judgement:
    """How good the scores of labelled pairs are, overall and by groups. Memory does not grow with the pairs."""

    def __init__(self, by: Sequence[str]) -> None:
        self._all = Tally()
        self._by = by
        self._groups: list[defaultdict[str, Tally]] = [defaultdict(Tally) for _ in by]

    def add(self, answer: Answer) -> str:
        """Counts one answer; returns its verdict in words."""
        judged = cast(Judged, answer)
        score, match = cast(float, answer["score"]), bool(answer["match"])
        if judged.same is not None:
            self._all.add(judged.same, match, score)
            for tallies, value in zip(self._groups, judged.groups, strict=True):
                key = value if value in tallies or len(tallies) < _MOST_GROUPS else "(others)"
                tallies[key].add(judged.same, match, score)
        return "match" if match else "no match"

    def text(self) -> str:
        """A table of figures: the first row is for all pairs, then one for each group."""
        tables = [("", {"all": self._all})]
        tables += [
            (column, dict(sorted(tallies.items()))) for column, tallies in zip(self._by, self._groups, strict=True)
        ]
        return "\n".join(_table(column, tallies) for column, tallies in tables)


class Tally:
    """Labelled pairs, counted by score: scores are rounded to four decimals, so there are few of them."""

    def __init__(self) -> None:
        self._scores: dict[bool, Counter[float]] = {True: Counter(), False: Counter()}
        self._matches: Counter[bool] = Counter()

    def add(self, same: bool, match: bool, score: float) -> None:
        self._scores[same][score] += 1
        self._matches[same] += match

    def figures(self) -> tuple[str, ...]:
        """The cells of `_HEAD`; one that has no meaning (precision without a match, say) is "-"."""
        pairs, same = (sum(self._scores[x].total() for x in xs) for xs in ((True, False), (True,)))
        right, matches = self._matches[True], self._matches.total()
        best, threshold = max(self._thresholds(), default=(None, None))
        means = [_ratio(sum(x * n for x, n in self._scores[s].items()), self._scores[s].total()) for s in (True, False)]
        ratios = (
            _ratio(2 * right, same + matches),
            _ratio(right, matches),
            _ratio(right, same),
            best,
            threshold,
            *means,
        )
        return (f"{pairs:,}", f"{same:,}", *("-" if x is None else f"{x:.3f}" for x in ratios))

    def _thresholds(self) -> Iterator[tuple[float, float]]:
        """F1 from each score on, and that score."""
        same = self._scores[True].total()
        right = matches = 0
        for score in sorted({*self._scores[True], *self._scores[False]}, reverse=True):
            right += self._scores[True][score]
            matches += self._scores[True][score] + self._scores[False][score]
            yield 2 * right / (same + matches), score


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _table(column: str, tallies: dict[str, Tally]) -> str:
    rows = [
        (shown(column), *_HEAD),
        *((shown(group) or "(empty)", *tally.figures()) for group, tally in tallies.items()),
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    first, *others = widths
    lines = ("  ".join([row[0].ljust(first), *(cell.rjust(w) for cell, w in zip(row[1:], others, strict=True))])
             for row in rows)  # fmt: skip
    return "\n".join(lines)
