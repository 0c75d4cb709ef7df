"""The table of a run: medians without the warm-up, and ratios."""

import re
import statistics
import sys
from pathlib import Path

READINGS = 31_104_000


def seconds(results: Path, name: str) -> float | None:
    """The median without the first time; None where it did not end."""
    text = (results / name).read_text() if (results / name).exists() else ""
    times = [float(found) for found in re.findall(r"seconds ([\d.]+)", text)]
    return statistics.median(times[1:]) if len(times) > 1 else None


def megabytes(results: Path, name: str) -> str:
    """The most memory of the process."""
    text = (results / name).read_text() if (results / name).exists() else ""
    found = re.search(r"peak_mb (\d+)", text)
    return f"{int(found[1]):,} MB" if found else "?"


def tsfresh(results: Path) -> float | None:
    """Seconds for all readings, from those of one sensor of one machine and one day."""
    once = seconds(results, "tsfresh_hourly")
    found = re.search(r"readings (\d+)", (results / "tsfresh_hourly").read_text())
    return once * READINGS / int(found[1]) if once and found else None


def main() -> None:
    """table.py RESULTS"""
    results = Path(sys.argv[1])
    rows = [
        ("landing to chunks, seconds", "chunks", "duckdb_chunks", "DuckDB, ordered lists, unchecked", None),
        ("hourly statistics, seconds", "features", "duckdb_hourly", "DuckDB", None),
        ("hourly statistics, seconds", "features", "polars_hourly", "Polars", None),
        ("hourly statistics, seconds", "features", "tsfresh_hourly", "tsfresh", tsfresh(results)),
        ("hourly statistics, seconds", "features", "percentile_approx", "Spark SQL, percentile_approx", None),
        ("hourly statistics, seconds", "features", "floor", "reading chunks, writing constants", None),
        ("hourly statistics, seconds", "features", "features_on_one_core", "itself on one core", None),
        ("windows of 24 h and 7 d, minutes", "windows", "duckdb_preaggregated", "DuckDB, hourly sums, no quantiles", None),
        ("windows of 24 h and 7 d, minutes", "windows", "duckdb_range", "DuckDB, RANGE windows", None),
        ("windows of 24 h and 7 d, minutes", "windows", "duckdb_grid", "DuckDB, grid join", None),
        ("a 30 d window more, minutes", "three_windows", "two_windows", "itself without it", None),
        ("one more day on a year", "day_on_a_year", "day_on_ten_days", "itself on ten days", None),
    ]
    print("| work | Millwright | memory | peer | peer's | memory | peer / Millwright |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for work, ours, theirs, peer, given in rows:
        mine, other = seconds(results, ours), given or seconds(results, theirs)
        ratio = f"{other / mine:.2f}" if mine and other else "-"
        print(
            f"| {work} | {f'{mine:.2f} s' if mine else 'not ended'} | {megabytes(results, ours)} | {peer} |"
            f" {f'{other:.2f} s' if other else 'not ended'} | {megabytes(results, theirs)} | {ratio} |"
        )


if __name__ == "__main__":
    main()
