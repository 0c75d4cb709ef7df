"""A small fleet through the three DAGs with the real launcher: history, a model, and the first day after it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from airflow.sdk import DAG

REPOSITORY = Path(__file__).parents[2]
DAYS = 30
LAST_DAY_ENDS = datetime(2025, 1, DAYS, tzinfo=UTC)


def fleet(folder: Path) -> Path:
    """The pipeline file of a fleet whose landing files lie in a folder."""
    small = (REPOSITORY / "examples" / "small-fleet.yaml").read_text()
    file = folder / "pipeline.yaml"
    file.write_text(re.sub(r"(?m)^(    days:) .*", rf"\1 {DAYS}", small))
    subprocess.run(
        [REPOSITORY / "millwright", "generate", "--config", file, "--out", folder / "out"], check=True, capture_output=True
    )
    return file


def test_a_small_fleet_from_landing_files_to_the_work_list(dags: Callable[..., dict[str, DAG]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = dags(config=f'"{fleet(tmp_path)}"', out=f'"{out}"', retries="0", slice_days=f"{DAYS - 2}")

    history = found["backfill"].test(logical_date=LAST_DAY_ENDS.replace(day=DAYS - 1), mark_success_pattern="asked_for")
    training = found["training"].test(logical_date=LAST_DAY_ENDS.replace(day=DAYS - 1))
    day = found["daily"].test(logical_date=LAST_DAY_ENDS)

    assert [str(run.state) for run in (history, training, day)] == ["success"] * 3
    with (out / "worklist.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["as_of"] for row in rows} == {"2025-01-30T00:00:00Z"}
    assert json.loads((out / "drift.json").read_text())["current"]["to"] == "2025-01-30T00:00:00Z"
    assert (out / "report.html").exists()
