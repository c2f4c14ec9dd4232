import Neural
import SequenceModel
import Testing

/// The model against its PyTorch twin (scale/pytorch/parity.py), which computed in double precision:
/// hidden states, losses and every gradient.
@Suite("Parity with PyTorch")
struct ParityTests {
    static let cases = ["plain", "heads", "gated", "events", "declared", "whole"]

    @Test(
        "hidden states, losses and gradients", arguments: cases, ["sampled", "full", "calibrated"])
    func parity(name: String, loss: String) throws {
        let fixture = try Fixture(name)
        let passes = GradientCheck(fixture.model, isDense: loss == "full")
        let result = passes.run(
            fixture.items, targets: fixture.targets, starts: fixture.starts,
            actions: fixture.actions, gaps: fixture.gaps, attributes: fixture.attributes,
            negatives: loss == "full" ? nil : fixture.negatives,
            calibration: loss == "calibrated" ? 0.75 : nil)
        try fixture.expect("hidden", result.hidden)
        try fixture.expect("\(loss).loss", [Float(result.loss)])
        try fixture.expect("\(loss).gradient.items", result.items)
        for (part, tensor) in result.weights.named {
            try fixture.expect("\(loss).gradient.\(part)", tensor.array)
        }
    }

    /// The same events taken in one at a time: the cache rounds to half precision.
    @Test(
        "one event at a time gives the same hidden states, with bytes nearly so", arguments: cases,
        [false, true])
    func incremental(name: String, inBytes: Bool) throws {
        let fixture = try Fixture(name)
        let reader = IncrementalReader(fixture.model, inBytes: inBytes)
        let width = fixture.model.shape.width
        var found: [Float] = []
        for (sequence, (start, end)) in zip(fixture.starts, fixture.starts.dropFirst()).enumerated()
        {
            let state = ShopperState(fixture.model.shape)
            if !fixture.attributes.isEmpty {
                reader.declare(fixture.attributes[sequence], of: state)
            }
            for token in Int(start)..<Int(end) {
                reader.append(
                    item: UInt32(fixture.items[token]),
                    action: fixture.actions.isEmpty ? 0 : UInt8(fixture.actions[token]),
                    gap: fixture.gaps.isEmpty ? 0 : UInt8(fixture.gaps[token]), to: state)
                found += state.hidden.array
            }
        }
        #expect(found.count == fixture.items.count * width)
        try fixture.expect("hidden", found, tolerance: inBytes ? 0.15 : 3e-3)
    }

    @Test("a change of what a shopper declared is as if it had been so from the start")
    func redeclared() throws {
        let fixture = try Fixture("declared")
        let reader = IncrementalReader(fixture.model)
        let events = EventSequence(items: [1, 5, 2])
        let (early, late) = (
            ShopperState(fixture.model.shape), ShopperState(fixture.model.shape)
        )
        reader.declare([7, 8], of: early)
        for item in events.items { reader.append(item: item, to: early) }
        reader.declare([9], of: late)
        for item in events.items { reader.append(item: item, to: late) }
        let before = late.hidden.array
        reader.declare([7, 8], of: late)
        #expect(late.hidden.array != before)
        #expect(
            zip(late.hidden.array, early.hidden.array).allSatisfy { abs($0 - $1) < 3e-3 })
        var whole = events
        whole.attributes = [7, 8]
        let read = ShopperState(fixture.model.shape)
        reader.read(whole, into: read)
        #expect(read.hidden.array == late.hidden.array)
    }
}

/// What parity.py wrote for one case.
struct Fixture {
    let model: Transformer
    let items: [Int32]
    let targets: [Int32]
    let starts: [Int32]
    let negatives: [Int32]
    let actions: [Int32]
    let gaps: [Int32]
    /// Of each sequence.
    let attributes: [Set<UInt64>]
    private let path: String

    init(_ name: String) throws {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        path = "/\(folder)/Fixtures/\(name)/parity.safetensors"
        model = try Transformer(checkpoint: "/\(folder)/Fixtures/\(name)/checkpoint.safetensors")
        let file = try SafetensorsFile(path: path)
        items = try file.int64s("items").map { Int32($0) }
        targets = try file.int64s("targets").map { Int32($0) }
        starts = try file.int64s("starts").map { Int32($0) }
        negatives = try file.int64s("negatives").map { Int32($0) }
        actions = model.shape.actions > 0 ? try file.int64s("actions").map { Int32($0) } : []
        gaps = model.shape.gaps > 0 ? try file.int64s("gaps").map { Int32($0) } : []
        guard model.shape.attributes > 0 else {
            attributes = []
            return
        }
        let declared = try file.int64s("attributes").map { UInt64($0) }
        let ends = try file.int64s("attribute_starts").map { Int($0) }
        attributes = zip(ends, ends.dropFirst()).map { Set(declared[$0..<$1]) }
    }

    /// Errors are measured against the largest expected value, as parity.py does.
    func expect(_ name: String, _ found: [Float], tolerance: Float = 1e-4) throws {
        let expected = try SafetensorsFile(path: path).tensor(name).array
        try #require(found.count == expected.count, "\(name)")
        let scale = max(expected.map(\.magnitude).max() ?? 0, 0.01)
        let error = zip(found, expected).map { ($0 - $1).magnitude }.max() ?? 0
        #expect(error / scale <= tolerance, "\(name): off by \(error) of \(scale)")
    }
}
