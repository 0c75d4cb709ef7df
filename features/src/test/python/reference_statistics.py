"""Writes what numpy, scipy and tsfresh make of nasty readings, for ReferenceStatisticsTest:

pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 tsfresh==0.21.2
python features/src/test/python/reference_statistics.py \\
    >features/src/test/resources/io/millwright/features/window/statistics.json

A case is readings of one sensor from one or two sources over thirty hours in tiles of one. Its answers are those of the row
at the end: of the window of the last 24 hours, with the machine's first six hours as its normal. An answer is the least and
the greatest number that is right, null where there must be none; it is left out where the error of the quantile sketch
allows any.
"""

import json
import warnings

import numpy as np
from scipy import stats
from tsfresh.feature_extraction import feature_calculators as tsfresh

warnings.filterwarnings("ignore")
np.seterr(all="ignore")

HOUR_MS = 3_600_000
END, WINDOW, BASELINE = 30, 24, 6
PERIOD_HOURS = 1 / 3
CHANGE_WINDOW, CHANGE_LAG = 6, 12
RATED_LOW, RATED_HIGH = -10.0, 30.0

# Of a statistic of moments, relative; and of an order statistic of the sketch, whose readings below 2^-40 are zero.
MOMENTS = 1e-9
SKETCH = 1 / 512
SKETCH_ZERO = 2.0**-40


def spread_over_time(n: int, seed: int) -> np.ndarray:
    """Strictly increasing times of n readings over the thirty hours, irregular, in ms."""
    random = np.random.default_rng(seed)
    step = END * HOUR_MS // n
    return np.arange(n) * step + random.integers(0, step, n)


