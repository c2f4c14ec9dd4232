import Primitives
import Sealing
import Testing

/// What is sealed can be read with its key as what it is, and in no other way.
struct SealingTests {
    private func bytes(_ count: Int, _ rng: inout SeededRNG) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: rng.next()) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var rng = SeededRNG(seed: seed)
        for count in [0, 1, 15, 16, 17, 200, 5000] {
            let message = bytes(count, &rng)
            let label = bytes(rng.index(below: 40), &rng)
            let key = SealingKey()
            let sealed = try key.seal(message, as: label)
            #expect(sealed.count == message.count + SealingKey.overheadBytes)
            let again = try #require(SealingKey(bytes: key.bytes))
            #expect(try again.open(sealed, as: label) == message)
            // Sealed again, nothing of it is alike.
            #expect(try key.seal(message, as: label) != sealed)
        }
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let key = SealingKey()
        let sealed = try key.seal(Array("a query".utf8), as: [1, 2])
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: SealingError.doesNotFit) { try key.open(changed, as: [1, 2]) }
        }
        for count in 0..<sealed.count {
            #expect(throws: SealingError.doesNotFit) {
                try key.open(Array(sealed.prefix(count)), as: [1, 2])
            }
        }
        #expect(throws: SealingError.doesNotFit) { try key.open(sealed, as: [1, 3]) }
        #expect(throws: SealingError.doesNotFit) { try SealingKey().open(sealed, as: [1, 2]) }
        #expect(SealingKey(bytes: [1, 2, 3]) == nil)
    }

    @Test("no nonce comes twice, also from many threads")
    func nonces() async throws {
        let key = SealingKey()
        let all = try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try (0..<500).map { _ in Array(try key.seal([], as: []).prefix(12)) }
                }
            }
            return try await group.reduce(into: [[UInt8]]()) { $0 += $1 }
        }
        #expect(Set(all).count == 4000)
    }

    @Test("the digest is HMAC-SHA256, by the test vectors of RFC 4231")
    func vectors() {
        // Test case 2: a key shorter than a block, here padded with zeros as HMAC does itself.
        let key = Array("Jefe".utf8) + [UInt8](repeating: 0, count: 28)
        let digest = KeyedDigest(of: "what do ya want for nothing?".utf8, key: key)
        #expect(
            digest.bytes == [
                0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95,
                0x75, 0xc7,
            ])
        let text = Array("what do ya want for nothing?".utf8)
        #expect(DigestKey(bytes: key).digest(of: text) == digest)
        #expect(DigestKey(bytes: SealingKey().bytes).digest(of: text) != digest)
    }
}
