"""Jobs on EMR on EC2, EMR Serverless and Glue: deferred, and never two Spark runs for one task.

The provider's own operators start a second run when a retry follows a lost worker, and lose the exit code. So a try first
looks for the run an earlier try started, by its name, and joins it unless it failed; a run is asked for once and not again
by the SDK, since EMR on EC2 and Glue would start another; the provider's triggers wait, and however they end, the platform's
own record of the run says how it ended.
"""

from __future__ import annotations

import hashlib
import math
import re
import shlex
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from airflow.exceptions import AirflowException
from airflow.sdk import BaseOperatorLink

from millwright.jobs import JobOperator, require_done, uncleared

if TYPE_CHECKING:
    from airflow.sdk import BaseOperator, Context
    from airflow.triggers.base import BaseTrigger

MAIN = "io.millwright.pipeline.Main"
RUN = "run"
"""XCom of a task on AWS: where its Spark run is."""

_CONSOLES = {"aws-cn": "amazonaws.cn", "aws-us-gov": "amazonaws-us-gov.com"}

_RECENT = timedelta(days=7)
_MARGIN = timedelta(minutes=30)
_EXIT_CODE = re.compile(r"(?:exit\s?code|exited with status|SystemExit)\D{0,3}(\d+)", re.IGNORECASE)


def _triggers(service: str) -> ModuleType:
    """Those of the plugins folder, which end a run with its task; where it is not installed the provider's, which do not."""
    own = "millwright_triggers"
    return import_module(own if find_spec(own) else f"airflow.providers.amazon.aws.triggers.{service}")


@dataclass(frozen=True)
class Run:
    """A run as a platform tells of it; `said` is what it said when it failed."""

    id: str
    name: str
    state: str
    said: str = ""

    @property
    def exit_code(self) -> int | None:
        """Of a failed run, where the platform tells it."""
        code = _EXIT_CODE.search(self.said)
        return int(code.group(1)) if code else None


class RunLink(BaseOperatorLink):
    """To the run in AWS's console, from when it was started.

    The provider's own need its hooks while a DAG is parsed, and keep an address of EMR Serverless that opens to anybody.
    """

    name: ClassVar[str] = "Run on AWS"

    def get_link(self, operator: BaseOperator, *, ti_key: Any) -> str:
        from airflow.sdk.execution_time.xcom import XCom

        # Asked at the end of a task, which would fail with it.
        with suppress(Exception):
            return XCom.get_value(ti_key=ti_key, key=RUN)["url"]
        return ""


