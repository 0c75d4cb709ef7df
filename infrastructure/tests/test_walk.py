"""The commands of docs/aws.md, and the prices of the README: names that fit the stacks, arithmetic that fits itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from conftest import ACCOUNT, HERE, ORDER, REGION, template, walk

DOCS = (HERE.parent / "docs/aws.md").read_text()
SCHEMA = json.loads((HERE.parent / "docs/pipeline.schema.json").read_text())

DIGEST = "sha256:" + "0123456789abcdef" * 4


def require_names_of(stacks: dict[str, dict[str, str]], aws: dict[str, Any]) -> None:
    storage, jobs = stacks["storage"], stacks["jobs"]
    assert aws["registry"]["group"] == jobs["ModelGroupName"]
    assert aws["registry"]["location"].split("/")[2] == storage["ModelsBucket"]
    assert aws["feature_store"]["prefix"] == "millwright-dev"
    assert aws["feature_store"]["location"].split("/")[2] == storage["FeaturesBucket"]
    assert aws["feature_store"]["role"] == jobs["FeatureStoreRoleArn"]
    assert aws["notifications"]["topic"] == stacks["watch"]["TopicArn"]
    assert aws["kms_key"] == "alias/millwright-dev"
    assert aws["metrics"]["namespace"] == "Millwright/dev"


def test_the_reference_names_what_the_stacks_make(stacks: dict[str, dict[str, str]]) -> None:
    text = re.search(r"(?s)```yaml\n(aws:.*?)```", DOCS)[1]

    require_names_of(stacks, yaml.safe_load(text.replace("111122223333", ACCOUNT))["aws"])


def pipeline_file(folder: Path, stage: str) -> dict[str, Any]:
    """The pipeline file that the walk makes for a stage."""
    steps = (r"(?m)^landing=.*\n", r"(?ms)^sed .*?>plant.yaml\n", r"(?ms)^cat >>plant.yaml.*?^EOF\n")
    made = "".join(re.search(step, walk())[0] for step in steps)
    (folder / "examples").symlink_to(HERE.parent / "examples")
    names = {"PATH": os.environ["PATH"], "STAGE": stage, "ACCOUNT": ACCOUNT, "AWS_REGION": REGION, "DIGEST": DIGEST}
    subprocess.run(["bash", "-e"], input=made, text=True, cwd=folder, env=names, check=True)
    return yaml.safe_load((folder / "plant.yaml").read_text())


def texts(node: Any, at: str = "") -> dict[str, str]:
    """By their path."""
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = {path: text for key, value in below for path, text in texts(value, f"{at}/{key}").items()}
    return found or {at: str(node)}


def test_two_stages_of_an_account_share_no_name(tmp_path: Path) -> None:
    found = {}
    for stage in ("dev", "prod"):
        (tmp_path / stage).mkdir()
        found[stage] = texts(pipeline_file(tmp_path / stage, stage))
    own = {at for at in found["dev"] if at.startswith(("/aws/", "/lake/", "/landing/simulated/path"))}

    same = {at for at in own if found["dev"][at] == found["prod"][at]}
    assert same == {"/aws/tags/application", "/aws/registry/image", "/aws/events/bus"}
    assert "/aws/metrics/namespace" in own


def test_the_pipeline_file_of_the_walk_is_one_and_names_what_the_stacks_make(
    stacks: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    file = pipeline_file(tmp_path, "dev")

    jsonschema.validate(file, SCHEMA)
    require_names_of(stacks, file["aws"])
    assert file["aws"]["registry"]["image"].endswith(f":3.0-5@{DIGEST}")
    assert file["landing"]["simulated"]["path"] == f"s3://{stacks['storage']['LandingBucket']}/fleet"
    assert file["lake"]["out"] == f"s3://{stacks['storage']['PlantBucket']}/results"
    assert "fails_within_2d" in [target["name"] for target in file["targets"]["failure"]]


def test_the_settings_of_the_schedule_in_the_walk_name_what_the_stacks_make(
    stacks: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    day = re.search(r"(?m)^export DAILY_FROM=.*\n", walk())
    made = re.search(r"(?ms)^FIRST_DAY=.*?>millwright.toml\n", walk())
    assert walk()[day.end() :].startswith("job data ingest "), "what comes after that ingest is of this day or a later one"
    assert "DAILY_FROM=" not in made[0]
    shipped = tomllib.loads((HERE.parent / "airflow-dags/dags/millwright.toml").read_text())
    (tmp_path / "airflow-dags").symlink_to(HERE.parent / "airflow-dags")
    names = {"PATH": os.environ["PATH"], "STAGE": "prod", "ACCOUNT": "210987654321", "AWS_REGION": REGION}
    given = {"plant": "s3://millwright-prod-plant-210987654321", "APPLICATION": "00application"}
    subprocess.run(["bash", "-e"], input=day[0] + made[0], text=True, cwd=tmp_path, env=names | given, check=True)

    text = (tmp_path / "millwright.toml").read_text()
    assert "dev" not in {word for line in text.splitlines() for word in re.split(r"\W", line.partition(" #")[0])}
    settings = tomllib.loads(text.replace("210987654321", ACCOUNT).replace("millwright-prod", "millwright-dev"))

    plant = f"s3://{stacks['storage']['PlantBucket']}"
    assert (settings["target"], settings["config"], settings["out"]) == (
        *("emr-serverless", f"{plant}/pipeline.yaml", f"{plant}/results"),
    )
    assert settings["publish_to"] == f"{plant}/worklists"
    assert not {settings["first_day"], settings["daily_from"]} & {shipped["first_day"], shipped["daily_from"]}
    assert abs((settings["daily_from"] - datetime.now(UTC).date()).days) <= 1, "what was before is no work of the daily DAG"
    assert settings["failure_topic"] == stacks["watch"]["TopicArn"]
    assert settings["model_package_group"] == stacks["jobs"]["ModelGroupName"]
    assert settings["emr-serverless"]["application_id"] == "00application"
    assert settings["emr-serverless"]["tags"] == {"stage": "prod"}
    assert settings["emr-serverless"]["jar"] == f"{plant}/jars/millwright.jar"


def test_the_walk_is_bash_and_makes_every_stack_but_those_it_names_as_others(stacks: dict[str, dict[str, str]]) -> None:
    checked = subprocess.run(["bash", "-n"], input=walk(), text=True, capture_output=True, check=False)

    assert checked.stderr == ""
    made = re.findall(r"(?m)^make (\w+)(.*)$", walk())
    assert [name for name, _ in made] == [name for name in ORDER if name not in ("glue", "emr", "delivery")]
    for name, parameters in made:
        known = template(name)["Parameters"]
        assert set(re.findall(r"(\w+)=", parameters)) <= known.keys(), name
        needed = {key for key, parameter in known.items() if "Default" not in parameter}
        assert needed <= set(re.findall(r"(\w+)=", parameters)), name


def test_the_way_to_a_cluster_is_bash_and_names_parameters_there_are() -> None:
    text = (HERE / "README.md").read_text()
    (commands,) = re.findall(r"(?s)```bash\n(.*?)```", text)
    made = re.findall(r"(?m)^make (\w+)(.*)$", commands)

    assert subprocess.run(["bash", "-n"], input=commands, text=True, capture_output=True, check=False).stderr == ""
    assert [name for name, _ in made] == [name for name in ORDER if name in ("network", "jobs", "emr", "watch", "airflow")]
    for name, parameters in made:
        known = template(name)["Parameters"]
        given = set(re.findall(r"(\w+)=", parameters))
        assert {key for key, parameter in known.items() if "Default" not in parameter} <= given <= known.keys(), name


def test_the_walk_submits_every_job_with_its_role() -> None:
    from test_roles import readme_roles

    submitted = re.findall(r"job (\w+) ([\w-]+)", walk())

    assert [job for _, job in submitted] == [
        *("ingest", "check", "features", "export-features", "train", "evaluate", "register", "score", "monitor", "report"),
    ]
    assert all(readme_roles()[job] == role for role, job in submitted)


def test_every_job_that_is_submitted_in_the_docs_is_given_to_a_role_that_may_do_it() -> None:
    from test_roles import readme_roles

    roles = readme_roles()
    texts = [(HERE.parent / file).read_text().replace("\\\n", " ") for file in ("README.md", "docs/aws.md")]
    lines = [line for text in texts for line in re.findall(r"\./millwright submit (--target [^`\n]*)", text)]
    given = [re.match(r"(?:--(?:wait|[\w-]+ \S+) +)*([\w$.-]+)", line)[1] for line in lines]

    assert len(lines) >= 6
    for line, job in zip(lines, given, strict=True):
        assert job in roles or job in ("$2", "..."), line
        role = re.search(r"(?:role/|--target glue --id )millwright-[\w$]+-(\w+)", line)
        assert not role or job == "$2" or role[1] == roles[job], line


def test_the_delta_that_a_spark_without_one_gets_is_the_one_that_is_built_with() -> None:
    version = re.search(r"<delta\.version>(.*?)<", (HERE.parent / "pom.xml").read_text())[1]

    assert f"--packages io.delta:delta-spark_2.12:{version}`" in DOCS


def test_the_tables_are_catalogued_where_the_role_may() -> None:
    (database,) = set(re.findall(r"--catalog (\S+)$", DOCS, re.MULTILINE))

    assert "job maintain maintain -- --catalog " in DOCS
    assert database.replace("$STAGE", "${Stage}") in str(template("jobs")["Resources"]["MaintainRole"])
    assert template("jobs")["Parameters"]["CatalogDatabase"]["Default"] == ""


def test_the_prices_add_up() -> None:
    text = (HERE / "README.md").read_text()
    table = re.findall(r"(?m)^\|[^|]*\| ([\d. x]+) [^|]*\| ([\d.]+) \| ([\d.]+) \|$", text)
    total = re.search(r"\*\*100 sites\*\* \| \| \| \*\*([\d.]+)\*\*", text)[1]

    assert len(table) == 15
    for quantity, price, month in table:
        exact = float(price)
        for factor in quantity.split(" x "):
            exact *= float(factor)
        assert f"{exact:.2f}" == month, quantity
    assert f"{sum(float(month) for *_, month in table):.2f}" == total


def test_endpoints_and_alarms_are_counted_as_the_stacks_make_them() -> None:
    text = (HERE / "README.md").read_text()
    endpoints = [
        each
        for name in ("network", "airflow")
        for each in template(name)["Resources"].values()
        if each.get("Properties", {}).get("VpcEndpointType") == "Interface" and "Condition" not in each
    ]
    watched = [
        1 if "MetricName" in each["Properties"] else sum("MetricStat" in part for part in each["Properties"]["Metrics"])
        for each in template("watch")["Resources"].values()
        if each["Type"] == "AWS::CloudWatch::Alarm"
    ]

    assert f"| {len(endpoints)} x 2 x 730 hours |" in text
    assert f"| {sum(watched)} metrics | 0.10 |" in text
