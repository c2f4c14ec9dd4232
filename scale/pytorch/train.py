"""Trains the sequence model on one machine or, under torchrun, on many: python3 train.py --help"""

import argparse
import os
import random
import time

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

import data
from model import SequenceModel, Shape

PROFILES = {
    "small": {"width": 64, "blocks": 2, "heads": 2, "inner": 256},
    "base": {"width": 128, "blocks": 2, "heads": 2, "inner": 512},
    "large": {"width": 768, "blocks": 12, "heads": 12, "inner": 3072, "gated": 1},
}


def options(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("data", nargs="?",
        help="what `martlet export` prints, or `user item ...` lines; - is stdin")
    add("--out", default="model.safetensors", help="the checkpoint to write")
    add("--start",
        help="the checkpoint to go on from, with its shape; it must name its items")
    add("--profile", choices=PROFILES, default="small")
    for name in ["width", "blocks", "heads", "inner"]:
        add(f"--{name}", type=int, help="in place of the profile's")
    add("--gated", type=int, choices=[0, 1], help="in place of the profile's")
    add("--window", type=int, default=200)
    add("--tokens", type=int, help="of a sequence at most; the window where not given")
    add("--actions", action="store_true", help="tell the kinds of events apart")
    add("--gaps", action="store_true", help="learn the times between events")
    add("--negatives", type=int, default=256, help="of a step; 0: all items")
    add("--calibration", type=float, metavar="T",
        help="gBCE with this t in place of the softmax; takes --negatives")
    add("--epochs", type=int, default=30)
    add("--batch", type=int, default=128, help="sequences of a step, over all processes")
    add("--crop", choices=["latest", "whole"], default="latest")
    add("--rate", type=float, default=1e-3)
    add("--warmup", type=int, default=100, help="steps in which the rate rises from 0")
    add("--decay", type=float, default=0.0)
    add("--dropout", type=float, default=0.2)
    add("--seed", type=int, default=1)
    add("--threads", type=int, help="threads of each process on a CPU")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--time-only", type=int, metavar="STEPS", help="measure tokens/s, without data if need be")
    add("--items", type=int, default=10_000, help="items of made-up data to measure with")
    chosen = parser.parse_args(arguments)
    if not chosen.data and (chosen.start or not chosen.time_only):
        parser.error("name the file to learn from")
    if chosen.calibration is not None and not (0 <= chosen.calibration <= 1 and chosen.negatives):
        parser.error("--calibration lies between 0 and 1 and takes --negatives")
    for name, value in PROFILES[chosen.profile].items():
        if getattr(chosen, name) is None:
            setattr(chosen, name, value)
    chosen.gated = chosen.gated or 0
    return chosen


def read(chosen):
    """The sequences, and the model to train on them."""
    names = SequenceModel.names(chosen.start) if chosen.start else []
    if not chosen.data:
        tokens = chosen.tokens or chosen.window
        sequences = data.synthetic(chosen.items, 4 * chosen.batch, tokens + 1)
    else:
        sequences = data.read(chosen.data, names)
        if len(sequences.starts) < 2:
            raise SystemExit(f"{chosen.data} holds no sequence of two events")
    rows = len(sequences.names)
    if chosen.start:
        model = SequenceModel.load(chosen.start, chosen.dropout)
        if model.shape.items != len(names):
            raise SystemExit(f"{chosen.start} has {model.shape.items} items, not {len(names)}")
        model = model.grown(rows)
    else:
        model = SequenceModel(Shape(
            rows, chosen.width, chosen.blocks, chosen.heads, chosen.inner, chosen.window,
            data.ACTIONS * chosen.actions, data.GAPS * chosen.gaps, chosen.gated),
            chosen.dropout)
    if (model.shape.actions or model.shape.gaps) and not sequences.timed:
        raise SystemExit(f"{chosen.data} holds neither kinds nor times of events")
    if model.shape.actions not in (0, data.ACTIONS) or model.shape.gaps not in (0, data.GAPS):
        raise SystemExit(f"{chosen.start} has other kinds or gaps of events than an export")
    return sequences, model


class Trainer:
    """One of `world` equal processes: each takes its share of the sequences of every step."""

    def __init__(self, chosen, sequences, model, rank=0, world=1):
        self.chosen, self.sequences, self.model = chosen, sequences, model
        self.rank, self.world = rank, world
        self.device = torch.device(chosen.device)
        model.to(self.device).train()
        self.replica = DistributedDataParallel(model) if world > 1 else model
        self.optimiser = torch.optim.AdamW(
            model.parameters(), chosen.rate, (0.9, 0.999), 1e-8, chosen.decay)
        self.rate = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda step: min(1, (step + 1) / max(1, chosen.warmup)))
        self.chance = random.Random(chosen.seed)  # the same in every process
        self.negatives = torch.Generator().manual_seed(chosen.seed)

    def steps(self):
        """The sequences of each step of one epoch."""
        tokens = self.chosen.tokens or self.model.shape.window
        if tokens > self.model.shape.reach:
            raise SystemExit(f"sequences have at most {self.model.shape.reach} tokens")
        spans = self.sequences.spans(tokens, self.chosen.crop, self.chance)
        steps = [spans[at:at + self.chosen.batch] for at in range(0, len(spans), self.chosen.batch)]
        if len(steps) > 1 and len(steps[-1]) < self.world:
            steps[-2] += steps.pop()
        if len(steps[-1]) < self.world:
            raise SystemExit(f"a step has {len(steps[-1])} sequences for {self.world} processes")
        return steps

    def step(self, spans):
        """Learns one step; returns this process's share of the loss, and the tokens of all."""
        shape = self.model.shape
        mine = spans[self.rank::self.world]
        batch = self.sequences.pack(mine, shape.actions > 0, shape.gaps > 0).to(self.device)
        negatives = None
        if self.chosen.negatives:
            negatives = torch.randint(
                shape.items, (self.chosen.negatives,), generator=self.negatives).to(self.device)
        tokens = sum(end - start - 1 for start, end in spans)
        with torch.autocast(self.device.type, torch.bfloat16, self.device.type == "cuda"):
            loss = self.replica(batch, negatives, self.chosen.calibration)
            loss = loss * (batch.tokens / tokens)
        # Processes' gradients are averaged: times their number, the mean is that over all tokens.
        (loss * self.world).backward()
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.rate.step()
        return loss.detach() * tokens, tokens

    def epoch(self, steps):
        """Learns these steps; returns the mean loss and the tokens a second of all processes."""
        began, loss, tokens = time.perf_counter(), torch.zeros((), device=self.device), 0
        for spans in steps:
            share, count = self.step(spans)
            loss += share
            tokens += count
        if self.world > 1:
            distributed.all_reduce(loss)
        return loss.item() / tokens, tokens / (time.perf_counter() - began)


