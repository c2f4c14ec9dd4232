"""Follows one shopper event by event, with the keys and values of earlier events kept; `--time`
measures that: python3 infer.py --time"""

import argparse
import random
import statistics
import time

import torch
from torch.nn import functional as F

from model import SequenceModel, Shape


class History:
    """One shopper's events. Past the model's reach it starts anew from the last window."""

    def __init__(self, model, compiled=False):
        shape = model.shape
        self.model, self.events = model, []
        kept = (shape.blocks, shape.heads, shape.reach, shape.width // shape.heads)
        self.keys, self.values = torch.zeros(kept), torch.zeros(kept)
        self.encode = torch.compile(self._encode, dynamic=False) if compiled else self._encode

    @torch.inference_mode()
    def append(self, item, action=0, gap=0):
        """The hidden vector [1 x width] after one more event."""
        self.events.append((item, action, gap))
        anew = len(self.events) > self.model.shape.reach
        if anew:
            self.events = self.events[-self.model.shape.window:]
        count = len(self.events) if anew else 1
        places = torch.arange(len(self.events) - count, len(self.events))
        return self.encode(*torch.tensor(self.events[-count:]).unbind(1), places)

    def _encode(self, items, actions, gaps, places):
        x = self.model.embed(items, actions, gaps)
        # Keys have a fixed length, so that a compiler sees one form: later ones are masked.
        mask = torch.arange(self.model.shape.reach) <= places[:, None]
        for block, keys, values in zip(self.model.blocks, self.keys, self.values):

            def attention(qkv):
                qkv = self.model.turn(qkv, places)
                q, k, v = qkv.view(len(qkv), 3, len(keys), -1).permute(1, 2, 0, 3)
                keys.index_copy_(1, places, k)
                values.index_copy_(1, places, v)
                o = F.scaled_dot_product_attention(q[None], keys[None], values[None], mask)
                return o[0].transpose(0, 1).reshape(len(qkv), -1)

            x = block(x, attention)
        return self.model.final(x[-1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--time", action="store_true", required=True)
    parser.add_argument("--model", help="a checkpoint; a random model without")
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--compile", action="store_true", help="by torch.compile")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    model = SequenceModel.load(chosen.model) if chosen.model else SequenceModel(Shape(10_000))
    history, chance = History(model.eval(), chosen.compile), random.Random(1)
    appends, restarts = [], []
    warmup = 2 * model.shape.reach
    for number in range(warmup + chosen.events):
        item, before = chance.randrange(model.shape.items), len(history.events)
        began = time.perf_counter_ns()
        history.append(item)
        micros = (time.perf_counter_ns() - began) / 1000
        if number >= warmup:
            (appends if len(history.events) > before else restarts).append(micros)
    every = sorted(appends + restarts)
    print(f"{model.shape}, one thread, PyTorch {torch.__version__}, compiled: {chosen.compile}")
    print(f"an event: median {every[len(every) // 2]:.0f} us, "
          f"p99 {every[len(every) * 99 // 100]:.0f} us, mean {statistics.mean(every):.0f} us")
    print(f"without restarts: p99 {sorted(appends)[len(appends) * 99 // 100]:.0f} us")
    if restarts:
        print(f"{len(restarts)} restarts in {len(every)} events: "
              f"median {statistics.median(restarts):.0f} us")


if __name__ == "__main__":
    main()
