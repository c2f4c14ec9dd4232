import Neural
import SequenceModel
import Testing

/// The model against its PyTorch twin (scale/pytorch/parity.py), which computed in double precision:
/// hidden states, losses and every gradient.
@Suite("Parity with PyTorch")
struct ParityTests {
    static let cases = ["plain", "heads", "gated", "normed", "events", "whole"]

    @Test("hidden states, losses and gradients", arguments: cases, ["sampled", "full"])
    func parity(name: String, loss: String) throws {
        let fixture = try Fixture(name)
        let passes = GradientCheck(fixture.model, isDense: loss == "full")
        let result = passes.run(
            fixture.items, targets: fixture.targets, starts: fixture.starts,
            actions: fixture.actions, gaps: fixture.gaps,
            negatives: loss == "full" ? nil : fixture.negatives)
        try fixture.expect("hidden", result.hidden)
        try fixture.expect("\(loss).loss", [Float(result.loss)])
        try fixture.expect("\(loss).gradient.items", result.items)
        for (part, tensor) in result.weights.named {
            try fixture.expect("\(loss).gradient.\(part)", tensor.array)
        }
    }

    /// The same events taken in one at a time: the cache rounds to half precision.
    @Test("one event at a time gives the same hidden states", arguments: cases)
    func incremental(name: String) throws {
        let fixture = try Fixture(name)
        let reader = IncrementalReader(fixture.model)
        let width = fixture.model.shape.width
        var found: [Float] = []
        for (start, end) in zip(fixture.starts, fixture.starts.dropFirst()) {
            let state = ShopperState(fixture.model.shape)
            for token in Int(start)..<Int(end) {
                reader.append(
                    item: UInt32(fixture.items[token]),
                    action: fixture.actions.isEmpty ? 0 : UInt8(fixture.actions[token]),
                    gap: fixture.gaps.isEmpty ? 0 : UInt8(fixture.gaps[token]), to: state)
                found += state.hidden.array
            }
        }
        #expect(found.count == fixture.items.count * width)
        try fixture.expect("hidden", found, tolerance: 3e-3)
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
