"""One job as one task: exit codes, and the local target."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.sdk import DAG

from millwright.aws import Run
from millwright.jobs import LocalJob, require_done

Launcher = Callable[[str], LocalJob]
Dags = Callable[..., dict[str, DAG]]

LOGICAL_DATE = datetime(2025, 3, 1, tzinfo=UTC)


def states(run: Any) -> dict[str, str]:
    return {ti.task_id: str(ti.state) for ti in run.get_task_instances()}


@pytest.fixture
def launcher(tmp_path: Path) -> Launcher:
    """A local job whose launcher is a script of the test."""

    def written(script: str) -> LocalJob:
        program = tmp_path / "millwright"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return LocalJob(
            task_id="check", job="check", options={"--out": "out", "--look-again": ""}, place={"home": str(tmp_path)}
        )

    return written


def test_a_job_that_is_done_is_done(launcher: Launcher, tmp_path: Path) -> None:
    launcher('echo "$PWD $@" > said').execute({})

    assert (tmp_path / "said").read_text() == f"{tmp_path} check --out out\n"


@pytest.mark.parametrize("exit_code", [2, 3, 70])
def test_what_a_retry_cannot_help_fails_at_once(exit_code: int, launcher: Launcher) -> None:
    with pytest.raises(AirflowFailException, match=f"exit code {exit_code}: millwright check: the gate failed"):
        launcher(f'echo "millwright check: the gate failed" >&2; exit {exit_code}').execute({})


@pytest.mark.parametrize("exit_code", [4, 1, 137])
def test_what_a_retry_may_help_is_retried(exit_code: int, launcher: Launcher) -> None:
    with pytest.raises(AirflowException) as failed:
        launcher(f"exit {exit_code}").execute({})

    assert not isinstance(failed.value, AirflowFailException | AirflowSkipException)


def test_a_code_nobody_told_is_retried() -> None:
    with pytest.raises(AirflowException, match="exit code unknown") as failed:
        require_done("score", None, "terminated with errors")

    assert not isinstance(failed.value, AirflowFailException)


def test_a_killed_task_ends_its_job(launcher: Launcher, tmp_path: Path) -> None:
    job = launcher("echo started > started; sleep 60")
    running = threading.Thread(target=lambda: pytest.raises(AirflowException, job.execute, {}))
    running.start()
    while not (tmp_path / "started").exists():
        time.sleep(0.05)

    job.on_kill()

    running.join(timeout=10)
    assert not running.is_alive()


def test_a_service_that_fails_once_is_asked_again_by_the_same_run(launcher: Launcher, dags: Dags, tmp_path: Path) -> None:
    launcher('echo "$@" >> asked; echo \'{"triggers": []}\' > drift.json; [ $(grep -c ingest asked) = 2 ] || exit 4')
    daily = dags(home=f'"{tmp_path}"', out='"."', config='"pipeline.yaml"', retry_minutes="0")["daily"]

    run = daily.test(logical_date=LOGICAL_DATE)

    asked = (tmp_path / "asked").read_text().splitlines()
    assert str(run.state) == "success"
    assert [line.split()[0] for line in asked] == [*("ingest", "ingest", "check", "features", "score", "monitor", "report")]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(("asks", "state"), [("true", "success"), ("false", "skipped")])
def test_a_training_is_asked_for_where_monitor_asks_for_one(
    asks: str, state: str, launcher: Launcher, dags: Dags, tmp_path: Path
) -> None:
    trigger = f'{{"name": "drift", "fired": true, "asks": {asks}, "why": "2 of 3"}}'
    launcher(f"echo '{{\"triggers\": [{trigger}]}}' > drift.json")
    daily = dags(home=f'"{tmp_path}"', out='"."', retries="0")["daily"]

    day = daily.test(logical_date=LOGICAL_DATE)

    assert str(day.get_task_instance("retrain").state) == state


@pytest.mark.parametrize(("answer", "promotes"), [("Approved", "success"), ("Rejected", "skipped")])
def test_a_model_becomes_champion_where_a_person_approved_it(
    answer: str, promotes: str, launcher: Launcher, dags: Dags, aws: Callable[[str], Any], tmp_path: Path
) -> None:
    launcher('echo "$@" >> asked; echo \'{"champion": {"promoted": false, "version": "1"}}\' > metrics.json')
    group = f"pumps-{answer}"
    aws("sagemaker").create_model_package_group(ModelPackageGroupName=group)
    aws("sagemaker").create_model_package(ModelPackageGroupName=group, ModelApprovalStatus=answer)
    training = dags(home=f'"{tmp_path}"', out='"."', model_package_group=f'"{group}"', retries="0")["training"]

    run = training.test(logical_date=LOGICAL_DATE)

    assert states(run) == dict.fromkeys(("train", "evaluate", "register"), "success") | dict.fromkeys(
        ("approval", "promote"), promotes
    )
    asked = [line.split()[0] for line in (tmp_path / "asked").read_text().splitlines()]
    assert ("promote" in asked) is (promotes == "success")


@pytest.fixture
def noting(launcher: Launcher, dags: Dags, tmp_path: Path) -> Callable[[str], DAG]:
    """A DAG whose launcher notes the names of its jobs in the file `asked`."""
    launcher('echo "$1" >> asked')
    (tmp_path / "asked").touch()
    return lambda name: dags(home=f'"{tmp_path}"', out='"."', retries="0")[name]


def test_a_slice_is_loaded_where_it_is_asked_for_and_not_because_of_the_schedule(
    noting: Callable[[str], DAG], backfilled: Callable[[DAG, datetime], Any], tmp_path: Path
) -> None:
    backfill = noting("backfill")

    assert states(backfill.test(logical_date=LOGICAL_DATE)) == {
        "asked_for": "success",
        **dict.fromkeys(("ingest", "check", "features"), "skipped"),
    }
    assert (tmp_path / "asked").read_text() == ""

    assert set(states(backfilled(backfill, LOGICAL_DATE)).values()) == {"success"}
    assert (tmp_path / "asked").read_text().split() == ["ingest", "check", "features"]


def test_a_new_champion_makes_a_list_and_its_report(noting: Callable[[str], DAG], tmp_path: Path) -> None:
    assert states(noting("rescore").test()) == {"score": "success", "report": "success"}
    assert (tmp_path / "asked").read_text().split() == ["score", "report"]


@pytest.mark.parametrize(("place", "state"), [("lists", "success"), ("", "skipped")])
def test_a_list_is_published_where_the_settings_name_a_place(
    place: str, state: str, dags: Dags, tmp_path: Path, launcher: Launcher
) -> None:
    launcher("")
    (tmp_path / "worklist.json").write_text('{"as_of": "2025-03-01T00:00:00Z"}')
    (tmp_path / "worklist.csv").write_bytes(b"rank,tier\r\n1,high\r\n")
    publish = dags(home=f'"{tmp_path}"', out='"."', publish_to=f'"{place}"', retries="0")["publish"]

    run = publish.test()

    assert str(run.get_task_instance("publish").state) == state
    lists = [file.read_bytes() for file in tmp_path.glob("lists/worklist-2025-03-01T00-00-00Z.csv")]
    assert lists == [b"rank,tier\r\n1,high\r\n"] * (state == "success")


def test_a_failed_gate_stops_the_day_and_is_told(
    launcher: Launcher, dags: Dags, aws: Callable[[str], Any], tmp_path: Path
) -> None:
    launcher('echo "millwright $1: 3 rules failed"; [ $1 = ingest ] || exit 3')
    topic, queue = aws("sns").create_topic(Name="failures")["TopicArn"], aws("sqs").create_queue(QueueName="told")
    arn = "arn:aws:sqs:eu-west-1:123456789012:told"
    aws("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    daily = dags(home=f'"{tmp_path}"', failure_topic=f'"{topic}"')["daily"]

    run = daily.test(logical_date=LOGICAL_DATE)

    assert states(run) == {"files": "success", "ingest": "success", "check": "failed"} | dict.fromkeys(
        ("features", "score", "monitor", "retrain", "report"), "upstream_failed"
    )
    told = aws("sqs").receive_message(QueueUrl=queue["QueueUrl"])["Messages"]
    assert len(told) == 1
    assert "check of millwright_daily failed" in told[0]["Body"]
    assert "see its log" in told[0]["Body"]


@pytest.mark.parametrize(
    ("said", "exit_code"),
    [
        ("Job failed, please check complete logs in configured logging destination. ExitCode: 3. Last few", 3),
        ("Error Category: UNCLASSIFIED_ERROR; SystemExit: 70", 70),
        ("User application exited with status 2", 2),
        ("Command failed with exit code 4", 4),
        ("Exception in thread main, see stderr.gz", None),
    ],
)
def test_the_exit_code_is_found_in_what_a_platform_says(said: str, exit_code: int | None) -> None:
    assert Run("id", "name", "FAILED", said).exit_code == exit_code
