"""python3 test_model.py: the model against plain formulas, files, sequences and training."""

import cmath
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

import checkpoint
import data
import parity
import train
from infer import History
from model import SequenceModel, Shape

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent.parent / "Tests/SequenceModelTests/Fixtures"


def formula(weights, shape, items, actions, gaps, declared=()):
    """The last hidden vector of one sequence, number by number from the stored weights."""
    def norm(x, name):
        mean = sum(x) / len(x)
        spread = math.sqrt(sum((a - mean) ** 2 for a in x) / len(x) + 1e-5)
        gain, bias = weights[f"{name}.gain"][0], weights[f"{name}.bias"][0]
        return [(a - mean) / spread * g + b for a, g, b in zip(x, gain, bias)]

    def linear(x, name):
        weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"][0]
        return [sum(a * row[j] for a, row in zip(x, weight)) + bias[j] for j in range(len(bias))]

    def gated(branch, n, name):
        if not shape.gated:
            return branch
        return [a / (1 + math.exp(-g)) for a, g in zip(branch, linear(n, name))]

    def gelu(a):
        return 0.5 * a * (1 + math.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a ** 3)))

    def turn(x, place):
        """A head's query or key: each pair is a complex number that is turned."""
        half = size // 2
        pairs = [complex(x[j], x[j + half]) * cmath.exp(1j * place * 1000 ** (-j / half))
                 for j in range(half)]
        return [z.real for z in pairs] + [z.imag for z in pairs]

    def add(*vectors):
        return [sum(parts) for parts in zip(*vectors)]

    width, size = shape.width, shape.width // shape.heads
    stream = []
    for place, item in enumerate(items):
        parts = [weights["items"][item]]
        parts += [weights["actions"][actions[place]]] if shape.actions else []
        parts += [weights["gaps"][gaps[place]]] if shape.gaps else []
        parts += [weights["attributes"][data.bucket(one, shape.attributes)] for one in declared]
        stream.append(add(*parts))
    for index in range(shape.blocks):
        block = f"blocks.{index}"
        normed = [norm(x, f"{block}.norm_a") for x in stream]
        qkv = [linear(n, f"{block}.attend") for n in normed]
        for place in reversed(range(len(stream))):
            joined = []
            for head in range(shape.heads):
                at = range(head * size, (head + 1) * size)
                query = turn([qkv[place][c] for c in at], place)
                scores = [math.exp(sum(a * b for a, b in zip(
                    query, turn([qkv[past][width + c] for c in at], past)))
                    / math.sqrt(size)) for past in range(place + 1)]
                joined += [sum(score * qkv[past][2 * width + c]
                               for past, score in enumerate(scores)) / sum(scores) for c in at]
            o = gated(linear(joined, f"{block}.join"), normed[place], f"{block}.gate_a")
            stream[place] = add(stream[place], o)
            n = norm(stream[place], f"{block}.norm_b")
            f = linear([gelu(a) for a in linear(n, f"{block}.widen")], f"{block}.narrow")
            stream[place] = add(stream[place], gated(f, n, f"{block}.gate_b"))
    return norm(stream[-1], "final")


def close(a, b, tolerance=1e-5):
    worst = float((a.double() - b.double()).abs().max())
    assert worst <= tolerance, f"differs by {worst}"


def test_formula(folder):
    for name, options in parity.CASES.items():
        model, inputs = parity.make(name, options)
        weights = {key: part.tolist() for key, part in model.state_dict().items()}
        found, shape, starts = parity.results(model, inputs), model.shape, inputs["starts"].tolist()
        rows = []
        for sequence, (start, end) in enumerate(zip(starts, starts[1:])):
            declared = []
            if shape.attributes:
                begin, stop = inputs["attribute_starts"][sequence:sequence + 2].tolist()
                declared = inputs["attributes"][begin:stop].tolist()
            for to in range(start + 1, end + 1):
                part = lambda key: inputs[key][start:to].tolist() if key in inputs else None
                rows.append(
                    formula(weights, shape, part("items"), part("actions"), part("gaps"), declared))
        hidden = torch.tensor(rows, dtype=torch.float64)
        close(found["hidden"], hidden)
        likelihoods = (hidden @ model.items.detach().t()).exp()
        sampled, full, calibrated = [], [], []
        rate = len(inputs["negatives"]) / (shape.items - 1)
        beta = rate * (parity.CALIBRATION * (1 - 1 / rate) + 1 / rate)
        for values, target in zip(likelihoods.tolist(), inputs["targets"].tolist()):
            others = sum(values[n] for n in inputs["negatives"].tolist() if n != target)
            others *= shape.items / len(inputs["negatives"])
            sampled.append(-math.log(values[target] / (values[target] + others)))
            full.append(-math.log(values[target] / sum(values)))
            chance = lambda value: value / (1 + value)
            calibrated.append(-beta * math.log(chance(values[target])) - sum(
                math.log(1 - chance(values[n])) for n in inputs["negatives"].tolist()
                if n != target))
        for loss, losses in [("sampled", sampled), ("full", full), ("calibrated", calibrated)]:
            close(found[f"{loss}.loss"], torch.tensor([sum(losses) / len(losses)]))


