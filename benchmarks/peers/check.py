"""Holds the results of both sides against each other, and some against the readings themselves; fails where they differ."""

import glob
import sys
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# Moments agree to this, relative to the number or to 1 where that is larger.
MOMENTS = 1e-9
# Skewness and kurtosis of windows come from sums of powers in DuckDB, which lose digits of readings that lie far from 0.
OF_POWERS = 1e-6
# What Millwright states for a quantile, as a share of the value; between two readings as of the larger one.
OF_BINS = 1.01 / 512
SENSORS = 6

failures: list[str] = []


def close(what: str, ours: Numbers, theirs: Numbers, within: Numbers | float) -> None:
    """Notes what differs by more; within is absolute."""
    worst = float(np.max(np.abs(ours - theirs) / within)) if ours.shape == theirs.shape else np.inf
    print(f"{what}: {len(theirs)} numbers, the farthest apart by {worst:.2g} of what is allowed")
    if not worst <= 1:
        failures.append(what)


def moments(what: str, ours: Numbers, theirs: Numbers, share: float = MOMENTS) -> None:
    close(what, ours, theirs, share * np.maximum(1, np.abs(theirs)))


def joined(lake: Path, theirs: str, window: str, statistics: list[str], columns: list[str]) -> dict[str, Numbers]:
    """Columns of both sides on rows with the same machine, sensor and hour; every row of theirs must have one of ours."""
    features = f"read_parquet('{lake}/features_time_domain/**/*.parquet')"
    long = " UNION ALL ".join(
        f"SELECT equipment_id, 's{i}' AS sensor, as_of, "
        + ", ".join(f"s{i}__{window}__{name} AS our_{name}" for name in statistics)
        + f" FROM {features}"
        for i in range(SENSORS)
    )
    query = (
        f"SELECT {', '.join('our_' + name for name in statistics)}, {', '.join(columns)}"
        f" FROM ({theirs}) t JOIN ({long}) o USING (equipment_id, sensor, as_of)"
    )
    rows = duckdb.sql(f"SELECT count(*) FROM ({theirs})").fetchall()[0][0]
    found = {name: np.asarray(column, float) for name, column in duckdb.sql(query).fetchnumpy().items()}
    if len(found["our_" + statistics[0]]) != rows:
        failures.append(f"{rows} rows of theirs, {len(found['our_' + statistics[0]])} of them among ours")
    return found


def hourly(lake: Path, out: Path) -> None:
    """Hourly statistics beside those of DuckDB, which has exact quantiles."""
    statistics = ["count", "mean", "sd", "skewness", "kurtosis", "min", "max", "rms", "slope", "median", "iqr"]
    theirs = (
        "SELECT *, hour + INTERVAL 1 hour AS as_of, quartiles[1] AS lower, quartiles[2] AS middle, quartiles[3] AS upper"
        f" FROM read_parquet('{out}/duckdb_hourly/0.parquet')"
    )
    columns = ["n", "mean", "sd", "skewness", "kurtosis", "least", "most", "rms", "slope", "lower", "middle", "upper"]
    found = joined(lake, theirs, "1h", statistics, columns)
    same(found, "1h", {"skewness": adjusted(found["skewness"], found["n"]), "kurtosis": found["kurtosis"] + 3}, MOMENTS)
    bound = OF_BINS * np.abs(found["upper"])
    close("1h median", found["our_median"], found["middle"], OF_BINS * np.abs(found["middle"]))
    close("1h iqr", found["our_iqr"], found["upper"] - found["lower"], 2 * bound)


def chunks(lake: Path, out: Path) -> None:
    """Readings of every series, counted and summed, beside DuckDB's lists."""
    ours, theirs = (
        duckdb.sql(
            f"SELECT sum(len({column})) AS n, sum(list_sum({column})) AS total FROM read_parquet('{files}')"
            " GROUP BY equipment_id, sensor ORDER BY equipment_id, sensor"
        ).fetchnumpy()
        for column, files in (("value", f"{lake}/series/**/*.parquet"), ("samples", f"{out}/duckdb_chunks/0.parquet"))
    )
    for name in ("n", "total"):
        moments(f"chunks' {name}", np.asarray(ours[name], float), np.asarray(theirs[name], float))


def peers(lake: Path, out: Path) -> None:
    """The hourly statistics of the other peers beside those of DuckDB, which are held against ours."""
    for peer, files in (
        ("polars", f"{out}/polars_hourly/*.parquet"),
        ("percentile_approx", f"{lake.parent}/flat/*.parquet"),
    ):
        if ended(files):
            hourly_of(peer, files, out)
    tsfresh = f"{out}/tsfresh_hourly/tsfresh.parquet"
    if ended(tsfresh):
        hourly_of_tsfresh(tsfresh, out)


