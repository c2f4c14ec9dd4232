import Primitives
import TestSupport

/// Makes bad input from good, the same for the same seed.
package struct Mutator {
    private let target: FuzzTarget
    private var random: SeededRNG

    package init(_ target: FuzzTarget, seed: UInt64) {
        self.target = target
        random = SeededRNG(seed: seed)
    }

    private static let words = [
        "\u{0}", "\u{7F}", "\u{FFFD}", "\u{1F469}\u{200D}\u{1F52C}", "e\u{301}", "\r", "\n", "\"",
        "-1", "NaN", "1e999", "9223372036854775808", "0x10", "[[[[[[[[", "{\"a\":", "\\u0000",
    ]
    private static let invalid: [[UInt8]] = [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3],
    ]

    /// A seed with a few things gone wrong.
    package mutating func next() -> [UInt8] {
        var bytes = random.pick(target.seeds)
        for _ in 0...random.index(below: 5) { mutate(&bytes) }
        return Array(bytes.prefix(FuzzTarget.inputBytesMax))
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = random.index(below: bytes.count + 1)
        switch random.index(below: 9) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.index(below: 8))
        case 1 where place < bytes.count:
            bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 3: bytes.insert(contentsOf: random.pick(Self.words).utf8, at: place)
        case 4 where !target.words.isEmpty:
            bytes.insert(contentsOf: random.pick(target.words).utf8, at: place)
        case 5: bytes.insert(contentsOf: random.pick(Self.invalid), at: place)
        case 6:  // cut out, or off
            let end = random.chance(0.3) ? bytes.count : place + random.index(below: 9)
            bytes.removeSubrange(place..<min(end, bytes.count))
        case 7:  // repeat
            let piece = bytes[place..<min(bytes.count, place + 1 + random.index(below: 16))]
            let times = random.chance(0.1) ? 500 : 2
            bytes.insert(contentsOf: repeatElement(piece, count: times).joined(), at: place)
        default:  // splice
            let other = random.pick(target.seeds)
            bytes.replaceSubrange(place..., with: other[random.index(below: other.count + 1)...])
        }
    }
}
