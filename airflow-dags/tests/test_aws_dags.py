"""Whole runs of the DAGs on an emulated AWS: which jobs run, as which roles, and what stops them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk import DAG

from test_aws import ROLE, application

__all__ = ["application"]

Client = Callable[[str], Any]
Dags = Callable[..., dict[str, DAG]]


@pytest.fixture
def on_serverless(application: str, dags: Dags) -> Dags:
    """The DAGs with this application, without pauses."""
    return lambda **replaced: dags(
        "emr-serverless", application_id=f'"{application}"', poll_seconds="1", retries="0", **replaced
    )


@pytest.fixture
def on_glue(aws: Client, dags: Dags) -> Iterator[Dags]:
    """The DAGs with a Glue job of each role, without pauses."""
    names = [f"millwright-dev-{role}" for role in ("data", "model", "register")]
    for name in names:
        aws("glue").create_job(Name=name, Role=ROLE, Command={"Name": "glueetl"})
    yield lambda **replaced: dags("glue", poll_seconds="1", retries="0", **replaced)
    for name in names:
        aws("glue").delete_job(JobName=name)


@pytest.fixture
def jobs_run(application: str, aws: Client) -> Callable[[], list[str]]:
    """Those of these DAGs, with the role of each, in the order of their names."""

    def listed() -> list[str]:
        runs = aws("emr-serverless").list_job_runs(applicationId=application)["jobRuns"]
        found = [(run["name"].split(".")[0], run["executionRole"].split("/")[1]) for run in runs if run["name"] != "other"]
        for job in (each["Name"] for each in aws("glue").get_jobs()["Jobs"] if each["Name"].startswith("millwright-dev-")):
            found += [(run["Arguments"]["--job"], job) for run in aws("glue").get_job_runs(JobName=job)["JobRuns"]]
        return sorted(f"{job} as {role}" for job, role in found)

    return listed


def states(run: Any) -> dict[str, str]:
    return {ti.task_id: str(ti.state) for ti in run.get_task_instances()}


def test_a_day_is_six_job_runs(on_serverless: Dags, jobs_run: Callable[[], list[str]], tmp_path: Path) -> None:
    (tmp_path / "drift.json").write_text('{"triggers": []}')
    daily = on_serverless(out=f'"{tmp_path}"')["daily"]

    run = daily.test(logical_date=datetime(2025, 3, 1, tzinfo=UTC))

    assert str(run.state) == "success"
    assert jobs_run() == [
        *(f"{job} as millwright-dev-data" for job in ("check", "features", "ingest")),
        *(f"{job} as millwright-dev-model" for job in ("monitor", "report", "score")),
    ]


@pytest.mark.parametrize("place", ["on_serverless", "on_glue"])
def test_a_training_ends_with_the_promotion_of_the_version_that_was_approved(
    place: str, request: pytest.FixtureRequest, jobs_run: Callable[[], list[str]], aws: Client
) -> None:
    name = place.replace("_", "-")
    champion = b'{"champion": {"promoted": false, "version": "1"}}'
    aws("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    aws("s3").put_object(Bucket=name, Key="results/metrics.json", Body=champion)
    aws("sagemaker").create_model_package_group(ModelPackageGroupName=name)
    aws("sagemaker").create_model_package(ModelPackageGroupName=name, ModelApprovalStatus="Approved")
    training = request.getfixturevalue(place)(out=f'"s3://{name}/results"', model_package_group=f'"{name}"')["training"]

    run = training.test(logical_date=datetime(2025, 3, 2, 3, tzinfo=UTC))

    assert states(run) == dict.fromkeys(("train", "evaluate", "register", "approval", "promote"), "success")
    assert jobs_run() == [
        "evaluate as millwright-dev-model",
        "promote as millwright-dev-register",
        "register as millwright-dev-register",
        "train as millwright-dev-model",
    ]


def test_a_training_that_fails_registers_nothing(
    on_serverless: Dags, jobs_run: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moto.emrserverless.models.JOB_STATUS", "FAILED")

    run = on_serverless()["training"].test(logical_date=datetime(2025, 3, 9, 3, tzinfo=UTC))

    assert states(run) == {"train": "failed"} | dict.fromkeys(
        ("evaluate", "register", "approval", "promote"), "upstream_failed"
    )
    assert jobs_run() == ["train as millwright-dev-model"]
