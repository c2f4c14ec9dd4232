import Primitives
import Testing

@Suite("SeededRNG")
struct SeededRNGTests {
    /// From an implementation of xoshiro256** and SplitMix64 in another language.
    @Test(
        "the published sequence",
        arguments: [
            (
                0,
                [
                    0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0,
                    0x6AA5_94F1_262D_2D2C,
                ]
            ),
            (
                42,
                [
                    0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1,
                    0xECB8_AD47_03B3_60A1,
                ]
            ),
            (
                UInt64.max,
                [
                    0x8F55_20D5_2A7E_AD08, 0xC476_A018_CAA1_802D, 0x81DE_31C0_D260_469E,
                    0xBF65_8D7E_065F_3C2F,
                ]
            ),
        ] as [(UInt64, [UInt64])])
    func reference(seed: UInt64, expected: [UInt64]) {
        var random = SeededRNG(seed: seed)
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test("a copy goes its own way from the same place")
    func copies() {
        var random = SeededRNG(seed: 7)
        _ = random.next()
        var copy = random
        #expect((0..<10).map { _ in random.next() } == (0..<10).map { _ in copy.next() })
    }

    @Test("uniform numbers fill [0, 1) evenly", arguments: 1...5)
    func uniform(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var buckets = [Int](repeating: 0, count: 10)
        for _ in 0..<100_000 {
            let number = random.uniform()
            #expect(number >= 0 && number < 1)
            buckets[Int(number * 10)] += 1
        }
        // Six standard deviations of a bucket of 10,000.
        #expect(buckets.allSatisfy { abs($0 - 10_000) < 570 }, "\(buckets)")
    }

    @Test("indices are even for bounds that are no power of two", arguments: [1, 3, 7, 1000])
    func indices(bound: Int) {
        var random = SeededRNG(seed: UInt64(bound))
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<bound * 1000 { counts[random.index(below: bound)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 1000) < 200 })
    }

    @Test("the normal has mean 0 and variance 1", arguments: 1...3)
    func normal(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let numbers = (0..<100_000).map { _ in random.normal() }
        let mean = numbers.reduce(0, +) / 100_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.03)
        #expect(numbers.allSatisfy { abs($0) <= 6 })
    }

    @Test("weights decide how often an index is drawn")
    func weights() {
        var random = SeededRNG(seed: 3)
        var counts = [0, 0, 0, 0]
        for _ in 0..<40_000 { counts[random.index(weights: [1, 0, 2, 1])] += 1 }
        #expect(counts[1] == 0)
        for (count, expected) in zip(counts, [10_000, 0, 20_000, 10_000]) {
            #expect(abs(count - expected) < 600)
        }
    }

    @Test("chances of none and of one are certain")
    func chance() {
        var random = SeededRNG(seed: 5)
        for _ in 0..<1000 {
            let never = random.chance(0)
            let always = random.chance(1)
            #expect(!never && always)
        }
    }
}

@Suite("Stable hash")
struct StableHashTests {
    /// From an implementation of MurmurHash64A in another language.
    @Test(
        "fixed values",
        arguments: [
            ("", 0x0, 0x6E80_9507_82BD_BE12),
            ("a", 0x0717_17D2_D36B_6B11, 0x5647_BCE9_4F90_D9AA),
            ("abc", 0x9CC9_C334_98A9_5EFB, 0xCC82_712C_1F7F_6FA5),
            ("abcdefgh", 0xAFDB_0257_FF41_AA98, 0xA89B_2689_2D20_57ED),
            ("abcdefghi", 0xC9B9_D843_5614_6AC2, 0xC21D_5F88_BDE4_FCC2),
            (
                "The quick brown fox jumps over the lazy dog", 0x5589_CA33_042A_861B,
                0xBBCE_FCD1_CBA3_AE7F
            ),
            ("灯笼", 0x09C9_196C_41FE_DC7E, 0xF24F_CC99_46FA_DC91),
        ] as [(String, UInt64, UInt64)])
    func fixed(text: String, plain: UInt64, seeded: UInt64) {
        #expect(stableHash(text) == plain)
        #expect(stableHash(text, seed: 7) == seeded)
    }

    @Test("the kind of collection does not matter", arguments: 0...40)
    func collections(count: Int) {
        let bytes = (0..<count).map { UInt8($0 &* 37 & 0xFF) }
        let padded = [0] + bytes + [0]
        #expect(stableHash(bytes) == stableHash(padded.dropFirst().dropLast()))
        #expect(stableHash(bytes) == stableHash(AnyCollection(bytes)))
    }

    @Test("one changed bit changes about half of the hash", arguments: 1...5)
    func avalanche(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var changed = 0
        for _ in 0..<1000 {
            var bytes = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let before = stableHash(bytes)
            bytes[random.index(below: 16)] ^= 1 << UInt8(random.index(below: 8))
            changed += (before ^ stableHash(bytes)).nonzeroBitCount
        }
        #expect((30_000...34_000).contains(changed))
    }
}
