"""The targets on AWS against an emulated one: what they ask for, and that one task is one Spark run."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.exceptions import AirflowException, AirflowFailException, TaskDeferred
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session
from moto.emrserverless.models import EMRServerlessBackend

from millwright.aws import AwsJob, EmrJob, EmrServerlessJob, GlueJob

Client = Callable[[str], Any]

ROLE = "arn:aws:iam::123456789012:role/job"
JAR = "s3://bucket/millwright.jar"
OPTIONS = {"--config": "s3://bucket/pipeline.yaml", "--out": "s3://bucket/out", "--run-id": "daily.day-1", "--from": ""}
WORDS = ["score", "--config", "s3://bucket/pipeline.yaml", "--out", "s3://bucket/out", "--run-id", "daily.day-1"]


@pytest.fixture
def application(aws: Client) -> str:
    """One with a run of somebody else: moto knows no application without runs."""
    client = aws("emr-serverless")
    application = client.create_application(type="SPARK", releaseLabel="emr-7.11.0")["applicationId"]
    client.start_job_run(applicationId=application, executionRoleArn=ROLE, clientToken="other", name="other")
    return application


@pytest.fixture
def cluster(aws: Client) -> str:
    return aws("emr").run_job_flow(
        Name="millwright",
        ReleaseLabel="emr-7.11.0",
        Instances={"KeepJobFlowAliveWhenNoSteps": True, "InstanceCount": 1, "MasterInstanceType": "m5.xlarge"},
        JobFlowRole="EMR_EC2_DefaultRole",
        ServiceRole="EMR_DefaultRole",
    )["JobFlowId"]


@pytest.fixture
def glue_job(aws: Client) -> str:
    aws("glue").create_job(
        Name="millwright",
        Role=ROLE,
        GlueVersion="5.1",
        Command={"Name": "glueetl", "ScriptLocation": "s3://bucket/entry.py"},
    )
    return "millwright"


TAGS = {"stage": "dev"}


def job(
    operator: type[AwsJob], place: dict[str, str], options: dict[str, str] | None = None, poll_seconds: int = 60
) -> AwsJob:
    from datetime import timedelta

    return operator(
        task_id="score",
        job="score",
        options=OPTIONS | (options or {}),
        place={
            "jar": JAR,
            "spark_parameters": "--conf a=b",
            "log_uri": "s3://bucket/logs/",
            "tags": TAGS,
            **place,
        },
        execution_timeout=timedelta(hours=2),
        poll_seconds=poll_seconds,
    )


def started(task: AwsJob, told: dict[str, Any] | None = None) -> TaskDeferred:
    """What the task waits for once it has a run; `told` gets what it tells others."""
    pushed = {} if told is None else told
    with pytest.raises(TaskDeferred) as deferred:
        task.execute({"ti": SimpleNamespace(xcom_push=pushed.__setitem__)})
    return deferred.value


@pytest.fixture
def serverless(application: str) -> Callable[..., AwsJob]:
    return lambda **options: job(
        EmrServerlessJob, {"application_id": application, "execution_role_arn": ROLE}, {"--run-id": "daily.day-1", **options}
    )


def test_emr_serverless_is_asked_for_the_command_line(
    serverless: Callable[..., AwsJob], application: str, aws: Client
) -> None:
    waits = started(serverless())

    run_id = waits.trigger.serialize()[1]["job_id"]
    run = aws("emr-serverless").get_job_run(applicationId=application, jobRunId=run_id)["jobRun"]
    assert run["name"] == "score.daily.day-1"
    assert run["executionRole"] == ROLE
    assert run["tags"] == {"application": "millwright", **TAGS, "job": "score"}
    assert run["jobDriver"]["sparkSubmit"] == {
        "entryPoint": JAR,
        "entryPointArguments": WORDS,
        "sparkSubmitParameters": "--class io.millwright.pipeline.Main --conf a=b",
    }


def test_the_wait_is_longer_than_the_job_may_take(serverless: Callable[..., AwsJob]) -> None:
    waits = started(serverless())

    trigger = waits.trigger.serialize()[1]
    assert int(trigger["waiter_delay"]) * int(trigger["waiter_max_attempts"]) == 2.5 * 3600
    assert waits.timeout.total_seconds() == 2.5 * 3600


Anywhere = Callable[..., AwsJob]
PLATFORMS: dict[str, tuple[type[AwsJob], str, str]] = {
    "emr-serverless": (EmrServerlessJob, "application_id", "application"),
    "emr": (EmrJob, "cluster_id", "cluster"),
    "glue": (GlueJob, "job_name", "glue_job"),
}
"""Operator, its place, and the fixture of that place."""
DONE = {"emr-serverless": "SUCCESS", "emr": "COMPLETED", "glue": "SUCCEEDED"}


@pytest.fixture(params=PLATFORMS)
def anywhere(request: pytest.FixtureRequest) -> Anywhere:
    """The same job on each platform."""
    operator, key, place = PLATFORMS[request.param]
    where = {key: request.getfixturevalue(place), "execution_role_arn": ROLE if operator is EmrServerlessJob else ""}
    return lambda **options: job(operator, where, options)


def tells(task: AwsJob, state: str, said: str = "", of: AwsJob | None = None, run_id: str | None = None) -> None:
    """From now on its platform tells a task of its run, or another's, what moto does not, in the platforms' own shapes."""
    owner = of or task

    def told(parsed: dict[str, Any], **_: Any) -> None:
        for run in parsed.get("jobRuns", []):
            if run["name"] == owner.name and run_id in (None, run["id"]):
                run |= {"state": state, "stateDetails": said}
        for step in parsed.get("Steps", []):
            if step["Name"] == owner.name and run_id in (None, step["Id"]):
                details = {"Reason": "Unknown Error.", "Message": said, "LogFile": "s3://bucket/logs/stderr.gz"}
                step["Status"] |= {"State": state, "FailureDetails": details}
        for run in parsed.get("JobRuns", []):
            if run["Arguments"]["--run-id"] == owner.options["--run-id"] and run_id in (None, run["Id"]):
                run |= {"JobRunState": state, "ErrorMessage": said}

    task.client.meta.events.register("after-call", told)


PAGES = {
    "emr-serverless": "s3/buckets/bucket?region=eu-west-1&prefix=logs/applications/{place}/jobs/{id}/",
    "emr": "emr/home?region=eu-west-1#/clusterDetails/{place}",
    "glue": "gluestudio/home?region=eu-west-1#/job/{place}/run/{id}",
}
"""Of the console, as the provider's links have them."""


