"""One job of the command line as one task: which arguments, which run, and what its exit code means to Airflow.

Where it runs is a subclass: `LocalJob` here, those on AWS in `millwright.aws`. `Jobs` picks the one the settings name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import BaseOperator, Param

from millwright.settings import Settings

if TYPE_CHECKING:
    from airflow.providers.standard.hooks.subprocess import SubprocessHook
    from airflow.sdk import Context
    from airflow.sdk.types import RuntimeTaskInstanceProtocol

INTERVAL: Mapping[str, str] = {
    "--from": "{{ data_interval_start.strftime('%Y-%m-%dT%H:%M:%SZ') }}",
    "--to": "{{ data_interval_end.strftime('%Y-%m-%dT%H:%M:%SZ') }}",
}

RETRY_CANNOT_HELP: Mapping[int, str] = {2: "configuration", 3: "data or quality gate", 70: "a bug"}

_AGAIN = re.compile(r"\.again-\d+$")


def run_name(ti: RuntimeTaskInstanceProtocol) -> str:
    """`--run-id`: of the DAG run, so every try of a task is the same run, and another one once a person clears the task.

    Clearing raises `max_tries` above the task's retries; a retry does not.
    """
    name = re.sub(r"[^A-Za-z0-9._-]", "-", f"{ti.dag_id}.{ti.run_id}")
    cleared = ti.max_tries - (ti.task.retries or 0)
    return f"{name}.again-{cleared}" if cleared > 0 else name


def uncleared(name: str) -> str:
    """The name a run had before anybody cleared its task."""
    return _AGAIN.sub("", name)


def require_done(job: str, exit_code: int | None, said: str) -> None:
    """Turns an exit code into what Airflow understands. A code nobody told is retried: a rerun of a job does no harm."""
    if exit_code == 0:
        return
    sentence = f"{job} ended with exit code {'unknown' if exit_code is None else exit_code}: {said}"
    if exit_code in RETRY_CANNOT_HELP:
        raise AirflowFailException(f"{sentence} ({RETRY_CANNOT_HELP[exit_code]}: a retry cannot help)")
    raise AirflowException(sentence)


class JobOperator(BaseOperator):
    """Runs a job once.

    :param job: name on the command line
    :param options: of the command line; one whose value renders to nothing is left out
    :param place: where it runs: what the settings' table of the target says
    """

    template_fields = ("options", "place")
    ui_color = "#e8f0e0"

    PARAMS: ClassVar[Mapping[str, str]] = {}
    """Keys of the settings' table, with what they are, that a DAG run may set otherwise, but not where a job has its own."""

    def __init__(
        self,
        *,
        job: str,
        options: Mapping[str, str],
        place: Mapping[str, Any],
        poll_seconds: int = 60,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.options = dict(options)
        self.place = dict(place)
        self.poll_seconds = poll_seconds

    @property
    def given(self) -> dict[str, str]:
        return {option: value for option, value in self.options.items() if value}

    @property
    def arguments(self) -> list[str]:
        """The command line behind the program's name."""
        return [self.job, *(word for pair in self.given.items() for word in pair)]


class LocalJob(JobOperator):
    """A job on the worker itself, by a checkout's launcher. One whose worker died holds the lake's lock until it ends."""

    @cached_property
    def process(self) -> SubprocessHook:
        from airflow.providers.standard.hooks.subprocess import SubprocessHook

        return SubprocessHook()

    def execute(self, context: Context) -> None:
        ended = self.process.run_command([f"{self.place['home']}/millwright", *self.arguments], cwd=self.place["home"])
        require_done(self.job, ended.exit_code, ended.output)

    def on_kill(self) -> None:
        self.process.send_sigterm()


def _operator(target: str) -> type[JobOperator]:
    if target == "local":
        return LocalJob
    from millwright import aws

    return {"emr": aws.EmrJob, "emr-serverless": aws.EmrServerlessJob, "glue": aws.GlueJob}[target]


class Jobs:
    """Makes tasks and what their DAGs have in common, all from the settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.operator = _operator(settings.target)

    def task(self, job: str, options: Mapping[str, str] | None = None, **kwargs: Any) -> JobOperator:
        params = {key: f"{{{{ params.{key} }}}}" for key in self.operator.PARAMS}
        return self.operator(
            task_id=job,
            job=job,
            options={
                "--config": "{{ params.config }}",
                "--out": "{{ params.out }}",
                "--run-id": "{{ run_name(ti) }}",
                **(options or {}),
            },
            place={**self.settings.place, **params, **self.settings.jobs.get(job, {})},
            poll_seconds=self.settings.poll_seconds,
            execution_timeout=self.settings.longest(job),
            **kwargs,
        )

    def dag_arguments(self, **params: Param) -> dict[str, Any]:
        settings = self.settings
        return {
            "max_active_runs": 1,
            "tags": ["millwright", settings.target],
            "user_defined_macros": {"run_name": run_name},
            "params": {
                "config": Param(settings.config, type="string", minLength=1, description="pipeline file of the jobs"),
                "out": Param(settings.out, type="string", minLength=1, description="lake, registry and results"),
                **{
                    key: Param(settings.place[key], type="string", description=what)
                    for key, what in self.operator.PARAMS.items()
                },
                **params,
            },
            "default_args": {
                "owner": "millwright",
                "pool": settings.pool,
                "execution_timeout": timedelta(hours=1),
                "retries": settings.retries,
                "retry_delay": timedelta(minutes=settings.retry_minutes),
                "retry_exponential_backoff": True,
                "max_retry_delay": timedelta(hours=1),
                "on_failure_callback": self._tell(),
            },
        }

    def _tell(self) -> list[Callable[[Context], None]]:
        if not self.settings.failure_topic:
            return []
        from airflow.providers.amazon.aws.notifications.sns import SnsNotifier

        return [
            SnsNotifier(
                aws_conn_id=None,
                target_arn=self.settings.failure_topic,
                subject="Millwright: {{ ti.task_id }} of {{ dag.dag_id }} failed",
                message="{{ run_id }}, try {{ ti.try_number }}: {{ exception | default('see its log') }}\n{{ ti.log_url }}",
                # Without them no subscription that asks for severity gets it.
                message_attributes={"severity": "critical", "kind": "task_failed"},
            )
        ]
