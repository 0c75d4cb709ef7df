"""Readings both sides are given: flat Parquet, one file a day, one row a reading, by machine, sensor and time."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SENSORS = 6
START = np.datetime64("2026-01-01T00:00:00", "us")


def day(number: int, machines: int, period_seconds: int) -> pa.Table:
    """A day of every machine: a slow wave, noise, and a level of its own."""
    random = np.random.default_rng(number)
    per_day = 86_400 // period_seconds
    time = START + np.timedelta64(number, "D") + np.arange(per_day) * np.timedelta64(period_seconds, "s")
    series = machines * SENSORS
    wave = np.sin(np.arange(per_day) * (2 * np.pi * period_seconds / 86_400))
    value = np.concatenate([10 + i % 7 + wave + random.normal(0, 0.5, per_day) for i in range(series)])
    names = [f"m{i // SENSORS:05d}" for i in range(series)]
    sensors = [f"s{i % SENSORS}" for i in range(series)]
    return pa.table(
        {
            "equipment_id": pa.array(np.repeat(names, per_day)),
            "sensor": pa.array(np.repeat(sensors, per_day)),
            "time": pa.array(np.tile(time, series), pa.timestamp("us", tz="UTC")),
            "value": pa.array(value),
        }
    )


def main() -> None:
    """data.py FOLDER MACHINES DAYS PERIOD_SECONDS"""
    folder, machines, days, period = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(days):
        pq.write_table(day(number, machines, period), folder / f"day-{number:03d}.parquet", compression="zstd")
    print(f"{machines * SENSORS * days * 86_400 // period:,} readings in {folder}")


if __name__ == "__main__":
    main()
