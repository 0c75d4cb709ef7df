"""The same work by DuckDB, Polars, tsfresh and scipy, in the best form found. Prints one line of seconds a repetition."""

import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

THREADS = int(os.environ.get("THREADS", "2"))
os.environ.setdefault("POLARS_MAX_THREADS", str(THREADS))

HOURLY = """
    SELECT equipment_id, sensor, time_bucket(INTERVAL 1 hour, time) AS hour, count(value) AS n, avg(value) AS mean,
        stddev_samp(value) AS sd, skewness(value) AS skewness, kurtosis_pop(value) AS kurtosis, min(value) AS least,
        max(value) AS most, sqrt(avg(value * value)) AS rms, regr_slope(value, epoch(time) / 3600 - 490000) AS slope,
        quantile_cont(value, [0.25, 0.5, 0.75]) AS quartiles
    FROM read_parquet('{landing}') GROUP BY ALL"""

# Trailing windows by merging hourly sums: fast, and without quantiles.
PREAGGREGATED = """
    WITH hourly AS (
        SELECT equipment_id, sensor, time_bucket(INTERVAL 1 hour, time) AS hour, count(value) AS n, sum(value) AS s1,
            sum(value ** 2) AS s2, sum(value ** 3) AS s3, sum(value ** 4) AS s4, min(value) AS least, max(value) AS most,
            sum(epoch(time) / 3600 - 490000) AS t1, sum((epoch(time) / 3600 - 490000) ** 2) AS t2,
            sum((epoch(time) / 3600 - 490000) * value) AS tv, arg_max(value, time) AS last
        FROM read_parquet('{landing}') GROUP BY ALL)
    SELECT equipment_id, sensor, hour + INTERVAL 1 hour AS as_of, {columns} FROM hourly
    WINDOW {windows}"""

# Trailing windows with quantiles by joining every window's readings; a day at a time keeps them in memory.
GRID = """
    SELECT r.equipment_id, r.sensor, g.as_of, count(value) AS n, avg(value) AS mean, stddev_samp(value) AS sd,
        var_samp(value) AS variance, skewness(value) AS skewness, kurtosis_pop(value) AS kurtosis, min(value) AS least,
        max(value) AS most, max(value) - min(value) AS peak_to_peak, sqrt(avg(value * value)) AS rms,
        regr_slope(value, epoch(time) / 3600) AS slope, arg_max(value, time) AS last,
        quantile_cont(value, [0.25, 0.5, 0.75]) AS quartiles
    FROM read_parquet('{landing}') r JOIN grid g ON r.time >= g.as_of - INTERVAL {hours} hour AND r.time < g.as_of
    GROUP BY ALL"""

RANGE = """
    SELECT * FROM (
        SELECT equipment_id, sensor, time, count(value) OVER w AS n, avg(value) OVER w AS mean,
            stddev_samp(value) OVER w AS sd, var_samp(value) OVER w AS variance, skewness(value) OVER w AS skewness,
            kurtosis_pop(value) OVER w AS kurtosis, min(value) OVER w AS least, max(value) OVER w AS most,
            sqrt(avg(value * value) OVER w) AS rms, regr_slope(value, epoch(time) / 3600) OVER w AS slope,
            quantile_cont(value, [0.25, 0.5, 0.75]) OVER w AS quartiles
        FROM read_parquet('{landing}')
        WINDOW w AS (PARTITION BY equipment_id, sensor ORDER BY time
            RANGE BETWEEN INTERVAL {minutes} minute PRECEDING AND CURRENT ROW))
    WHERE minute(time) = 59"""

CHUNKS = """
    SELECT equipment_id, sensor, time_bucket(INTERVAL 1 day, time) AS day, list(time ORDER BY time) AS times,
        list(value ORDER BY time) AS samples
    FROM read_parquet('{landing}') GROUP BY ALL"""


def preaggregated(landing: str) -> str:
    """Columns and windows of the trailing 24 and 168 hours."""
    columns = []
    windows = []
    for hours in (24, 168):
        n, s1, s2 = (f"sum({c}) OVER w{hours}" for c in ("n", "s1", "s2"))
        s3, s4 = (f"sum({c}) OVER w{hours}" for c in ("s3", "s4"))
        m = f"({s1} / {n})"
        m2 = f"({s2} - {s1} * {m})"
        m3 = f"({s3} - 3 * {m} * {s2} + 2 * {m} ** 3 * {n})"
        m4 = f"({s4} - 4 * {m} * {s3} + 6 * {m} ** 2 * {s2} - 3 * {m} ** 4 * {n})"
        t1, t2, tv = (f"sum({c}) OVER w{hours}" for c in ("t1", "t2", "tv"))
        columns += [
            f"{n} AS n{hours}",
            f"{m} AS mean{hours}",
            f"sqrt({m2} / ({n} - 1)) AS sd{hours}",
            f"{m2} / ({n} - 1) AS variance{hours}",
            f"({m3} / {n}) / ({m2} / {n}) ** 1.5 AS skewness{hours}",
            f"({m4} / {n}) / ({m2} / {n}) ** 2 AS kurtosis{hours}",
            f"min(least) OVER w{hours} AS least{hours}",
            f"max(most) OVER w{hours} AS most{hours}",
            f"max(most) OVER w{hours} - min(least) OVER w{hours} AS range{hours}",
            f"sqrt({s2} / {n}) AS rms{hours}",
            f"({n} * {tv} - {t1} * {s1}) / ({n} * {t2} - {t1} ** 2) AS slope{hours}",
            f"last_value(last) OVER w{hours} AS last{hours}",
        ]
        windows.append(
            f"w{hours} AS (PARTITION BY equipment_id, sensor ORDER BY hour"
            f" RANGE BETWEEN INTERVAL {hours - 1} hour PRECEDING AND CURRENT ROW)"
        )
    return PREAGGREGATED.format(landing=landing, columns=", ".join(columns), windows=", ".join(windows))


