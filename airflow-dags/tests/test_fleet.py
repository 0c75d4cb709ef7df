"""A small fleet with the real launcher: its history, a model, and the first day's work list, each by a run of its DAG."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import DAG

REPOSITORY = Path(__file__).parents[2]
LAUNCHER = REPOSITORY / "millwright"
CONFIG = REPOSITORY / "examples" / "small-fleet.yaml"
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
LAST_DAY = FIRST_DAY + timedelta(days=29)


def launch(*arguments: str | Path) -> None:
    subprocess.run([LAUNCHER, *arguments], check=True, capture_output=True)


def ended(run: Any) -> dict[str, str]:
    """The state of every task; under no name the run's id."""
    return {ti.task_id: str(ti.state) for ti in run.get_task_instances()} | {"": run.run_id}


def written_by(lake: Path, table: str) -> str:
    """What the newest commit of a table says of itself."""
    return sorted((lake / table / "_delta_log").glob("*.json"))[-1].read_text()


def test_a_fleet_goes_from_its_history_to_a_model_and_to_a_days_work_list(
    dags: Callable[..., dict[str, DAG]], backfilled: Callable[[DAG, datetime], Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    launch("generate", "--config", CONFIG, "--out", out)
    schedules = dags(
        config=f'"{CONFIG}"',
        out=f'"{out}"',
        retries="0",
        slice_days=f"{(LAST_DAY - FIRST_DAY).days}",
        daily_from=f"{LAST_DAY:%Y-%m-%d}",
        publish_to=f'"{tmp_path / "lists"}"',
    )

    backfill = ended(backfilled(schedules["backfill"], LAST_DAY))
    assert backfill == dict.fromkeys(("asked_for", "ingest", "check", "features"), "success") | {"": backfill[""]}
    run_id = f"millwright_backfill.{re.sub(r'[^A-Za-z0-9._-]', '-', backfill[''])}"
    for table in ("series", "quality_results", "features_time_domain", "labels"):
        assert run_id in written_by(out / "lake", table)

    training = ended(schedules["training"].test(logical_date=LAST_DAY))
    champion = json.loads((out / "metrics.json").read_text())["champion"]
    assert training == dict.fromkeys(("train", "evaluate", "register"), "success") | {
        "": training[""],
        **dict.fromkeys(("approval", "promote"), "success" if champion["promoted"] else "skipped"),
    }

    daily = ended(schedules["daily"].test(logical_date=LAST_DAY + timedelta(days=1)))
    asks = json.loads((out / "drift.json").read_text())["retraining"]["asked"]
    assert daily == dict.fromkeys(("files", "ingest", "check", "features", "score", "monitor", "report"), "success") | {
        "": daily[""],
        "retrain": "success" if asks else "skipped",
    }
    with (out / "worklist.csv").open() as file:
        listed = list(csv.DictReader(file))
    assert {row["as_of"] for row in listed} == {f"{LAST_DAY + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}
    assert {row["model_version"] for row in listed} == {champion["version"]}
    assert (out / "report.html").stat().st_mtime >= (out / "worklist.csv").stat().st_mtime

    published = ended(schedules["publish"].test(logical_date=LAST_DAY + timedelta(days=1)))
    assert published == {"publish": "success", "": published[""]}
    (copy,) = (tmp_path / "lists").iterdir()
    assert copy.name == f"worklist-{LAST_DAY + timedelta(days=1):%Y-%m-%dT%H-%M-%SZ}.csv"
    assert copy.read_bytes() == (out / "worklist.csv").read_bytes()