class AwsJob(JobOperator):
    """A job on a platform of AWS, with the role and region of the worker."""

    operator_extra_links = (RunLink(),)

    SERVICE: ClassVar[str]
    LIVE: ClassVar[frozenset[str]]
    DONE: ClassVar[str]

    waited_for: str | None = None

    @abstractmethod
    def runs(self, since: datetime) -> Iterator[Run]:
        """Runs started since then, newest first."""

    @abstractmethod
    def start(self, token: str) -> str:
        """Starts a run and returns its id; the same token is the same run where the platform knows tokens."""

    @abstractmethod
    def stop(self, run_id: str) -> None: ...

    @abstractmethod
    def trigger(self, run_id: str, **waiting: Any) -> BaseTrigger: ...

    @abstractmethod
    def where(self, run_id: str) -> dict[str, str]:
        """Of a run its `place` and the `url` of its page; how its Spark UI opens, where that page does not lead there."""

    @property
    def console(self) -> str:
        return f"https://console.{_CONSOLES.get(self.client.meta.partition, 'aws.amazon.com')}"

    @property
    def region(self) -> str:
        return self.client.meta.region_name

    @cached_property
    def client(self) -> Any:
        """For all that may be asked again."""
        from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

        return AwsBaseHook(aws_conn_id=None, client_type=self.SERVICE).conn

    @cached_property
    def asking_once(self) -> Any:
        """For what starts a run: the client repeats no request whose answer was lost."""
        from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
        from botocore.config import Config

        once = Config(retries={"total_max_attempts": 1})
        return AwsBaseHook(aws_conn_id=None, client_type=self.SERVICE, config=once).conn

    @property
    def name(self) -> str:
        """Of this task's run: the same for every try."""
        return f"{self.job}.{self.options['--run-id']}"

    @property
    def longest(self) -> timedelta:
        if self.execution_timeout is None:
            raise ValueError(f"the task {self.task_id} needs an execution_timeout")
        return self.execution_timeout

    def own_runs(self) -> list[Run]:
        """Newest first; those of before the task was cleared among them."""
        recent = self.runs(datetime.now(UTC).replace(microsecond=0) - _RECENT)
        return [run for run in recent if uncleared(run.name) == uncleared(self.name)]

    def joined(self, runs: list[Run]) -> Run | None:
        """The run to wait for: one that is alive, or one that an earlier try left done."""
        return next(
            (run for run in runs if run.state in self.LIVE or (run.state == self.DONE and run.name == self.name)), None
        )

    def started(self, token: str) -> str:
        """Of a new run its id. Where no answer came, or an error, the run may be there all the same; where it is not, or not
        yet, the task fails, and its next try looks again."""
        from botocore.exceptions import ClientError, HTTPClientError

        try:
            return self.start(token)
        except (ClientError, HTTPClientError) as error:
            run = self.joined(self.own_runs())
            if run is None:
                raise
            self.log.info("joining %s, of whose start the answer was lost: %s", run.id, error)
            return run.id

    def execute(self, context: Context) -> None:
        runs = self.own_runs()
        run = self.joined(runs)
        if run:
            self.log.info("joining %s, which is %s", run.id, run.state)
        token = hashlib.sha256(f"{self.name}#{len(runs)}".encode()).hexdigest()
        self.waited_for = run.id if run else self.started(token)
        self.tell(context, {"id": self.waited_for, **self.where(self.waited_for)})
        wait = self.longest + _MARGIN
        self.defer(
            trigger=self.trigger(
                self.waited_for,
                waiter_delay=self.poll_seconds,
                waiter_max_attempts=math.ceil(wait.total_seconds() / self.poll_seconds),
                aws_conn_id=None,
            ),
            method_name="execute_complete",
            timeout=wait,
        )

    def tell(self, context: Context, where: Mapping[str, str]) -> None:
        """Who looks at the task finds its run, in the log and by its link."""
        self.log.info("%s waits for the run %s", self.name, ", ".join(f"{key} {value}" for key, value in where.items()))
        context["ti"].xcom_push(RUN, where)

    def resume_execution(self, next_method: str, next_kwargs: dict[str, Any] | None, context: Context) -> None:
        """Also where the trigger failed or timed out: what the platform says of the run counts, not how the wait ended."""
        self.execute_complete(context, (next_kwargs or {}).get("event"))

    def execute_complete(self, context: Context, event: Mapping[str, Any] | None = None) -> None:
        if event and event["status"] == "success":
            return
        runs = self.own_runs()
        # Where there are several, the one to wait for is not always the newest, which may have failed because of an older.
        run = self.joined(runs) or next(iter(runs), None)
        if run is None:
            raise AirflowException(f"{self.SERVICE} no longer knows the run {self.name}")
        if run.state in self.LIVE:
            self.stop(run.id)
            raise AirflowException(f"{run.id} was still {run.state} after {self.longest} and was stopped")
        exit_code = 0 if run.state == self.DONE else run.exit_code
        require_done(self.job, exit_code, f"{run.id} is {run.state}; {run.said}")

    def on_kill(self) -> None:
        if self.waited_for:
            self.stop(self.waited_for)


class EmrServerlessJob(AwsJob):
    """A job run of an EMR Serverless application."""

    SERVICE = "emr-serverless"
    LIVE = frozenset({"SUBMITTED", "PENDING", "SCHEDULED", "QUEUED", "RUNNING", "CANCELLING"})
    DONE = "SUCCESS"
    PARAMS = {"application_id": "EMR Serverless application", "execution_role_arn": "role of the job run"}

    def runs(self, since: datetime) -> Iterator[Run]:
        pages = self.client.get_paginator("list_job_runs").paginate(
            applicationId=self.place["application_id"], createdAtAfter=since
        )
        found = [run for page in pages for run in page["jobRuns"]]
        for run in sorted(found, key=lambda run: run["createdAt"], reverse=True):
            yield Run(run["id"], run.get("name", ""), run["state"], run.get("stateDetails", ""))

    def start(self, token: str) -> str:
        logs = {"s3MonitoringConfiguration": {"logUri": self.place["log_uri"]}}
        return self.asking_once.start_job_run(
            applicationId=self.place["application_id"],
            executionRoleArn=self.place["execution_role_arn"],
            clientToken=token,
            name=self.name,
            jobDriver={
                "sparkSubmit": {
                    "entryPoint": self.place["jar"],
                    "entryPointArguments": self.arguments,
                    "sparkSubmitParameters": f"--class {MAIN} {self.place['spark_parameters']}",
                }
            },
            configurationOverrides={"monitoringConfiguration": logs},
            executionTimeoutMinutes=math.ceil(self.longest.total_seconds() / 60),
            tags={"application": "millwright", **self.place.get("tags", {}), "job": self.job},
        )["jobRunId"]

    def stop(self, run_id: str) -> None:
        self.client.cancel_job_run(applicationId=self.place["application_id"], jobRunId=run_id)

    def where(self, run_id: str) -> dict[str, str]:
        application = self.place["application_id"]
        bucket, _, prefix = self.place["log_uri"].removeprefix("s3://").partition("/")
        logs = "/".join(filter(None, (prefix.strip("/"), "applications", application, "jobs", run_id)))
        return {
            "place": application,
            "url": f"{self.console}/s3/buckets/{bucket}?region={self.region}&prefix={quote(logs)}/",
            "spark_ui": f"aws emr-serverless get-dashboard-for-job-run --application-id {application} --job-run-id {run_id}",
        }

    def trigger(self, run_id: str, **waiting: Any) -> BaseTrigger:
        return _triggers("emr").EmrServerlessStartJobTrigger(
            application_id=self.place["application_id"], job_id=run_id, **waiting
        )


