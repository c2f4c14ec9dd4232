"""Encodes queries with PyTorch and with `martlet bench encode`, in turns, one thread each.

    python3 scale/pytorch/encode.py FOLDER MARTLET [--rounds 5]

FOLDER holds an encoder of the BERT family, MARTLET is the program. Needs torch and transformers.
"""

import argparse
import json
import subprocess
import time

import torch
from transformers import AutoModel, AutoTokenizer

QUERIES = [
    "red dress",
    "usb c cable 2m",
    "wireless noise cancelling headphones",
    "sony bravia 55 inch oled television",
    "waterproof hiking boots women size 39",
]


def quantile(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("martlet")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(arguments.folder)
    model = AutoModel.from_pretrained(arguments.folder).eval()

    def encode(text):
        with torch.inference_mode():
            hidden = model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]
            vector = hidden.mean(0)
            return vector / vector.norm()

    print(f"{'':8}{'p50 ms':>10}{'p99 ms':>10}{'least ms':>10}")
    for _ in range(arguments.rounds):
        for text in QUERIES:
            encode(text)
        times = []
        for _ in range(40):
            for text in QUERIES:
                start = time.perf_counter()
                encode(text)
                times.append(1e3 * (time.perf_counter() - start))
        print(f"{'PyTorch':8}{quantile(times, .5):10.2f}{quantile(times, .99):10.2f}{min(times):10.2f}")
        command = [arguments.martlet, "bench", "encode", "--encoder", arguments.folder]
        output = subprocess.run(
            command + ["--repeats", "40", "--texts", "1", "--json"], capture_output=True, check=True
        )
        own = json.loads(output.stdout.splitlines()[-1])
        print(f"{'Martlet':8}{own['p50_ms']:10.2f}{own['p99_ms']:10.2f}{own['least_ms']:10.2f}")


if __name__ == "__main__":
    main()
