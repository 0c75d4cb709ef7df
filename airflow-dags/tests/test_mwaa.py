"""What is done to an MWAA environment before its DAGs run: packages, and the calls of docs/aws.md to Airflow's API."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

from airflow.api_fastapi.core_api.datamodels.backfills import BackfillPostBody
from airflow.api_fastapi.core_api.datamodels.dag_run import TriggerDAGRunPostBody
from airflow.api_fastapi.core_api.datamodels.dags import DAGPatchBody
from airflow.api_fastapi.core_api.datamodels.pools import PoolBody
from packaging.requirements import Requirement

from millwright.settings import Settings

ROOM = Path(__file__).parents[1]
WALK = (ROOM.parent / "docs/aws.md").read_text()

IN_THE_IMAGE = {
    "apache-airflow": "3.0.6",
    "apache-airflow-providers-amazon": "9.12.0",
    "apache-airflow-providers-standard": "1.6.0",
}
"""As the bill of materials of images/airflow/3.0.6 in aws/amazon-mwaa-docker-images says (August 2026), aiobotocore too."""


STAND_IN = """
aws() { echo "$6 $8 ${10}" >>asked; [[ $6 != PATCH || $(grep -c -- "$8" asked) -gt 2 ]]; }
sleep() { :; }
"""
"""Notes what Airflow's API is asked for. It knows no DAG yet when the first two questions for it come."""


def asked(commands: str, folder: Path) -> list[tuple[str, str, str]]:
    """Method, path and body of every call of `rest`, as the walk defines it."""
    rest = re.search(r"(?m)^rest\(\) .*$", WALK)[0]
    subprocess.run(["bash", "-e"], input=f"{STAND_IN}{rest}\n{commands}", text=True, cwd=folder, check=True)
    return [tuple(line.split(" ", 2)) for line in (folder / "asked").read_text().splitlines()]


def test_every_package_is_in_mwaa_s_image_already() -> None:
    lines = (ROOM / "requirements.txt").read_text().splitlines()
    options = [line for line in lines if line.startswith("-")]
    packages = [Requirement(line) for line in lines if line[0] not in "#-"]

    assert options == ["--no-index"]
    assert {each.name: str(each.specifier) for each in packages} == {name: f"=={v}" for name, v in IN_THE_IMAGE.items()}


def test_no_comment_passes_for_a_constraint() -> None:
    """MWAA looks for these words anywhere, and takes its image's constraints only where it finds none."""
    assert not re.search(r"-c |--constraint ", (ROOM / "requirements.txt").read_text())


def test_the_walk_makes_the_pool_and_starts_every_dag_once_airflow_knows_it(tmp_path: Path) -> None:
    commands = re.search(r"(?ms)^rest POST /pools.*?(?=^```)", WALK)[0]
    pool, *starts = asked(commands, tmp_path)

    made = PoolBody.model_validate_json(pool[2])
    assert pool[:2] == ("POST", "/pools")
    assert (made.pool, made.slots, made.include_deferred) == (Settings.read().pool, 1, True)
    dags = {file.stem for file in (ROOM / "dags").glob("millwright_*.py")} - {"millwright_backfill"}
    assert Counter(call[:2] for call in starts) == {("PATCH", f"/dags/{dag}"): 3 for dag in dags}
    assert not any(DAGPatchBody.model_validate_json(body).is_paused for *_, body in starts)


def test_history_is_loaded_by_bodies_that_airflow_takes(tmp_path: Path) -> None:
    readme = (ROOM / "README.md").read_text()
    start, load = re.findall(r"(?m)^ +(rest .*)$", readme)
    train = re.search(r"`(rest POST /dags/millwright_training/dagRuns .*?)`", readme)[1]
    patched, loaded, trained = asked(f"{start} || true\n{load}\n{train}", tmp_path)

    assert patched[:2] == ("PATCH", "/dags/millwright_backfill")
    assert not DAGPatchBody.model_validate_json(patched[2]).is_paused
    assert loaded[:2] == ("POST", "/backfills")
    assert BackfillPostBody.model_validate_json(loaded[2]).dag_id == "millwright_backfill"
    assert TriggerDAGRunPostBody.model_validate_json(trained[2]).logical_date is None