def test_fixtures(folder):
    assert len(list(FIXTURES.glob("*/parity.safetensors"))) == len(parity.CASES)
    for case in FIXTURES.glob("*/"):
        error, name = parity.check(case)
        assert error <= 1e-6, f"{case.name}: {name} differs by {error}"
    # The check bites: one wrong gradient is found.
    case = FIXTURES / "whole"
    tensors, _ = checkpoint.read(case / "parity.safetensors")
    tensors["full.gradient.blocks.1.gate_b.bias"][0, 3] += 1e-3
    checkpoint.write(folder / "parity.safetensors", tensors)
    (folder / "checkpoint.safetensors").write_bytes((case / "checkpoint.safetensors").read_bytes())
    error, name = parity.check(folder)
    assert error > parity.TOLERANCE and name == "full.gradient.blocks.1.gate_b.bias", (error, name)


def test_half_precision(folder):
    """What a GPU does by default, here on the CPU: weights and losses stay in float32."""
    model, inputs = parity.make("whole", parity.CASES["whole"])
    batch = data.Batch(
        *(inputs[name] for name in ["items", "targets", "positions", "starts", "actions", "gaps"]),
        12)
    for negatives in [None, inputs["negatives"]]:
        exact = model(batch, negatives)
        with torch.autocast("cpu", torch.bfloat16):
            rough = model(batch, negatives)
        rough.backward()
        assert rough.dtype == torch.float32 and all(
            part.grad.isfinite().all() for part in model.parameters())
        assert 0 < abs(rough.item() / exact.item() - 1) < 0.02, (rough, exact)


def test_checkpoint(folder):
    model = SequenceModel(Shape(30, 16, 2, 2, 24, 6, 3, 4, gated=1))
    model.save(folder / "a.safetensors")
    again = SequenceModel.load(folder / "a.safetensors")
    assert again.shape == model.shape and again.state_dict().keys() == model.state_dict().keys()
    for name, part in model.state_dict().items():
        assert torch.equal(part, again.state_dict()[name]), name
    raw = (folder / "a.safetensors").read_bytes()
    header = json.loads(raw[8:8 + int.from_bytes(raw[:8], "little")])
    assert header["__metadata__"]["gated"] == "1" and header["items"]["dtype"] == "F32"
    ends = sorted(entry["data_offsets"] for name, entry in header.items() if name[0] != "_")
    assert ends[0][0] == 0 and all(a[1] == b[0] for a, b in zip(ends, ends[1:]))
    assert 8 + int.from_bytes(raw[:8], "little") + ends[-1][1] == len(raw)


def test_history(folder):
    model = SequenceModel(Shape(30, 16, 2, 2, 24, 6, 3, 4, gated=1)).eval()
    assert model.shape.reach == 9
    history, chance = History(model), torch.Generator().manual_seed(7)
    events = [[int(torch.randint(top, (1,), generator=chance)) for top in (30, 3, 4)]
              for _ in range(25)]
    kept = []
    for event in events:
        kept.append(event)
        if len(kept) > 9:
            kept = kept[-6:]
        items, actions, gaps = torch.tensor(kept).unbind(1)
        batch = data.Batch(items, items, torch.arange(len(kept)), torch.tensor([0, len(kept)]),
                           actions, gaps, len(kept))
        close(history.append(*event)[0], model.hidden(batch)[-1].detach())


