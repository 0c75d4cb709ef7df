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


def train(folder: Path) -> tuple[xgboost.Booster, xgboost.DMatrix, int, float, float]:
    told = json.loads((folder / "boosting.json").read_text())
    outcome = numpy.fromfile(folder / "outcome.f32", dtype="<f4")
    matrix = numpy.fromfile(folder / "matrix.f32", dtype="<f4").reshape(len(outcome), told["columns"])
    start, cpu = time.monotonic(), time.process_time()
    rows = xgboost.DMatrix(matrix, label=outcome, missing=numpy.nan, nthread=told["parameters"]["nthread"])
    booster = xgboost.train(told["parameters"], rows, told["rounds"])
    return booster, rows, told["rounds"], time.monotonic() - start, time.process_time() - cpu


def java(folder: Path) -> tuple[list[float], list[float]]:
    lines = [line.split() for line in (folder / "java.log").read_text().splitlines() if line.startswith("seconds ")]
    return [float(line[1]) for line in lines], [float(line[3]) for line in lines]


def main(folder: Path, repetitions: int) -> int:
    taken = []
    for _ in range(repetitions + 1):
        booster, rows, rounds, seconds, cpu = train(folder)
        taken.append((seconds, cpu))
    theirs = booster.predict(rows)
    ours = numpy.fromfile(folder / "java.f32", dtype="<f4")
    apart = float(numpy.abs(theirs - ours).max())
    their_seconds, their_cpu = (statistics.median(column[1:]) for column in zip(*taken, strict=True))
    our_seconds, our_cpu = (statistics.median(column[1:]) for column in java(folder))
    print(f"| {rows.num_row():,} rows x {rows.num_col()} features, {rounds} rounds | seconds | CPU seconds |")
    print("| --- | --- | --- |")
    print(f"| Millwright, XGBoost by Java | {our_seconds:.2f} | {our_cpu:.2f} |")
    print(f"| Python's xgboost {xgboost.__version__} | {their_seconds:.2f} | {their_cpu:.2f} |")
    print(f"| Millwright / Python (wanted: at most 1.15) | {our_seconds / their_seconds:.3f} | {our_cpu / their_cpu:.3f} |")
    print(f"| farthest two predictions of a row are apart (wanted: at most {SAME}) | {apart:.2g} | |")
    return 0 if apart <= SAME else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
