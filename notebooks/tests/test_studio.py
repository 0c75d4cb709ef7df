"""What the notebooks become for EMR Studio; tests/full_studio.py runs it."""

import ast
import json

import pytest
from test_notebooks import HERE

from studio_cells import for_studio

ARCHIVE = "s3://plant/notebooks/environment.tar.gz"
EMR_7 = (3, 9)


@pytest.fixture(params=sorted(file.name for file in HERE.glob("[0-9]*.ipynb")))
def cells(request):
    """Sources of the code cells of a notebook there."""
    notebook = for_studio(json.loads((HERE / request.param).read_text()), "s3://plant/results", ARCHIVE)
    assert notebook["metadata"]["kernelspec"]["name"] == "pysparkkernel"
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_a_notebook_begins_with_its_session_and_its_results(cells):
    magic, settings = cells[0].split("\n", 1)

    assert magic == "%%configure -f"
    assert json.loads(settings)["conf"]["spark.archives"] == f"{ARCHIVE}#environment"
    assert 'os.environ["MILLWRIGHT_OUT"] = "s3://plant/results"' in cells[1]


def test_a_figure_is_the_last_thing_of_its_cell_and_all_is_python_of_the_cluster(cells):
    shown = 0
    for cell in cells[1:]:
        *lines, last = cell.splitlines()
        assert not any(line.startswith("%") or "plt.show" in line for line in lines)
        if last == "%matplot plt":
            shown += 1
            cell = "\n".join(lines)
        ast.parse(cell, feature_version=EMR_7)
    assert shown >= 1


def test_the_helper_is_python_of_the_cluster():
    ast.parse((HERE / "millwright_lake.py").read_text(), feature_version=EMR_7)
