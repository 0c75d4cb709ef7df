"""What each role may do, as moto resolved its policies, beside what its jobs do: the actions are read in the sources of room `aws`, the
jobs in those of the command line, and which role is whose in the README."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest

from conftest import ACCOUNT, EVERYONE, HERE, REGION, Client, Roles, aws_policy, document, listed, template

SOURCES = HERE.parent / "aws/src/main/java/io/millwright/aws"
STAGES = HERE.parent / "pipeline/src/main/java/io/millwright/pipeline/Stages.java"

CALLERS: Mapping[str, tuple[str, ...]] = {
    "CloudWatchMetrics": EVERYONE,
    "SnsNotifier": EVERYONE,
    "EventBridgeNotifier": EVERYONE,
    "SageMakerRegistry": ("register",),
    "Lineage": ("register",),
    "Experiments": ("register",),
    "SageMakerFeatureStore": ("export",),
    "SageMakerOnlineStore": ("export",),
    "GlueCatalog": ("maintain",),
}
"""Roles by the source that makes the calls. Those that submit jobs are called by people, S3's by what keeps files there."""
BY_PEOPLE = {"EmrPlatform", "EmrServerlessPlatform", "GluePlatform"}
FILES = {"S3Folder", "S3Upload"}

READS_MODELS = ("model", "register", "maintain", "audit")
SAGEMAKER = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:"
GLUE = f"arn:aws:glue:{REGION}:{ACCOUNT}:"
ON: Mapping[str, tuple[str, ...]] = {
    "cloudwatch:PutMetricData": ("*",),
    "sns:Publish": (f"arn:aws:sns:{REGION}:{ACCOUNT}:millwright-dev",),
    "events:PutEvents": (f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default",),
    "iam:PassRole": (f"arn:aws:iam::{ACCOUNT}:role/millwright-dev-feature-store",),
    "sagemaker:*ModelPackageGroup": (f"{SAGEMAKER}model-package-group/millwright-dev",),
    "sagemaker:ListModelPackages": (
        f"{SAGEMAKER}model-package-group/millwright-dev",
        f"{SAGEMAKER}model-package/millwright-dev/1",
    ),
    "sagemaker:*ModelPackage": (f"{SAGEMAKER}model-package/millwright-dev/1",),
    "sagemaker:List*": ("*",),
    "sagemaker:CreateArtifact": (f"{SAGEMAKER}artifact/0f3a",),
    "sagemaker:*Action": (f"{SAGEMAKER}action/millwright-dev-0f3a",),
    "sagemaker:*Context": (f"{SAGEMAKER}context/millwright-dev-0f3a",),
    "sagemaker:AddAssociation": tuple(
        SAGEMAKER + each for each in ("artifact/0f3a", "action/millwright-dev-0f3a", "context/millwright-dev-0f3a")
    ),
    "sagemaker:CreateExperiment": (f"{SAGEMAKER}experiment/millwright-dev-search",),
    "sagemaker:CreateTrial": (f"{SAGEMAKER}experiment-trial/millwright-dev-0f3a",),
    "sagemaker:*TrialComponent": (f"{SAGEMAKER}experiment-trial-component/millwright-dev-0f3a-1",),
    "sagemaker:BatchPutMetrics": (f"{SAGEMAKER}experiment-trial-component/millwright-dev-0f3a-1",),
    "sagemaker:*FeatureGroup": (f"{SAGEMAKER}feature-group/millwright-dev-time-domain",),
    "sagemaker:PutRecord": (f"{SAGEMAKER}feature-group/millwright-dev-time-domain",),
    "kms:DescribeKey": ("{KeyArn}",),
    "glue:*Database": (f"{GLUE}catalog", f"{GLUE}database/plant_dev"),
    "glue:*Table": (f"{GLUE}catalog", f"{GLUE}database/plant_dev", f"{GLUE}table/plant_dev/series"),
}
"""What an action is done on in a stage dev, by its name; the first that fits. In braces, what the stack storage says."""

XGBOOST = f"arn:aws:ecr:{REGION}:492215442770:repository/sagemaker-xgboost"
"""The container of SageMaker's that the walk names."""

PLANT = f"arn:aws:s3:::millwright-dev-plant-{ACCOUNT}"
CODE = (
    *("jars/millwright.jar", "jars/millwright_glue.py", "pipeline.yaml", "rules/readings.dqdl"),
    *("dags/millwright_daily.py", "dags/millwright.toml", "requirements.txt", "plugins.zip"),
)
"""What decides which code runs under which role: a job that could write it could be any other."""


@pytest.fixture(scope="module")
def may(roles: Roles) -> Callable[[str, str, str], bool]:
    """Whether a role may do an action on a resource; conditions only narrow, so they are passed over."""
    assert all(statement["Effect"] == "Allow" for statements in roles.values() for statement in statements)
    return lambda role, action, resource: any(
        any(fnmatchcase(action, known) for known in listed(statement["Action"]))
        and any(fnmatchcase(resource, known) for known in listed(statement["Resource"]))
        for statement in roles[role]
    )


def actions_by_source() -> dict[str, set[str]]:
    """Actions that a source of room `aws` names where AWS refuses a call."""
    found = {
        source.stem: set(re.findall(r"\b([a-z0-9-]+:[A-Z]\w+)", "\n".join(re.findall(r'"[^"]*"', source.read_text()))))
        for source in sorted(SOURCES.glob("*.java"))
    }
    return {source: actions for source, actions in found.items() if actions}


def resources(action: str) -> tuple[str, ...]:
    return next(resources for known, resources in ON.items() if fnmatchcase(action, known))


def readme_roles() -> dict[str, str]:
    """Role by job, as the README says."""
    rows = re.findall(r"(?m)^\| `(\w+)` \| ((?:`[\w-]+`(?:, )?)+) \|", (HERE / "README.md").read_text())
    return {job: role for role, jobs in rows for job in re.findall(r"`([\w-]+)`", jobs)}


def test_every_source_that_calls_aws_is_somebody_s() -> None:
    assert actions_by_source().keys() == CALLERS.keys() | BY_PEOPLE | FILES


@pytest.mark.parametrize("source", CALLERS)
def test_a_role_may_do_what_its_jobs_do(
    source: str, may: Callable[[str, str, str], bool], stacks: dict[str, dict[str, str]]
) -> None:
    for action in actions_by_source()[source]:
        for resource in (each.format(**stacks["storage"]) for each in resources(action)):
            for role in CALLERS[source]:
                assert may(role, action, resource), f"{role} may not {action} on {resource}"


@pytest.mark.parametrize(
    ("action", "resource", "allowed"),
    [
        ("sagemaker:ListModelPackages", f"{SAGEMAKER}model-package-group/millwright-dev", READS_MODELS),
        ("sagemaker:ListModelPackages", f"{SAGEMAKER}model-package/millwright-dev/1", READS_MODELS),
        ("kms:CreateGrant", "{KeyArn}", ("export", "register")),
        ("ecr:BatchGetImage", XGBOOST, ("register",)),
        ("ecr:DescribeImages", XGBOOST, ("register",)),
        ("ecr:BatchGetImage", XGBOOST.replace("sagemaker-xgboost", "other"), ()),
        ("sagemaker:DescribeModelPackage", f"{SAGEMAKER}model-package/millwright-dev/1", READS_MODELS),
        ("sagemaker:CreateModelPackage", f"{SAGEMAKER}model-package/millwright-dev/1", ("register",)),
        ("sagemaker:UpdateModelPackage", f"{SAGEMAKER}model-package/millwright-dev/1", ("register",)),
        ("sagemaker:CreateModelPackage", f"{SAGEMAKER}model-package/other/1", ()),
        ("sagemaker:CreateFeatureGroup", f"{SAGEMAKER}feature-group/millwright-dev-context", ("export",)),
        ("glue:CreateTable", f"{GLUE}table/sagemaker_featurestore/millwright", ("export",)),
        ("glue:UpdateTable", f"{GLUE}table/sagemaker_featurestore/millwright", ()),
        ("glue:UpdateTable", f"{GLUE}table/plant_dev/series", ("maintain",)),
        ("glue:UpdateTable", f"{GLUE}table/plant_prod/series", ()),
        # A database bears the tags of the pipeline file from the beginning.
        ("glue:TagResource", f"{GLUE}database/plant_dev", ("maintain",)),
        ("glue:UpdateTable", f"{GLUE}table/other/series", ()),
        ("s3:GetObject", f"arn:aws:s3:::millwright-dev-landing-{ACCOUNT}/a.csv", ("data", "audit")),
        ("s3:PutObject", f"arn:aws:s3:::millwright-dev-landing-{ACCOUNT}/a.csv", ()),
        ("s3:GetObject", f"arn:aws:s3:::millwright-dev-models-{ACCOUNT}/packages/champion.json", READS_MODELS),
        ("s3:ListBucket", f"arn:aws:s3:::millwright-dev-models-{ACCOUNT}", READS_MODELS),
        ("s3:PutObject", f"arn:aws:s3:::millwright-dev-models-{ACCOUNT}/packages/champion.json", ("register",)),
        ("s3:AbortMultipartUpload", f"arn:aws:s3:::millwright-dev-models-{ACCOUNT}/packages/champion.json", ("register",)),
        ("s3:PutObject", f"arn:aws:s3:::millwright-dev-sagemaker-features-{ACCOUNT}/store/a.parquet", ("export",)),
        ("s3:GetObject", f"arn:aws:s3:::millwright-dev-sagemaker-features-{ACCOUNT}/store/a.parquet", ("export",)),
        ("s3:ListBucket", f"arn:aws:s3:::millwright-dev-sagemaker-features-{ACCOUNT}", ("export",)),
        ("s3:DeleteObject", f"{PLANT}/results/lake/series/a.parquet", EVERYONE),
        ("s3:PutObject", f"{PLANT}/results/lake/_millwright_lock", EVERYONE),
        ("s3:PutObject", f"{PLANT}/results_$folder$", EVERYONE),
        ("s3:PutObject", f"{PLANT}/logs/applications/00application/jobs/1/SPARK_DRIVER/stdout.gz", EVERYONE),
        ("s3:GetObject", f"{PLANT}/pipeline.yaml", EVERYONE),
        ("s3:GetObject", f"{PLANT}/rules/readings.dqdl", EVERYONE),
        ("s3:GetObject", f"{PLANT}/jars/millwright.jar", EVERYONE),
        *((f"s3:{action}Object", f"{PLANT}/{file}", ()) for action in ("Put", "Delete") for file in CODE),
        ("s3:GetObject", f"arn:aws:s3:::millwright-prod-plant-{ACCOUNT}/pipeline.yaml", ()),
        ("logs:PutLogEvents", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws-glue/jobs/error:log-stream:a", EVERYONE),
        ("logs:PutLogEvents", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/millwright/dev/glue/error:log-stream:a", EVERYONE),
    ],
)
def test_these_roles_may_and_no_other(
    action: str,
    resource: str,
    allowed: tuple[str, ...],
    may: Callable[[str, str, str], bool],
    stacks: dict[str, dict[str, str]],
) -> None:
    assert {role for role in EVERYONE if may(role, action, resource.format(**stacks["storage"]))} == set(allowed)


def test_register_may_what_aws_itself_allows_who_registers_with_a_key_and_an_image(
    may: Callable[[str, str, str], bool], stacks: dict[str, dict[str, str]]
) -> None:
    """What SageMaker does in the caller's name stands in no source, only in AWS's own policy for the registry."""
    wanted = {
        action
        for statement in aws_policy("AmazonSageMakerModelRegistryFullAccess")
        for action in listed(statement["Action"])
        if action.startswith(("kms:", "ecr:"))
    }

    assert {"kms:CreateGrant", "ecr:BatchGetImage"} < wanted
    for action in wanted:
        resource = XGBOOST if action.startswith("ecr:") else stacks["storage"]["KeyArn"]
        assert may("register", action, resource), action


def test_a_grant_on_the_key_is_for_sagemaker_alone(roles: Roles) -> None:
    grants = [each for role in EVERYONE for each in roles[role] if "kms:CreateGrant" in listed(each["Action"])]

    assert len(grants) == 2
    for grant in grants:
        assert grant["Condition"]["StringEquals"] == {"kms:ViaService": f"sagemaker.{REGION}.amazonaws.com"}
    assert {"kms:GrantIsForAWSResource": "true"} in [grant["Condition"].get("Bool") for grant in grants]


def test_a_stage_s_jobs_publish_the_figures_of_their_stage(roles: Roles) -> None:
    for role in EVERYONE:
        (figures,) = (each for each in roles[role] if each["Action"] == "cloudwatch:PutMetricData")
        assert figures["Condition"] == {"StringEquals": {"cloudwatch:namespace": "Millwright/dev"}}, role


@pytest.mark.parametrize(
    ("action", "file", "allowed"),
    [
        ("s3:GetObject", "dags/millwright/jobs.py", True),
        ("s3:GetObjectVersion", "requirements.txt", True),
        ("s3:GetObjectVersion", "plugins.zip", True),
        ("s3:GetObject", "results/drift.json", True),
        ("s3:GetObject", "results/metrics.json", True),
        ("s3:GetObject", "results/lake/series/a.parquet", False),
        ("s3:GetObject", "results/worklist.csv", True),
        ("s3:GetObject", "results/worklist.json", True),
        ("s3:PutObject", "worklists/worklist-2026-01-01.csv", True),
        ("s3:PutObject", "results/worklist.csv", False),
        ("s3:PutObject", "dags/millwright_daily.py", False),
        ("s3:PutObject", "jars/millwright.jar", False),
    ],
)
def test_airflow_reads_its_dags_and_what_they_decide_by(
    action: str, file: str, allowed: bool, may: Callable[[str, str, str], bool]
) -> None:
    assert may("airflow", action, f"{PLANT}/{file}") == allowed


@pytest.mark.parametrize(
    ("action", "file", "allowed"),
    [
        ("s3:GetObject", "results/lake/series/a.parquet", True),
        ("s3:GetObject", "results/worklist.csv", True),
        ("s3:GetObject", "notebooks/environment.tar.gz", True),
        ("s3:GetObject", "jars/millwright.jar", False),
        ("s3:PutObject", "results/worklist.csv", False),
        ("s3:PutObject", "notebooks/environment.tar.gz", False),
        ("s3:DeleteObject", "results/lake/series/a.parquet", False),
    ],
)
def test_a_notebook_s_session_reads_results_and_writes_none(
    action: str, file: str, allowed: bool, may: Callable[[str, str, str], bool], roles: Roles
) -> None:
    assert may("analyst", action, f"{PLANT}/{file}") == allowed
    done = {each for statement in roles["analyst"] for each in listed(statement["Action"])}
    assert {each.split(":")[0] for each in done} == {"s3", "kms", "logs"}


@pytest.mark.parametrize("place", ("model-package-group/millwright-dev", "model-package/millwright-dev/1"))
def test_airflow_may_ask_whether_a_model_was_approved(place: str, may: Callable[[str, str, str], bool]) -> None:
    """Whichever of both SageMaker looks at."""
    assert may("airflow", "sagemaker:ListModelPackages", SAGEMAKER + place)
    assert not may("airflow", "sagemaker:ListModelPackages", SAGEMAKER + place.replace("dev", "prod"))


def test_a_step_takes_on_the_role_of_its_job_and_the_machines_may_nothing_else(
    aws: Client, stacks: dict[str, dict[str, str]]
) -> None:
    iam = aws("iam")
    nodes = iam.get_role(RoleName="millwright-dev-nodes")["Role"]["Arn"]
    (policy,) = document(iam.get_role_policy(RoleName="millwright-dev-nodes", PolicyName="nodes")["PolicyDocument"])[
        "Statement"
    ][:1]

    assert stacks["jobs"]["NodesRoleName"] == "millwright-dev-nodes"
    for role in (*EVERYONE, "analyst"):
        made = iam.get_role(RoleName=f"millwright-dev-{role}")["Role"]
        trusted = [each["Principal"].get("AWS") for each in document(made["AssumeRolePolicyDocument"])["Statement"]]
        assert nodes in trusted, role
    assert policy["Resource"] == [f"arn:aws:iam::{ACCOUNT}:role/millwright-dev-{role}" for role in (*EVERYONE, "analyst")]


@pytest.mark.parametrize(
    ("action", "resource", "allowed"),
    [
        ("elasticmapreduce:AddJobFlowSteps", "cluster/j-1ABC", True),
        ("elasticmapreduce:ListSteps", "cluster/j-1ABC", True),
        ("elasticmapreduce:DescribeStep", "cluster/j-1ABC", True),
        ("elasticmapreduce:CancelSteps", "cluster/j-1ABC", True),
        ("elasticmapreduce:AddJobFlowSteps", "cluster/j-2DEF", False),
        ("elasticmapreduce:TerminateJobFlows", "cluster/j-1ABC", False),
    ],
)
def test_airflow_starts_steps_on_the_cluster_it_is_given(
    action: str, resource: str, allowed: bool, may: Callable[[str, str, str], bool]
) -> None:
    assert may("airflow", action, f"arn:aws:elasticmapreduce:{REGION}:{ACCOUNT}:{resource}") == allowed


def test_the_readme_gives_every_job_a_role_there_is() -> None:
    jobs = set(re.findall(r'new Stage\(\s*"([\w-]+)"', STAGES.read_text())) - {"generate"} | {"maintain"}
    known = readme_roles()

    assert jobs <= known.keys()
    assert set(known.values()) == set(EVERYONE)


def test_the_settings_of_the_schedule_name_the_role_of_every_job() -> None:
    settings = tomllib.loads((HERE.parent / "airflow-dags/dags/millwright.toml").read_text())
    known = readme_roles()

    for target, key in (("emr-serverless", "execution_role_arn"), ("emr", "execution_role_arn"), ("glue", "job_name")):
        given = {job: differing[key].split("millwright-dev-")[1] for job, differing in settings[target]["jobs"].items()}
        assert given == {job: known[job] for job in given}, target
        assert settings[target][key].endswith("millwright-dev-data"), target
        rest = {job for job, role in known.items() if role not in ("data", "audit")}
        assert given.keys() == rest - {"detect"}, target


def test_airflow_may_pass_and_name_the_roles_of_the_jobs_it_starts(roles: Roles) -> None:
    passed = {each for statement in roles["airflow"] if statement["Action"] == "iam:PassRole" for each in statement["Resource"]}
    (steps,) = (each for each in roles["airflow"] if each["Action"] == "elasticmapreduce:AddJobFlowSteps")
    named = steps["Condition"]["StringEqualsIfExists"]["elasticmapreduce:ExecutionRoleArn"]
    settings = tomllib.loads((HERE.parent / "airflow-dags/dags/millwright.toml").read_text())
    of_serverless = settings["emr-serverless"]
    needed = {of_serverless["execution_role_arn"], *(each["execution_role_arn"] for each in of_serverless["jobs"].values())}

    assert passed == set(named) == needed


def test_a_glue_job_bears_the_name_of_its_role_and_writes_to_groups_that_are_there(aws: Client) -> None:
    resources = template("glue")["Resources"]
    jobs = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::Glue::Job"]
    groups = {each["Properties"]["LogGroupName"]["Fn::Sub"] for each in resources.values() if "LogGroup" in each["Type"]}

    assert {job["Name"]["Fn::Sub"] for job in jobs} == {f"millwright-${{Stage}}-{role}" for role in EVERYONE[:-1]}
    for job in jobs:
        assert job["Role"]["Fn::ImportValue"]["Fn::Sub"] == job["Name"]["Fn::Sub"] + "-role"
        prefix = job["DefaultArguments"]["--custom-logGroup-prefix"]["Fn::Sub"]
        assert {f"{prefix}/error", f"{prefix}/output"} == groups


@pytest.mark.parametrize("name", ("jobs", "airflow", "delivery"))
def test_no_role_may_do_everything_anywhere(name: str) -> None:
    for key, resource in template(name)["Resources"].items():
        if resource["Type"] in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy"):
            wide = re.findall(r"'(\*|\w+:\*)'", str([value for value in actions(resource["Properties"])]))
            assert not wide, f"{name}.{key} may {wide}"


def actions(node: Any) -> list[str]:
    """Of every statement below."""
    if isinstance(node, dict):
        return listed(node.get("Action", [])) + [action for each in node.values() for action in actions(each)]
    return [action for each in node for action in actions(each)] if isinstance(node, list) else []
