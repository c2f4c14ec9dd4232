"""Writes Sources/TextEncoder/CanonicalBases.swift: what is left of a composed character when it is
decomposed (NFD) and its nonspacing marks are dropped. Run from the root of the repository:

    python3 Tests/TextEncoderTests/Fixtures/decomposition.py > Sources/TextEncoder/CanonicalBases.swift
"""

import sys
import unicodedata as unicode

ideographs, bases = {}, {}
for code in range(0x80, 0x110000):
    if 0xAC00 <= code < 0xD7A4 or 0xD800 <= code < 0xE000:
        continue
    parts = unicode.normalize("NFD", chr(code))
    if parts == chr(code):
        continue
    left = "".join(c for c in parts if unicode.category(c) != "Mn")
    if 0xF900 <= code < 0xFB00 or 0x2F800 <= code < 0x2FA20:
        ideographs[code] = left
    else:
        bases.setdefault(left, []).append(code)


def runs(codes):
    text = []
    start = previous = None
    for code in codes + [None]:
        if previous is not None and code == previous + 1:
            previous = code
            continue
        if start is not None:
            text.append(f"{start:x}" + (f"-{previous:x}" if previous > start else ""))
        start = previous = code
    return text


def rows(words, limit=88):
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > limit:
            yield line
            line = ""
        line += (" " if line else "") + word
    if line:
        yield line


print("// Made by Tests/TextEncoderTests/Fixtures/decomposition.py from Unicode 14.")
print("enum CanonicalBases {")
print("    /// What is left of composed characters without their nonspacing marks, as hexadecimal codes:")
print("    /// the base, a colon, and runs of what it is the base of.")
print('    static let letters = """')
words = []
for left, codes in sorted(bases.items()):
    base = "+".join(f"{ord(c):x}" for c in left)
    found = runs(codes)
    words += [f"{base}:" + ",".join(found[i : i + 12]) for i in range(0, len(found), 12)]
for row in rows(words):
    print("        " + row)
print('        """')
print()
print("    /// Ideographs that compatibility ideographs stand for: the first code of a run, then theirs.")
print('    static let ideographs = """')
words, previous = [], None
for code, left in sorted(ideographs.items()):
    if previous != code - 1 or len(words[-1]) > 70:
        words.append(f"{code:x}:")
    words[-1] += left
    previous = code
for word in words:
    print("        " + word)
print('        """')
print("}")
