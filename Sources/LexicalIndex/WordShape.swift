/// A digest of a word, by which most words are passed over when like ones are looked for.
struct WordShape: Sendable {
    /// One bit for every letter that occurs.
    private var letters: UInt64 = 0
    /// One bit for every three bytes in a row, the word's ends among them.
    private var trigrams: UInt64 = 0
    /// Those without the word's ends.
    private var inner: UInt64 = 0
    private var length: UInt16
    private var byteCount: UInt16
    /// Trigrams that share a bit with another of this word.
    private var collisions: UInt16

    init(_ word: some Collection<UInt8>) {
        var before: (UInt32, UInt32) = (0, UInt32(UInt8(ascii: "^")))
        var count: UInt16 = 0
        for byte in word {
            // A letter beyond ASCII is told by the last of its bytes.
            if byte & 0xC0 != 0x80 { count += 1 }
            letters |= 1 << UInt64(byte & 63)
            let bit = Self.bit(of: before.0, before.1, UInt32(byte))
            trigrams |= bit
            if before.0 != 0, before.0 != UInt32(UInt8(ascii: "^")) { inner |= bit }
            before = (before.1, UInt32(byte))
        }
        trigrams |= Self.bit(of: before.0, before.1, UInt32(UInt8(ascii: "$")))
        length = count
        byteCount = UInt16(clamping: word.count)
        collisions = byteCount + 1 - UInt16(trigrams.nonzeroBitCount)
    }

    private static func bit(of first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
        let digest = (first << 16 | second << 8 | third) &* 0x9E37_79B1
        return 1 << UInt64(digest >> 26)
    }

    /// False where `limit` edits cannot do: each changes the length by one, and the set of letters by
    /// two at most; a letter has up to four bytes.
    func mayBeNear(_ other: WordShape, limit: Int) -> Bool {
        abs(Int(length) - Int(other.length)) <= limit
            && (letters ^ other.letters).nonzeroBitCount <= (isASCII && other.isASCII ? 2 : 8)
                * limit
    }

    /// False where this word cannot be part of the other: the trigrams within it are all needed.
    func mayBePart(of other: WordShape) -> Bool {
        byteCount < other.byteCount && inner & ~other.trigrams == 0
    }

    /// An upper bound of the Dice coefficient of the two words' trigrams.
    func likenessBound(_ other: WordShape) -> Float {
        let shared = (trigrams & other.trigrams).nonzeroBitCount + Int(collisions)
        return Float(2 * shared) / Float(Int(byteCount) + Int(other.byteCount) + 2)
    }

    /// About the Dice coefficient of the two words' trigrams: equal but for those that share a bit.
    func likeness(_ other: WordShape) -> Float {
        let shared = (trigrams & other.trigrams).nonzeroBitCount
        return Float(2 * shared) / Float(bitCount + other.bitCount)
    }

    /// Trigrams, each bit counted once.
    private var bitCount: Int { Int(byteCount) + 1 - Int(collisions) }

    private var isASCII: Bool { length == byteCount }
}
