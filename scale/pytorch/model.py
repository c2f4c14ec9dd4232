"""Martlet's sequence model: a causal transformer over what a shopper did, which tells what comes
next.

Parameters have the names and the forms of the checkpoint: matrices are [inputs x outputs]."""

import math
from dataclasses import asdict, dataclass, fields, replace

import torch
from torch import nn
from torch.nn import functional as F

import checkpoint


BASE = 1000.0  # of the angles: the slowest pair turns by about one over this from token to token


@dataclass(frozen=True)
class Shape:
    """How large a model is; these are also the metadata of a checkpoint."""

    items: int
    width: int = 64
    blocks: int = 2
    heads: int = 2
    inner: int = 256
    window: int = 200
    actions: int = 0  # kinds of events; 0 where they are not told apart
    gaps: int = 0  # classes of the time since the event before; 0 where times are unknown
    gated: int = 0  # 1: branches are gated by their input (LiGR, Borisyuk et al., 2025)
    attributes: int = 0  # buckets of what shoppers say of themselves; 0 where they say nothing

    @property
    def reach(self):
        """Tokens of the longest sequence."""
        return self.window + self.window // 2


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, width))
        self.bias = nn.Parameter(torch.zeros(1, width))

    def forward(self, x):
        return F.layer_norm(x, x.shape[-1:], self.gain[0], self.bias[0], 1e-5)


class Linear(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(inputs, outputs)))
        self.bias = nn.Parameter(torch.zeros(1, outputs))

    def forward(self, x):
        return torch.addmm(self.bias, x, self.weight)


class Block(nn.Module):
    def __init__(self, shape, dropout):
        super().__init__()
        width = shape.width
        self.norm_a, self.attend = Norm(width), Linear(width, 3 * width)
        # Equal biases of queries and keys: attention begins at about one over the distance.
        size = width // shape.heads
        near = math.sqrt(2 * math.log(BASE) / math.sqrt(size))
        self.attend.bias.data[0, :2 * width].view(-1, 2, size // 2)[:, 0] = near
        self.join = Linear(width, width)
        self.norm_b, self.widen = Norm(width), Linear(width, shape.inner)
        self.narrow = Linear(shape.inner, width)
        self.gate_a = Linear(width, width) if shape.gated else None
        self.gate_b = Linear(width, width) if shape.gated else None
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, attention):
        """x: [tokens x width]; attention: makes [tokens x width] of [tokens x (q, k, v)]."""
        n = self.norm_a(x)
        o = self.join(attention(self.attend(n)))
        if self.gate_a:
            o = o * self.gate_a(n).sigmoid()
        x = x + self.dropout(o)
        n = self.norm_b(x)
        f = self.narrow(F.gelu(self.widen(n), approximate="tanh"))
        if self.gate_b:
            f = f * self.gate_b(n).sigmoid()
        return x + self.dropout(f)


