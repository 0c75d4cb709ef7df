"""Opens what a run left, by name: tables as Spark DataFrames, result files as they are. It computes nothing.

run = Run("../demo")            # the folder given to ./millwright as --out
run.table("features_context")   # a Delta table of the lake; run.table(name, version=3) as it was
run.readings("S1-CNV-01")       # flat readings: one row a reading
run.result("metrics.json")      # a result file, parsed
"""

import glob
import json
import os
import pathlib

from pyspark.sql import DataFrame, SparkSession

HERE = pathlib.Path(__file__).resolve().parent


def spark() -> SparkSession:
    """A local session that reads Delta; on EMR Studio, the session that is there."""
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
        .config("spark.jars", ",".join(jars))
        .config("spark.driver.extraClassPath", ":".join(jars))
        .config("spark.driver.memory", os.environ.get("MILLWRIGHT_HEAP", "2g"))
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )


class Run:
    """A run's output folder: the lake in it, and its result files."""

    def __init__(self, out: str | None = None):
        """out: folder given to ./millwright as --out; without it MILLWRIGHT_OUT, else the demo's."""
        given = out or os.environ.get("MILLWRIGHT_OUT") or str(HERE.parent / "demo")
        self.out = pathlib.Path(given).resolve()
        if not (self.out / "lake").is_dir():
            raise FileNotFoundError(f"{self.out} holds no lake; run ./millwright demo, or set MILLWRIGHT_OUT to a run's --out folder")

    def table(self, name: str, version: int | None = None) -> DataFrame:
        """A table of the lake, as it is or as it was in a version."""
        path = self.out / "lake" / name
        if not (path / "_delta_log").is_dir():
            there = sorted(each.parent.name for each in (self.out / "lake").glob("*/_delta_log"))
            raise FileNotFoundError(f"the lake has no table {name}; it has {', '.join(there)}")
        reader = spark().read.format("delta")
        return (reader if version is None else reader.option("versionAsOf", version)).load(str(path))

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
        return json.loads((self.out / name).read_text(encoding="utf-8"))
