"""Python's half of the comparison of boosting, and its table.

boosting.py FOLDER REPETITIONS   trains on what BoostingSpeed left, as often, and compares; exit code 1 where predictions differ
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy
import xgboost

SAME = 1e-5


def told(folder: Path) -> tuple[dict, numpy.ndarray, numpy.ndarray]:
    """What BoostingSpeed left: its settings, matrix and outcome."""
    settings = json.loads((folder / "boosting.json").read_text())
    outcome = numpy.fromfile(folder / "outcome.f32", dtype="<f4")
    return settings, numpy.fromfile(folder / "matrix.f32", dtype="<f4").reshape(len(outcome), settings["columns"]), outcome


def rows_of(settings: dict, matrix: numpy.ndarray, outcome: numpy.ndarray) -> xgboost.DMatrix:
    """Features weigh one each, as Millwright says: without weights two builds of one version draw other columns now and then."""
    alike = numpy.ones(settings["columns"], dtype="f4")
    threads = settings["parameters"]["nthread"]
    return xgboost.DMatrix(matrix, label=outcome, missing=numpy.nan, nthread=threads, feature_weights=alike)


def timed(settings: dict, matrix: numpy.ndarray, outcome: numpy.ndarray) -> tuple[float, float]:
    start, cpu = time.monotonic(), time.process_time()
    xgboost.train(settings["parameters"], rows_of(settings, matrix, outcome), settings["rounds"])
    return time.monotonic() - start, time.process_time() - cpu


def apart(theirs: numpy.ndarray, ours: Path) -> float:
    return float(numpy.abs(theirs - numpy.fromfile(ours, dtype="<f4")).max())


def java(folder: Path) -> tuple[list[float], list[float]]:
    lines = [line.split() for line in (folder / "java.log").read_text().splitlines() if line.startswith("seconds ")]
    return [float(line[1]) for line in lines], [float(line[3]) for line in lines]


def main(folder: Path, repetitions: int) -> int:
    settings, matrix, outcome = told(folder)
    taken = [timed(settings, matrix, outcome) for _ in range(repetitions + 1)]
    their_seconds, their_cpu = (statistics.median(column[1:]) for column in zip(*taken, strict=True))
    our_seconds, our_cpu = (statistics.median(column[1:]) for column in java(folder))
    rows = rows_of(settings, matrix, outcome)
    read = apart(xgboost.Booster(model_file=folder / "java.json").predict(rows), folder / "java.f32")
    trained = apart(xgboost.train(settings["parameters"], rows, settings["rounds"]).predict(rows), folder / "java.f32")
    print(f"| {rows.num_row():,} rows x {rows.num_col()} features, {settings['rounds']} rounds | seconds | CPU seconds |")
    print("| --- | --- | --- |")
    print(f"| Millwright, XGBoost by Java | {our_seconds:.2f} | {our_cpu:.2f} |")
    print(f"| Python's xgboost {xgboost.__version__} | {their_seconds:.2f} | {their_cpu:.2f} |")
    print(f"| Millwright / Python (wanted: at most 1.15) | {our_seconds / their_seconds:.3f} | {our_cpu / their_cpu:.3f} |")
    print(f"farthest two predictions of a row are apart (wanted: at most {SAME}):")
    print(f"Millwright's model read by Python {read:.2g}, each its own {trained:.2g}")
    return 0 if max(read, trained) <= SAME else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
