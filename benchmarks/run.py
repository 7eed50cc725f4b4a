"""Takes the figures: each peer of a workload in turn, fork by fork, into results/<label>.

run.py [--forks N] [--short | --quick] [--include REGEX] [--exclude REGEX] [--label NAME] [--retries N] [--list]

Needs a JDK 25 (JAVA_HOME, or the java on the path) and a build: mvn -Pbench -pl benchmarks -am package.
--include matches Class.method as --list prints it. report.py makes tables of the results.

Peers alternate (A B C A B C …) because what a line costs between two cores changes within minutes: only
figures taken side by side may be compared. Each fork is a JVM of its own and leaves a line in forks.jsonl.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = "io.trio4j.benchmarks."
CLASSPATH = os.pathsep.join([str(HERE / "target/classes"), str(HERE / "target/lib/*")])

# Cores that others may use before an iteration counts as disturbed: a tenth of two cores and a little.
QUIET_CORES = 0.25
QUIET_WAIT_SECONDS = 15
FORK_LIMIT_SECONDS = 300

# Half the time of the settings in Bench; the forks make up for it.
JMH_SHORT = ["-wi", "3", "-w", "300ms", "-i", "4", "-r", "250ms"]
JMH_QUICK = ["-wi", "2", "-w", "200ms", "-i", "3", "-r", "200ms"]

# Tasks, rounds to warm up, rounds measured.
ONE_SHOT = {"W5CancelStorm": ("100000", "2", "5"), "W6ParkedMemory": ("1000000", "0", "1")}
ONE_SHOT_QUICK = {"W5CancelStorm": ("100000", "1", "2"), "W6ParkedMemory": ("1000000", "0", "1")}
# The storm starts with a heap that need not grow; the memory is measured in one that has not.
ONE_SHOT_HEAP = {"W5CancelStorm": ["-Xms2g", "-Xmx8g"], "W6ParkedMemory": ["-Xmx8g"]}


@dataclasses.dataclass(frozen=True)
class Job:
    """One peer of one cell (a workload under one choice of parameters; a one-shot program has one)."""

    method: str
    params: tuple = ()
    jmh: bool = True

    @property
    def workload(self):
        return re.match(r"W\d+[a-z]?(?=[A-Z])", self.method)[0]

    @property
    def peer(self):
        return self.method.rsplit(".", 1)[1]

    @property
    def cell(self):
        nested = self.method.split(".")[1:-1]
        return ", ".join([*nested, *(f"{k}={v}" for k, v in self.params)])

    def __str__(self):
        return self.method + "".join(f" {k}={v}" for k, v in self.params)


def java():
    home = os.environ.get("JAVA_HOME")
    command = str(pathlib.Path(home, "bin/java")) if home else shutil.which("java")
    if not command:
        sys.exit("no java: set JAVA_HOME to a JDK 25")
    version = subprocess.run([command, "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr
    if int(re.search(r'version "(\d+)', version)[1]) < 25:
        sys.exit("this java is older than 25: set JAVA_HOME to a JDK 25")
    return command, version.splitlines()[1].strip()


def machine_busy():
    """Seconds that cores were not idle; as Machine.busyNanos."""
    with open("/proc/stat") as stat:
        ticks = stat.readline().split()[1:9]
    return sum(int(t) for i, t in enumerate(ticks) if i not in (3, 4)) / os.sysconf("SC_CLK_TCK")


def wait_for_quiet():
    """Waits, but not for ever, until others use little of the machine."""
    end = time.monotonic() + QUIET_WAIT_SECONDS
    while time.monotonic() < end:
        busy, start = machine_busy(), time.monotonic()
        time.sleep(0.5)
        if (machine_busy() - busy) / (time.monotonic() - start) < QUIET_CORES:
            return


def run_limited(command, log):
    """Standard output of a command that leads its own process group, or None if it had to be ended."""
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=FORK_LIMIT_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt) as stop:
        os.killpg(process.pid, signal.SIGKILL)  # JMH's own fork too
        process.wait()
        if isinstance(stop, KeyboardInterrupt):
            raise
        return None
    return output if process.returncode == 0 else None


class Driver:
    def __init__(self, command, out, quick, short):
        self.java = [command, "--enable-preview", "--enable-native-access=ALL-UNNAMED", "-cp", CLASSPATH]
        self.out = out
        self.quick = quick
        self.iterations = JMH_QUICK if quick else JMH_SHORT if short else []

    def jobs(self, include, exclude):
        jmh = subprocess.run([*self.java, "org.openjdk.jmh.Main", "-lp"], stdout=subprocess.PIPE, text=True, check=True)
        shots = subprocess.run([*self.java, PACKAGE + "oneshot.OneShot", "list"], stdout=subprocess.PIPE, text=True, check=True)
        jobs = parse_parameters(jmh.stdout) + [Job(line, jmh=False) for line in shots.stdout.split()]
        jobs = [job for job in jobs if re.search(include, str(job)) and not (exclude and re.search(exclude, str(job)))]
        number = lambda job: (int(re.search(r"\d+", job.workload)[0]), job.workload)
        return sorted(jobs, key=number)  # stable: cells stay in the order of their parameters

    def fork(self, job, log):
        return self.jmh(job, log) if job.jmh else self.one_shot(job, log)

    def jmh(self, job, log):
        """The one record of a JMH fork."""
        to = self.out / "jmh.json"
        to.unlink(missing_ok=True)
        command = [*self.java, "org.openjdk.jmh.Main", f"^{re.escape(PACKAGE + job.method)}$", "-foe", "true",
                   "-f", "1", "-rf", "json", "-rff", str(to), "-prof", "gc", "-prof", PACKAGE + "CpuProfiler"]
        for name, value in job.params:
            command += ["-p", f"{name}={value}"]
        output = run_limited(command + (self.iterations if job.workload != "W1b" else []), log)
        log.write(output or "")
        if output is None or not to.exists():
            return []
        result, = json.loads(to.read_text())
        second = {name: metric["rawData"][0] for name, metric in result["secondaryMetrics"].items()}
        return [{"cell": job.cell, "unit": "ns", "values": result["primaryMetric"]["rawData"][0], "cpu": second["cpu"],
                 "bytes": second.get("gc.alloc.rate.norm", []), "c2c": second["c2c"], "others": second["others"]}]

    def one_shot(self, job, log):
        """A record for each figure of a one-shot program."""
        program = job.method.split(".")[0]
        options = (ONE_SHOT_QUICK if self.quick else ONE_SHOT)[program]
        command = [*self.java, *ONE_SHOT_HEAP[program], PACKAGE + "oneshot.OneShot", job.method, *options]
        output = run_limited(command, log)
        records = {}
        for line in (output or "").splitlines():
            figure = json.loads(line)
            empty = {"cell": figure["cell"], "unit": figure["unit"], "values": [], "cpu": [], "bytes": [], "c2c": [], "others": []}
            record = records.setdefault(figure["cell"], empty)
            record["values"].append(figure["value"])
            for name in ("cpu", "bytes", "c2c", "others"):
                record[name] += [figure[name]] if name in figure else []
        return list(records.values())


def parse_parameters(listing):
    """Jobs from what JMH's -lp prints: a benchmark a line, its parameters indented below it."""
    found = []
    for line in listing.splitlines():
        if line.startswith(PACKAGE):
            found.append((line.strip().removeprefix(PACKAGE), []))
        elif parameter := re.match(r'\s+param "(\w+)" = \{(.*)\}', line):
            found[-1][1].append((parameter[1], parameter[2].split(", ")))
    jobs = []
    for method, parameters in found:
        choices = [()]
        for name, values in sorted(parameters):
            choices = [(*chosen, (name, value)) for chosen in choices for value in values]
        jobs += [Job(method, chosen) for chosen in choices]
    return jobs


