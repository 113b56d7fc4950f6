"""Run every command of docs/production.md in a small Debian of its own, under a real systemd, and see that it works.

    python -m tools.try_production            as root; Debian: systemd-container debootstrap
    python -m tools.try_production COMMIT     and let this version read what that one has made

The Debian is made once, in `build/debian`, and copied for each run; packages are fetched from where this machine
fetches them. Between the commands of the page it is seen that what they promise holds: the page answers through nginx,
no request fails while it is started again under load, a file that cannot be read makes the unit fail, what was
withdrawn stays out, a restore and an upgrade lose nothing, and nothing but the data is left in the end.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.every_python import ROOT

PAGE = ROOT / "docs" / "production.md"
DEBIAN = ROOT / "build" / "debian"
PACKAGES = "systemd,systemd-sysv,dbus,python3-venv,tesseract-ocr,tesseract-ocr-swe,nginx-light,openssl,curl"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NAME = "protokoll-try"
MEETING = "granby-styrelse/2024-05-06"
MINUTES = "/var/lib/protokoll/granby/data/minutes"
INDEX = "protokoll-index@granby.service"


def sections() -> dict[str, str]:
    """The commands of each section of the page, by its heading."""
    found = {}
    for part in PAGE.read_text("utf-8").split("\n## ")[1:]:
        heading, _, text = part.partition("\n")
        found[heading] = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return {heading: commands for heading, commands in found.items() if commands}


def debian() -> Path:
    """A Debian with what the page tells to install first, made once."""
    if not (DEBIAN / "etc" / "debian_version").exists():
        shutil.rmtree(DEBIAN, ignore_errors=True)
        subprocess.run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", DEBIAN], check=True)
    return DEBIAN


class Machine:
    """A booted Debian; what runs in it sees the network of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        command = [
            "systemd-nspawn",
            "--quiet",
            "--register=no",
            "--keep-unit",
            "--boot",
            f"--machine={NAME}",
            f"--directory={root}",
        ]
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
        if CERTIFICATES.exists():
            (root / CERTIFICATES.parent.relative_to("/")).mkdir(parents=True, exist_ok=True)
            shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
            (root / "etc" / "pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n", "utf-8")
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(120):
            if self.tell("systemctl is-system-running", check=False).strip() in {"running", "degraded"}:
                return
            time.sleep(1)
        raise SystemExit("The machine did not start.")

    def leader(self) -> str:
        """The process number of its systemd, as this machine sees it."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return told.read_text().split()[0] if told.exists() and told.read_text().split() else ""

    def tell(self, commands: str, *, check: bool = True) -> str:
        """What commands print, run as root in /srv; SystemExit when one fails."""
        if not (leader := self.leader()):
            return ""
        enter = ["nsenter", "--target", leader, "--mount", "--uts", "--ipc", "--pid", "--cgroup", "--root"]
        script = f"cd /srv; set -eu; export PATH={PATH} HOME=/root\n{commands}"
        done = subprocess.run([*enter, "bash", "-c", script], capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f"FAILED: {commands}\n{done.stdout}{done.stderr}")
        return done.stdout

    def end(self) -> None:
        """Stop it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()


def minutes(day: str, title: str) -> str:
    """Minutes of an invented board."""
    return (
        f"Protokoll\nGranby styrelse\nSammanträdesdatum {day}\n\nNärvarande\nAnna Ask, ordförande\n\n"
        f"§ 1 {title}\nBeslut\nStyrelsen beslutar att godkänna {title.lower()}.\n"
    )


def prepared(root: Path, wheels: dict[str, Path]) -> None:
    """Put into the machine's /srv what the page expects to be there: wheels, locks, minutes."""
    shutil.copytree(ROOT / "requirements", root / "srv" / "requirements")
    for version, wheel in wheels.items():
        (root / "srv" / version).mkdir()
        shutil.copy(wheel, root / "srv" / version)
    (root / "srv" / "minutes").mkdir()
    for day, title in (("2024-05-06", "Simhallen"), ("2024-06-03", "Biblioteket")):
        (root / "srv" / "minutes" / f"{day}.txt").write_text(minutes(day, title), "utf-8")


def wheel(source: Path, where: Path) -> Path:
    """The wheel of a source."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        where,
        source,
    ]
    subprocess.run([str(word) for word in command], check=True, cwd="/")
    return next(where.glob("*.whl"))


def source_of(commit: str, where: Path) -> Path:
    """The files of a commit, or, for "", those that git knows as they are now."""
    where.mkdir()
    if commit:
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", str(where)], input=packed.stdout, check=True)
        return where
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, where / name)
    return where


ASK = "curl --fail --silent --unix-socket /run/protokoll/granby.sock"
LOAD = """
rm -f /tmp/failed; touch /tmp/failed
for reader in 1 2 3 4; do
  (for n in $(seq 150); do
     curl --fail --silent --insecure --output /dev/null --resolve protokoll.granby.example:443:127.0.0.1 \
       "https://protokoll.granby.example/?q=simhallen&n=$reader.$n" || echo "$reader.$n" >> /tmp/failed
     sleep 0.05
   done) &
