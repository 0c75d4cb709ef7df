"""Runs every notebook from top to bottom in a kernel of its own and holds its answer against the run's files."""

import json
import os
import pathlib
import time

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

HERE = pathlib.Path(__file__).resolve().parent.parent
OUT = pathlib.Path(os.environ["MILLWRIGHT_OUT"])
LONGEST_SECONDS = 120


def executed(name, folder=HERE, kernel="python3"):
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    start = time.monotonic()
    NotebookClient(notebook, timeout=LONGEST_SECONDS, kernel_name=kernel, resources={"metadata": {"path": str(folder)}}).execute()
    assert time.monotonic() - start < LONGEST_SECONDS
    return notebook


def outputs(notebook, kind):
    return [output["data"][kind] for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs if kind in output.get("data", {})]


def answer(notebook):
    printed = [output.text for output in notebook.cells[-1].outputs if output.output_type == "stream" and output.name == "stdout"]
    return json.loads("".join(printed))


def metrics():
    return json.loads((OUT / "metrics.json").read_text())


def rows(table, *columns):
    """The table's current rows, read without Spark: the files its log says are in it."""
    files = {}
    for commit in sorted((OUT / "lake" / table / "_delta_log").glob("*.json")):
        for line in commit.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                files[action["add"]["path"]] = True
            if "remove" in action:
                files.pop(action["remove"]["path"], None)
    return pd.concat(pd.read_parquet(OUT / "lake" / table / path, columns=list(columns)) for path in files)


def machine_explored(said):
    failures = rows("events", "equipment_id", "kind")
    counts = failures[failures.kind == "failure"].equipment_id.value_counts()
    assert said["failures"] == counts.max() == counts[said["machine"]]
    features = rows("features_time_domain", "equipment_id")
    assert said["rows_of_features"] == (features.equipment_id == said["machine"]).sum()
    series = rows("series", "equipment_id", "n")
    assert said["readings"] == series[series.equipment_id == said["machine"]].n.sum()


def training_set_built(said):
    assert said["rows"] == len(rows("training_set", "equipment_id"))
    labels = rows("labels", "target", "label")
    labels = labels[labels.target == metrics()["failure"]["name"]]
    assert said["positive"] == (labels.label == 1).sum()
    assert said["labelled"] >= said["positive"] > 0
    assert said["unchanged"] > 0


def model_judged(said):
    expected = metrics()
    assert said["champion"] == expected["champion"]["candidate"]
    assert said["average_precision"] == expected["failure"]["average_precision"]["value"]
    assert said["test_rows"] > 0


def work_list_read(said):
    assert said["lines"] == len(pd.read_csv(OUT / "worklist.csv"))
    assert said["machines_scored"] == rows("scores", "equipment_id").equipment_id.nunique()


def quality_seen(said):
    data = metrics()["data"]
    assert said["rows_in"] == data["rows_in"]
    assert said["rows_quarantined"] == len(rows("quarantine", "reason"))
    assert said["rules"] == len(rows("quality_results", "rule"))
    drift = rows("drift", "kind")
    assert said["features_watched"] == (drift.kind == "feature").sum()


NOTEBOOKS = [
    ("1_explore_a_machine", 3, machine_explored),
    ("2_training_set_and_own_feature", 1, training_set_built),
    ("3_judge_a_model", 2, model_judged),
    ("4_work_list_and_why", 2, work_list_read),
    ("5_data_quality_and_drift", 2, quality_seen),
]
"""With how many pictures, and what its answer is held against."""


@pytest.mark.parametrize(("name", "pictures", "check"), NOTEBOOKS)
def test_notebook_answers_its_question(name, pictures, check):
    notebook = executed(name)
    assert len(outputs(notebook, "image/png")) == pictures
    check(answer(notebook))


def test_notebooks_are_kept_without_outputs():
    for path in HERE.glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            assert cell.get("outputs", []) == [], path.name
