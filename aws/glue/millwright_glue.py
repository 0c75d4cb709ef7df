"""The script of a Glue 5.1 job: hands its arguments on to Millwright's command line.

Glue starts a Python or Scala script, never a jar by itself. The job needs --extra-jars s3://.../millwright.jar and
--datalake-formats delta; `./millwright submit --target glue` and Airflow give --job and the options. Under plain Spark:

    spark-submit --jars millwright.jar,delta-spark.jar,delta-storage.jar millwright_glue.py --job plan --config pipeline.yaml
"""

import sys
from argparse import ArgumentParser

OPTIONS = ("--config", "--out", "--from", "--to", "--run-id", "--look-again", "--vacuum", "--catalog")
FLAGS = ("--yes", "--exit-code")
"""Glue hands on pairs only: one that is given has a value, which says nothing."""


def command_line(given: list[str]) -> list[str]:
    """The job, then Millwright's own options; what Glue adds for itself (--JOB_ID, ...) is left out."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("--job", *OPTIONS, *FLAGS):
        parser.add_argument(name, dest=name)
    values = vars(parser.parse_known_args(given)[0])
    if not values["--job"]:
        raise SystemExit("millwright: give --job NAME, for example --job run")
    options = [word for name in OPTIONS if values[name] is not None for word in (name, values[name])]
    return [values["--job"], *options, *(flag for flag in FLAGS if values[flag] is not None)]


def main() -> None:
    # Not above: the command line can be read without a Spark.
    from pyspark import SparkContext

    words = command_line(sys.argv[1:])
    # The way into the JVM and no session: Millwright makes it, because much of what it asks for is heard only at the start.
    SparkContext._ensure_initialized()
    jvm = SparkContext._jvm
    array = SparkContext._gateway.new_array(jvm.java.lang.String, len(words))
    for place, word in enumerate(words):
        array[place] = word
    # Glue's launcher may set no spark.master, and then the job would be run by the driver alone.
    jvm.java.lang.System.setProperty("millwright.submitted", "true")
    code = jvm.io.millwright.pipeline.Main.run(array)
    if code:
        raise SystemExit(f"millwright {words[0]} ended with exit code {code}")


if __name__ == "__main__":
    main()
