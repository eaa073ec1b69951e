"""Commands for those who write alias files: `aliases check`."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from resolver.cli.console import console
from resolver.cli.options import json_option
from resolver.errors import AliasError
from resolver.index import NameIndex
from resolver.resolver import Resolver
from resolver.sources.alias_check import AliasName, Finding, check_aliases
from resolver.sources.aliases import bundled_files

_PARTS = 10


@click.group(no_args_is_help=False)
def aliases() -> None:
    """Look after alias files.

    \b
    Examples:
      resolver aliases check
      resolver aliases check my-aliases.yaml
    """


@aliases.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--derivable", is_flag=True, help="Say, too, which names the engine finds without them (slow).")
@json_option
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], derivable: bool, as_json: bool) -> None:
    """Find faults in alias files: those at PATH (files, or folders of .yaml files), or the bundled ones.

    Errors are what breaks the format; an id or a name that stands there twice; a name that is not written in its
    script, or in letters its language has. A warning tells of a name that two entities share, which makes answers
    ambiguous. The exit code is 1 if there are errors.

    --derivable leaves the names out of an index, a tenth at a time, and asks for them: where the answer still is a
    match with the same entity, the line may go. That takes ten builds of the index and a look-up of each name.

    \b
    Examples:
      resolver aliases check
      resolver aliases check aliases/ukraine.yaml --derivable
      resolver aliases check --json my-aliases/ | jq 'select(.level == "error")'
    """
    names, findings = check_aliases(_alias_files(paths))
    if derivable:
        with console(len(names), unit=" names") as it:
            findings = sorted([*findings, *_derivable(names, it.progress)])
    for finding in findings:
        click.echo(json.dumps(finding.to_dict(), ensure_ascii=False) if as_json else str(finding))
    levels = Counter(finding.level for finding in findings)
    entities = sum(name.row.role == "primary" for name in names)
    said = f"{levels['error']:,} errors, {levels['warning']:,} warnings"
    click.echo(f"{entities:,} entities, {len(names):,} names: {said}", err=True)
    ctx.exit(1 if levels["error"] else 0)


def _alias_files(paths: Iterable[Path]) -> list[Path]:
    """The files at the paths, folders searched through; the bundled ones where there are no paths."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            raise AliasError(f"there are no .yaml files in {path}", mend="Give an alias file, or a folder of them.")
        found += inside
    return found or bundled_files()


def _derivable(names: Sequence[AliasName], progress: Callable[[int], None]) -> Iterator[Finding]:
    """The aliases that an index without them finds all the same. The aliases of one entity are dealt out over the
    parts that are left out, so that each is asked of an index that has nearly all of the others."""
    parts: defaultdict[int, list[AliasName]] = defaultdict(list)
    dealt: Counter[str] = Counter()
    for name in names:
        if name.row.role == "primary":
            progress(1)
            continue
        parts[dealt[name.row.entity_id] % _PARTS].append(name)
        dealt[name.row.entity_id] += 1
    for left_out in parts.values():
        without = {id(name) for name in left_out}
        resolver = Resolver(NameIndex.of(name.row for name in names if id(name) not in without))
        for name in left_out:
            progress(1)
            answer = resolver.resolve(name.row.name)
            if not name.row.weak and answer.entity and answer.entity.id == name.row.entity_id:
                what = f"is found by “{answer.matched_name}”, too, score {answer.score:.2f}"
                yield name.finding("info", "derivable", what, "The line may go as long as that one stays.")