class EmrJob(AwsJob):
    """A step of a running EMR cluster. The driver runs where the step does, so that its exit code is the step's."""

    SERVICE = "emr"
    LIVE = frozenset({"PENDING", "RUNNING", "CANCEL_PENDING"})
    DONE = "COMPLETED"
    PARAMS = {"cluster_id": "EMR cluster", "execution_role_arn": "runtime role of the step, where the cluster has them"}

    def runs(self, since: datetime) -> Iterator[Run]:
        pages = self.client.get_paginator("list_steps").paginate(ClusterId=self.place["cluster_id"])
        for step in (step for page in pages for step in page["Steps"]):
            status = step["Status"]
            if status["Timeline"]["CreationDateTime"] < since:
                return
            said = " ".join(str(part) for part in status.get("FailureDetails", {}).values())
            yield Run(step["Id"], step["Name"], status["State"], said)

    def start(self, token: str) -> str:
        submit = ["spark-submit", "--deploy-mode", "client", *shlex.split(self.place["spark_parameters"])]
        step = {
            "Name": self.name,
            "ActionOnFailure": "CONTINUE",
            "HadoopJarStep": {
                "Jar": "command-runner.jar",
                "Args": [*submit, "--class", MAIN, self.place["jar"], *self.arguments],
            },
        }
        role = {"ExecutionRoleArn": arn} if (arn := self.place["execution_role_arn"]) else {}
        return self.asking_once.add_job_flow_steps(JobFlowId=self.place["cluster_id"], Steps=[step], **role)["StepIds"][0]

    def stop(self, run_id: str) -> None:
        self.client.cancel_steps(
            ClusterId=self.place["cluster_id"], StepIds=[run_id], StepCancellationOption="TERMINATE_PROCESS"
        )

    def where(self, run_id: str) -> dict[str, str]:
        cluster = self.place["cluster_id"]
        return {"place": cluster, "url": f"{self.console}/emr/home?region={self.region}#/clusterDetails/{cluster}"}

    def trigger(self, run_id: str, **waiting: Any) -> BaseTrigger:
        return _triggers("emr").EmrAddStepsTrigger(job_flow_id=self.place["cluster_id"], step_ids=[run_id], **waiting)


class GlueJob(AwsJob):
    """A run of a Glue 5.1 job whose script hands `--job NAME` and the other arguments on to the command line."""

    SERVICE = "glue"
    LIVE = frozenset({"STARTING", "RUNNING", "STOPPING", "WAITING"})
    DONE = "SUCCEEDED"
    PARAMS = {"job_name": "Glue job"}

    def runs(self, since: datetime) -> Iterator[Run]:
        pages = self.client.get_paginator("get_job_runs").paginate(JobName=self.place["job_name"])
        for run in (run for page in pages for run in page["JobRuns"]):
            if run["StartedOn"].timestamp() < since.timestamp():
                return
            arguments = run.get("Arguments", {})
            name = f"{arguments.get('--job')}.{arguments.get('--run-id')}"
            yield Run(run["Id"], name, run["JobRunState"], run.get("ErrorMessage", ""))

    def start(self, token: str) -> str:
        return self.asking_once.start_job_run(
            JobName=self.place["job_name"],
            Arguments={"--job": self.job, **self.given},
            Timeout=math.ceil(self.longest.total_seconds() / 60),
        )["JobRunId"]

    def stop(self, run_id: str) -> None:
        self.client.batch_stop_job_run(JobName=self.place["job_name"], JobRunIds=[run_id])

    def where(self, run_id: str) -> dict[str, str]:
        job = self.place["job_name"]
        page = f"gluestudio/home?region={self.region}#/job/{quote(job, safe='')}/run/{run_id}"
        return {"place": job, "url": f"{self.console}/{page}"}

    def trigger(self, run_id: str, **waiting: Any) -> BaseTrigger:
        return _triggers("glue").GlueJobCompleteTrigger(
            job_name=self.place["job_name"], run_id=run_id, verbose=False, **waiting
        )
