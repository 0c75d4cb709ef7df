"""What each role may do, as moto resolved its policies, beside what its jobs do: the actions are read in the sources of room `aws`, the
jobs in those of the command line, and which role is whose in the README."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest

from conftest import ACCOUNT, HERE, REGION, Client, template

SOURCES = HERE.parent / "aws/src/main/java/io/millwright/aws"
STAGES = HERE.parent / "pipeline/src/main/java/io/millwright/pipeline/Stages.java"

EVERYONE = ("data", "export", "model", "register", "maintain", "audit")
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
    "sagemaker:ListModelPackages": (f"{SAGEMAKER}model-package-group/millwright-dev",),
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
    "glue:*Database": (f"{GLUE}catalog", f"{GLUE}database/plant"),
    "glue:*Table": (f"{GLUE}catalog", f"{GLUE}database/plant", f"{GLUE}table/plant/series"),
}
"""What an action is done on in a stage dev, by its name; the first that fits. In braces, what the stack storage says."""

PLANT = f"arn:aws:s3:::millwright-dev-plant-{ACCOUNT}"
CODE = (
    *("jars/millwright.jar", "jars/millwright_glue.py", "pipeline.yaml", "rules/readings.dqdl"),
    *("dags/millwright_daily.py", "dags/millwright.toml", "requirements.txt", "plugins.zip"),
)
"""What decides which code runs under which role: a job that could write it could be any other."""

Roles = Mapping[str, list[dict[str, Any]]]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def document(policy: str | dict[str, Any]) -> dict[str, Any]:
    """moto keeps some policies of stacks as Python would print them."""
    return ast.literal_eval(policy) if isinstance(policy, str) else policy


@pytest.fixture(scope="module")
def roles(aws: Client, stacks: dict[str, dict[str, str]]) -> Roles:
    """Statements by role. Which shared policies it has moto leaves out, so that is read in the template."""
    iam, cloudformation = aws("iam"), aws("cloudformation")

    def shared(key: str) -> dict[str, Any]:
        found = cloudformation.describe_stack_resource(StackName="millwright-dev-jobs", LogicalResourceId=key)
        arn = found["StackResourceDetail"]["PhysicalResourceId"]
        return document(iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"])

    def own(role: str) -> list[dict[str, Any]]:
        name = f"millwright-dev-{role}"
        names = iam.list_role_policies(RoleName=name)["PolicyNames"]
        return [document(iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"]) for each in names]

    found = {"airflow": [statement for document in own("airflow") for statement in document["Statement"]]}
    for role in EVERYONE:
        documents = own(role)
        made = template("jobs")["Resources"][f"{role.capitalize()}Role"]["Properties"]
        documents += [shared(policy["Ref"]) for policy in made["ManagedPolicyArns"]]
        found[role] = [statement for document in documents for statement in document["Statement"]]
    return found


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
        ("sagemaker:DescribeModelPackage", f"{SAGEMAKER}model-package/millwright-dev/1", READS_MODELS),
        ("sagemaker:CreateModelPackage", f"{SAGEMAKER}model-package/millwright-dev/1", ("register",)),
        ("sagemaker:UpdateModelPackage", f"{SAGEMAKER}model-package/millwright-dev/1", ("register",)),
        ("sagemaker:CreateModelPackage", f"{SAGEMAKER}model-package/other/1", ()),
        ("sagemaker:CreateFeatureGroup", f"{SAGEMAKER}feature-group/millwright-dev-context", ("export",)),
        ("glue:CreateTable", f"{GLUE}table/sagemaker_featurestore/millwright", ("export",)),
        ("glue:UpdateTable", f"{GLUE}table/sagemaker_featurestore/millwright", ()),
        ("glue:UpdateTable", f"{GLUE}table/plant/series", ("maintain",)),
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
    action: str, resource: str, allowed: tuple[str, ...], may: Callable[[str, str, str], bool]
) -> None:
    assert {role for role in EVERYONE if may(role, action, resource)} == set(allowed)


@pytest.mark.parametrize(
    ("action", "file", "allowed"),
    [
        ("s3:GetObject", "dags/millwright/jobs.py", True),
        ("s3:GetObjectVersion", "requirements.txt", True),
        ("s3:GetObjectVersion", "plugins.zip", True),
        ("s3:GetObject", "results/drift.json", True),
        ("s3:GetObject", "results/metrics.json", True),
        ("s3:GetObject", "results/lake/series/a.parquet", False),
        ("s3:GetObject", "results/worklist.csv", False),
        ("s3:PutObject", "dags/millwright_daily.py", False),
        ("s3:PutObject", "jars/millwright.jar", False),
    ],
)
def test_airflow_reads_its_dags_and_what_they_decide_by(
    action: str, file: str, allowed: bool, may: Callable[[str, str, str], bool]
) -> None:
    assert may("airflow", action, f"{PLANT}/{file}") == allowed


def test_a_step_takes_on_the_role_of_its_job_and_the_machines_may_nothing_else(
    aws: Client, stacks: dict[str, dict[str, str]]
) -> None:
    iam = aws("iam")
    nodes = iam.get_role(RoleName="millwright-dev-nodes")["Role"]["Arn"]
    (policy,) = document(iam.get_role_policy(RoleName="millwright-dev-nodes", PolicyName="nodes")["PolicyDocument"])[
        "Statement"
    ][:1]

    assert stacks["jobs"]["NodesRoleName"] == "millwright-dev-nodes"
    for role in EVERYONE:
        made = iam.get_role(RoleName=f"millwright-dev-{role}")["Role"]
        trusted = [each["Principal"].get("AWS") for each in document(made["AssumeRolePolicyDocument"])["Statement"]]
        assert nodes in trusted, role
    assert policy["Resource"] == [f"arn:aws:iam::{ACCOUNT}:role/millwright-dev-{role}" for role in EVERYONE]


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