def main(arguments=None):
    chosen = options(arguments)
    world, rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    if chosen.device == "cuda":
        chosen.device = f"cuda:{os.environ.get('LOCAL_RANK', 0)}"
        torch.cuda.set_device(chosen.device)
    if world > 1:
        distributed.init_process_group("nccl" if "cuda" in chosen.device else "gloo")
    say = print if rank == 0 else lambda *_, **__: None
    torch.manual_seed(chosen.seed)
    sequences, model = read(chosen)
    torch.manual_seed(chosen.seed + rank)  # dropout differs between processes
    parameters = sum(part.numel() for part in model.parameters())
    say(f"{len(sequences.starts) - 1} sequences, {len(sequences.items)} events "
        f"({sequences.left_out} left out), {parameters} parameters: {model.shape}")
    trainer = Trainer(chosen, sequences, model, rank, world)
    if chosen.time_only:
        steps = trainer.steps()
        steps = [steps[at % len(steps)] for at in range(chosen.time_only + 3)]
        trainer.epoch(steps[:3])  # warms up
        say(f"{trainer.epoch(steps[3:])[1]:.0f} tokens/s")
    for epoch in range(0 if chosen.time_only else chosen.epochs):
        loss, speed = trainer.epoch(trainer.steps())
        say(f"epoch {epoch + 1}: loss {loss:.4f}, {speed:.0f} tokens/s", flush=True)
        if rank == 0:
            model.save(chosen.out, sequences.names)
    if world > 1:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
