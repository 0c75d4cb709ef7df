"""The notebooks as on EMR Studio: on the Python of EMR 7, with the packages of the archive, unpacked elsewhere than it was made, in a session
made by another and without IPython's shell, cell by cell as Livy does. Takes a minute, so only `-Pfull` runs it; `verify` runs test_studio.py.
"""

import json
import os
import pathlib
import subprocess

import pyspark
import pytest
from test_notebooks import HERE, NOTEBOOKS, OUT

PLATFORM = pathlib.Path(os.environ.get("MILLWRIGHT_PLATFORM", HERE.parent / "pipeline" / "target" / "platform"))

LIVY = """
import io, json, sys
from pyspark.sql import SparkSession

folder, jars, *names = sys.argv[1:]


def cells(name):
    notebook = json.load(open(f"{folder}/{name}.ipynb"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


conf = json.loads(cells(names[0])[0].split("\\n", 1)[1])["conf"]
# What YARN and EMR Serverless do: unpack the archive beside the session; and Delta lies elsewhere here.
del conf["spark.archives"]
conf["spark.jars"] = jars
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.memory", "2g")
spark = spark.config("spark.sql.shuffle.partitions", "2").config(map=conf).getOrCreate()
for name in names:
    known, pictures = {"spark": spark}, 0
    for cell in cells(name)[1:]:
        code, magic, _ = cell.partition("%matplot plt")
        exec(compile(code, name, "exec"), known)
        if magic:
            known["plt"].gcf().savefig(io.BytesIO())
            pictures += bool(known["plt"].gcf().axes)
    numpy = sys.modules["numpy"].__file__
    print(json.dumps({"name": name, "pictures": pictures, "python": sys.version_info[:2], "numpy": numpy, "answer": known["answer"]}))
"""


def cluster_python():
    """A Python 3.9 of this machine, pyenv's among them, or one that uv fetches."""
    uv, like_emr = HERE.parent / "target" / "uv", os.environ | {"PYENV_VERSION": "3.9"}
    if subprocess.run([uv, "python", "find", "3.9"], env=like_emr, capture_output=True).returncode:
        subprocess.run([uv, "python", "install", "3.9"], check=True)
    return subprocess.check_output([uv, "python", "find", "3.9"], env=like_emr, text=True).strip()


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What was told of every notebook, by its name."""
    folder = tmp_path_factory.mktemp("container")
    environment = os.environ | {"CLUSTER_PYTHON": cluster_python()}
    subprocess.run([HERE / "studio", f"file://{OUT.resolve()}", "s3://plant/notebooks/environment.tar.gz"], env=environment, check=True)
    made = HERE / "target" / "studio"
    (folder / "environment").mkdir()
    subprocess.run(["tar", "-xzf", made / "environment.tar.gz", "-C", folder / "environment"], check=True)
    # Spark's own Python, which a cluster has.
    spark = pathlib.Path(pyspark.__file__).parent
    (folder / "spark").mkdir()
    for package in ("pyspark", "py4j"):
        (folder / "spark" / package).symlink_to(spark.parent / package)
    jars = ",".join(str(jar) for jar in PLATFORM.glob("delta-s*.jar"))
    said = subprocess.run(
        ["environment/bin/python", "-c", LIVY, made, jars, *(name for name, _, _ in NOTEBOOKS)],
        cwd=folder,
        env={name: os.environ[name] for name in ("PATH", "HOME", "JAVA_HOME") if name in os.environ}
        | {"PYTHONPATH": str(folder / "spark"), "SPARK_HOME": str(spark)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert said.returncode == 0, said.stdout
    lines = [json.loads(line) for line in said.stdout.splitlines() if line.startswith('{"name": ')]
    return folder, {line["name"]: line for line in lines}


@pytest.mark.parametrize(("name", "pictures", "check"), NOTEBOOKS)
def test_notebook_answers_its_question_on_studio(name, pictures, check, told):
    folder, by_name = told

    assert by_name[name]["python"] == [3, 9]
    assert by_name[name]["numpy"].startswith(str(folder / "environment"))
    assert by_name[name]["pictures"] == pictures
    check(by_name[name]["answer"])
