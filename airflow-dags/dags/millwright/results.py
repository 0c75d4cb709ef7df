"""The files and records a job leaves that decide what runs next; read by a task, never while a DAG is parsed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.exceptions import AirflowSkipException


def read(out: str, name: str) -> Any:
    """A JSON file of an output folder, local or on S3."""
    if out.startswith("s3://"):
        from airflow.providers.amazon.aws.hooks.s3 import S3Hook

        return json.loads(S3Hook(aws_conn_id=None).read_key(f"{out.rstrip('/')}/{name}"))
    return json.loads(Path(out, name).read_text())


def require_drift(out: str, share: float) -> str:
    """What drifted; skips the task where it is less than a share of the features."""
    features = read(out, "drift.json").get("features", [])
    drifted = sum(feature["drifted"] for feature in features)
    found = f"{drifted} of {len(features)} features drifted"
    if not features or drifted < share * len(features):
        raise AirflowSkipException(f"{found}, which is less than {share:.0%}: no training asked for")
    return found


def require_silence(asked: list[datetime], days: int) -> None:
    """Skips the task where a training was asked for in the last days: drift lasts, and one answer to it is enough."""
    if asked and datetime.now(UTC) - max(asked) < timedelta(days=days):
        raise AirflowSkipException(f"a training was asked for on {max(asked):%Y-%m-%d}, less than {days} days ago")


def is_approved(out: str, group: str, since: datetime) -> bool:
    """Whether a model may be used now; skips the task where it was decided that it may not.

    :param group: model package group of SageMaker whose newest package since then a person approves; where it is empty, the
        registry is a folder, and `register` itself decided by the promotion rule
    """
    return _approved_by_person(group, since) if group else _promoted(out)


def _promoted(out: str) -> bool:
    champion = read(out, "metrics.json")["champion"]
    if not champion["promoted"]:
        raise AirflowSkipException(f"version {champion['version']} stays pending: {'; '.join(champion['reasons'])}")
    return True


def _approved_by_person(group: str, since: datetime) -> bool:
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

    newest = AwsBaseHook(aws_conn_id=None, client_type="sagemaker").conn.list_model_packages(
        ModelPackageGroupName=group,
        CreationTimeAfter=since,
        SortBy="CreationTime",
        SortOrder="Descending",
        MaxResults=1,
    )["ModelPackageSummaryList"]
    status = newest[0]["ModelApprovalStatus"] if newest else "PendingManualApproval"
    if status == "Rejected":
        raise AirflowSkipException(f"{newest[0]['ModelPackageArn']} was rejected: the champion stays")
    return status == "Approved"