done
sleep 1; systemctl reload nginx
sleep 1; systemctl {what} protokoll@granby.service
sleep 1; systemctl {what} protokoll@granby.service
wait
wc -l < /tmp/failed
"""


def tried(machine: Machine, commands: dict[str, str]) -> None:
    """The page from its beginning to its end, and what must hold on the way."""
    tell = machine.tell

    def step(heading: str) -> None:
        print(heading, flush=True)
        tell(commands.pop(heading))

    def check(what: str, holds: bool) -> None:
        print(f"    {'ok ' if holds else 'BAD'} {what}", flush=True)
        if not holds:
            raise SystemExit(1)

    tell("ln -s old dist")
    step("Install")
    step("One organisation")
    found = json.loads(tell(f"{ASK} 'http://protokoll.granby.example/search.json?q=simhallen'"))
    check("a query is answered on the socket", found["total"] == 1)
    tell("sed -i 's/30r/3000r/; s/burst=60/burst=6000/' /opt/protokoll/share/protokoll/nginx.conf")
    step("Behind nginx")
    for what in ("reload", "restart"):
        failed = tell(LOAD.replace("{what}", what)).split()[-1]
        check(f"{failed} of 600 requests fail while gunicorn is told to {what} under load", failed == "0")
    tell(f"echo '%PDF-1.4 nothing' | install -o protokoll -m 600 /dev/stdin {MINUTES}/broken.pdf")
    told = tell(f"systemctl start {INDEX} || true; systemctl --failed; journalctl -u {INDEX} -n 20 --no-pager")
    check("a file that cannot be read makes the unit fail, and is named", "broken.pdf" in told and f"● {INDEX}" in told)
    tell(f"rm {MINUTES}/broken.pdf; systemctl start {INDEX}")
    step("What to watch")
    step("Withdraw a meeting")
    step("Backup")
    before = tell("protokoll-of granby export")
    step("Restore")
    check("a restore loses nothing", before == tell("protokoll-of granby export"))
    tell("protokoll-of granby index")
    check("what was withdrawn stays out", MEETING not in tell("protokoll-of granby export"))
    tell("ln -sfn new dist")
    step("Upgrade")
    after = tell("protokoll-of granby export")
    check("an upgrade loses nothing", ids(before) == ids(after))
    found = json.loads(tell(f"{ASK} 'http://protokoll.granby.example/search.json?q=biblioteket'"))
    check("the new version answers", found["total"] == 1 and "protokoll 0." in tell("protokoll-of granby --version"))
    step("Uninstall")
    left = tell(f"ls -d /opt/protokoll* /etc/systemd/system/protokoll* 2>/dev/null || true; ls {MINUTES}")
    check("nothing but the data is left", "protokoll" not in left.replace("granby", "") and "2024-06-03.txt" in left)
    check(f"every section was tried, left are: {sorted(commands)}", not commands)


def upgraded(machine: Machine) -> None:
    """What an older version has made is read by this one, and nothing of it is lost."""
    tell = machine.tell
    for version in ("before", "new"):
        lock = "run" if version == "before" else "server"
        locks = "/srv/before-requirements" if version == "before" else "/srv/requirements"
        tell(
            f"python3 -m venv /opt/{version}; /opt/{version}/bin/pip install -q --require-hashes -r {locks}/{lock}.txt"
        )
        tell(f"/opt/{version}/bin/pip install -q --no-deps /srv/{version}/*.whl")
    work = "mkdir -p /srv/upgrade/data && cp -r /srv/minutes /srv/upgrade/data/ && cd /srv/upgrade"
    before = tell(f"{work} && /opt/before/bin/protokoll index data/minutes && /opt/before/bin/protokoll export")
    after = tell("cd /srv/upgrade && /opt/new/bin/protokoll index && /opt/new/bin/protokoll export")
    told = tell("/opt/before/bin/protokoll --version; /opt/new/bin/protokoll --version").split("\n")
    print(f"    ok  {told[0]} -> {told[1]}: {len(ids(before))} meetings", flush=True)
    if len(ids(after)) != len(ids(before)) or not ids(before):
        raise SystemExit(f"BAD: {ids(before)} became {ids(after)}")


def ids(exported: str) -> list[str]:
    """The ids of exported meetings."""
    return [json.loads(line)["id"] for line in exported.splitlines() if line.startswith("{")]


def main() -> None:
    """Try the page; the exit status is 1 when something does not hold."""
    commit = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory(prefix="production-") as folder:
        where = Path(folder)
        made = wheel(source_of("", where / "source"), where / "wheel")
        wheels = {"old": made, "new": made}
        root = where / "root"
        subprocess.run(["cp", "--archive", "--reflink=auto", str(debian()), str(root)], check=True)
        if commit:
            before = source_of(commit, where / "before")
            wheels["before"] = wheel(before, where / "wheel-before")
            shutil.copytree(before / "requirements", root / "srv" / "before-requirements")
        prepared(root, wheels)
        machine = Machine(root)
        try:
            if commit:
                upgraded(machine)
            tried(machine, sections())
        finally:
            machine.end()


if __name__ == "__main__":
    main()
