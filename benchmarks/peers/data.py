"""Readings both sides are given: flat Parquet, one file a day, one row a reading, by machine, sensor and time."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import spectra

SENSORS = 6
START = np.datetime64("2026-01-01T00:00:00", "us")
SCHEMA = pa.schema(
    [("equipment_id", pa.string()), ("sensor", pa.string()), ("time", pa.timestamp("us", tz="UTC")), ("value", pa.float64())]
)
# Machines that are made at a time.
BLOCK = 500


def blocks(number: int, machines: int, period_seconds: int) -> Iterator[pa.Table]:
    """A day of every machine: a slow wave, noise, and a level of its own."""
    random = np.random.default_rng(number)
    per_day = 86_400 // period_seconds
    time = START + np.timedelta64(number, "D") + np.arange(per_day) * np.timedelta64(period_seconds, "s")
    wave = np.sin(np.arange(per_day) * (2 * np.pi * period_seconds / 86_400))
    for first in range(0, machines, BLOCK):
        series = range(first * SENSORS, min(machines, first + BLOCK) * SENSORS)
        value = np.concatenate([10 + i % 7 + wave + random.normal(0, 0.5, per_day) for i in series])
        yield pa.table(
            {
                "equipment_id": pa.array(np.repeat([f"m{i // SENSORS:05d}" for i in series], per_day)),
                "sensor": pa.array(np.repeat([f"s{i % SENSORS}" for i in series], per_day)),
                "time": pa.array(np.tile(time, len(series)), pa.timestamp("us", tz="UTC")),
                "value": pa.array(value),
            }
        )


def main() -> None:
    """data.py FOLDER MACHINES DAYS PERIOD_SECONDS, or data.py FILE BURSTS"""
    if len(sys.argv) == 3:
        spectra.write(Path(sys.argv[1]), int(sys.argv[2]))
        return
    folder, machines, days, period = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(days):
        with pq.ParquetWriter(folder / f"day-{number:03d}.parquet", SCHEMA, compression="zstd") as writer:
            for block in blocks(number, machines, period):
                writer.write_table(block)
    print(f"{machines * SENSORS * days * 86_400 // period:,} readings in {folder}")


if __name__ == "__main__":
    main()
