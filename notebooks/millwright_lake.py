"""Opens what a run left, by name: tables as Spark DataFrames, result files as they are. It computes nothing.

run = Run("../demo")            # the folder given to ./millwright as --out, or its URL: Run("s3://plant/results")
run.table("features_context")   # a Delta table of the lake; run.table(name, version=3) as it was
run.readings("S1-CNV-01")       # flat readings: one row a reading
run.result("metrics.json")      # a result file, parsed
run.csv("worklist.csv")         # the same of a table, as a pandas one

Also for the Python 3.9 of a cluster of EMR 7, which brings no pandas: only csv needs it.
"""

from __future__ import annotations

import glob
import io
import json
import os
import pathlib
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame, SparkSession

if TYPE_CHECKING:
    import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent


def spark() -> SparkSession:
    """A local session that reads Delta, of buckets too; on EMR Studio, the session that is there."""
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    os.environ.pop("SPARK_HOME", None)
    folder = os.environ.get("MILLWRIGHT_PLATFORM", str(HERE.parent / "pipeline" / "target" / "platform"))
    jars = glob.glob(f"{folder}/delta-s*.jar")
    if len(jars) != 2:
        raise FileNotFoundError(
            f"{folder} holds {len(jars)} of Delta's 2 jars; build Millwright first (./millwright --help does), "
            "or set MILLWRIGHT_PLATFORM to a folder with delta-spark and delta-storage"
        )
    return (
        SparkSession.builder.master("local[2]")
        .appName("millwright notebook")
        .config(map=_s3())
        .config("spark.jars", ",".join(jars))
        .config("spark.driver.extraClassPath", ":".join([*jars, f"{folder}/../s3/*"]))
        .config("spark.driver.memory", os.environ.get("MILLWRIGHT_HEAP", "2g"))
        # A notebook asks for moments, which the optimising compiler only delays.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )


def _s3() -> dict[str, str]:
    """What Hadoop needs for s3:// with the credentials AWS's tools find, or with the emulator that AWS_ENDPOINT_URL names."""
    settings = {
        "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
        "spark.hadoop.fs.s3a.aws.credentials.provider": "com.amazonaws.auth.DefaultAWSCredentialsProviderChain",
    }
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        settings |= {"spark.hadoop.fs.s3a.endpoint": endpoint, "spark.hadoop.fs.s3a.path.style.access": "true"}
    return settings


class Run:
    """A run's output folder: the lake in it, and its result files. All is read where Spark reads it, so `out` is a URL."""

    def __init__(self, out: str | None = None):
        """out: folder or URL given to ./millwright as --out; without it MILLWRIGHT_OUT, else the demo's."""
        given = str(out or os.environ.get("MILLWRIGHT_OUT") or HERE.parent / "demo")
        self.out = given.rstrip("/") if "://" in given else f"file://{pathlib.Path(given).resolve()}"
        if not self._has("lake"):
            raise FileNotFoundError(f"{self.out} holds no lake; run ./millwright demo, or set MILLWRIGHT_OUT to a run's --out folder")

    def table(self, name: str, version: int | None = None) -> DataFrame:
        """A table of the lake, as it is or as it was in a version."""
        if not self._has(f"lake/{name}/_delta_log"):
            files, lake = self._place("lake")
            there = sorted(each.getPath().getName() for each in files.listStatus(lake))
            raise FileNotFoundError(f"the lake has no table {name}; it has {', '.join(there)}")
        reader = spark().read.format("delta")
        return (reader if version is None else reader.option("versionAsOf", version)).load(f"{self.out}/lake/{name}")

    def readings(self, equipment_id: str | None = None) -> DataFrame:
        """Flat readings: equipment_id, sensor, event_time, known_time, value, clean (null where features may not use it)."""
        series = self.table("series")
        if equipment_id is not None:
            series = series.where(series.equipment_id == equipment_id)
        return series.selectExpr(
            "equipment_id",
            "sensor",
            "chunk_start",
            "known_time",
            "inline(arrays_zip(offset_ms, value, coalesce(clean, value))) as (offset_ms, value, clean)",
        ).selectExpr(
            "equipment_id",
            "sensor",
            "timestamp_millis(unix_millis(chunk_start) + offset_ms) as event_time",
            "known_time",
            "value",
            "nullif(clean, double('NaN')) as clean",
        )

    def result(self, name: str):
        """A result file of the run, for example metrics.json, worklist.json or drift.json."""
        return json.loads(self._text(name))

    def csv(self, name: str) -> pd.DataFrame:
        """A result file with a line a row, for example worklist.csv."""
        import pandas as pd

        return pd.read_csv(io.StringIO(self._text(name)))

    def _text(self, name: str) -> str:
        if not self._has(name):
            raise FileNotFoundError(f"{self.out} holds no {name}; the jobs that write it were not run")
        files, path = self._place(name)
        stream = files.open(path)
        try:
            return bytes(spark()._jvm.org.apache.commons.io.IOUtils.toByteArray(stream)).decode("utf-8")
        finally:
            stream.close()

    def _has(self, name: str) -> bool:
        files, path = self._place(name)
        return files.exists(path)

    def _place(self, name: str):
        """A file or folder of the run as Hadoop knows it, behind the file system it lies in."""
        path = spark()._jvm.org.apache.hadoop.fs.Path(f"{self.out}/{name}")
        return path.getFileSystem(spark()._jsc.hadoopConfiguration()), path