def ended(files: str) -> bool:
    """Whether the peer was not given up: it wrote files, and to their ends."""
    written = [Path(file) for file in glob.glob(files)]
    return bool(written) and all(file.read_bytes().endswith(b"PAR1") for file in written)


def hourly_of(peer: str, files: str, out: Path) -> None:
    names = ["n", "mean", "sd", "skewness", "kurtosis", "least", "most", "rms", "slope"]
    quartiles = "q25, q50, q75" if peer == "polars" else "quartiles[1] AS q25, quartiles[2] AS q50, quartiles[3] AS q75"
    theirs = duckdb.sql(
        f"SELECT *, {quartiles} FROM read_parquet('{files}') ORDER BY equipment_id, sensor, hour"
    ).fetchnumpy()
    exact = by_duckdb(out, "")
    exact |= {"skewness": adjusted(exact["skewness"], exact["n"])}
    exact |= {"kurtosis": exact["kurtosis"] + 3} if peer == "polars" else {}
    for name in names:
        # Their slopes are over hours since 1970, which lose digits.
        moments(f"{peer} {name}", np.asarray(theirs[name], float), exact[name], 1e-7 if name == "slope" else MOMENTS)
    for name in ("q25", "q50", "q75"):
        # A percentile of Spark's is a reading: within its accuracy of 1/10,000 of the ranks, and not between two readings.
        within = MOMENTS * np.maximum(1, np.abs(exact[name])) if peer == "polars" else 0.01 * exact["sd"]
        close(f"{peer} {name}", np.asarray(theirs[name], float), exact[name], within)


def by_duckdb(out: Path, where: str) -> dict[str, Numbers]:
    rows = duckdb.sql(
        "SELECT *, quartiles[1] AS q25, quartiles[2] AS q50, quartiles[3] AS q75"
        f" FROM read_parquet('{out}/duckdb_hourly/0.parquet') {where} ORDER BY equipment_id, sensor, hour"
    ).fetchnumpy()
    return {name: np.asarray(column, float) for name, column in rows.items() if column.dtype.kind in "iuf"}


def hourly_of_tsfresh(file: str, out: Path) -> None:
    """A day of one sensor; its shape is that of a sample, its deviation of the population, its slope by reading."""
    rows = duckdb.sql(f"FROM read_parquet('{file}')").fetchnumpy()
    theirs = {name: np.asarray(column, float) for name, column in rows.items()}
    order = np.argsort(theirs["__index_level_0__"])
    given = {name: column[order] for name, column in theirs.items()}
    whole = by_duckdb(out, "WHERE equipment_id = 'm00000' AND sensor = 's0'")
    exact = {name: column[: len(order)] for name, column in whole.items()}
    n = exact["n"]
    sample = ((n + 1) * exact["kurtosis"] + 6) * (n - 1) / ((n - 2) * (n - 3))
    pairs = {
        "length": n,
        "mean": exact["mean"],
        "standard_deviation": exact["sd"] * np.sqrt((n - 1) / n),
        "skewness": exact["skewness"],
        "kurtosis": sample,
        "minimum": exact["least"],
        "maximum": exact["most"],
        "root_mean_square": exact["rms"],
        'linear_trend__attr_"slope"': exact["slope"] / 3600,
        "quantile__q_0.25": exact["q25"],
        "quantile__q_0.5": exact["q50"],
        "quantile__q_0.75": exact["q75"],
    }
    for name, expected in pairs.items():
        moments(f"tsfresh {name}", given[f"value__{name}"], expected)


def adjusted(skewness: Numbers, n: Numbers) -> Numbers:
    """DuckDB's skewness is that of a sample; of the population it is this."""
    return skewness * (n - 2) / np.sqrt(n * (n - 1))


def same(found: dict[str, Numbers], window: str, given: dict[str, Numbers], of_shape: float) -> None:
    """The statistics that come from moments."""
    for name, other in (("count", "n"), ("min", "least"), ("max", "most")):
        moments(f"{window} {name}", found["our_" + name], found[other])
    for name in ("mean", "sd", "rms", "slope"):
        moments(f"{window} {name}", found["our_" + name], found[name])
    for name in ("skewness", "kurtosis"):
        moments(f"{window} {name}", found["our_" + name], given[name], of_shape)


