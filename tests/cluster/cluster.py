"""A cluster of OpenSearch on the loopback interface, for tests: fetched through Maven by name, run as an ordinary user.

    python -m tests.cluster.cluster start [NODES]   fetch what is missing, start nodes, wait until they are one
    python -m tests.cluster.cluster lacking         say what this machine lacks for it; 1 where it lacks something
    python -m tests.cluster.cluster stop            end what was started, by process id, and remove its data

What is fetched is a node without the security plugin and without a Java of its own: the modules that the engine needs
are put beside it. No setting of the system is needed, since files are not mapped into memory. OpenSearch refuses to run
as root, so that root starts it as `nobody`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

VERSION: Final = os.environ.get("OPENSEARCH_VERSION", "2.19.6")
CACHE: Final = Path(
    os.environ.get("OPENSEARCH_CACHE")
    or (Path("/var/cache") if os.getuid() == 0 else Path.home() / ".cache") / "protokoll-opensearch"
)
"""Where what was fetched is kept between runs; for root, who runs the nodes as `nobody`, where that may read it."""
RUN: Final = Path(os.environ.get("OPENSEARCH_RUN", Path(tempfile.gettempdir()) / "protokoll-opensearch"))
"""Where nodes keep data and logs; removed when they are stopped."""
HTTP: Final = int(os.environ.get("OPENSEARCH_HTTP_PORT", "19200"))
TRANSPORT: Final = int(os.environ.get("OPENSEARCH_TRANSPORT_PORT", "19300"))
HEAP: Final = os.environ.get("OPENSEARCH_HEAP", "512m")
START_SECONDS: Final = 180.0
STOP_SECONDS: Final = 15.0
JAVA_VERSION: Final = 17

POM: Final = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>opensearch-for-tests</artifactId><version>1</version>
<dependencies>
<dependency><groupId>org.opensearch.distribution.integ-test-zip</groupId><artifactId>opensearch</artifactId>
  <version>{version}</version><type>zip</type>
  <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
<dependency><groupId>org.opensearch.plugin</groupId><artifactId>lang-painless</artifactId><version>{version}</version>
</dependency>
<dependency><groupId>org.opensearch.plugin</groupId><artifactId>analysis-common</artifactId><version>{version}</version>
</dependency>
</dependencies></project>
"""
DESCRIPTOR: Final = """name={name}
description={name}
version={version}
opensearch.version={version}
java.version=11
classname={classname}
extended.plugins={extended}
has.native.controller=false
"""
POLICY: Final = """grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
"""
NODE: Final = """cluster.name: protokoll-tests
node.name: n{number}
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{names}]
path.data: {folder}/data
path.logs: {folder}/logs
node.store.allow_mmap: false
node.processors: 2
action.auto_create_index: false
indices.query.bool.max_clause_count: 8192
"""
LOGGING: Final = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


def java() -> Path | None:
    """A Java of the version that OpenSearch is made for; None where there is none."""
    named = os.environ.get("OPENSEARCH_JAVA")
    candidates = [Path(named)] if named else [*Path("/usr/lib/jvm").glob(f"*{JAVA_VERSION}*/bin/java")]
    on_path = shutil.which("java")
    if on_path:
        candidates.append(Path(on_path))
    return next((path for path in candidates if path.exists() and _is_right(path)), None)


def _is_right(path: Path) -> bool:
    told = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    return f'version "{JAVA_VERSION}.' in told


def lacking() -> list[str]:
    """What a cluster needs that this machine does not have."""
    return [
        *([] if java() else [f"java {JAVA_VERSION}"]),
        *([] if shutil.which("mvn") or (CACHE / VERSION / "ready").exists() else ["mvn"]),
    ]