class SequenceModel(nn.Module):
    def __init__(self, shape, dropout=0.0):
        super().__init__()
        self.shape = shape
        table = lambda rows, spread: nn.Parameter(torch.randn(rows, shape.width) * spread)
        self.items = table(shape.items, 1 / math.sqrt(shape.width))
        self.actions = table(shape.actions, 0.02) if shape.actions else None
        self.gaps = table(shape.gaps, 0.02) if shape.gaps else None
        self.attributes = table(shape.attributes, 0.02) if shape.attributes else None
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.blocks))
        self.final = Norm(shape.width)
        self.dropout = nn.Dropout(dropout)

    def embed(self, items, actions, gaps, declared=None):
        x = F.embedding(items, self.items)
        if self.actions is not None:
            x = x + F.embedding(actions, self.actions)
        if self.gaps is not None:
            x = x + F.embedding(gaps, self.gaps)
        return self.dropout(x if declared is None else x + declared)

    def turn(self, qkv, positions):
        """Queries and keys turned by angles that grow with their positions, so that products depend
        on distances alone (RoPE: Su et al., "RoFormer", 2021)."""
        heads, half = self.shape.heads, self.shape.width // self.shape.heads // 2
        speeds = BASE ** (-torch.arange(half, device=qkv.device, dtype=torch.float64) / half)
        angles = positions[:, None, None] * speeds
        cosines, sines = angles.cos().to(qkv.dtype), angles.sin().to(qkv.dtype)
        parts = qkv.view(len(qkv), 3 * heads, 2, half)
        low, high = parts[:, :2 * heads].unbind(2)
        turned = torch.stack([low * cosines - high * sines, low * sines + high * cosines], 2)
        return torch.cat([turned, parts[:, 2 * heads:]], 1).view_as(qkv)

    def hidden(self, batch):
        """The vectors [tokens x width] whose products with the items' are the logits."""
        declared = None
        if self.attributes is not None:
            declared = F.embedding_bag(
                batch.attributes, self.attributes, batch.attribute_starts, mode="sum")
            declared = declared.repeat_interleave(batch.starts.diff(), 0)
        x = self.embed(batch.items, batch.actions, batch.gaps, declared)
        sequences = batch.starts.numel() - 1
        sequence = torch.repeat_interleave(batch.starts.diff(), output_size=batch.tokens)
        place = sequence * batch.longest + batch.positions

        def attention(qkv):
            qkv = self.turn(qkv, batch.positions)
            # Only here are sequences padded, at their ends: no token looks at what comes after it.
            grid = qkv.new_zeros(sequences * batch.longest, qkv.shape[1]).index_copy(0, place, qkv)
            q, k, v = grid.view(
                sequences, batch.longest, 3, self.shape.heads, -1).permute(2, 0, 3, 1, 4)
            o = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            return o.transpose(1, 2).reshape(-1, self.shape.width)[place]

        for block in self.blocks:
            x = block(x, attention)
        return self.final(x)

    def forward(self, batch, negatives=None, calibration=None):
        """The mean cross-entropy of the targets, over all items or as negatives stand for them;
        with a calibration t, which takes negatives, gBCE (Petrov and Macdonald, "gSASRec", 2023)."""
        h = self.hidden(batch)
        if negatives is None:
            return F.cross_entropy((h @ self.items.t()).float(), batch.targets)
        target = (h * F.embedding(batch.targets, self.items)).sum(1, keepdim=True).float()
        others = (h @ F.embedding(negatives, self.items).t()).float()
        own = negatives == batch.targets[:, None]
        if calibration is not None:
            rate = len(negatives) / max(1, self.shape.items - 1)
            beta = rate * (calibration * (1 - 1 / rate) + 1 / rate)
            losses = beta * F.softplus(-target[:, 0]) + F.softplus(others).masked_fill(own, 0).sum(1)
            return losses.mean()
        others = others + math.log(self.shape.items / len(negatives))
        others = others.masked_fill(own, -math.inf)
        return (torch.cat([target, others], 1).logsumexp(1) - target[:, 0]).mean()

    def grown(self, rows):
        """This model with further items, so that the table has `rows` rows."""
        more = SequenceModel(replace(self.shape, items=rows), self.dropout.p)
        tensors = self.state_dict()
        tensors["items"] = torch.cat([tensors["items"], more.items[self.shape.items:].detach()])
        more.load_state_dict(tensors)
        return more

    def save(self, path, names=()):
        """Writes a checkpoint; `names` are the items' ids, by row."""
        metadata = {name: str(value) for name, value in asdict(self.shape).items()}
        tensors = self.state_dict()
        if names:  # a text each, closed by a zero
            text = b"".join(name.encode() + b"\0" for name in names)
            tensors["item_ids"] = torch.frombuffer(bytearray(text), dtype=torch.int8)
        checkpoint.write(
            path, tensors, {"format": "martlet.sequence", "version": "2", **metadata})

    @staticmethod
    def names(path):
        """The ids of a checkpoint's items, by row."""
        ids = checkpoint.read(path)[0].get("item_ids")
        if ids is None:
            raise ValueError(f"{path} does not name its items")
        return [name.decode() for name in bytes(ids.view(torch.uint8).tolist()).split(b"\0")[:-1]]

    @staticmethod
    def load(path, dropout=0.0):
        tensors, metadata = checkpoint.read(path)
        if (metadata.get("format"), metadata.get("version")) != ("martlet.sequence", "2"):
            raise ValueError(f"{path} is no martlet.sequence checkpoint of version 2")
        shape = Shape(**{field.name: int(metadata[field.name]) for field in fields(Shape)
                         if field.name in metadata})
        model = SequenceModel(shape, dropout)
        # New items' vectors, heads and names are Martlet's business.
        tensors = {name: part for name, part in tensors.items()
                   if not name.startswith(("content.", "heads.", "item_ids"))}
        model.load_state_dict(tensors)
        return model
