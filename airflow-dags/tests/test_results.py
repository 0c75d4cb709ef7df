"""What decides whether a training starts, and whether a model may be used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from airflow.exceptions import AirflowException, AirflowSkipException

from millwright.results import is_approved, publish, read, require_asked


def triggers(out: Path, **asks: bool) -> str:
    said = [{"name": name, "fired": True, "asks": asking, "why": f"{name} says so"} for name, asking in asks.items()]
    (out / "drift.json").write_text(json.dumps({"features": [], "triggers": said}))
    return str(out)


def registered(out: Path, version: str, promoted: bool = False) -> str:
    said = {"champion": {"promoted": promoted, "version": version, "reasons": ["it saves nothing"]}}
    (out / "metrics.json").write_text(json.dumps(said))
    return str(out)


def test_what_monitor_decided_asks_for_a_training(tmp_path: Path) -> None:
    assert require_asked(triggers(tmp_path, drift=True, schedule=False)) == "drift: drift says so"


def test_a_trigger_that_only_fired_asks_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(AirflowSkipException, match="no training is asked for: drift: drift says so; schedule: "):
        require_asked(triggers(tmp_path, drift=False, schedule=False))


def test_results_are_read_from_s3(aws: Callable[[str], Any]) -> None:
    s3 = aws("s3")
    s3.create_bucket(Bucket="results", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="results", Key="out/drift.json", Body=b'{"features": []}')

    assert read("s3://results/out/", "drift.json") == {"features": []}


def test_a_list_is_published_to_s3_under_its_moment_and_the_same_list_once(aws: Callable[[str], Any]) -> None:
    s3 = aws("s3")
    s3.create_bucket(Bucket="plant", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for day in (1, 2, 2):
        moment = f'{{"as_of": "2025-03-0{day}T00:00:00Z"}}'
        s3.put_object(Bucket="plant", Key="results/worklist.json", Body=moment.encode())
        s3.put_object(Bucket="plant", Key="results/worklist.csv", Body=f"rank\r\n{day}\r\n".encode())
        place = publish("s3://plant/results", "s3://plant/worklists/")

    assert place == "s3://plant/worklists/worklist-2025-03-02T00-00-00Z.csv"
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="plant", Prefix="worklists/")["Contents"]]
    assert keys == [f"worklists/worklist-2025-03-0{day}T00-00-00Z.csv" for day in (1, 2)]
    assert s3.get_object(Bucket="plant", Key=keys[0])["Body"].read() == b"rank\r\n1\r\n"


def test_the_promotion_rule_decides_in_a_folder(tmp_path: Path) -> None:
    assert is_approved(registered(tmp_path, "1", promoted=True), "")

    with pytest.raises(AirflowSkipException, match="version 1 stays pending: it saves nothing"):
        is_approved(registered(tmp_path, "1"), "")


def test_a_person_decides_in_sagemaker_on_the_version_that_was_registered(tmp_path: Path, aws: Callable[[str], Any]) -> None:
    sagemaker = aws("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="fleet")
    first, second, _ = (
        sagemaker.create_model_package(ModelPackageGroupName="fleet", ModelApprovalStatus=status)["ModelPackageArn"]
        for status in ("Approved", "PendingManualApproval", "Approved")
    )

    with pytest.raises(AirflowException, match="fleet has no version 4: is it the group that the pipeline file names"):
        is_approved(registered(tmp_path, "4"), "fleet")

    out = registered(tmp_path, "2")
    assert not is_approved(out, "fleet")

    sagemaker.update_model_package(ModelPackageArn=second, ModelApprovalStatus="Approved")
    sagemaker.update_model_package(ModelPackageArn=first, ModelApprovalStatus="Rejected")
    assert is_approved(out, "fleet")

    sagemaker.update_model_package(ModelPackageArn=second, ModelApprovalStatus="Rejected")
    with pytest.raises(AirflowSkipException, match="version 2 of fleet was rejected"):
        is_approved(out, "fleet")
