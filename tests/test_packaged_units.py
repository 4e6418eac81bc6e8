"""packaging/systemd: units that systemd reads without complaint, and that leave little open."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[1] / "packaging" / "systemd"
MOST = 2.0  # of what systemd-analyze calls exposure; 10 is a unit without any protection


def installed(folder: Path) -> Path:
    """The units as on a machine, whose command is there."""
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/harvester/bin/harvester", sys.executable)
        (folder / unit.name).write_text(text)
    return folder


def analysed(*words: object) -> str:
    asked = ["systemd-analyze", *map(str, words)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("unit", ["harvester.service", "harvester-harvest.timer"])
def test_systemd_reads_a_unit_without_complaint(tmp_path: Path, unit: str) -> None:
    assert analysed("verify", "--man=no", installed(tmp_path) / unit) == ""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("unit", ["harvester.service", "harvester-harvest.service"])
def test_a_unit_leaves_little_open(tmp_path: Path, unit: str) -> None:
    said = analysed("security", "--offline=yes", "--no-pager", installed(tmp_path) / unit)
    found = re.search(r"exposure level for .*: ([\d.]+)", said)
    assert found
    assert float(found[1]) <= MOST


def test_a_hanging_service_is_started_anew_and_both_units_are_protected_alike() -> None:
    service, harvest = (
        _read(UNITS / name) for name in ("harvester.service", "harvester-harvest.service")
    )
    assert (service["Type"], service["WatchdogSec"], service["Restart"]) == (
        "notify", "120", "on-failure",
    )  # fmt: skip
    # A lease of a process that cannot be seen would count as a dead one's.
    for unit in (service, harvest):
        assert not {"ProtectProc", "ProcSubset", "PrivatePIDs"} & unit.keys()
    protections = {key for key in service if key.startswith(("Protect", "Private", "Restrict"))}
    assert {key: harvest[key] for key in protections - {"Restart", "RestartSec"}} == {
        key: service[key] for key in protections - {"Restart", "RestartSec"}
    }


def _read(path: Path) -> dict[str, str]:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(path)
    return dict(unit["Service"])
