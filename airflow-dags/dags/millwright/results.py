"""The files and records a job leaves that decide what runs next; read by a task, never while a DAG is parsed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from airflow.exceptions import AirflowException, AirflowSkipException


def read(out: str, name: str) -> Any:
    """A JSON file of an output folder, local or on S3."""
    return json.loads(text(out, name))


def text(out: str, name: str) -> str:
    """A file of an output folder as it is, with its own ends of lines."""
    if out.startswith("s3://"):
        from airflow.providers.amazon.aws.hooks.s3 import S3Hook

        return S3Hook(aws_conn_id=None).read_key(f"{out.rstrip('/')}/{name}")
    return Path(out, name).read_bytes().decode()


def publish(out: str, to: str) -> str:
    """Copies the work list to a folder, local or on S3, under its moment; the same list again is the same file.

    :param to: where it is copied to; where it is empty, the task is skipped
    """
    if not to:
        raise AirflowSkipException("publish_to of millwright.toml names no place where lists are fetched")
    moment = read(out, "worklist.json")["as_of"].replace(":", "-")
    content = text(out, "worklist.csv")
    place = f"{to.rstrip('/')}/worklist-{moment}.csv"
    if to.startswith("s3://"):
        from airflow.providers.amazon.aws.hooks.s3 import S3Hook

        S3Hook(aws_conn_id=None).load_string(content, key=place, replace=True)
    else:
        Path(to).mkdir(parents=True, exist_ok=True)
        Path(place).write_bytes(content.encode())
    return place


def require_asked(out: str) -> str:
    """What asks for a training and why, as monitor decided; skips the task where nothing does."""
    triggers = read(out, "drift.json")["triggers"]
    said = {asking: [f"{t['name']}: {t['why']}" for t in triggers if t["asks"] is asking] for asking in (True, False)}
    if not said[True]:
        raise AirflowSkipException(f"no training is asked for: {'; '.join(said[False])}")
    return "; ".join(said[True])


def is_approved(out: str, group: str) -> bool:
    """Whether the version that was registered may be used now; skips the task where it was decided that it may not.

    :param group: model package group of SageMaker, where a person approves what the promotion rule did not; where it is
        empty, the registry is a folder, and the rule's answer is the last word
    """
    champion = read(out, "metrics.json")["champion"]
    if group:
        return _is_approved_in(group, champion["version"])
    if not champion["promoted"]:
        raise AirflowSkipException(f"version {champion['version']} stays pending: {'; '.join(champion['reasons'])}")
    return True


def _is_approved_in(group: str, version: str) -> bool:
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

    client = AwsBaseHook(aws_conn_id=None, client_type="sagemaker").conn
    pages = client.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=group, SortBy="CreationTime", SortOrder="Descending"
    )
    packages = (package for page in pages for package in page["ModelPackageSummaryList"])
    found = (each["ModelApprovalStatus"] for each in packages if f"{each['ModelPackageVersion']}" == version)
    status = next(found, None)
    if status is None:
        raise AirflowException(f"{group} has no version {version}: is it the group that the pipeline file names?")
    if status == "Rejected":
        raise AirflowSkipException(f"version {version} of {group} was rejected: the champion stays")
    return status == "Approved"
