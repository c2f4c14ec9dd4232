"""The oracle of the parity tests: what a model gives for a batch, and the gradients.

    python3 parity.py --write FOLDER   writes a folder for each case: the files Martlet's tests read
    python3 parity.py --check FOLDER   computes the results of one folder anew, and compares

A folder holds `checkpoint.safetensors` and `parity.safetensors`: the batch (`items`, `targets`,
`positions`, `starts`, `negatives`, and `actions`, `gaps`, and the hashes of `attributes` where the
model has them), `hidden`, and for the losses `sampled`, `full` and `calibrated` (gBCE) `LOSS.loss`
and `LOSS.gradient.NAME`. Whoever wrote it, all is computed here in double precision."""

import argparse
import sys
from pathlib import Path

import torch

import checkpoint
from data import Batch, bucket
from model import SequenceModel, Shape

CASES = {
    "plain": dict(heads=1),
    "heads": dict(heads=2, blocks=1),
    "gated": dict(heads=2, gated=1),
    "events": dict(heads=1, actions=4, gaps=5),
    "declared": dict(heads=2, attributes=8),
    "whole": dict(heads=2, actions=10, gaps=28, gated=1),
}
TOLERANCE = 1e-4
CALIBRATION = 0.75  # gBCE's t


def make(name, options):
    """A random model and batch; no weight stays at 0 or 1, where a mistake would not show."""
    torch.manual_seed(sum(name.encode()))
    shape = Shape(**{**dict(items=20, width=16, blocks=2, inner=24, window=8), **options})
    model = SequenceModel(shape)
    with torch.no_grad():
        for part in model.parameters():
            part += 0.2 * torch.randn_like(part)
    lengths = torch.tensor([1, 12, 5, 2, 7])
    tokens = int(lengths.sum())
    draw = lambda below, count: torch.randint(below, (count,))
    targets = draw(shape.items, tokens)
    inputs = {
        "items": draw(shape.items, tokens), "targets": targets,
        "positions": torch.cat([torch.arange(length) for length in lengths.tolist()]),
        "starts": torch.cat([torch.zeros(1, dtype=torch.long), lengths.cumsum(0)]),
        # One negative is surely some token's target, and one comes twice.
        "negatives": torch.cat([draw(shape.items, 6), targets[:1], targets[:1]])}
    for part in ["actions", "gaps"]:
        if getattr(shape, part):
            inputs[part] = draw(getattr(shape, part), tokens)
    if shape.attributes:
        inputs["attribute_starts"] = torch.tensor([0, 2, 2, 7, 8, 11])
        inputs["attributes"] = draw(1 << 62, 11)
    return model, inputs


def results(model, inputs):
    model = model.double().eval()
    starts = inputs["starts"]
    declared = ()
    if "attributes" in inputs:
        buckets = [bucket(one, model.shape.attributes) for one in inputs["attributes"].tolist()]
        declared = torch.tensor(buckets), inputs["attribute_starts"][:-1]
    batch = Batch(
        *(inputs[name].long() for name in ["items", "targets", "positions", "starts"]),
        inputs.get("actions"), inputs.get("gaps"), int(starts.diff().max()), *declared)
    found = {"hidden": model.hidden(batch)}
    drawn = inputs["negatives"]
    for loss, negatives in [
            ("sampled", [drawn]), ("full", []), ("calibrated", [drawn, CALIBRATION])]:
        model.zero_grad()
        value = model(batch, *negatives)
        value.backward()
        found[f"{loss}.loss"] = value.reshape(1)
        for name, part in model.named_parameters():
            found[f"{loss}.gradient.{name}"] = part.grad.clone()
    return {name: tensor.detach().float() for name, tensor in found.items()}


def write(folder):
    for name, options in CASES.items():
        case = Path(folder) / name
        case.mkdir(parents=True, exist_ok=True)
        model, inputs = make(name, options)
        model.save(case / "checkpoint.safetensors")
        checkpoint.write(case / "parity.safetensors", {**inputs, **results(model, inputs)})


def check(folder):
    """The worst error and what has it; an error is measured against its tensor's largest value."""
    found, _ = checkpoint.read(Path(folder) / "parity.safetensors")
    expected = results(SequenceModel.load(Path(folder) / "checkpoint.safetensors"), found)
    missing = [name for name in expected if name not in found]
    if missing:
        raise SystemExit(f"{folder}: parity.safetensors lacks {', '.join(missing)}")
    worst = (0.0, "nothing")
    for name, tensor in expected.items():
        if found[name].shape != tensor.shape:
            raise SystemExit(f"{folder}: {name} is {list(found[name].shape)}, "
                             f"not {list(tensor.shape)}")
        scale = max(float(tensor.abs().max()), 0.01)
        error = float((found[name] - tensor).abs().max()) / scale
        worst = max(worst, (error if error == error else float("inf"), name))
    return worst


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="FOLDER")
    parser.add_argument("--check", metavar="FOLDER")
    chosen = parser.parse_args()
    if chosen.write:
        write(chosen.write)
    if chosen.check:
        error, name = check(chosen.check)
        print(f"{chosen.check}: worst relative error {error:.2e} ({name})")
        sys.exit(error > TOLERANCE)


if __name__ == "__main__":
    main()