def test_who_looks_at_a_task_finds_its_run(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    task, told, logged = anywhere(), {}, []
    monkeypatch.setattr(task.log, "info", lambda text, *words: logged.append(text % words))

    started(task, told)

    where = told["run"]
    _, key, _ = PLATFORMS[task.SERVICE]
    assert (where["id"], where["place"]) == (task.waited_for, task.place[key])
    assert where["url"] == "https://console.aws.amazon.com/" + PAGES[task.SERVICE].format(**where)
    assert all(each in logged[-1] for each in (task.name, *where.values()))


@pytest.mark.parametrize("ended", [False, True])
def test_a_try_after_a_lost_worker_joins_the_run_there_is(ended: bool, anywhere: Anywhere) -> None:
    first, second = anywhere(), anywhere()
    started(first)
    tells(second, DONE[first.SERVICE] if ended else "RUNNING")

    started(second)

    assert second.waited_for == first.waited_for
    assert [run.id for run in second.own_runs()] == [first.waited_for]


def test_a_try_after_a_failed_run_starts_another(anywhere: Anywhere) -> None:
    first, second = anywhere(), anywhere()
    started(first)
    tells(second, "FAILED")

    started(second)

    assert {run.id for run in second.own_runs()} == {first.waited_for, second.waited_for}
    assert second.waited_for != first.waited_for


@pytest.mark.parametrize("ended", [False, True])
def test_a_cleared_task_runs_again_but_never_beside_itself(ended: bool, anywhere: Anywhere) -> None:
    first, again = anywhere(), anywhere(**{"--run-id": "daily.day-1.again-1"})
    started(first)
    tells(again, DONE[first.SERVICE] if ended else "RUNNING", of=first)

    started(again)

    assert (again.waited_for != first.waited_for) is ended


def test_a_run_that_is_not_listed_yet_is_found_by_its_token_and_one_after_a_failure_has_another(
    serverless: Callable[..., AwsJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker was lost between the request and its answer. The platform takes a token it knows for the run it knows."""
    monkeypatch.setattr("moto.emrserverless.models.JOB_STATUS", "FAILED")
    start = EMRServerlessBackend.start_job_run
    made: dict[str, Any] = {}

    def once(*given: Any, **named: Any) -> Any:
        token = inspect.signature(start).bind(*given, **named).arguments["client_token"]
        if token not in made:
            made[token] = start(*given, **named)
        return made[token]

    monkeypatch.setattr(EMRServerlessBackend, "start_job_run", once)
    with monkeypatch.context() as unlisted:
        unlisted.setattr(EmrServerlessJob, "runs", lambda *_: iter([]))
        first, second = (started(serverless()).trigger.serialize()[1]["job_id"] for _ in range(2))
    third = started(serverless()).trigger.serialize()[1]["job_id"]
    other = started(serverless(**{"--run-id": "daily.day-2"})).trigger.serialize()[1]["job_id"]

    assert first == second
    assert len({first, third, other}) == len(made) == 3
    assert all(1 <= len(token) <= 64 for token in made)


@pytest.mark.parametrize(
    ("said", "error", "sentence"),
    [
        ("ExitCode: 3. Last few exceptions", AirflowFailException, "score ended with exit code 3"),
        ("SystemExit: 4", AirflowException, "score ended with exit code 4"),
        ("the driver was lost", AirflowException, "score ended with exit code unknown"),
    ],
)
def test_the_platform_says_how_a_run_ended_whatever_the_trigger_says(
    said: str, error: type[Exception], sentence: str, anywhere: Anywhere
) -> None:
    task = anywhere()
    started(task)
    tells(task, "FAILED", said)

    with pytest.raises(error, match=sentence) as failed:
        task.resume_execution("__fail__", {"error": "TriggerFailureReason.TRIGGER_TIMEOUT"}, {})

    assert type(failed.value) is error
    assert said in str(failed.value)


def test_a_run_that_is_done_is_done_whatever_the_trigger_says(anywhere: Anywhere) -> None:
    task = anywhere()
    started(task)
    tells(task, DONE[task.SERVICE])

    task.resume_execution("__fail__", {"error": "TriggerFailureReason.TRIGGER_FAILURE"}, {})


def test_a_newer_run_that_failed_beside_the_one_that_was_joined_decides_nothing(anywhere: Anywhere) -> None:
    older, newer, task = anywhere(), anywhere(), anywhere()
    started(older)
    tells(newer, "FAILED")
    started(newer)
    tells(task, "RUNNING", run_id=older.waited_for)
    tells(task, "FAILED", "ExitCode: 4", run_id=newer.waited_for)
    started(task)
    assert task.waited_for == older.waited_for
    tells(task, DONE[task.SERVICE], run_id=older.waited_for)

    task.resume_execution("__fail__", {"error": "TriggerFailureReason.TRIGGER_TIMEOUT"}, {})


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Requests to stop a run, two of which moto lacks."""
    calls: list[str] = []
    cancel = EMRServerlessBackend.cancel_job_run

    def cancelled(self: EMRServerlessBackend, application_id: str, job_run_id: str) -> Any:
        calls.append(job_run_id)
        return cancel(self, application_id, job_run_id)

    monkeypatch.setattr(EMRServerlessBackend, "cancel_job_run", cancelled)
    for service in ("emr.responses.ElasticMapReduceResponse.cancel_steps", "glue.responses.GlueResponse.batch_stop_job_run"):
        monkeypatch.setattr(f"moto.{service}", lambda self: calls.append(str(self.body)) or "{}", raising=False)
    return calls


def test_a_killed_task_stops_its_run(anywhere: Anywhere, stopped: list[str]) -> None:
    task = anywhere()
    started(task)

    task.on_kill()

    assert [task.waited_for in call for call in stopped] == [True]


def test_a_run_that_outlives_its_time_is_stopped(anywhere: Anywhere, stopped: list[str]) -> None:
    task = anywhere()
    started(task)
    tells(task, "RUNNING")

    with pytest.raises(AirflowException, match="was still RUNNING after 2:00:00 and was stopped"):
        task.resume_execution("__fail__", {"error": "TriggerFailureReason.TRIGGER_TIMEOUT"}, {})

    assert [task.waited_for in call for call in stopped] == [True]


def test_another_run_of_the_same_job_is_nobody_s_to_join(anywhere: Anywhere) -> None:
    first, other = anywhere(), anywhere(**{"--run-id": "daily.day-2"})
    started(first)
    started(other)

    assert other.waited_for != first.waited_for
    assert [run.id for run in other.own_runs()] == [other.waited_for]


@pytest.fixture(params=["after", "before"])
def lost(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """Every request to start a run meets a line that breaks, after it arrived or before; with the requests so far."""
    send = URLLib3Session.send
    asked: list[str] = []

    def broken(self: URLLib3Session, sent: Any) -> Any:
        operation = f"{sent.method} {sent.url.split('?')[0]} {sent.headers.get('X-Amz-Target')}"
        if not re.search(r"StartJobRun|AddJobFlowSteps|^POST \S+/jobruns ", operation):
            return send(self, sent)
        asked.append(operation)
        if request.param == "after":
            send(self, sent)
        raise ReadTimeoutError(endpoint_url=sent.url)

    monkeypatch.setattr(URLLib3Session, "send", broken)
    return request.param, asked


def test_a_start_without_an_answer_is_looked_for_and_not_asked_for_again(
    anywhere: Anywhere, lost: tuple[str, list[str]]
) -> None:
    task = anywhere()
    when, asked = lost

    if when == "after":
        started(task)
        assert [run.id for run in task.own_runs()] == [task.waited_for]
    else:
        with pytest.raises(ReadTimeoutError):
            task.execute({})
        assert task.own_runs() == []
    assert len(asked) == 1


def test_emr_is_asked_for_a_step_and_joins_it(cluster: str, aws: Client) -> None:
    place = {"cluster_id": cluster, "execution_role_arn": ""}

    first, second = (started(job(EmrJob, place)).trigger.serialize()[1]["step_ids"] for _ in range(2))

    steps = aws("emr").list_steps(ClusterId=cluster)["Steps"]
    assert first == second == [steps[0]["Id"]]
    assert len(steps) == 1
    assert steps[0]["Name"] == "score.daily.day-1"
    assert steps[0]["ActionOnFailure"] == "CONTINUE"
    assert steps[0]["Config"]["Jar"] == "command-runner.jar"
    assert steps[0]["Config"]["Args"] == [
        *("spark-submit", "--deploy-mode", "client", "--conf", "a=b"),
        *("--class", "io.millwright.pipeline.Main", JAR, *WORDS),
    ]


def test_glue_is_asked_for_a_run_and_joins_it(glue_job: str, aws: Client) -> None:
    first, second = (started(job(GlueJob, {"job_name": glue_job})).trigger.serialize()[1]["run_id"] for _ in range(2))

    runs = aws("glue").get_job_runs(JobName=glue_job)["JobRuns"]
    assert first == second == runs[0]["Id"]
    assert len(runs) == 1
    assert runs[0]["Arguments"] == {"--job": "score"} | dict(zip(WORDS[1::2], WORDS[2::2], strict=True))
    assert runs[0]["Timeout"] == 120
