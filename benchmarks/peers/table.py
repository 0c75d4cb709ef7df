"""The table of a run: medians without the warm-ups, CPU time and memory of both sides, ratios beside what is wanted."""

import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READINGS = 31_104_000

# work, Millwright's result, peer's result, peer, and the least ratio of the peer's time to Millwright's
ROWS = [
    ("landing to chunks, seconds", "chunks", "duckdb_chunks", "DuckDB, ordered lists, unchecked", 1 / 3),
    ("chunks to hourly statistics, seconds", "features", "duckdb_hourly", "DuckDB", 1),
    ("the same", "features", "polars_hourly", "Polars", 1.5),
    ("the same", "features", "tsfresh_hourly", "tsfresh, scaled from one series of a day", 5),
    ("the same", "features", "percentile_approx", "Spark SQL, percentile_approx", 40),
    ("the same", "features", "floor", "reading chunks, writing constants", 1 / 1.6),
    ("the same", "features", "tables", "the same into tables of tiles and features", None),
    ("the same", "features", "features_on_one_core", "itself on one core", None),
    ("landing to hourly statistics, seconds", "job", "duckdb_hourly", "DuckDB", None),
    ("windows of 24 h and 7 d, minutes", "windows", "duckdb_preaggregated", "DuckDB, hourly sums, no quantiles", 2),
    ("the same", "windows", "duckdb_range", "DuckDB, RANGE windows", 5),
    ("the same", "windows", "duckdb_grid", "DuckDB, grid join", 5),
    ("the same", "windows", "windows_floor", "reading chunks, writing constants", None),
    ("the same", "windows", "windows_tables", "the same into tables of tiles and features", None),
    ("a 30 d window beside 1 h and 24 h, minutes", "three_windows", "two_windows", "itself without it", 1 / 1.15),
    ("one more day on a year", "day_on_a_year", "day_on_ten_days", "itself on ten days", 1 / 1.3),
    ("summaries, spectra, bands, harmonics, envelopes, one core", "spectra", "scipy_spectra", "scipy", 1.5),
    ("landing to features, 10,000 machines", "fleet", "fleet_on_one_core", "itself on one core", 1.6),
]


@dataclass(frozen=True)
class Result:
    """What a process printed."""

    text: str

    @staticmethod
    def read(results: Path, name: str) -> "Result":
        file = results / name
        return Result(file.read_text() if file.exists() else "")

    def median(self, what: str) -> float | None:
        """Without warm-ups; None where it did not end."""
        measured = f"\n{self.text}".partition("\nwarm\n")[2]
        times = [float(found) for found in re.findall(rf"\b{what} ([\d.]+)", measured)]
        return statistics.median(times) if times else None

    def scale(self) -> float:
        """All readings over those that were taken; 1 where nothing is said of them."""
        found = re.search(r"readings (\d+)", self.text)
        return READINGS / int(found[1]) if found else 1

    def seconds(self, what: str = "seconds") -> float | None:
        once = self.median(what)
        return once * self.scale() if once is not None else None

    def until_features(self) -> float | None:
        """Seconds until features were on disk, as peers end there: without the labels and the catalogue of a build."""
        seconds, after = self.seconds(), self.median("stage labels")
        return seconds - after if seconds is not None and after is not None else seconds

    def cells(self) -> str:
        """Seconds, CPU seconds and memory, or why there are none."""
        given_up = re.search(r"given up after \d+ s|failed", self.text)
        seconds, cpu = self.seconds(), self.seconds("cpu")
        memory = re.search(r"peak_mb (\d+)", self.text)
        if seconds is None:
            return f"{given_up[0] if given_up else 'not measured'} | |"
        return f"{seconds:.2f} s | {cpu or 0:.2f} s | {int(memory[1]) if memory else 0:,} MB"

    def stages(self) -> Iterator[tuple[str, float]]:
        for name in dict.fromkeys(re.findall(r"stage (\w+)", self.text)):
            seconds = self.median(f"stage {name}")
            if seconds is not None:
                yield name, seconds


def ratio(mine: float | None, other: float | None, wanted: float | None) -> str:
    """Bold where it is less than wanted."""
    if mine is None or other is None:
        return "-"
    return f"{other / mine:.2f}" if wanted is None or other / mine >= wanted else f"**{other / mine:.2f}**"


def main() -> None:
    """table.py RESULTS"""
    results = Path(sys.argv[1])
    print(
        "| work | Millwright | CPU | memory | on disk after | peer | peer's | CPU | memory |"
        " peer / on disk | peer / Millwright | wanted | of CPU |"
    )
    print("| --- " * 13 + "|")
    for work, ours, theirs, peer, wanted in ROWS:
        mine, other = Result.read(results, ours), Result.read(results, theirs)
        if mine.text:
            until, others = mine.until_features(), other.until_features()
            print(
                f"| {work} | {mine.cells()} | {f'{until:.2f} s' if until else '-'} | {peer} | {other.cells()} |"
                f" {ratio(until, others, wanted)} | {ratio(mine.seconds(), other.seconds(), wanted)} |"
                f" {f'{wanted:.2f}' if wanted else '-'} | {ratio(mine.seconds('cpu'), other.seconds('cpu'), None)} |"
            )
    for name in ("features", "windows", "day_on_ten_days", "day_on_a_year", "fleet"):
        stages = dict(Result.read(results, name).stages())
        if stages:
            shares = (f"{stage} {seconds / sum(stages.values()):.0%}" for stage, seconds in stages.items())
            print(f"\n{name}: {', '.join(shares)}")


if __name__ == "__main__":
    main()
