"""Makes the tiny encoders of these tests and says what the reference implementations make of texts.

Needs torch, transformers, tokenizers and safetensors. Run from this folder: python3 encoders.py

`bert` and `distilbert` have random weights and a vocabulary of a few hundred pieces. Their
expected.json holds tokens by transformers and vectors by PyTorch. With --real FOLDER the tokens of
all-MiniLM-L6-v2 and the first 32 floats of its vectors are written to real.json, and --characters FOLDER
prints the digest of what becomes of every character between two letters.
"""

import argparse
import json
import pathlib
import sys

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import (
    AutoModel,
    BertConfig,
    BertModel,
    BertTokenizerFast,
    DistilBertConfig,
    DistilBertModel,
)

TEXTS = [
    "red dress",
    "Wireless Noise-Cancelling Headphones, 5.1 (black) & USB-C!",
    "kx-tg9344t sony bravia davis50b 15.6\" 4GB",
    "Café CRÈME brûlée İstanbul Ångström naïve Straße ﬁn",
    "北京 2.0 蓝牙耳机 200元以下，豈 ３６５ 日",
    "スマートフォン ガラス フィルム 한국어 노트북",
    "a\u0301 e\u0300 \u1e69 ≠ \u00ad soft\u200bzero\tTab\r\nline\u00a0nbsp\u3000wide \x00\x07\ufffd x",
    "Москва Ёлка ΑΘΗΝΑ ΣΊΣΥΦΟΣ वित्त กรุงเทพ שָׁלוֹם العَرَبِيَّة",
    "unaffable embeddings retrievability antidisestablishmentarianism",
    "x" * 100 + " " + "y" * 101 + " end",
    "👍 emoji 😀🎉 ™ © ½ ² № … — “quotes” ‘single’ €5 £3 ¥9 $1 `tick` ~ ^ | <b>",
    "",
    "   ",
    "!!!",
    "word " * 300,
    "a",
]

PIECES = (
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    + list("abcdefghijklmnopqrstuvwxyz0123456789!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~")
    + ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
    + "red dress wire ##less noise cancel ##ling head ##phones black usb sony word end emb ##ed ##ding".split()
    + "##s un ##aff ##able caf ##e creme the of in nai ##ve zero soft line wide tab quotes single".split()
    + "北 京 蓝 牙 耳 机 元 以 下 豈 日 ス ##マ ##ー мо ##ск ##ва ел ##ка α ##θ σ ᄒ ##ᅡ ##ᆫ ™ € £ ¥ ½ “ ” …".split()
)
PIECES = list(dict.fromkeys(PIECES))


def tokenizer(vocabulary, lowercase=True):
    return BertTokenizerFast(
        vocab={p: i for i, p in enumerate(vocabulary)}, do_lower_case=lowercase
    )


@torch.no_grad()
def vectors(model, encode, pooling, normalise):
    found = []
    for tokens in encode:
        hidden = model(input_ids=torch.tensor([tokens])).last_hidden_state[0]
        vector = hidden.mean(0) if pooling == "mean" else hidden[0]
        found.append((vector / vector.norm() if normalise else vector).tolist())
    return found


def write(folder, model, pooling, normalise, length, lowercase, as_json):
    path = pathlib.Path(folder)
    path.mkdir(exist_ok=True)
    for old in path.iterdir():
        if old.is_file():
            old.unlink()
    model.eval().save_pretrained(path)
    reference = tokenizer(PIECES, lowercase)
    if as_json:
        reference.backend_tokenizer.save(str(path / "tokenizer.json"), pretty=False)
    else:
        (path / "vocab.txt").write_text("".join(p + "\n" for p in PIECES))
        (path / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": lowercase}))
    modules = ["Transformer", "Pooling"] + (["Normalize"] if normalise else [])
    (path / "modules.json").write_text(
        json.dumps(
            [
                {"idx": i, "name": str(i), "path": f"{i}_{m}" if i else "", "type": f"sentence_transformers.models.{m}"}
                for i, m in enumerate(modules)
            ]
        )
    )
    (path / "1_Pooling").mkdir(exist_ok=True)
    (path / "1_Pooling/config.json").write_text(
        json.dumps({"pooling_mode_cls_token": pooling == "cls", "pooling_mode_mean_tokens": pooling == "mean"})
    )
    (path / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": length}))
    for name in ["generation_config.json", "README.md"]:
        (path / name).unlink(missing_ok=True)
    tokens = [reference(t, truncation=True, max_length=length)["input_ids"] for t in TEXTS]
    found = vectors(model, tokens, pooling, normalise)
    expect(path / "expected.json", TEXTS, tokens, found)


def expect(path, texts, tokens, found, floats=None):
    rows = [
        {"text": t, "tokens": k, "vector": [round(x, 6) for x in v[:floats]]}
        for t, k, v in zip(texts, tokens, found)
    ]
    path.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=True) for r in rows) + "\n]\n")


# Since Unicode 8 these have got another category, or a decomposition.
MOVED = (0x166D, 0x1734, 0x1885, 0x1886, 0xA9BD, 0x111C9, 0x1171E, 0x11938)


def characters(folder):
    """FNV-1a over a line for each character: the words that it becomes between two letters."""
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    digest = 0xCBF29CE484222325
    for code in range(1, 0x110000):
        if 0xD800 <= code < 0xE000 or code in MOVED:
            continue
        text = tokenizer.normalizer.normalize_str("a" + chr(code) + "b")
        words = [w for w, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text)]
        for byte in " ".join(words).encode() + b"\n":
            digest = (digest ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    print(f"0x{digest:016X}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--real")
    parser.add_argument("--characters")
    arguments = parser.parse_args()
    if arguments.characters:
        characters(arguments.characters)
        sys.exit()
    if arguments.real:
        reference = BertTokenizerFast.from_pretrained(arguments.real)
        tokens = [reference(t, truncation=True, max_length=256)["input_ids"] for t in TEXTS]
        model = AutoModel.from_pretrained(arguments.real).eval()
        expect(pathlib.Path("real.json"), TEXTS, tokens, vectors(model, tokens, "mean", True), 32)
        sys.exit()
    torch.manual_seed(1)
    sizes = dict(vocab_size=len(PIECES), hidden_size=24, num_hidden_layers=2, num_attention_heads=3)
    write(
        "bert",
        BertModel(
            BertConfig(**sizes, intermediate_size=44, max_position_embeddings=40, initializer_range=0.3),
            add_pooling_layer=False,
        ),
        "mean", True, 32, True, as_json=False,
    )
    write(
        "distilbert",
        DistilBertModel(
            DistilBertConfig(
                vocab_size=len(PIECES), dim=16, n_layers=2, n_heads=2, hidden_dim=36,
                max_position_embeddings=64, initializer_range=0.3,
            )
        ),
        "cls", False, 48, False, as_json=True,
    )
