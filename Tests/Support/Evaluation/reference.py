#!/usr/bin/env python3
"""What the figures of Evaluation must be, found by another way: every list of candidates is sorted
in full and the figures are read off it. Needs numpy, and nothing of Martlet.

  python3 reference.py > reference.json

Scores, histories and targets follow from the seed of each case by SplitMix64, so that the tests
make the same ones. Scores are drawn from few values: ties are the rule.
"""
import json
import numpy as np

CASES = [
    # seed, items, queries, distinct scores, targets at most, masked history, k, not-a-number in
    dict(seed=1, items=40, queries=60, values=400, targets=1, masked=False, k=10, nan=None),
    dict(seed=2, items=40, queries=60, values=5, targets=1, masked=True, k=10, nan=None),
    dict(seed=3, items=300, queries=80, values=30, targets=12, masked=True, k=20, nan=None),
    dict(seed=4, items=25, queries=50, values=1, targets=4, masked=False, k=10, nan=None),
    dict(seed=5, items=9, queries=40, values=7, targets=8, masked=True, k=10, nan=None),
    dict(seed=6, items=120, queries=90, values=12, targets=6, masked=False, k=5, nan=None),
    dict(seed=7, items=30, queries=20, values=9, targets=2, masked=True, k=10, nan=[(11, 4), (6, 29)]),
]
WORD = (1 << 64) - 1


class Numbers:
    """SplitMix64 (Steele, Lea & Flood, 2014)."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & WORD
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        return (z ^ (z >> 31)) % bound


def dump(case):
    """The score matrix, and what each query asked and wanted."""
    numbers = Numbers(case["seed"])
    scores = np.zeros((case["queries"], case["items"]), np.float32)
    queries = []
    for query in range(case["queries"]):
        for item in range(case["items"]):
            scores[query, item] = numbers.below(case["values"]) / 8 - 3
        history = [numbers.below(case["items"]) for _ in range(numbers.below(8))]
        wanted = [numbers.below(case["items"]) for _ in range(1 + numbers.below(case["targets"]))]
        queries.append((history, list(dict.fromkeys(wanted))))
    for query, item in case["nan"] or []:
        scores[query, item] = np.nan
    return scores, queries


def figures(case):
    scores, queries = dump(case)
    for query in range(case["queries"]):
        if np.isnan(scores[query]).any():
            return {"refused": str(query)}
    k, items = case["k"], case["items"]
    sums = {name: [] for name in ["HR", "NDCG", "Recall", "Precision", "F1", "MRR", "MAP", "AUC"]}
    shown, bits = set(), []
    counts = np.array([(item * item * 7) % 11 for item in range(items)])
    share = (counts + 1) / (counts.sum() + items)
    for row, (history, targets) in zip(scores, queries):
        masked = set(history) - set(targets) if case["masked"] else set()
        candidates = [item for item in range(items) if item not in masked]
        # Among equals the targets come last: ties count against the model.
        order = sorted(candidates, key=lambda item: (-row[item], item in targets))
        hits = np.array([item in targets for item in order], float)
        top = np.zeros(k)
        top[: min(k, len(hits))] = hits[:k]
        gain = 1 / np.log2(np.arange(k) + 2)
        precision, recall = top.sum() / k, top.sum() / len(targets)
        at = np.flatnonzero(top)
        sums["HR"].append(float(top.any()))
        sums["NDCG"].append(float((top * gain).sum() / gain[: len(targets)].sum()))
        sums["Recall"].append(recall)
        sums["Precision"].append(precision)
        sums["F1"].append(2 * precision * recall / (precision + recall) if top.any() else 0.0)
        sums["MRR"].append(1 / (at[0] + 1) if len(at) else 0.0)
        sums["MAP"].append(sum(top[: p + 1].sum() / (p + 1) for p in at) / min(k, len(targets)))
        ours = np.array([row[item] for item in targets])
        others = np.array([row[item] for item in candidates if item not in targets])
        sums["AUC"].append(float((ours[:, None] > others[None]).mean()) if len(others) else 1.0)
        # The list that a shopper sees: ties by number.
        list_ = sorted(candidates, key=lambda item: (-row[item], item))[:k]
        shown.update(list_)
        bits.append(float(np.mean(-np.log2(share[list_]))) if list_ else 0.0)
    result = {name: float(np.mean(values)) for name, values in sums.items()}
    result["coverage"] = len(shown) / items
    result["novelty"] = float(np.mean(bits))
    return {name: round(value, 10) for name, value in result.items()}


if __name__ == "__main__":
    report = [dict(case, nan=case["nan"] or [], figures=figures(case)) for case in CASES]
    lines = ",\n".join(json.dumps(case) for case in report)
    print("[\n" + lines + "\n]")