def duckdb_query(queries: list[str], out: Path) -> Callable[[], None]:
    """Runs the queries one after the other, each into a file."""
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS, "memory_limit": "16GB"})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET preserve_insertion_order = false")

    def run() -> None:
        for number, query in enumerate(queries):
            target = out / f"{number}.parquet"
            connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")

    return run


def grid(landing: str, out: Path) -> Callable[[], None]:
    """Both windows by joining a grid."""
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS, "memory_limit": "16GB", "temp_directory": str(out / "tmp")})
    connection.execute("SET TimeZone = 'UTC'")
    first, last = connection.execute(f"SELECT min(time), max(time) FROM read_parquet('{landing}')").fetchone()
    connection.execute(
        f"CREATE TABLE grid AS SELECT unnest(generate_series(TIMESTAMPTZ '{first}' + INTERVAL 1 hour,"
        f" TIMESTAMPTZ '{last}' + INTERVAL 1 hour, INTERVAL 1 hour)) AS as_of"
    )

    def run() -> None:
        for hours in (24, 168):
            query = GRID.format(landing=landing, hours=hours)
            connection.execute(f"COPY ({query}) TO '{out}/{hours}.parquet' (FORMAT parquet, COMPRESSION zstd)")

    return run


def polars_hourly(landing: str, out: Path) -> Callable[[], None]:
    """Hourly statistics by Polars' streaming engine."""
    import polars as pl

    value, hours = pl.col("value"), pl.col("time").dt.epoch("us") / 3.6e9

    def run() -> None:
        (
            pl.scan_parquet(landing)
            .group_by("equipment_id", "sensor", pl.col("time").dt.truncate("1h").alias("hour"))
            .agg(
                value.count().alias("n"),
                value.mean().alias("mean"),
                value.std().alias("sd"),
                value.skew().alias("skewness"),
                value.kurtosis(fisher=False).alias("kurtosis"),
                value.min().alias("least"),
                value.max().alias("most"),
                (value * value).mean().sqrt().alias("rms"),
                (pl.cov(hours, value) / hours.var()).alias("slope"),
                value.quantile(0.25, "linear").alias("q25"),
                value.quantile(0.5, "linear").alias("q50"),
                value.quantile(0.75, "linear").alias("q75"),
            )
            .sink_parquet(out / "hourly.parquet")
        )

    return run


def tsfresh_hourly(landing: str, out: Path) -> Callable[[], None]:
    """The statistics tsfresh has too, of one sensor of one machine; the table scales by readings."""
    import pandas as pd
    import pyarrow.parquet as pq
    from tsfresh.feature_extraction import extract_features

    first = sorted(Path(landing).parent.glob("*.parquet"))[0]
    frame = pq.read_table(first, filters=[("equipment_id", "=", "m00000"), ("sensor", "=", "s0")]).to_pandas()
    frame["id"] = frame["time"].dt.floor("h").astype("int64")
    print(f"readings {len(frame)}", flush=True)
    statistics = {
        "length": None,
        "mean": None,
        "standard_deviation": None,
        "skewness": None,
        "kurtosis": None,
        "minimum": None,
        "maximum": None,
        "root_mean_square": None,
        "linear_trend": [{"attr": "slope"}],
        "quantile": [{"q": 0.25}, {"q": 0.5}, {"q": 0.75}],
    }

    def run() -> None:
        features = extract_features(
            frame[["id", "time", "value"]],
            column_id="id",
            column_sort="time",
            default_fc_parameters=statistics,
            n_jobs=THREADS,
            disable_progressbar=True,
        )
        pd.DataFrame(features).to_parquet(out / "tsfresh.parquet")

    return run


def scipy_spectra(samples: str, out: Path) -> Callable[[], None]:
    """Numbers of vibration bursts, on one core."""
    import spectra

    return lambda: spectra.run(Path(samples), out / "numbers.f64")


def cpu_seconds() -> float:
    """CPU time of the process and of what it started and waited for."""
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, USAGES))


USAGES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> None:
    """peers.py WORK LANDING OUT REPETITIONS WARM_UPS"""
    work, landing, out = sys.argv[1], sys.argv[2], Path(sys.argv[3]) / sys.argv[1]
    repetitions, warm_ups = int(sys.argv[4]), int(sys.argv[5])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    run = {
        "duckdb_hourly": lambda: duckdb_query([HOURLY.format(landing=landing)], out),
        "duckdb_chunks": lambda: duckdb_query([CHUNKS.format(landing=landing)], out),
        "duckdb_preaggregated": lambda: duckdb_query([preaggregated(landing)], out),
        "duckdb_range": lambda: duckdb_query(
            [RANGE.format(landing=landing, minutes=hours * 60 - 1) for hours in (24, 168)], out
        ),
        "duckdb_grid": lambda: grid(landing, out),
        "polars_hourly": lambda: polars_hourly(landing, out),
        "tsfresh_hourly": lambda: tsfresh_hourly(landing, out),
        "scipy_spectra": lambda: scipy_spectra(landing, out),
    }[work]()
    for i in range(warm_ups + repetitions):
        if i == warm_ups:
            print("warm", flush=True)
        start, cpu = time.perf_counter(), cpu_seconds()
        run()
        print(f"seconds {time.perf_counter() - start:.3f} cpu {cpu_seconds() - cpu:.3f}", flush=True)
    print(f"peak_mb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


if __name__ == "__main__":
    main()
