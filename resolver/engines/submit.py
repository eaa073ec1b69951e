"""The entry for spark-submit: a table in, the same table with answers out.

    spark-submit "$(python -m resolver.engines.submit --where)" IN OUT --column name --index my.index

IN and OUT are whatever Spark can read and write: a path on the driver's disk, hdfs://, s3a://.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from resolver.errors import ResolverError
from resolver.model import ENTITY_TYPES

_OPTIONS = {"csv": {"header": "true", "escape": '"', "multiLine": "true"}, "parquet": {}, "json": {}}


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the job and exits: 0 done, 2 not done."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--where"]:
        sys.stdout.write(f"{__file__}\n")
        return
    asked = _parser().parse_args(arguments)
    # Here, not above: --where has to work without Spark's start.
    from pyspark.sql import SparkSession

    from resolver.engines.spark import normalize

    spark = SparkSession.builder.appName(f"resolver normalize {asked.column}").getOrCreate()
    try:
        table = spark.read.format(asked.format).options(**_OPTIONS[asked.format]).load(asked.source)
        done = normalize(
            table, asked.column, index=asked.index, type=asked.type, threshold=asked.threshold, prefix=asked.prefix,
            type_column=asked.type_column, country_column=asked.country_column,
            birth_date_column=asked.birth_date_column, gender_column=asked.gender_column,
        )  # fmt: skip
        done.write.format(asked.format).options(**_OPTIONS[asked.format]).mode("errorifexists").save(asked.out)
    except ResolverError as error:
        sys.exit(f"error: {error}")
    finally:
        spark.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="resolver.engines.submit", description="Resolve a column on a Spark cluster.")
    parser.add_argument("source", metavar="IN")
    parser.add_argument("out", metavar="OUT", help="must not be there yet")
    parser.add_argument("--column", required=True, help="the column that holds the names")
    parser.add_argument("--index", help="index directory on the driver (default: the bundled aliases)")
    parser.add_argument("--type", choices=ENTITY_TYPES, help="what the names denote")
    parser.add_argument("--type-column", help="the column that holds what each name denotes")
    parser.add_argument("--country-column", help="the column that holds the country of each name")
    parser.add_argument("--birth-date-column", help="the column that holds the date of birth of each name")
    parser.add_argument("--gender-column", help="the column that holds the gender of each name")
    parser.add_argument("--threshold", type=float, default=0.0, help="call a match with a lower score ambiguous")
    parser.add_argument("--prefix", default="", help="put this before the names of the added columns")
    parser.add_argument("--format", choices=sorted(_OPTIONS), default="parquet")
    return parser


if __name__ == "__main__":
    main()
