"""What must be reached, as data: performance.md's columns must and aim for the workloads measured here.

A cell is "workload cell" as run.py names it. A bound is a ratio to the best of the peers named, or a figure.
"""
import dataclasses

OURS = "trio4j"


@dataclasses.dataclass(frozen=True)
class Bound:
    """Ours must not exceed factor × the best of peers, plus extra; without peers, extra itself."""

    text: str
    factor: float = 0.0
    peers: tuple = ()
    extra: float = 0.0
    of: str = "values"  # or "bytes"
    minus: str = ""  # a cell of ours to take off first


@dataclasses.dataclass(frozen=True)
class Target:
    cell: str
    must: tuple
    aim: tuple = ()
    ours: str = OURS


THREADS = ("vthreadJoin", "vthreadLatch")


def times(factor, *peers, called=None):
    name = called or peers[0]
    return Bound(f"≤ {name}" if factor == 1 else f"≤ {factor} × {name}", factor, peers)


def at_most(figure, unit, of="values", minus=""):
    return Bound(f"≤ {figure:,} {unit}" + (" for the timer" if minus else ""), extra=figure, of=of, minus=minus)


def timer_part(inside, pending):
    """A scope with a wait, less the same scope without: what entering the timer and leaving it adds."""
    return Target(
        f"W4 inside={inside}, pending={pending}",
        (times(1, "kotlin"),),
        (at_most(50, "ns", minus=f"W4 pending={pending}"),) if inside == "checkpoint" else (),
    )


TARGETS = [
    Target("W1 n=1", (times(1, "sts"),), (times(0.5, "sts"),)),
    Target("W1 n=10", (times(0.8, *THREADS, called="virtual threads"),), (times(1, "kotlin"),)),
    Target("W1 n=1000", (times(1, *THREADS, called="virtual threads"),), (times(0.7, "kotlin"),)),
    Target(
        "W1 n=100000",
        (times(1, *THREADS, called="virtual threads"), at_most(450, "B", of="bytes")),
        (times(0.8, *THREADS, called="virtual threads"),),
    ),
    Target("W1b", (times(1, "sts"),), (times(0.5, "kotlin"),)),
    Target("W2 how=gate", (times(1, "sts"),), (times(1, "kotlin"),)),
    Target("W2 how=sleep", (times(1, "sts"),), (times(0.8, "sts"),)),
    Target("W4 pending=0", (times(0.5, "kotlin"), at_most(64, "B", of="bytes")), (at_most(50, "ns"),)),
    Target("W4 pending=100000", (times(1, "kotlin"), at_most(64, "B", of="bytes")), (at_most(50, "ns"),)),
    *(timer_part(inside, pending) for inside in ("checkpoint", "yield") for pending in (0, 100000)),
    # Go, the aim, is not measured here.
    Target("W5", (times(1, "sts"),)),
    Target("W6", (times(1.2, "sts"),), (Bound("≤ vthread + 100 B", 1, ("vthread",), 100),)),
    Target("W11 Check", (at_most(5, "ns"),), (at_most(2, "ns"),)),
    Target("W11 Yield", (times(1.2, "vthread"),), (times(1, "vthread"),)),
    Target("W12 FromVirtual", (at_most(2000, "ns"),), (at_most(1000, "ns"),)),
    Target("W12 FromPlatform", (times(1.1, "startJoin"),)),
    Target("W13", (times(1, "sts"),), (at_most(30, "ns"),)),
    Target("W14 Switch tasks=3", (at_most(2000, "ns"),), (at_most(500, "ns"),)),
    Target("W14 Switch tasks=100", (at_most(2000, "ns"),), (at_most(500, "ns"),)),
    Target("W14 Schedule", (at_most(200_000, "ns"),), (at_most(50_000, "ns"),)),
]
