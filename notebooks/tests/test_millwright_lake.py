"""A run is opened where it lies: a folder of any name, its URL, and a bucket."""

import json

import boto3
import pandas as pd
import pytest
from moto.server import ThreadedMotoServer
from test_notebooks import OUT, rows

import millwright_lake
from millwright_lake import Run

TABLE = "quality_results"


@pytest.fixture(scope="module")
def bucket():
    """A run's address in a bucket of this machine, with a session that reaches it."""
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            environment.setenv(name, value)
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="plant")
        for file in [OUT / "metrics.json", OUT / "worklist.csv", *(OUT / "lake" / TABLE).rglob("*")]:
            if file.is_file():
                s3.upload_file(str(file), "plant", f"results/{file.relative_to(OUT)}")
        session = millwright_lake.spark()
        yield "s3://plant/results"
        session.stop()
    server.stop()


@pytest.mark.parametrize("place", ["a folder", "a bucket"])
def test_a_run_is_opened_where_it_lies(place, bucket, tmp_path):
    folder = tmp_path / "plant [1] 100%"
    folder.symlink_to(OUT)
    run = Run(f"file://{folder}" if place == "a folder" else bucket)

    assert sorted(row.rule for row in run.table(TABLE).select("rule").collect()) == sorted(rows(TABLE, "rule").rule)
    assert run.result("metrics.json") == json.loads((OUT / "metrics.json").read_text())
    pd.testing.assert_frame_equal(run.csv("worklist.csv"), pd.read_csv(OUT / "worklist.csv"))


def test_a_folder_is_its_url(bucket):
    assert Run(f"file://{OUT.resolve()}/").out == Run(str(OUT)).out


def test_what_is_not_there_is_named(bucket, tmp_path):
    run = Run(bucket)

    with pytest.raises(FileNotFoundError, match=f"the lake has no table sores; it has {TABLE}$"):
        run.table("sores")
    with pytest.raises(FileNotFoundError, match=r"s3://plant/results holds no drift.json; the jobs that write it were not run"):
        run.result("drift.json")
    with pytest.raises(FileNotFoundError, match="holds no lake; run ./millwright demo, or set MILLWRIGHT_OUT to a run's --out folder"):
        Run(str(tmp_path))
