"""Reads and writes safetensors files (https://github.com/huggingface/safetensors): the length of a
JSON header, the header, the raw values."""

import ctypes
import json
import os

import torch

TYPES = {"F32": torch.float32, "F64": torch.float64, "I32": torch.int32, "I64": torch.int64,
         "I8": torch.int8}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def write(path, tensors, metadata=None):
    """Writes named tensors; a file that stands there is replaced in one step."""
    header, values, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = metadata
    for name, tensor in tensors.items():
        tensor = tensor.detach().cpu().contiguous()
        values.append(ctypes.string_at(tensor.data_ptr(), tensor.nbytes))
        header[name] = {
            "dtype": NAMES[tensor.dtype], "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(values[-1])]}
        offset += len(values[-1])
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # aligns the values
    with open(f"{path}.new", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.writelines(values)
    os.replace(f"{path}.new", path)


def read(path):
    """The named tensors and the metadata of a file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        values = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = TYPES[entry["dtype"]]
        count = (end - begin) // dtype.itemsize
        if begin % dtype.itemsize or end > len(values):
            raise ValueError(f"{path}: {name} does not lie within the file")
        flat = torch.frombuffer(values, dtype=dtype, count=count, offset=begin)
        tensors[name] = flat.clone().reshape(entry["shape"])
    return tensors, metadata
