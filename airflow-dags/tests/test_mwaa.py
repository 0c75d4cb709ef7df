"""What is done to an MWAA environment before its DAGs run: packages, and the calls of docs/aws.md to Airflow's API."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from airflow.api_fastapi.core_api.datamodels.dags import DAGPatchBody
from airflow.api_fastapi.core_api.datamodels.pools import PoolBody
from packaging.requirements import Requirement

from millwright.settings import Settings

ROOM = Path(__file__).parents[1]

IN_THE_IMAGE = {
    "apache-airflow": "3.0.6",
    "apache-airflow-providers-amazon": "9.12.0",
    "apache-airflow-providers-standard": "1.6.0",
}
"""As the bill of materials of images/airflow/3.0.6 in aws/amazon-mwaa-docker-images says (August 2026), aiobotocore too."""


def calls() -> dict[tuple[str, str], dict[str, object]]:
    """Bodies by method and path, of `rest` in the walk."""
    lines = re.findall(r"(?m)^rest (.*)$", (ROOM.parent / "docs/aws.md").read_text())
    words = [shlex.split(line) for line in lines]
    return {(method, path): json.loads(body) for method, path, body in words}


def test_every_package_is_in_mwaa_s_image_already() -> None:
    lines = (ROOM / "requirements.txt").read_text().splitlines()
    options = [line for line in lines if line.startswith("-")]
    packages = [Requirement(line) for line in lines if line[0] not in "#-"]

    assert options == ["--no-index"]
    assert {each.name: str(each.specifier) for each in packages} == {name: f"=={v}" for name, v in IN_THE_IMAGE.items()}


def test_no_comment_passes_for_a_constraint() -> None:
    """MWAA looks for these words anywhere, and takes its image's constraints only where it finds none."""
    assert not re.search(r"-c |--constraint ", (ROOM / "requirements.txt").read_text())


def test_the_walk_makes_the_pool_and_starts_the_dags_by_bodies_that_airflow_takes() -> None:
    pool = PoolBody.model_validate(calls().pop(("POST", "/pools")))
    dags = {path: DAGPatchBody.model_validate(body) for (method, path), body in calls().items() if method == "PATCH"}

    assert (pool.pool, pool.slots, pool.include_deferred) == (Settings.read().pool, 1, True)
    assert dags.keys() == {"/dags/millwright_daily", "/dags/millwright_training", "/dags/millwright_maintain"}
    assert not any(each.is_paused for each in dags.values())
    assert len(calls()) == 1 + len(dags)
