"""The command an analyst starts with."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest
from test_notebooks import HERE, LONGEST_SECONDS, OUT

TOKEN = "of-this-test"


def answered(port, path):
    """What the server says, once it is there."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/{path}", headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


@pytest.fixture
def opened(tmp_path):
    """A running Jupyter: its port, and the file it talks into."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    screen = tmp_path / "screen"
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
    with screen.open("w") as said:
        server = subprocess.Popen([HERE / "open", OUT, os.environ["MILLWRIGHT_CONFIG"], *options], stdout=said, stderr=said)
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            answered(port, "status")
            break
        except urllib.error.URLError:
            time.sleep(0.2)
    yield port, screen
    server.terminate()
    server.wait(timeout=LONGEST_SECONDS)


def test_it_opens_jupyter_with_both_kernels_on_a_run(opened):
    port, screen = opened

    assert {each["name"] for each in answered(port, "contents")["content"]} >= {"1_explore_a_machine.ipynb", "java"}
    assert set(answered(port, "kernelspecs")["kernelspecs"]) >= {"python3", "millwright"}
    assert f"Opening the notebooks on {OUT}; Ctrl-C ends Jupyter" in screen.read_text().splitlines()


def test_without_results_it_says_in_a_sentence_where_they_come_from(tmp_path):
    refused = subprocess.run([HERE / "open", tmp_path], capture_output=True, text=True)

    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [
        f"notebooks: {tmp_path} holds no lake; run ./millwright demo first, or give the --out folder of a run: ./notebooks/open out/azure"
    ]
