"""Whole runs of the DAGs on an emulated AWS: which jobs run, as which roles, and what stops them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import SerializedDAG
from moto.emr.models import ElasticMapReduceBackend
from moto.emr.responses import ElasticMapReduceResponse

from test_aws import ROLE, application, cluster

__all__ = ["application", "cluster"]

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


STEPS = {"PENDING": "RUNNING", "RUNNING": "COMPLETED"}


@pytest.fixture
def on_emr(cluster: str, dags: Dags, monkeypatch: pytest.MonkeyPatch) -> Dags:
    """The DAGs with this cluster. What moto lacks: a step keeps its role, and is one state on with every look at it."""
    look, ask = ElasticMapReduceBackend.list_steps, ElasticMapReduceResponse.add_job_flow_steps

    def looked(self: ElasticMapReduceBackend, *given: Any, **named: Any) -> Any:
        steps, marker = look(self, *given, **named)
        for step in steps:
            step.state = STEPS.get(step.state, step.state)
        return steps, marker

    def asked(self: ElasticMapReduceResponse) -> Any:
        answer = ask(self)
        for step in self.backend.clusters[cluster].steps:
            if step.id in answer.result["StepIds"]:
                step.state, step.execution_role_arn = "PENDING", self._get_param("ExecutionRoleArn")
        return answer

    monkeypatch.setattr(ElasticMapReduceBackend, "list_steps", looked)
    monkeypatch.setattr(ElasticMapReduceResponse, "add_job_flow_steps", asked)
    return lambda **replaced: dags("emr", cluster_id=f'"{cluster}"', poll_seconds="0.1", retries="0", **replaced)


@pytest.fixture
def jobs_run(application: str, cluster: str, aws: Client) -> Callable[[], list[str]]:
    """Those of these DAGs, with the role of each, in the order of their names."""

    def on_serverless() -> Iterator[tuple[str, str]]:
        for run in aws("emr-serverless").list_job_runs(applicationId=application)["jobRuns"]:
            if run["name"] != "other":
                yield run["name"], run["executionRole"]

    def on_emr() -> Iterator[tuple[str, str]]:
        for each in aws("emr").list_steps(ClusterId=cluster)["Steps"]:
            step = aws("emr").describe_step(ClusterId=cluster, StepId=each["Id"])["Step"]
            yield step["Name"], step["ExecutionRoleArn"]

    def on_glue() -> Iterator[tuple[str, str]]:
        for job in (each["Name"] for each in aws("glue").get_jobs()["Jobs"] if each["Name"].startswith("millwright-dev-")):
            for run in aws("glue").get_job_runs(JobName=job)["JobRuns"]:
                yield run["Arguments"]["--job"], job

    def listed() -> list[str]:
        found = [*on_serverless(), *on_emr(), *on_glue()]
        return sorted(f"{name.split('.')[0]} as {role.split('/')[-1]}" for name, role in found)

    return listed


def links(dag: DAG, run: Any) -> dict[str, str | None]:
    """Where the buttons of a run's tasks lead, as Airflow's server finds them: without the DAG's file."""
    SerializedDAG._load_operator_extra_links = True  # the server does, the scheduler, of this process too, does not
    known = SerializedDAG.from_dict(SerializedDAG.to_dict(dag))
    return {ti.task_id: known.get_task(ti.task_id).get_extra_links(ti, "Run on AWS") for ti in run.get_task_instances()}


def states(run: Any) -> dict[str, str]:
    return {ti.task_id: str(ti.state) for ti in run.get_task_instances()}


@pytest.mark.parametrize("place", ["on_serverless", "on_emr"])
def test_a_day_is_six_job_runs_each_with_a_link(
    place: str, request: pytest.FixtureRequest, jobs_run: Callable[[], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "drift.json").write_text('{"triggers": []}')
    daily = request.getfixturevalue(place)(out=f'"{tmp_path}"')["daily"]

    run = daily.test(logical_date=datetime(2025, 3, 1, tzinfo=UTC))

    assert str(run.state) == "success"
    found = links(daily, run)
    assert [found.pop(of_airflow_alone) for of_airflow_alone in ("files", "retrain")] == [None, None]
    assert all(str(link).startswith("https://console.aws.amazon.com/") for link in found.values()), found
    assert jobs_run() == [
        *(f"{job} as millwright-dev-data" for job in ("check", "features", "ingest")),
        *(f"{job} as millwright-dev-model" for job in ("monitor", "report", "score")),
    ]


@pytest.mark.parametrize("place", ["on_serverless", "on_emr", "on_glue"])
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