def cases() -> dict[str, list[tuple[np.ndarray, np.ndarray]]]:
    """Times and values by source."""
    random = np.random.default_rng(4)
    time = spread_over_time(90, 1)
    noise = random.normal(0, 1, 90).round(6)
    hourly = np.arange(END) * HOUR_MS + 60_000
    walk = np.cumsum(random.normal(0, 1, END)).round(6)
    inside = time[(time > 10 * HOUR_MS)]
    nan, inf = np.nan, np.inf
    return {
        "random": [(time, 20 + noise)],
        "around zero": [(time, noise)],
        "skewed": [(time, np.exp(2 * noise).round(6))],
        "one reading a tile": [(hourly, walk)],
        "one reading a tile, all negative": [(hourly, walk - 100)],
        "drifting": [(time, (0.001 * np.arange(90) ** 2 + 0.1 * noise).round(6))],
        "never a reading": [],
        "nothing in the window": [(time[:18], noise[:18])],
        "nothing but NaN in the window": [(time, np.where(time < 6 * HOUR_MS, noise, nan))],
        "one reading": [(inside[:1], np.array([4.2]))],
        "two readings": [(inside[:2], np.array([4.0, 5.0]))],
        "two readings far apart": [(inside[[0, -1]], np.array([-4.0, 5.0]))],
        "three readings": [(inside[[0, 1, -1]], np.array([-4.0, 5.0, 5.5]))],
        "four readings, two on each side": [(inside[[0, 1, 2, -1]], np.array([0.0, 1.0, 10.0, 11.0]))],
        "constant": [(time, np.full(90, 0.1))],
        "constant at zero": [(time, np.zeros(90))],
        "constant after a jump": [(time, np.where(np.arange(90) < 60, noise, 7.3))],
        "steps": [(time, random.integers(0, 3, 90).astype(float))],
        "offset of a billion": [(time, 1e9 + noise)],
        "offset of a billion, noise of a thousandth": [(time, 1e9 + np.round(noise * 1024) / 2**20)],
        "offset of minus a billion, one reading a tile": [(hourly, -1e9 + np.round(walk * 1024) / 2**20)],
        "a billion once": [(time, np.where(np.arange(90) == 50, 1e9, noise))],
        "small": [(time, 1e-7 * noise)],
        "squares too large for a double": [(time, 1e200 * noise)],
        "NaN among them": [(time, np.where(np.arange(90) % 4 == 1, nan, 20 + noise))],
        "infinities among them": [(time, np.select([np.arange(90) % 9 == 1, np.arange(90) % 9 == 5], [inf, -inf], noise))],
        "infinite at the end": [(time, np.where(np.arange(90) > 87, inf, noise))],
        "gaps": [(time[(time // HOUR_MS) % 5 != 3], noise[(time // HOUR_MS) % 5 != 3])],
        "nothing before the window": [(inside, noise[: len(inside)])],
        "every second tile": [(hourly[::2], walk[::2])],
        "the same instants from two sources": [(time, 20 + noise), (time, 21 - 2 * noise)],
        "one instant from two sources": [(inside[:1], np.array([4.0])), (inside[:1], np.array([6.0]))],
        "two sources that take turns": [(time[::2], noise[::2]), (time[1::2], 1 + noise[1::2])],
    }


def near(value: float, scale: float = 0.0) -> tuple[float, float] | None:
    """A number of moments, to 1e-9 of itself or of what it is measured by."""
    if not np.isfinite(value):
        return None
    error = MOMENTS * max(abs(value), scale)
    return value - error, value + error


def location(value: float, spread: float) -> tuple[float, float] | None:
    """A mean, to 1e-9 of the readings' spread and the last bits of a number of its size: an offset must not blur it."""
    if not np.isfinite(value):
        return None
    error = MOMENTS * (spread if np.isfinite(spread) else abs(value)) + 4 * np.spacing(abs(value))
    return value - error, value + error


def exactly(value: float) -> tuple[float, float] | None:
    return (value, value) if np.isfinite(value) else None


def over(value: float, scale: float) -> float:
    return value / scale if scale > 0 and np.isfinite(scale) else np.nan


def sd(v: np.ndarray) -> float:
    """About the first reading: that takes an offset away without an error, and numpy's own with it."""
    return np.std(v - v[0], ddof=1) if len(v) > 1 else np.nan


def mean_above(v: np.ndarray, level: float) -> float:
    """The mean less a level near the readings, as exact as their differences."""
    return np.mean(v - level) if len(v) else np.nan


def order_error(v: np.ndarray, q: float) -> float:
    """How far the sketch may be off in a quantile: each of its two order statistics within 1 / 512 of itself."""
    s = np.sort(v)
    rank = q * (len(s) - 1)
    below = int(np.floor(rank))
    above = min(below + 1, len(s) - 1)
    share = rank - below
    return ((1 - share) * abs(s[below]) + share * abs(s[above])) * SKETCH + SKETCH_ZERO


def deviations(v: np.ndarray, median: float, error: float) -> tuple[float, float, float]:
    """Lower median of the distances to the median, the least and the greatest the sketch may make of it."""
    distance = np.abs(v - median)
    order = np.argsort(distance, kind="stable")
    near_first, each = distance[order], (np.abs(v) * SKETCH + SKETCH_ZERO + error)[order]
    k = (len(v) - 1) // 2
    return near_first[k], max(0.0, np.min((near_first - each)[k:])), np.max((near_first + each)[: k + 1])


def quantile_answers(v: np.ndarray, last: float) -> dict[str, tuple[float, float] | None]:
    lower, median, upper = (np.quantile(v, q) for q in (0.25, 0.5, 0.75))
    if len(v):
        assert np.isclose(median, tsfresh.median(v))
        assert np.isclose(upper, tsfresh.quantile(v, 0.75))
    of_lower, of_median, of_upper = (order_error(v, q) for q in (0.25, 0.5, 0.75))
    spread, least, most = deviations(v, median, of_median)
    if len(v) % 2:
        assert np.isclose(spread, stats.median_abs_deviation(v))
    answers = {
        "median": (median - of_median, median + of_median),
        "iqr": (max(0.0, upper - lower - of_lower - of_upper), upper - lower + of_lower + of_upper),
    }
    if upper == lower:
        answers["iqr"] = (0.0, 0.0)
    if spread == 0:
        answers["last_modified_z"] = None
    elif least > 0:
        z = [0.6745 * (last - median + e) / d for e in (-of_median, of_median) for d in (least, most)]
        answers["last_modified_z"] = (min(z), max(z))
    if upper == lower:
        answers["iqr_distance"] = None
    elif upper - lower > of_lower + of_upper:
        corners = [(lower + a, upper + b) for a in (-of_lower, of_lower) for b in (-of_upper, of_upper)]
        outside = [(last - b if last > b else min(last - a, 0)) / (b - a) for a, b in corners]
        answers["iqr_distance"] = (min(outside), max(outside))
    return answers


def moment_answers(hours: np.ndarray, v: np.ndarray, last: float) -> dict[str, tuple[float, float] | None]:
    n, shifted, spread = len(v), v - v[0], sd(v)
    assert np.isclose(np.mean(v), tsfresh.mean(v))
    rms = np.sqrt(np.mean(v**2))
    assert np.isclose(rms, tsfresh.root_mean_square(v), equal_nan=True)
    varies = np.any(shifted != 0)
    slope = stats.linregress(hours, shifted).slope if len(set(hours)) > 1 else np.nan
    slope_scale = over(spread, np.std(hours)) if len(set(hours)) > 1 else 0.0
    return {
        "mean": location(v[0] + np.mean(shifted), spread if n > 1 else 0.0),
        "variance": near(spread**2),
        "sd": near(spread),
        "skewness": near(stats.skew(shifted), 1) if n > 2 and varies else None,
        "kurtosis": near(stats.kurtosis(shifted, fisher=False)) if n > 3 and varies else None,
        "min": exactly(tsfresh.minimum(v)),
        "max": exactly(tsfresh.maximum(v)),
        "peak_to_peak": exactly(np.ptp(v)),
        "rms": near(rms),
        "crest_factor": near(over(tsfresh.absolute_maximum(v), rms)),
        "slope": near(slope, slope_scale if np.isfinite(slope_scale) else 0.0),
        "integral": near(np.sum(v) * PERIOD_HOURS, spread * n * PERIOD_HOURS if n > 1 and np.isfinite(spread) else 0.0),
        "last": exactly(last),
        "last_z": near(over(last - v[0] - np.mean(shifted), spread), 1),
    }


def course_answers(tiles: list[np.ndarray], newest: float, normal: np.ndarray) -> dict[str, tuple[float, float] | None]:
    """Of the means of the tiles, NaN where one holds no reading; a step over such a tile is none."""
    there = [tile for tile in tiles if len(tile)]
    level = there[0][0]
    means = np.array([mean_above(tile, level) for tile in tiles])
    known = means[~np.isnan(means)]
    d = means - np.mean(known)
    autocorrelation = np.nansum(d[1:] * d[:-1]) / np.nansum(d**2) if len(known) > 2 and np.ptp(known) > 0 else np.nan
    steps = ~np.isnan(means[1:]) & ~np.isnan(means[:-1])

    def crossings(about: float) -> float:
        return np.mean(((means[1:] > about) != (means[:-1] > about))[steps]) if steps.any() else np.nan

    if len(known) == len(means) and np.isfinite(np.sum(known**2)):
        n = len(means)
        if np.ptp(means) > 0:  # In units of their deviation: tsfresh takes small means for a constant.
            assert np.isclose(autocorrelation, tsfresh.autocorrelation(d / np.std(d), 1) * (n - 1) / n)
        assert np.isclose(crossings(np.mean(known)), tsfresh.number_crossing_m(means, np.mean(known)) / (n - 1))

    newest_tile = max(i for i, tile in enumerate(tiles) if len(tile))
    flat = 0
    while flat <= newest_tile and len(tiles[newest_tile - flat]) and np.all(tiles[newest_tile - flat] == newest):
        flat += 1
    weights = 0.2 * 0.8 ** np.arange(len(known))[::-1]
    weights[0] /= 0.2
    z = np.full(0, np.nan)
    if len(normal) > 1 and over(1, sd(normal)) > 0:
        z = (known - mean_above(normal, level)) / sd(normal)
    above = max([0.0, *(np.sum(z[i:] - 0.5) for i in range(len(z)))])
    below = max([0.0, *(np.sum(-z[i:] - 0.5) for i in range(len(z)))])
    return {
        "autocorrelation": near(autocorrelation, 1),
        "mean_crossings": exactly(crossings(np.mean(known))),
        "zero_crossings": exactly(crossings(-level)),
        "flat_hours": exactly(float(flat)),
        "ewma": location(level + np.sum(weights * known), np.std(known)),
        "cusum": near(above if above >= below else -below, 1) if len(z) else None,
    }


STATISTICS = [
    "count",
    "missing_share",
    "mean",
    "median",
    "sd",
    "variance",
    "skewness",
    "kurtosis",
    "min",
    "max",
    "peak_to_peak",
    "rms",
    "crest_factor",
    "slope",
    "integral",
    "last",
    "last_z",
    "last_modified_z",
    "iqr",
    "iqr_distance",
    "baseline_delta",
    "baseline_z",
    "autocorrelation",
    "mean_crossings",
    "zero_crossings",
    "flat_hours",
    "ewma",
    "cusum",
]


def answers(sources: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, tuple[float, float] | None]:
    """Of all sources together; of two readings of one instant the latest is that of the first source."""
    readings = sorted(
        (int(t), source, float(v))
        for source, (time, values) in enumerate(sources)
        for t, v in zip(time, values, strict=True)
        if np.isfinite(v)
    )
    t = np.array([reading[0] for reading in readings], dtype=float)
    values = np.array([reading[2] for reading in readings])

    def between(first: int, end: int) -> np.ndarray:
        return values[(t >= first * HOUR_MS) & (t < end * HOUR_MS)]

    start = END - WINDOW
    v = between(start, END)
    found = dict.fromkeys([*STATISTICS, "change", "rated_position"])
    found["count"] = exactly(len(v))
    if len(readings) == 0:
        return found
    first = readings[0][0] // HOUR_MS
    promised = (END - max(start, first)) / PERIOD_HOURS
    found["missing_share"] = near(max(0, 1 - len(v) / promised), 1)
    if len(v) == 0:
        return found
    in_window = [reading for reading in readings if reading[0] >= start * HOUR_MS]
    last = min((-time, source, value) for time, source, value in in_window)[2]
    normal = between(first, first + BASELINE)
    delta = mean_above(v, v[0]) - mean_above(normal, v[0])
    now, before = between(END - CHANGE_WINDOW, END), between(END - CHANGE_LAG - CHANGE_WINDOW, END - CHANGE_LAG)
    scale = sd(v) if len(v) > 1 and np.isfinite(sd(v)) else 0.0
    hours = np.array([reading[0] for reading in in_window]) / HOUR_MS
    found |= moment_answers(hours, v, last) | course_answers([between(i, i + 1) for i in range(start, END)], last, normal)
    for of_sketch in ("median", "iqr", "last_modified_z", "iqr_distance"):
        del found[of_sketch]
    half = (RATED_HIGH - RATED_LOW) / 2
    return (
        found
        | quantile_answers(v, last)
        | {
            "baseline_delta": near(delta, scale),
            "baseline_z": near(over(delta, sd(normal)), 1),
            "change": near(mean_above(now, v[0]) - mean_above(before, v[0]), scale),
            "rated_position": near((np.mean(v) - RATED_LOW - half) / half, 1),
        }
    )


def text(number: float) -> float | str:
    return float(number) if np.isfinite(number) else str(float(number)).replace("inf", "Infinity").replace("nan", "NaN")


def main() -> None:
    lines = []
    for name, sources in cases().items():
        told = [{"ms": [int(t) for t in time], "value": [text(v) for v in values]} for time, values in sources]
        expected = {key: value and [float(value[0]), float(value[1])] for key, value in answers(sources).items()}
        lines.append(json.dumps({"name": name, "sources": told, "answers": expected}))
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main()
