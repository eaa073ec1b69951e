"""A job on a cluster of two workers on this machine, in which one task is killed the first time it is tried."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import SparkSession

from resolver.engines.spark import normalize

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.executor.memory": "512m",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "8",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
}


def main(source: str, out: str, index: str, marker: str, threshold: str) -> None:
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("resolver test")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")

    def doomed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Passes the rows on; the first attempt at partition 1 is killed after its first batch."""
        context = TaskContext.get()
        assert context is not None
        for at, batch in enumerate(batches):
            if at == 1 and context.partitionId() == 1 and context.attemptNumber() == 0:
                Path(marker).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    table = spark.read.parquet(source).repartition(4, "no")
    table = table.mapInArrow(doomed, table.schema)
    done = normalize(
        table,
        "name",
        index=index,
        threshold=float(threshold),
        type_column="type",
        country_column="country",
        birth_date_column="birth_date",
        gender_column="gender",
    )
    done.coalesce(2).write.parquet(out)
    logs = Path(os.environ["SPARK_HOME"]) / "work" / spark.sparkContext.applicationId
    spark.stop()
    shutil.rmtree(logs, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
