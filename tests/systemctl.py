"""What stands for systemctl on a machine of paper: it starts and stops what a unit file says.

It reads ExecStart, waits for READY=1 as the real one does for Type=notify, and ends with SIGTERM.
"""

from __future__ import annotations

PATH_OF_UNITS = "MACHINE"

SYSTEMCTL = r"""
import configparser, os, pathlib, shlex, signal, socket, subprocess, sys, time

root = pathlib.Path(os.environ["MACHINE"])
words = [word for word in sys.argv[1:] if not word.startswith("--")]
order, pid = words[0], root / "pid"


def start():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(root / "etc/systemd/system/harvester.service")
    command = unit["Service"]["ExecStart"]
    assert unit["Service"]["Type"] == "notify"
    for name in ("etc", "opt"):
        command = command.replace(f"/{name}/", f"{root}/{name}/")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(root / "notify"))
        told.settimeout(60)
        process = subprocess.Popen(
            shlex.split(command), cwd=root / "var/lib/harvester", start_new_session=True,
            env={**os.environ, "NOTIFY_SOCKET": str(root / "notify"),
                 "HARVESTER__WEB__PORT": "0", "HARVESTER__WATCH__LISTEN": ""},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=(root / "journal").open("ab"),
        )
        pid.write_text(str(process.pid))
        while told.recv(1000) != b"READY=1":
            pass
    (root / "notify").unlink()


def stop():
    if not pid.exists():
        return
    number = int(pid.read_text())
    os.kill(number, signal.SIGTERM)
    until = time.monotonic() + 30
    while pathlib.Path(f"/proc/{number}").exists():
        if pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
        assert time.monotonic() < until, "it does not end"
        time.sleep(0.05)
    pid.unlink()


if order in ("start", "enable"):
    start()
elif order == "stop":
    stop()
else:
    assert order == "daemon-reload", order
"""
