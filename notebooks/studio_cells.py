"""The notebooks as EMR Studio's PySpark kernel runs them: `studio_cells.py RESULTS ARCHIVE FOLDER` writes them into a folder.

That kernel sends every cell to the cluster (by Livy), where no screen is: a cell configures the session before it starts, one says which
run is opened, and a figure is shown by the last line of its cell.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

PYTHON = "./environment/bin/python"
DELTA = "local:///usr/share/aws/delta/lib"
"""Where EMR and EMR Serverless have it on every machine."""


def session(archive):
    """Settings of a session, for a cluster and for EMR Serverless, each of which passes over those of the other."""
    return {
        "spark.archives": f"{archive}#environment",
        "spark.pyspark.python": PYTHON,
        "spark.executorEnv.PYSPARK_PYTHON": PYTHON,
        "spark.emr-serverless.driverEnv.PYSPARK_PYTHON": PYTHON,
        "spark.emr-serverless.driverEnv.PYSPARK_DRIVER_PYTHON": PYTHON,
        "spark.jars": f"{DELTA}/delta-spark.jar,{DELTA}/delta-storage.jar",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }


def for_studio(notebook, results, archive):
    """A notebook, parsed, with its first two cells and its figures shown Livy's way."""
    cells = [
        _code("studio-session", "%%configure -f\n" + json.dumps({"conf": session(archive)}, indent=2)),
        _code("studio-results", f'import os\n\nos.environ["MILLWRIGHT_OUT"] = {json.dumps(results)}'),
    ]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cells += [_code(f"{cell['id']}-{n}", part) for n, part in enumerate(_parts("".join(cell["source"])))]
        else:
            cells.append(cell)
    kernel = {"display_name": "PySpark", "language": "python", "name": "pysparkkernel"}
    return notebook | {"cells": cells, "metadata": {"kernelspec": kernel}}


def _parts(source):
    """A cell cut behind each of its figures. One that was shown is closed, or the next would be drawn over it."""
    *figures, rest = source.split("plt.show()")
    drawn = [f'plt.close("all")\n{figure.strip()}\n%matplot plt' for figure in figures]
    return drawn + ([rest.strip()] if rest.strip() else [])


def _code(cell_id, source):
    return {"cell_type": "code", "execution_count": None, "id": cell_id, "metadata": {}, "outputs": [], "source": source.splitlines(keepends=True)}


def main(results, archive, folder):
    for file in sorted(HERE.glob("[0-9]*.ipynb")):
        notebook = for_studio(json.loads(file.read_text()), results.rstrip("/"), archive)
        pathlib.Path(folder, file.name).write_text(json.dumps(notebook, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
