import Primitives
import TestSupport
import Testing

@Suite("Value")
struct ValueTests {
    @Test("kinds and views")
    func views() {
        let values: [(Value, String, String?, Double?, Fields?)] = [
            (.null, "null", nil, nil, nil), (true, "boolean", nil, nil, nil),
            (3, "number", nil, 3, nil), (2.5, "number", nil, 2.5, nil),
            ("a", "string", "a", nil, nil), ([1, "b"], "array", nil, nil, nil),
            (["a": 1], "object", nil, nil, ["a": 1]),
        ]
        for (value, kind, string, number, object) in values {
            #expect(value.kind == kind)
            #expect(value.string == string)
            #expect(value.number == number)
            #expect(value.object == object)
        }
    }

    @Test("fields keep their order through changes")
    func fields() {
        var fields: Fields = ["a": 1, "b": 2, "c": 3]
        fields["b"] = 5
        fields["a"] = nil
        fields["z"] = "new"
        fields["y"] = nil
        #expect(fields.entries.map(\.name) == ["b", "c", "z"])
        #expect(fields["b"] == 5)
        #expect(fields["a"] == nil)
        #expect(!fields.isEmpty)
        #expect(Fields().isEmpty)
    }

    @Test("behaves like a dictionary", arguments: 1...5)
    func againstDictionary(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var fields = Fields()
        var dictionary: [String: Value] = [:]
        for _ in 0..<1000 {
            let name = String(random.index(below: 12))
            let value: Value? = random.chance(0.3) ? nil : .int(random.whole())
            fields[name] = value
            dictionary[name] = value
            #expect(fields.entries.count == dictionary.count)
            #expect(fields[name] == dictionary[name])
        }
    }
}

@Suite("WallClock")
struct WallClockTests {
    @Test("a test brings its own time; the machine's is a time of this century")
    func clocks() {
        let noon = Timestamp("2026-11-20T12:00:00Z")!
        #expect(WallClock { noon }.now() == noon)
        #expect((2024..<2200).contains(WallClock.system.now().date.year))
    }
}
