"""Runs a command and notes what it took, or prints what was noted.

measured.py PARTS NAME LOG COMMAND...   appends "name,seconds,cpu_seconds,peak_mb" to PARTS; the command's output goes to LOG
measured.py --table PARTS TITLE         prints a Markdown table with a sum
"""

import csv
import resource
import subprocess
import sys
import time


def measure(parts: str, name: str, log: str, command: list[str]) -> int:
    """The command's exit code. Peak memory is the largest process's."""
    start = time.monotonic()
    with open(log, "w", encoding="utf-8") as out:
        code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    seconds = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(parts, "a", encoding="utf-8") as noted:
        noted.write(f"{name},{seconds:.1f},{used.ru_utime + used.ru_stime:.1f},{used.ru_maxrss / 1024:.0f}\n")
    if code != 0:
        print(f"{name} failed, see {log}", file=sys.stderr)
    return code


def table(parts: str, title: str) -> None:
    with open(parts, encoding="utf-8", newline="") as noted:
        rows = list(csv.reader(noted))
    print(f"| {title} | seconds | CPU seconds | peak memory |")
    print("| --- | --- | --- | --- |")
    for name, seconds, cpu, peak in rows:
        print(f"| {name} | {float(seconds):,.0f} | {float(cpu):,.0f} | {float(peak):,.0f} MB |")
    seconds, cpu = (sum(float(row[column]) for row in rows) for column in (1, 2))
    print(f"| all | {seconds:,.0f} | {cpu:,.0f} | {max(float(row[3]) for row in rows):,.0f} MB |")


if __name__ == "__main__":
    if sys.argv[1] == "--table":
        table(sys.argv[2], sys.argv[3])
    else:
        sys.exit(measure(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
