"""Reads what run.py left and answers: one figure per fork, medians, ratios with an interval."""
import collections
import json
import random
import statistics

# Between the two states of the machine, about 60 and 335 ns.
FAR_NANOS = 150
# As in run.py.
QUIET_CORES = 0.25
RESAMPLES = 2000
# An interval over fewer forks would only look like one.
FORKS_FOR_INTERVAL = 3

STATES = ("near", "far", "any")

Fork = collections.namedtuple("Fork", "values cpu bytes disturbed")
Ratio = collections.namedtuple("Ratio", "point low high")


def load(folders):
    """Forks by cell, peer, state and round; units by cell; all core-to-core times."""
    forks = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(dict)))
    units, lines = {}, []
    for folder in folders:
        for line in (folder / "forks.jsonl").read_text().splitlines():
            record = json.loads(line)
            cell = f"{record['workload']} {record['cell']}".strip()
            state = state_of(record)
            forks[cell][record["peer"]][state][folder.name, record["round"]] = one_figure(record, state)
            units[cell] = record["unit"]
            lines += record["c2c"]
    return forks, units, lines


def state_of(record):
    """How far apart the cores were; memory does not care."""
    if record["unit"] == "B":
        return "any"
    return "far" if statistics.median(record["c2c"]) >= FAR_NANOS else "near"


def one_figure(record, state):
    """The fork's figure: the median of the iterations in its state that nobody disturbed, if there are two."""
    indices = [i for i, c2c in enumerate(record["c2c"]) if state == "any" or (c2c >= FAR_NANOS) == (state == "far")]
    quiet = [i for i in indices if record["others"][i] < QUIET_CORES]
    disturbed = len(quiet) < min(2, len(record["c2c"]))
    chosen = indices if disturbed else quiet
    median = lambda values: statistics.median(values[i] for i in chosen) if values else None
    return Fork(median(record["values"]), median(record["cpu"]), median(record["bytes"]), disturbed)


def middle(rounds, of="values"):
    """The median of the forks; None if there is none, or none has this figure."""
    known = [getattr(fork, of) for fork in rounds.values() if getattr(fork, of) is not None]
    return statistics.median(known) if known else None


def ratio(ours, peer):
    """Ours to the peer's in one state: of the medians, with a bootstrap 95 % interval over forks.

    Rounds that have both are drawn as pairs: what slowed a whole round then does not count.
    """
    if not ours or not peer or not middle(peer):
        return None
    point = middle(ours) / middle(peer)
    paired = [number for number in ours if number in peer]
    if len(paired) >= FORKS_FOR_INTERVAL:
        ours_drawn = peer_drawn = paired
    elif min(len(ours), len(peer)) >= FORKS_FOR_INTERVAL:
        paired, ours_drawn, peer_drawn = None, list(ours), list(peer)
    else:
        return Ratio(point, None, None)
    dice = random.Random(1)  # the same page from the same figures
    drawn = []
    for _ in range(RESAMPLES):
        a = dice.choices(ours_drawn, k=len(ours_drawn))
        b = a if paired else dice.choices(peer_drawn, k=len(peer_drawn))
        drawn.append(statistics.median(ours[i].values for i in a) / statistics.median(peer[i].values for i in b))
    drawn.sort()
    return Ratio(point, drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES) - 1])