def test_export(folder):
    at = "2026-03-01T10:00:"
    lines = [
        dict(visitor="v", item="a", type="view", received=f"{at}00Z"),
        dict(visitor="v", item="red", parent="b", type="click", received=f"{at}09.500Z"),
        dict(visitor="v", item="blue", parent="b", type="add_to_cart", received=f"{at}09.700Z"),
        dict(visitor="v", item="blue", parent="b", type="dwell", received=f"{at}09.800Z"),
        dict(visitor="v", item="a", type="dismiss", received=f"{at}09.900Z"),
        dict(visitor="v", user="u", type="link", received=f"{at}10Z"),
        dict(user="u", item="c", type="purchase", received=f"{at}20Z", time=f"{at}05Z"),
        dict(user="u", item="d", type="favour", received=f"{at}20Z", time="2027-01-01T00:00:00Z"),
        dict(user="u", item="e", type="view", received=f"{at}30Z", consent={"learn": False}),
        dict(user="u", query="lamp", type="search", received=f"{at}31Z"),
        dict(visitor="w", item="a", type="view", received=f"{at}40Z"),
        dict(session="s", item="a", type="click", received=f"{at}40Z"),
        dict(session="s", item="a", type="view", received=f"{at}41Z"),
    ]
    path = folder / "log.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = data.read(str(path), ["z", "b"])
    assert found.names == ["z", "b", "a", "c", "d"], found.names
    assert found.items.tolist() == [2, 3, 1, 4] and found.starts == [0, 4]
    assert found.actions.tolist() == [0, 3, 2, 0]
    assert found.gaps.tolist() == [0, 2, 2, 6], found.gaps  # 5, 4.5 and 70.5 seconds
    assert found.left_out == 7 and found.timed
    path.write_text("u a\nu b\nw c d\n")
    plain = data.read(str(path))
    assert plain.names == ["a", "b", "c", "d"] and plain.starts == [0, 2, 4] and not plain.timed
    path.write_text('{"type": "view"\n')
    try:
        data.read(str(path))
        raise AssertionError("half a line was read")
    except ValueError as error:
        assert ":1: " in str(error)


def test_spans(folder):
    sequences = data.synthetic(50, 5, 23)
    chance = train.random.Random(3)
    assert all(b - a == 8 for a, b in sequences.spans(7, "latest", chance))
    targets = sorted(at for a, b in sequences.spans(7, "whole", chance) for at in range(a + 1, b))
    assert targets == [at for at in range(115) if at % 23]
    batch = sequences.pack([(0, 5), (23, 26)])
    assert batch.positions.tolist() == [0, 1, 2, 3, 0, 1] and batch.starts.tolist() == [0, 4, 6]
    assert batch.targets.tolist() == sequences.items[[1, 2, 3, 4, 24, 25]].tolist()


def test_training(folder):
    """Two processes give the weights that one gives; the order of a circle is learnt."""
    circle = [[str((start + step) % 10) for step in range(3 + start % 9)] for start in range(50)]
    (folder / "pairs").write_text(
        "".join(f"{user} {item}\n" for user, items in enumerate(circle) for item in items))
    common = ["pairs", "--window", "8", "--width", "16", "--inner", "16", "--blocks", "1",
              "--dropout", "0", "--batch", "7", "--crop", "whole", "--device", "cpu"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    printed = []
    for world in [1, 2]:
        printed.append(subprocess.run(
            [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node",
             str(world), HERE / "train.py", *common, "--epochs", "4", "--warmup", "5", "--out",
             f"{world}.safetensors"], cwd=folder, env=environment, check=True,
            stdout=subprocess.PIPE, text=True).stdout)
    losses = [[float(line.split()[3][:-1]) for line in lines.splitlines()[1:]]
              for lines in printed]
    assert len(losses[0]) == 4, printed
    close(*map(torch.tensor, losses), 2e-4)
    one, two = (checkpoint.read(folder / f"{world}.safetensors")[0] for world in [1, 2])
    for name in one:
        close(one[name], two[name], 1e-5)
    os.chdir(folder)
    (folder / "more").write_text((folder / "pairs").read_text() + "new 3\nnew lamp\n")
    train.main(["more", *common[1:], "--start", "2.safetensors", "--rate", "0.01", "--epochs", "30",
                "--negatives", "0", "--out", "3.safetensors"])
    model = SequenceModel.load(folder / "3.safetensors")
    names = SequenceModel.names("3.safetensors")
    assert model.shape.items == 11 and names[10] == "lamp"
    history = History(model.eval())
    for item in "45678":
        hidden = history.append(names.index(item))
    with torch.no_grad():
        assert names[int((hidden @ model.items.t()).argmax())] == "9"


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            torch.manual_seed(5)
            with tempfile.TemporaryDirectory() as folder:
                test(Path(folder))
                os.chdir(HERE)
            print(f"{name} passed")
