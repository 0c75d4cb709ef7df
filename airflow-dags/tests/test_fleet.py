"""A small fleet's history with the real launcher: landing files to clean tables, checked, in a run of the backfill DAG."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from airflow.sdk import DAG

REPOSITORY = Path(__file__).parents[2]
LAUNCHER = REPOSITORY / "millwright"
DAYS = 10


def small_fleet(folder: Path) -> Path:
    """The pipeline file of a fleet whose landing files lie in a folder."""
    example = (REPOSITORY / "examples" / "small-fleet.yaml").read_text()
    file = folder / "pipeline.yaml"
    file.write_text(re.sub(r"(?m)^(    days:) .*", rf"\1 {DAYS}", re.sub(r"(?m)^(    machines:) .*", r"\1 3", example)))
    subprocess.run([LAUNCHER, "generate", "--config", file, "--out", folder / "out"], check=True, capture_output=True)
    return file


def test_history_is_ingested_checked_and_known_by_the_dag_run(dags: Callable[..., dict[str, DAG]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    backfill = dags(config=f'"{small_fleet(tmp_path)}"', out=f'"{out}"', retries="0", slice_days=f"{DAYS}")["backfill"]

    run = backfill.test(logical_date=datetime(2025, 1, 1 + DAYS, tzinfo=UTC), mark_success_pattern="asked_for|features")

    assert str(run.state) == "success"
    for table in ("series", "quality_results"):
        commits = [file.read_text() for file in sorted((out / "lake" / table / "_delta_log").glob("*.json"))]
        assert f"millwright_backfill.{re.sub(r'[^A-Za-z0-9._-]', '-', run.run_id)}" in commits[-1]
