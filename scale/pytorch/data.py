"""Sequences to learn from: what `martlet export` prints, or plain files of users and items."""

import gzip
import json
import math
import random
import sys
from datetime import datetime, timedelta
from typing import NamedTuple, Optional

import torch

# How strong each kind of event is, as in Martlet; a kind that the shop declared is as a view.
STRENGTHS = {"view": 0, "click": 0, "dwell": 0, "rating": 1, "add_to_cart": 2, "purchase": 3}
ACTIONS = 4
# What says nothing about an item, or "not this".
OTHER_TYPES = {"search", "impression", "link", "unlink", "remove_from_cart", "return", "dismiss"}
GAPS = 28
AHEAD_MAX = timedelta(seconds=60)  # how far a sender's clock may be ahead


def gap(seconds):
    """The class of the time between two events: one for each doubling from two seconds on."""
    return min(GAPS - 1, math.frexp(seconds)[1] - 1) if seconds >= 2 else 0


def bucket(attribute, buckets):
    """Where the hash of an attribute falls: the finaliser of SplitMix64 (Steele et al., 2014)."""
    mask = (1 << 64) - 1
    attribute = (attribute + 0x9E3779B97F4A7C15) & mask
    attribute = ((attribute ^ attribute >> 30) * 0xBF58476D1CE4E5B9) & mask
    attribute = ((attribute ^ attribute >> 27) * 0x94D049BB133111EB) & mask
    return (attribute ^ attribute >> 31) % buckets


class Batch(NamedTuple):
    """Sequences one after another without padding; every part but `starts` is by token."""

    items: torch.Tensor
    targets: torch.Tensor
    positions: torch.Tensor
    starts: torch.Tensor  # where each sequence begins, and where the last one ends
    actions: Optional[torch.Tensor]
    gaps: Optional[torch.Tensor]
    longest: int
    attributes: Optional[torch.Tensor] = None  # buckets of shoppers' attributes, one after another
    attribute_starts: Optional[torch.Tensor] = None  # where those of each sequence begin

    @property
    def tokens(self):
        return self.items.numel()

    def to(self, device):
        return Batch(*(part.to(device) if torch.is_tensor(part) else part for part in self))


class Sequences:
    """Sequences in flat arrays, oldest event first, and the id of each item's row."""

    def __init__(self, names=()):
        self.names = list(names)
        self.items, self.actions, self.gaps, self.starts = [], [], [], [0]
        self.timed = True  # kinds and times of events are known
        self.left_out = 0  # events that nothing is learnt from

    def freeze(self):
        for part in ["items", "actions", "gaps"]:
            setattr(self, part, torch.tensor(getattr(self, part), dtype=torch.long))
        return self

    def spans(self, tokens, crop, chance):
        """The stretches of one epoch, of at most `tokens` tokens, in random order."""
        spans = []
        for start, end in zip(self.starts, self.starts[1:]):
            if end - start <= tokens + 1:
                spans.append((start, end))
            elif crop == "latest":
                spans.append((end - tokens - 1, end))
            else:  # cut at places that differ from epoch to epoch; neighbours share one event
                to = start + 1 + chance.randrange(tokens)
                while start < end - 1:
                    spans.append((start, min(to + 1, end)))
                    start, to = to, to + tokens
        chance.shuffle(spans)
        return spans

    def pack(self, spans, actions=False, gaps=False):
        lengths = torch.tensor([end - start - 1 for start, end in spans])
        index = torch.cat([torch.arange(start, end - 1) for start, end in spans])
        return Batch(
            self.items[index], self.items[index + 1],
            torch.cat([torch.arange(length) for length in lengths.tolist()]),
            torch.cat([torch.zeros(1, dtype=torch.long), lengths.cumsum(0)]),
            self.actions[index] if actions else None, self.gaps[index] if gaps else None,
            int(lengths.max()))


def read(path, names=()):
    """The sequences of a file, `-` for standard input; `names` are item ids that have rows."""
    sequences, people, owners = Sequences(names), {}, {}
    rows = {name: row for row, name in enumerate(sequences.names)}
    logged = None  # whether the file is a log of events; its first line tells
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        logged = line.startswith("{") if logged is None else logged
        try:
            if logged:
                _add_event(json.loads(line), people, owners, sequences)
            else:  # a user, and the items that they took
                user, *items = line.split()
                people.setdefault(user, []).extend((None, item, 0) for item in items)
        except (ValueError, KeyError, AttributeError) as error:
            raise ValueError(f"{path}:{number}: cannot be read: {error!r}") from error
    sequences.timed = bool(logged)
    for visitor, user in owners.items():  # what the visitor did is the user's
        people.setdefault(("user", user), []).extend(people.pop(("visitor", visitor), []))
    for events in people.values():
        if sequences.timed:
            events.sort(key=lambda event: event[0])
        if len({item for _, item, _ in events} if sequences.timed else events) < 2:
            sequences.left_out += len(events)
            continue
        before, start = events[0][0], len(sequences.items)
        for time, item, action in events:
            row = rows.setdefault(item, len(rows))
            if time and sequences.items[start:] and sequences.items[-1] == row:
                # A click, the view that it opens, the cart: one event, the strongest of them.
                sequences.actions[-1] = max(sequences.actions[-1], action)
                continue
            sequences.items.append(row)
            sequences.actions.append(action)
            sequences.gaps.append(gap((time - before).total_seconds()) if time else 0)
            before = time
        sequences.starts.append(len(sequences.items))
    sequences.names = list(rows)
    return sequences.freeze()


def synthetic(items, count, length):
    """Random sequences, to measure speed with."""
    sequences, chance = Sequences(range(items)), random.Random(1)
    for _ in range(count):
        sequences.items += [chance.randrange(items) for _ in range(length)]
        sequences.actions += [chance.randrange(ACTIONS) for _ in range(length)]
        sequences.gaps += [chance.randrange(GAPS) for _ in range(length)]
        sequences.starts.append(len(sequences.items))
    return sequences.freeze()


def _lines(path):
    if path == "-":
        return sys.stdin
    return (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8")


def _add_event(event, people, owners, sequences):
    """Adds one line of the log to its person's events, as the engine does."""
    kind, item = event["type"], event.get("parent", event.get("item"))
    if kind == "link":
        owners[event["visitor"]] = event["user"]
    elif kind == "unlink":
        owners.pop(event["visitor"], None)
    name = next((name for name in ("user", "visitor", "session") if name in event), None)
    learns = event.get("consent", {}).get("learn", True)
    if kind in OTHER_TYPES or item is None or name is None or not learns:
        sequences.left_out += 1
        return
    time = received = datetime.fromisoformat(event["received"])
    if "time" in event:
        time = min(datetime.fromisoformat(event["time"]), received + AHEAD_MAX)
    people.setdefault((name, event[name]), []).append((time, item, STRENGTHS.get(kind, 0)))
