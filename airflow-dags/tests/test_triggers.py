"""What becomes of a run on AWS when its task is ended while it waits, in Airflow's own triggerer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from airflow.jobs.job import Job
from airflow.jobs.triggerer_job_runner import TriggererJobRunner, TriggerRunnerSupervisor
from airflow.models.dag import DAG as SchedulerDAG
from airflow.models.taskinstance import TaskInstance
from airflow.models.trigger import Trigger
from airflow.sdk import DAG
from airflow.triggers.base import BaseTrigger
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from airflow.utils.types import DagRunTriggeredByType, DagRunType
from asgiref.sync import SyncToAsync
from moto.moto_api import state_manager

from test_aws import ROLE, EmrJob, EmrServerlessJob, GlueJob, application, cluster, glue_job, job, started

__all__ = ["application", "cluster", "glue_job"]

Client = Callable[[str], Any]
Dags = Callable[..., dict[str, DAG]]

LONGEST_SECONDS = 60


@pytest.fixture
def triggerer(monkeypatch: pytest.MonkeyPatch) -> Iterator[TriggerRunnerSupervisor]:
    """Of its own process, which is a copy of this one and has not its threads."""
    monkeypatch.setattr(SyncToAsync, "single_thread_executor", ThreadPoolExecutor(max_workers=1))
    Trigger.clean_unused()
    job = Job()
    TriggererJobRunner(job, capacity=10)
    with create_session() as session:
        session.add(job)
        session.flush()
        session.expunge(job)
    supervisor = TriggerRunnerSupervisor.start(job=job, capacity=10)
    yield supervisor
    supervisor.kill(force=True)
    with create_session() as session:
        session.query(TaskInstance).filter_by(state="deferred").update({"state": "removed"})
    Trigger.clean_unused()


def wait(triggerer: TriggerRunnerSupervisor, until: Callable[[], bool]) -> None:
    """Does what the triggerer's loop does."""
    end = monotonic() + LONGEST_SECONDS
    while not until():
        assert monotonic() < end
        triggerer.load_triggers()
        triggerer._service_subprocess(0.2)
        triggerer.handle_events()
        triggerer.handle_failed_triggers()
        triggerer.clean_unused()


def deferred(dag: DAG, triggers: dict[str, BaseTrigger]) -> dict[str, Any]:
    """Ids of the tasks of a new DAG run that wait for triggers."""
    day = datetime(2025, 3, 1, tzinfo=UTC)
    with create_session() as session:
        run = SchedulerDAG.from_sdk_dag(dag).create_dagrun(
            run_id=f"manual__{datetime.now(UTC).isoformat()}",
            logical_date=None,
            run_after=day,
            run_type=DagRunType.MANUAL,
            triggered_by=DagRunTriggeredByType.TEST,
            state=DagRunState.RUNNING,
            session=session,
        )
        ids = {}
        for task_id, trigger in triggers.items():
            row = Trigger.from_object(trigger)
            session.add(row)
            session.flush()
            task = run.get_task_instance(task_id, session=session)
            task.state, task.trigger_id = "deferred", row.id
            ids[task_id] = task.id
        return ids


def set_state(task: Any, state: str) -> None:
    with create_session() as session:
        session.get(TaskInstance, task).state = state


def test_a_run_ends_with_its_task_and_goes_on_where_the_task_was_cleared_or_waits_elsewhere(
    application: str, aws: Client, dags: Dags, triggerer: TriggerRunnerSupervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moto.emrserverless.models.JOB_STATUS", "RUNNING")
    place = {"application_id": application, "execution_role_arn": ROLE}
    ends = {"ingest": "failed", "check": "success", "features": "scheduled"}
    waits = {
        task: started(job(EmrServerlessJob, place, {"--run-id": task}, poll_seconds=1)).trigger for task in (*ends, "score")
    }
    tasks = deferred(dags()["daily"], waits)
    wait(triggerer, lambda: len(triggerer.running_triggers) == 4)

    for task, state in ends.items():
        set_state(tasks[task], state)
    wait(triggerer, lambda: len(triggerer.running_triggers) == 1)
    triggerer.kill(force=True)

    client = aws("emr-serverless")
    runs = {task: trigger.waiter_args for task, trigger in waits.items()}
    assert {task: client.get_job_run(**run)["jobRun"]["state"] for task, run in runs.items()} == {
        "ingest": "CANCELLED",
        "check": "CANCELLED",
        "features": "RUNNING",
        "score": "RUNNING",
    }


def test_a_step_of_emr_and_a_run_of_glue_end_with_their_tasks(
    cluster: str, glue_job: str, dags: Dags, triggerer: TriggerRunnerSupervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the calls moto lacks, which botocore's models check."""
    state_manager.set_transition("glue::job_run", {"progression": "manual", "times": 1000})
    calls = []
    for service in ("emr.responses.ElasticMapReduceResponse.cancel_steps", "glue.responses.GlueResponse.batch_stop_job_run"):
        monkeypatch.setattr(f"moto.{service}", lambda self: calls.append(self.body) or "{}", raising=False)
    step = started(job(EmrJob, {"cluster_id": cluster, "execution_role_arn": ""}, poll_seconds=1)).trigger
    run = started(job(GlueJob, {"job_name": glue_job}, poll_seconds=1)).trigger
    tasks = deferred(dags()["daily"], {"ingest": step, "check": run})
    wait(triggerer, lambda: len(triggerer.running_triggers) == 2)

    for task in tasks.values():
        set_state(task, "failed")
    wait(triggerer, lambda: not triggerer.running_triggers)

    assert sorted((json.loads(call) for call in calls), key=list) == [
        step.waiter_args | {"StepCancellationOption": "TERMINATE_PROCESS"},
        {"JobName": glue_job, "JobRunIds": [run.run_id]},
    ]
    state_manager.unset_transition("glue::job_run")
