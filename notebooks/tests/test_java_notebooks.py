"""Runs every notebook in Java in the kernel that ./open starts, and holds its answer against the run's files and the PySpark notebooks' checks."""

import subprocess

import nbformat
import pytest
from nbconvert import HTMLExporter
from test_notebooks import HERE, LONGEST_SECONDS, OUT, answer, executed, machine_explored, metrics, outputs, rows

JAVA = HERE / "java"


def training_set_built(said):
    assert said["rows"] == len(rows("training_set", "equipment_id"))
    labels = rows("labels", "target", "label")
    labels = labels[labels.target == metrics()["failure"]["name"]]
    assert said["labelled"] == labels.label.notna().sum()
    assert said["positive"] == (labels.label == 1).sum() > 0
    assert said["known"] > 0
    assert said["unchanged"] == 3
    assert said["noticed"] > 0


def model_judged(said):
    expected = metrics()
    assert said["champion"] == expected["champion"]["candidate"]
    assert said["average_precision"] == expected["failure"]["average_precision"]["value"]
    assert said["failures"] == expected["failure"]["events"]
    assert said["same_again"]
    assert said["lead_hours"] == expected["failure"]["minimum_lead_hours"] + 24


def work_list_read(said):
    assert said["machines_scored"] == rows("scores", "equipment_id").equipment_id.nunique()
    assert said["same_again"]
    assert said["done_with_half"] <= said["done"]


def quality_seen(said):
    data = metrics()["data"]
    assert said["rows_in"] == data["rows_in"]
    assert said["rows_quarantined"] == sum(data["rows_quarantined"].values())
    assert said["rules"] == len(rows("quality_results", "rule"))
    assert said["features_watched"] == (rows("drift", "kind").kind == "feature").sum()
    assert said["same_drift"]


def drawn(notebook, folder):
    """Plots that a browser draws of the page the notebook becomes."""
    page = folder / "page.html"
    page.write_text(HTMLExporter(embed_images=True).from_notebook_node(notebook)[0], encoding="utf-8")
    command = [
        "chromium",
        f"--user-data-dir={folder / 'chromium'}",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=20000",
        "--dump-dom",
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True).stdout.count("<canvas ")


@pytest.mark.parametrize(
    ("name", "pictures", "check"),
    [
        ("1_explore_a_machine", 6, machine_explored),
        ("2_training_set_and_own_feature", 1, training_set_built),
        ("3_judge_a_model", 2, model_judged),
        ("4_work_list_and_why", 2, work_list_read),
        ("5_data_quality_and_drift", 2, quality_seen),
    ],
)
def test_notebook_answers_its_question(name, pictures, check, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in (OUT / "lake").rglob("*")}
    notebook = executed(name, JAVA, "millwright")
    assert sum("millwright-chart" in html for html in outputs(notebook, "text/html")) == pictures
    assert drawn(notebook, tmp_path) == pictures
    check(answer(notebook))
    assert {path: path.stat().st_mtime_ns for path in (OUT / "lake").rglob("*")} == before


def test_notebooks_are_kept_without_outputs():
    for path in JAVA.glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            assert cell.get("outputs", []) == [], path.name
