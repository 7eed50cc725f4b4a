"""Writes RESULTS.md from what run.py took.

report.py [LABEL…] [--into FILE]    without a label, the newest; several are taken together
"""
import argparse
import json
import pathlib
import re
import sys

from figures import FAR_NANOS, STATES, load, middle, ratio
from targets import OURS, TARGETS

HERE = pathlib.Path(__file__).resolve().parent
# performance.md: below this there is no difference.
NO_DIFFERENCE = 1.2


def number(value):
    if value is None:
        return ""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 1 else f"{value:.2f}"


def interval(found):
    if found is None:
        return ""
    if found.low is None:
        return f"{found.point:.2f}"
    return f"{found.point:.2f} [{found.low:.2f}–{found.high:.2f}]"


class Verdict:
    """How ours stands to one bound in one state."""

    def __init__(self, bound, forks, target, state):
        self.ours = middle(forks[target.cell][target.ours][state], bound.of)
        if bound.minus and self.ours is not None:
            less = middle(forks[bound.minus][target.ours][state], bound.of)
            self.ours = None if less is None else self.ours - less
        self.limit, self.against = self.limit_of(bound, forks[target.cell], state)
        self.ratio = ratio(forks[target.cell][target.ours][state], forks[target.cell][self.against][state])
        self.bound = bound

    @staticmethod
    def limit_of(bound, peers, state):
        if not bound.peers:
            return bound.extra, ""
        known = [(middle(peers[p][state]), p) for p in bound.peers if peers[p][state]]
        if not known:
            return None, ""
        best, peer = min(known)
        return bound.factor * best + bound.extra, peer

    def word(self):
        if self.ours is None or self.limit is None:
            return "not measured"
        # Bytes hardly depend on the machine: no tolerance.
        tolerance = 1 if self.bound.of == "bytes" else NO_DIFFERENCE
        if self.ours <= self.limit:
            word = "met"
        elif self.ours <= self.limit * tolerance:
            word = "within 20 %"
        else:
            word = f"missed ×{self.ours / self.limit:.1f}" if self.limit > 0 else "missed"
        found = self.ratio
        unsure = found and found.low is not None and found.low <= self.bound.factor < found.high
        return word + (" (?)" if unsure and not self.bound.extra else "")


def verdict_rows(forks, units):
    for target in TARGETS:
        for level, bounds in (("must", target.must), ("aim", target.aim)):
            for bound in bounds:
                for state in STATES:
                    verdict = Verdict(bound, forks, target, state)
                    if verdict.ours is None:
                        continue
                    unit = "B" if bound.of == "bytes" else units[target.cell]
                    yield (target.cell, state, f"{number(verdict.ours)} {unit}", level, bound.text,
                           interval(verdict.ratio), verdict.word())


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def peer_table(cell, peers, unit):
    """A row for each peer; columns only for the states that were seen."""
    states = [s for s in STATES if any(by_state[s] for by_state in peers.values())]
    has = lambda of: any(middle(by_state[s], of) is not None for by_state in peers.values() for s in states)
    costs = [(of, name) for of, name in (("cpu", "CPU"), ("bytes", "B")) if has(of)]
    head = [cell]
    for state in states:
        head += [unit if state == "any" else f"{state}, {unit}", f"{OURS} / peer", *(name for _, name in costs)]
    ours_first = lambda peer: (not peer.startswith(OURS), peer)
    rows = []
    for peer in sorted(peers, key=ours_first):
        row = [peer]
        for state in states:
            rounds = peers[peer][state]
            found = ratio(peers[OURS][state], rounds) if peer != OURS else None
            row += [spread(rounds), interval(found), *(number(middle(rounds, of)) for of, _ in costs)]
        rows.append(row)
    return table(head, rows)


def reading_order(cell):
    """W4 before W11, n=10 before n=1000."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", cell)]


def spread(rounds):
    """Median [least–most] of the forks; ~ if most were disturbed."""
    if not rounds:
        return ""
    values = [fork.values for fork in rounds.values()]
    noisy = sum(fork.disturbed for fork in rounds.values()) * 2 > len(values)
    between = f" [{number(min(values))}–{number(max(values))}]" if len(values) > 1 else ""
    return f"**{number(middle(rounds))}**{between}{' ~' if noisy else ''}"


def page(folders):
    forks, units, c2c = load(folders)
    cells = {cell: {peer: by_state for peer, by_state in peers.items()} for cell, peers in forks.items()}
    parts = ["# Results", "Written by `report.py`; how the figures are taken and what the words mean is in the README."]
    for folder in folders:
        about = json.loads((folder / "about.json").read_text())
        quick = " Quick: rough figures." if about["quick"] else ""
        parts.append(f"`{about['command']}` on {about['date']}; {about['jvm']}; {about['machine']}; commit "
                     f"{about['commit']}; {about['forks']} forks.{quick}")
    for state, seen in (("near", [v for v in c2c if v < FAR_NANOS]), ("far", [v for v in c2c if v >= FAR_NANOS])):
        if seen:
            share = 100 * len(seen) / len(c2c)
            parts.append(f"Core to core and back, {state}: {number(sorted(seen)[len(seen) // 2])} ns "
                         f"({share:.0f} % of the iterations).")
    verdicts = list(verdict_rows(forks, units))
    if verdicts:
        head = ("workload", "state", OURS, "", "bound", "ratio to that peer", "verdict")
        parts += ["## Verdicts", table(head, verdicts)]
    parts.append("## Figures")
    for cell in sorted(cells, key=reading_order):
        for peer in cells[cell].values():
            for state in STATES:
                peer.setdefault(state, {})
        cells[cell].setdefault(OURS, {state: {} for state in STATES})
        shown = {peer: s for peer, s in cells[cell].items() if any(s.values())}
        shown.setdefault(OURS, cells[cell][OURS])
        parts.append(peer_table(cell, shown, units[cell]))
    return "\n\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="*", metavar="LABEL")
    parser.add_argument("--into", type=pathlib.Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    folders = [HERE / "results" / label for label in options.labels]
    if not folders:
        folders = sorted((HERE / "results").glob("*/forks.jsonl"), key=lambda f: f.stat().st_mtime)[-1:]
        folders = [f.parent for f in folders]
    if not folders:
        sys.exit("nothing under results/: run run.py first")
    options.into.write_text(page(folders))
    print(f"wrote {options.into.name}")


if __name__ == "__main__":
    main()