def disturbed(records):
    """Whether fewer than half of the iterations had the machine to themselves."""
    return any(statistics.median(record["others"]) >= QUIET_CORES for record in records)


def take(driver, jobs, forks, retries):
    cells = {}
    for job in jobs:
        cells.setdefault((job.workload, job.method.split(".")[0], job.cell), []).append(job)
    with open(driver.out / "forks.jsonl", "a") as lines, open(driver.out / "log.txt", "a") as log:
        for of_cell in cells.values():
            for number in range(forks):
                for job in of_cell:
                    start = time.monotonic()
                    for _ in range(retries + 1):
                        wait_for_quiet()
                        records = driver.fork(job, log)
                        if records and not disturbed(records):
                            break
                    for record in records:
                        line = {"workload": job.workload, "peer": job.peer, "round": number, **record}
                        lines.write(json.dumps(line) + "\n")
                    lines.flush()
                    print(f"{time.monotonic() - start:6.1f} s  {job}  fork {number + 1}  {summary(records)}", flush=True)


def summary(records):
    if not records:
        return "FAILED, see log.txt"
    first = records[0]
    noise = f", others use {statistics.median(first['others']):.2f} cores" if disturbed(records) else ""
    return f"{statistics.median(first['values']):,.1f} {first['unit']}, c2c {statistics.median(first['c2c']):.0f} ns{noise}"


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout.strip()


def describe(options, jvm):
    """What the page of results says about how it came to be; no paths of this machine."""
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    commit = git("rev-parse", "--short", "HEAD")
    changed = " with changes" if commit and git("status", "--porcelain", "--", "..") else ""
    return {
        "command": shlex.join(["python3", "benchmarks/run.py", *sys.argv[1:]]),
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "jvm": jvm,
        "machine": f"{os.cpu_count()} cores, {cpu[1] if cpu else 'processor unknown'}",
        "commit": (commit or "none yet") + changed,
        "forks": options.forks,
        "quick": options.quick,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forks", type=int, help="forks of each peer; 5, with --quick 2")
    parser.add_argument("--quick", action="store_true", help="few short iterations: to see that it works")
    parser.add_argument("--short", action="store_true", help="shorter iterations than usual")
    parser.add_argument("--include", default=".", metavar="REGEX")
    parser.add_argument("--exclude", default="", metavar="REGEX")
    parser.add_argument("--label", default=time.strftime("%Y%m%d-%H%M%S"))
    parser.add_argument("--retries", type=int, default=1, help="how often a disturbed fork is run again")
    parser.add_argument("--list", action="store_true", help="print what would run")
    options = parser.parse_args()
    options.forks = options.forks or (2 if options.quick else 5)
    command, jvm = java()
    out = HERE / "results" / options.label
    driver = Driver(command, out, options.quick, options.short)
    jobs = driver.jobs(options.include, options.exclude)
    if options.list:
        print(*jobs, sep="\n")
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / "about.json").write_text(json.dumps(describe(options, jvm), indent=1))
    take(driver, jobs, options.forks, options.retries)
    print(f"python3 benchmarks/report.py {options.label}")


if __name__ == "__main__":
    main()
