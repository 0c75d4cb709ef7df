"""A real Airflow in target/: its own database, no scheduler, no server; and the DAGs as each target sees them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOM = Path(__file__).parents[1]
HOME = ROOM / "target" / "airflow"

shutil.rmtree(HOME, ignore_errors=True)
HOME.mkdir(parents=True)
os.environ |= {
    "AIRFLOW_HOME": str(HOME),
    "AIRFLOW__CORE__DAGS_FOLDER": str(ROOM / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOM / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
}

from airflow.models.dagbag import DagBag
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import SerializedDAG
from airflow.utils.db import initdb
from airflow.utils.types import DagRunType


@pytest.fixture(scope="session", autouse=True)
def database() -> None:
    """An empty one, that knows the DAGs' assets; one server in this process for all tasks, which takes seconds to make."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.sdk.execution_time import supervisor

    supervisor.in_process_api_server = cache(supervisor.in_process_api_server)
    initdb()
    DagBundlesManager().sync_bundles_to_db()
    _bag().sync_to_db("dags-folder", None)


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """The settings that are shipped with some of them replaced, for this test."""

    def write(**replaced: str) -> Path:
        text = (ROOM / "dags" / "millwright.toml").read_text()
        for key, value in replaced.items():
            text, found = re.subn(rf"(?m)^(# )?{key} = [^#\n]*", f"{key} = {value} ", text)
            assert found, f"millwright.toml says nothing of {key}"
        file = tmp_path / "millwright.toml"
        file.write_text(text)
        monkeypatch.setenv("MILLWRIGHT_SETTINGS", str(file))
        return file

    return write


@pytest.fixture
def dags(settings_file: Callable[..., Path]) -> Callable[..., dict[str, DAG]]:
    """DAGs by name without the prefix, under the settings shipped but for what is replaced."""

    def load(target: str = "local", **replaced: str) -> dict[str, DAG]:
        settings_file(target=f'"{target}"', **replaced)
        bag = _bag()
        assert bag.import_errors == {}
        return {dag_id.removeprefix("millwright_"): dag for dag_id, dag in bag.dags.items()}

    return load


@pytest.fixture
def backfilled() -> Callable[[DAG, datetime], Any]:
    """A run of a DAG over the interval that ends with a moment, as a backfill makes it."""
    make = SerializedDAG.create_dagrun

    def made(*given: Any, **named: Any) -> Any:
        return make(*given, **named | {"run_type": DagRunType.BACKFILL_JOB})

    def run(dag: DAG, day: datetime) -> Any:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SerializedDAG, "create_dagrun", made)
            return dag.test(logical_date=day)

    return run


def _bag() -> DagBag:
    return DagBag(dag_folder=str(ROOM / "dags"), include_examples=False)


@pytest.fixture
def moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An emulated AWS, where every client of the test goes; what they send is checked by botocore's models."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(moto: str) -> Callable[[str], Any]:
    import boto3

    return lambda service: boto3.client(service, endpoint_url=moto)