def windows(lake: Path, out: Path, landing: str) -> None:
    """Trailing windows beside DuckDB's from hourly sums; quantiles, which that has not, beside those of the readings."""
    statistics = ["count", "mean", "sd", "variance", "skewness", "kurtosis", "min", "max", "rms", "slope", "last"]
    statistics += ["peak_to_peak", "median", "iqr"]
    for window, hours in (("24h", 24), ("7d", 168)):
        names = ["n", "mean", "sd", "variance", "skewness", "kurtosis", "least", "most", "rms", "slope", "last", "range"]
        theirs = f"SELECT equipment_id, sensor, as_of, {', '.join(f'{name}{hours} AS {name}' for name in names)}"
        theirs += f" FROM read_parquet('{out}/duckdb_preaggregated/0.parquet')"
        found = joined(lake, theirs, window, statistics, names)
        same(found, window, found, OF_POWERS)
        for ours, other in (("variance", "variance"), ("last", "last"), ("peak_to_peak", "range")):
            moments(f"{window} {ours}", found["our_" + ours], found[other])
        quantiles(lake, landing, window, hours)


def quantile_peers(lake: Path, out: Path) -> None:
    """Trailing windows of one machine beside those of DuckDB's forms that give exact quantiles."""
    statistics = ["count", "mean", "sd", "skewness", "kurtosis", "min", "max", "rms", "slope", "median", "iqr"]
    columns = ["n", "mean", "sd", "skewness", "kurtosis", "least", "most", "rms", "slope", "lower", "middle", "upper"]
    for window, hours, number in (("24h", 24, 0), ("7d", 168, 1)):
        for file, as_of in ((f"duckdb_range/{number}", "time + INTERVAL 1 minute"), (f"duckdb_grid/{hours}", "as_of")):
            if not ended(f"{out}/{file}.parquet"):
                continue
            theirs = (
                f"SELECT equipment_id, sensor, {as_of} AS as_of, n, mean, sd, skewness, kurtosis, least, most, rms, slope,"
                " quartiles[1] AS lower, quartiles[2] AS middle, quartiles[3] AS upper"
                f" FROM read_parquet('{out}/{file}.parquet') WHERE equipment_id = 'm00003'"
            )
            found = joined(lake, theirs, window, statistics, columns)
            shape = {"skewness": adjusted(found["skewness"], found["n"]), "kurtosis": found["kurtosis"] + 3}
            same(found, window, shape, OF_POWERS)
            close(f"{window} median", found["our_median"], found["middle"], OF_BINS * np.abs(found["middle"]))
            close(f"{window} iqr", found["our_iqr"], found["upper"] - found["lower"], 2 * OF_BINS * np.abs(found["upper"]))


def quantiles(lake: Path, landing: str, window: str, hours: int) -> None:
    """Of one sensor of one machine, exactly, from its readings."""
    who = "equipment_id = 'm00003' AND"
    time, value = (
        duckdb.sql(f"SELECT time, value FROM read_parquet('{landing}') WHERE {who} sensor = 's2' ORDER BY time")
        .fetchnumpy()
        .values()
    )
    rows = duckdb.sql(
        f"SELECT as_of, s2__{window}__median AS median, s2__{window}__iqr AS iqr"
        f" FROM read_parquet('{lake}/features_time_domain/**/*.parquet') WHERE {who} true ORDER BY as_of"
    ).fetchnumpy()
    ends = np.searchsorted(time, rows["as_of"])
    starts = np.searchsorted(time, rows["as_of"] - np.timedelta64(hours, "h"))
    exact = np.array([np.quantile(value[a:b], [0.25, 0.5, 0.75]) for a, b in zip(starts, ends, strict=True)])
    close(f"{window} median", rows["median"], exact[:, 1], OF_BINS * np.abs(exact[:, 1]))
    close(f"{window} iqr", rows["iqr"], exact[:, 2] - exact[:, 0], 2 * OF_BINS * np.abs(exact[:, 2]))


def spectra_numbers(out: Path) -> None:
    """Numbers of bursts beside scipy's."""
    import spectra

    theirs = np.fromfile(out / "scipy_spectra/numbers.f64").reshape(-1, len(spectra.NAMES))
    ours = np.fromfile(out / "spectra.f64").reshape(len(theirs), -1)[:, -len(spectra.NAMES) :]
    for i, name in enumerate(spectra.NAMES):
        if name != "zone":
            moments(name, ours[:, i], theirs[:, i])


def main() -> None:
    """check.py chunks, hourly or peers LAKE OUT, check.py windows LAKE OUT LANDING, or check.py spectra OUT"""
    duckdb.sql("SET TimeZone = 'UTC'")
    what, folders = sys.argv[1], [Path(folder) for folder in sys.argv[2:4]]
    if what in ("chunks", "hourly", "peers"):
        {"chunks": chunks, "hourly": hourly, "peers": peers}[what](*folders)
    elif what == "windows":
        windows(*folders, sys.argv[4])
        quantile_peers(*folders)
    else:
        spectra_numbers(folders[0])
    if failures:
        sys.exit("the sides differ: " + ", ".join(failures))


if __name__ == "__main__":
    main()