def fetch() -> Path:
    """The folder of a whole distribution, fetched and put together where it is missing."""
    home = CACHE / VERSION
    if (home / "ready").exists():
        return home
    new, jars = CACHE / "new", CACHE / "jars"
    for folder in (new, jars, home):
        shutil.rmtree(folder, ignore_errors=True)
    new.mkdir(parents=True)
    (new / "pom.xml").write_text(POM.format(version=VERSION))
    subprocess.run(
        ["mvn", "-B", "-q", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"], cwd=new, check=True
    )
    with zipfile.ZipFile(jars / f"opensearch-{VERSION}.zip") as packed:
        packed.extractall(new)
    whole = new / f"opensearch-{VERSION}"
    painless = _module(whole, jars, "lang-painless", "org.opensearch.painless.PainlessPlugin", "")
    for pattern in ("lang-painless-*", "opensearch-scripting-painless-spi-*", "antlr4-runtime-*", "asm-*"):
        for jar in jars.glob(f"{pattern}.jar"):
            shutil.copy(jar, painless)
    (painless / "plugin-security.policy").write_text(POLICY)
    analysis = _module(
        whole, jars, "analysis-common", "org.opensearch.analysis.common.CommonAnalysisPlugin", "lang-painless"
    )
    shutil.copy(jars / f"analysis-common-{VERSION}.jar", analysis)
    whole.rename(home)
    (home / "ready").touch()
    shutil.rmtree(new)
    shutil.rmtree(jars)
    return home


def _module(whole: Path, jars: Path, name: str, classname: str, extended: str) -> Path:
    """The folder of a module, with what describes it."""
    folder = whole / "modules" / name
    folder.mkdir(parents=True)
    described = DESCRIPTOR.format(name=name, version=VERSION, classname=classname, extended=extended)
    (folder / "plugin-descriptor.properties").write_text(described)
    return folder


class Node:
    """One node of a cluster; `settings` are further lines of its configuration."""

    def __init__(self, number: int, of: int, *, run: Path = RUN, base: int = 0, settings: str = "") -> None:
        self.number = number
        self.folder = run / f"n{number}"
        self.port = HTTP + base + number
        self._of = of
        self._base = base
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The id of its process."""
        return int((self.folder / "pid").read_text())

    def start(self) -> None:
        """Start it, with what data it has."""
        home, runner = fetch(), java()
        assert runner
        for name in ("config", "data", "logs", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        numbers = range(1, self._of + 1)
        written = NODE.format(
            number=self.number,
            http=self.port,
            transport=TRANSPORT + self._base + self.number,
            seeds=", ".join(f"127.0.0.1:{TRANSPORT + self._base + n}" for n in numbers),
            names=", ".join(f"n{n}" for n in numbers),
            folder=self.folder,
        )
        (self.folder / "config" / "opensearch.yml").write_text(written + self._settings)
        (self.folder / "config" / "log4j2.properties").write_text(LOGGING)
        user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
        if user:
            _readable(home)
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, "nobody")
        with (self.folder / "out.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(runner),
                    *(f"-Xms{HEAP}", f"-Xmx{HEAP}", "-Xss1m", "-XX:+UseSerialGC"),
                    f"-XX:TieredStopAtLevel={os.environ.get('OPENSEARCH_TIER', '1')}",
                    *("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Djna.nosys=true"),
                    *("-Djava.security.manager=allow", "-Djava.locale.providers=SPI,COMPAT"),
                    *("-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true"),
                    *("-Dio.netty.recycler.maxCapacityPerThread=0", "--add-opens=java.base/java.io=ALL-UNNAMED"),
                    *("-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true"),
                    f"-Djava.io.tmpdir={self.folder / 'tmp'}",
                    f"-Dopensearch.path.home={home}",
                    f"-Dopensearch.path.conf={self.folder / 'config'}",
                    *("-Dopensearch.distribution.type=zip", "-Dopensearch.bundled_jdk=false"),
                    *("-cp", f"{home}/lib/*", "org.opensearch.bootstrap.OpenSearch"),
                ],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "OPENSEARCH_TMPDIR": str(self.folder / "tmp")},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **user,  # type: ignore[call-overload]
            )
        (self.folder / "pid").write_text(str(self._process.pid))

    def kill(self) -> None:
        """End it at once, as when its machine loses power."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order; at once when it takes too long."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        try:
            os.kill(self.pid, how)
            end = time.monotonic() + STOP_SECONDS
            while self.is_running and time.monotonic() < end:
                time.sleep(0.05)
            if self.is_running:
                os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        if self._process:
            self._process.wait()

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        if self._process:
            return self._process.poll() is None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    @property
    def said(self) -> str:
        """The end of its log."""
        return (self.folder / "out.log").read_text()[-4000:]


class Cluster:
    """So many nodes that find each other; within `with` they run."""

    def __init__(self, nodes: int = 1, *, run: Path = RUN, base: int = 0, settings: str = "") -> None:
        self.run = run
        self.nodes = [Node(n, nodes, run=run, base=base, settings=settings) for n in range(1, nodes + 1)]

    @property
    def urls(self) -> tuple[str, ...]:
        """Where the nodes answer."""
        return tuple(node.url for node in self.nodes)

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start all nodes, and wait until they are one cluster."""
        if any(_listens(node.port) for node in self.nodes):
            raise RuntimeError(f"something listens where nodes are to run in {self.run}: stop it first")
        shutil.rmtree(self.run, ignore_errors=True)
        self.run.mkdir(parents=True)
        self.run.chmod(0o755)
        for node in self.nodes:
            node.start()
        try:
            self.wait(status="yellow")
        except BaseException:
            self.stop()
            raise

    def wait(self, *, status: str = "green", nodes: int | None = None) -> None:
        """Wait until so many nodes, or all, are one cluster of at least this status."""
        wanted = f"wait_for_nodes={nodes or len(self.nodes)}&wait_for_status={status}&timeout=3s"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            running = [node for node in self.nodes if node.is_running]
            if len(running) < (nodes or len(self.nodes)):
                raise RuntimeError(next(node.said for node in self.nodes if not node.is_running))
            try:
                with urllib.request.urlopen(f"{running[0].url}/_cluster/health?{wanted}", timeout=5):
                    return
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.3)
        raise RuntimeError(f"no cluster within {START_SECONDS} s: {running[0].said}")

    def stop(self) -> None:
        """End all nodes, and remove what they kept."""
        for node in self.nodes:
            if (node.folder / "pid").exists():
                node.stop()
        shutil.rmtree(self.run, ignore_errors=True)


@contextmanager
def passing(nodes: int = 1, *, settings: str = "") -> Iterator[Cluster]:
    """A cluster for a while, in a folder and at ports of its own."""
    run = Path(tempfile.mkdtemp(prefix="protokoll-opensearch-"))
    with Cluster(nodes, run=run, base=_free_ports(nodes), settings=settings) as cluster:
        yield cluster


def _free_ports(nodes: int) -> int:
    """What is added to the numbers of ports, so that nothing listens at those of so many nodes."""
    return next(
        base
        for base in range(20, 2_000, 10)
        if not any(_listens(first + base + n) for first in (HTTP, TRANSPORT) for n in range(1, nodes + 1))
        and (base < TRANSPORT - HTTP - nodes or base > TRANSPORT - HTTP + nodes)
    )


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _readable(home: Path) -> None:
    """Let an ordinary user read what was fetched."""
    for path in (CACHE, home, *home.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))


def main(arguments: list[str]) -> int:
    """Start or stop a cluster."""
    started = time.monotonic()
    if arguments[:1] == ["start"]:
        cluster = Cluster(int(arguments[1]) if arguments[1:] else 3)
        cluster.start()
        print(f"{len(cluster.nodes)} nodes after {time.monotonic() - started:.0f} s: {' '.join(cluster.urls)}")
        return 0
    if arguments[:1] == ["stop"]:
        Cluster(len(list(RUN.glob("n*")))).stop()
        return 0
    if arguments[:1] == ["lacking"]:
        for each in lacking():
            print(f"The tests that need OpenSearch cannot be run: there is no {each}.", file=sys.stderr)
        return bool(lacking())
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
