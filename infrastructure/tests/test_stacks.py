"""Every stack is made in moto, in the order of the README. moto makes only what it knows and passes over the rest, so what it made is
looked at there, and what it lacks (alarms, model groups, the application) and the roles are read as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto import mock_aws
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.parsing import Export

HERE = Path(__file__).parents[1]
REGION = "eu-central-1"
ACCOUNT = "123456789012"
ORDER = ("storage", "network", "jobs", "watch", "airflow", "delivery")

Client = Callable[[str], Any]


def template(name: str) -> dict[str, Any]:
    return cfn_yaml.load(str(HERE / f"{name}.yaml"))


@pytest.fixture(scope="module")
def aws() -> Iterator[Client]:
    with mock_aws():
        yield lambda service: boto3.client(
            service, region_name=REGION, aws_access_key_id="nobody", aws_secret_access_key="nothing"
        )


def export_what_moto_lacks() -> None:
    """The application of EMR Serverless, so that the stacks that name it can be made."""
    exports = cloudformation_backends[ACCOUNT][REGION].exports
    exports["millwright-dev-application"] = Export("jobs", "millwright-dev-application", "00application")


@pytest.fixture(scope="module")
def stacks(aws: Client) -> dict[str, dict[str, str]]:
    """Outputs by stack."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]["SubnetId"]
        for i, zone in enumerate("ab")
    ]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    given = {
        "Vpc": vpc,
        "Subnets": ",".join(subnets),
        "RouteTables": tables[0]["RouteTableId"],
        "S3Addresses": "pl-6ea54007",
        "Email": "maintenance@example.com",
        "Connection": f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/1",
    }
    cloudformation = aws("cloudformation")
    outputs = {}
    for name in ORDER:
        known = template(name).get("Parameters", {})
        cloudformation.create_stack(
            StackName=f"millwright-{name}",
            TemplateBody=(HERE / f"{name}.yaml").read_text(),
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items() if key in known],
        )
        stack = cloudformation.describe_stacks(StackName=f"millwright-{name}")["Stacks"][0]
        assert stack["StackStatus"] == "CREATE_COMPLETE", name
        if name == "jobs":
            export_what_moto_lacks()
        outputs[name] = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    return outputs


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Resources of all stacks, by stack and name."""
    return {
        f"{name}.{key}": each for name in ORDER for key, each in template(name)["Resources"].items() if each["Type"] == kind
    }


def test_buckets_are_made_and_every_one_is_versioned_private_encrypted_and_kept(
    aws: Client, stacks: dict[str, dict[str, str]]
) -> None:
    buckets = of_type("AWS::S3::Bucket")
    policies = of_type("AWS::S3::BucketPolicy").values()
    tls_only = {policy["Properties"]["Bucket"]["Ref"] for policy in policies if "aws:SecureTransport" in str(policy)}

    assert len(aws("s3").list_buckets()["Buckets"]) == len(buckets) == 6
    for key, bucket in buckets.items():
        made = bucket["Properties"]
        assert made["VersioningConfiguration"]["Status"] == "Enabled", key
        assert made["BucketEncryption"], key
        assert all(made["PublicAccessBlockConfiguration"].values()), key
        assert bucket["DeletionPolicy"] == "Retain", key
        assert key.split(".")[1] in tls_only, key


def test_jobs_have_a_role_each_and_a_topic(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    assert {stacks["jobs"]["DataRoleArn"], stacks["jobs"]["ModelRoleArn"]} == {
        f"arn:aws:iam::{ACCOUNT}:role/millwright-dev-{kind}" for kind in ("data", "model")
    }
    assert stacks["watch"]["TopicArn"] in {topic["TopicArn"] for topic in aws("sns").list_topics()["Topics"]}
    rules = {rule["Name"]: rule for rule in aws("events").list_rules()["Rules"]}
    assert json.loads(rules["millwright-dev-job-runs"]["EventPattern"])["detail"]["applicationId"] == ["00application"]


def test_every_alarm_tells_the_topic_and_what_to_look_at() -> None:
    alarms = {key: each["Properties"] for key, each in of_type("AWS::CloudWatch::Alarm").items()}

    assert alarms.keys() == {f"watch.{name}" for name in ("NothingScored", "GateFailed", "MuchQuarantined", "PoorModel")}
    for key, alarm in alarms.items():
        assert alarm["AlarmActions"] == [{"Ref": "Topic"}], key
        assert len(alarm["AlarmDescription"]) > 40, key


def test_every_log_group_forgets_in_time_and_is_encrypted() -> None:
    groups = of_type("AWS::Logs::LogGroup")

    assert len(groups) == 3
    for key, group in groups.items():
        assert "RetentionInDays" in group["Properties"], key
        assert "KmsKeyId" in group["Properties"], key


def actions(name: str, resource: str) -> set[str]:
    found: set[str] = set()
    properties = template(name)["Resources"][resource]["Properties"]
    documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    documents += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
    for document in documents:
        for statement in document["Statement"]:
            if "Fn::If" in statement:
                statement = statement["Fn::If"][1]
            given = statement["Action"]
            found |= {given} if isinstance(given, str) else set(given)
    return found


def test_a_job_on_data_reaches_no_model_and_a_job_on_models_no_landing_file() -> None:
    data = actions("jobs", "DataRole")
    model = template("jobs")["Resources"]["ModelRole"]["Properties"]

    assert not [action for action in data if "ModelPackage" in action]
    assert "landing" not in str(model["Policies"])
    assert "sagemaker:CreateModelPackage" in actions("jobs", "ModelRole")


@pytest.mark.parametrize("name", ORDER)
def test_no_role_may_do_everything_anywhere(name: str) -> None:
    for key, resource in template(name)["Resources"].items():
        if resource["Type"] in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy"):
            wide = {action for action in actions(name, key) if action == "*" or action.endswith(":*")}
            assert not wide, f"{name}.{key} may {wide}"
