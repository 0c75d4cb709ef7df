"""An AWS of this machine: moto's server, with the topic millwright and the buckets that are asked for.

    .mvn/venv target/emulator '>=3.10,<3.13' -r aws/emulator/requirements.txt
    target/emulator/bin/python aws/emulator/emulator.py --port 5555 --bucket plant

Says its address in one line. What it keeps is gone when it ends. It is for trying things: it checks no permission.
"""

import argparse
import logging
import os
import sys
import threading

import boto3
from moto.emrserverless.models import EMRServerlessBackend
from moto.sagemaker.exceptions import ResourceNotFound, ValidationError
from moto.sagemaker.models import SageMakerModelBackend
from moto.server import ThreadedMotoServer


def mend_moto():
    """moto fails over a feature group that is not there instead of saying so, does not know the token of a retry, makes an
    experiment, a trial or a component of it anew where the name is taken, and takes an application of EMR Serverless without
    runs for none."""
    described = SageMakerModelBackend.describe_feature_group

    def describe(self, feature_group_name):
        try:
            return described(self, feature_group_name)
        except KeyError:
            raise ResourceNotFound(message=f"FeatureGroup {feature_group_name} does not exist") from None

    created = SageMakerModelBackend.create_model_package

    def create(self, *, client_token, **package):
        again = [arn for arn, known in self.model_packages.items() if client_token and known.client_token == client_token]
        return again[0] if again else created(self, client_token=client_token, **package)

    for kind in ("experiment", "trial", "trial_component"):
        setattr(SageMakerModelBackend, f"create_{kind}", making_once(kind))

    listed = EMRServerlessBackend.list_job_runs

    def runs(self, *, application_id, **wanted):
        known = application_id in self.job_runs or application_id not in self.applications
        return listed(self, application_id=application_id, **wanted) if known else []

    EMRServerlessBackend.list_job_runs = runs
    SageMakerModelBackend.describe_feature_group = describe
    SageMakerModelBackend.create_model_package = create


def making_once(kind):
    created = getattr(SageMakerModelBackend, f"create_{kind}")

    def create(self, **wanted):
        if wanted[f"{kind}_name"] in getattr(self, f"{kind}s"):
            raise ValidationError(message=f"{wanted[f'{kind}_name']} already exists")
        return created(self, **wanted)

    return create


def make_topic_and_buckets(address, buckets):
    region = os.environ.get("AWS_REGION", "eu-central-1")

    def client(service):
        return boto3.client(
            service,
            endpoint_url=address,
            region_name=region,
            aws_access_key_id="nobody",
            aws_secret_access_key="nothing",
        )

    client("sns").create_topic(Name="millwright")
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    for name in buckets:
        client("s3").create_bucket(Bucket=name, **place)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=5555, help="0 for any that is free")
    parser.add_argument("--bucket", action="append", default=[], metavar="NAME", help="made at the start; may be given again")
    parser.add_argument("--until-end-of-input", action="store_true", help="end when standard input does")
    wanted = parser.parse_args()

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else a line a request, between those of the jobs
    mend_moto()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=wanted.port, verbose=False)
    server.start()
    address = "http://%s:%d" % server.get_host_and_port()
    make_topic_and_buckets(address, wanted.bucket)
    print(address, flush=True)
    if wanted.until_end_of_input:
        sys.stdin.read()
    else:
        threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
