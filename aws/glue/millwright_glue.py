"""The script of a Glue 5.1 job: hands its arguments on to Millwright's command line.

Glue starts a Python or Scala script, never a jar by itself. The job needs --extra-jars s3://.../millwright.jar and
--datalake-formats delta; `./millwright submit --target glue` and Airflow give --job and the options. Under plain Spark:

    spark-submit --jars millwright.jar,delta-spark.jar,delta-storage.jar millwright_glue.py --job plan --config pipeline.yaml
"""

import sys

from pyspark.sql import SparkSession

OPTIONS = ("--config", "--out", "--from", "--to", "--run-id", "--look-again", "--vacuum", "--catalog")


def command_line(given: list[str]) -> list[str]:
    """The job, then Millwright's own options; what Glue adds for itself (--JOB_ID, ...) is left out."""
    pairs = dict(zip(given[::2], given[1::2], strict=False))
    if "--job" not in pairs:
        raise SystemExit("millwright: give --job NAME, for example --job run")
    options = [word for name in OPTIONS if name in pairs for word in (name, pairs[name])]
    return [pairs["--job"], *options]


def main() -> None:
    words = command_line(sys.argv[1:])
    spark = SparkSession.builder.appName(f"millwright {words[0]}").getOrCreate()
    jvm = spark.sparkContext._jvm
    array = spark.sparkContext._gateway.new_array(jvm.java.lang.String, len(words))
    for place, word in enumerate(words):
        array[place] = word
    code = jvm.io.millwright.pipeline.Main.run(array)
    if code:
        raise SystemExit(f"millwright {words[0]} ended with exit code {code}")


if __name__ == "__main__":
    main()
