"""Triggers that end the run they wait for when its task is ended meanwhile; those of the provider let it go on.

They lie in the plugins folder because a triggerer imports nothing from the DAGs' folder.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from airflow.providers.amazon.aws.triggers import emr, glue
from airflow.providers.amazon.aws.triggers.base import AwsBaseWaiterTrigger
from airflow.sdk.execution_time import task_runner
from airflow.sdk.execution_time.comms import GetTaskStates
from airflow.triggers.base import TriggerEvent

ENDED = frozenset({"failed", "success", "skipped", "upstream_failed", "removed"})
"""States nobody waits in. A task that was cleared joins the run, one that waited too long stops it itself, and one that
still waits only changes its triggerer."""


class EndsItsRun(AwsBaseWaiterTrigger):
    """Waits; where Airflow calls the wait off, looks whether somebody ended the task, by hand or with its DAG run."""

    @abstractmethod
    async def stop(self, client: Any) -> None: ...

    async def run(self) -> AsyncIterator[TriggerEvent]:
        try:
            async for event in super().run():
                yield event
        except asyncio.CancelledError:
            # It is called off again every second until it is over. In the middle of a question to Airflow that would bring
            # down the triggerer, which then takes the answer for that of the next question.
            ending = asyncio.ensure_future(self.end())
            while not ending.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.shield(ending)
            raise

    async def end(self) -> None:
        try:
            if await self.task_state() in ENDED:
                async with await self.hook().get_async_conn() as client:
                    await self.stop(client)
        except Exception:
            self.log.exception("the run of an ended task goes on: %s", self.waiter_args)

    async def task_state(self) -> str | None:
        task = self.task_instance
        if task is None:
            # dag.test() runs the wait in its own process.
            return None
        asked = GetTaskStates(dag_id=task.dag_id, task_ids=[task.task_id], run_ids=[task.run_id])
        states = (await task_runner.SUPERVISOR_COMMS.asend(asked)).task_states
        return states.get(task.run_id, {}).get(task.task_id)


class EmrServerlessStartJobTrigger(EndsItsRun, emr.EmrServerlessStartJobTrigger):
    async def stop(self, client: Any) -> None:
        await client.cancel_job_run(**self.waiter_args)


class EmrAddStepsTrigger(EndsItsRun, emr.EmrAddStepsTrigger):
    async def stop(self, client: Any) -> None:
        await client.cancel_steps(**self.waiter_args, StepCancellationOption="TERMINATE_PROCESS")


class GlueJobCompleteTrigger(EndsItsRun, glue.GlueJobCompleteTrigger):
    async def stop(self, client: Any) -> None:
        await client.batch_stop_job_run(JobName=self.job_name, JobRunIds=[self.run_id])
