import Engine
import Neural
import Primitives
import SequenceModel
import Storage

/// A model that nobody trained: what it expects hangs on every event of a history.
struct RandomModel {
    static let window = 8

    let items: [String]
    let model: Transformer

    /// - Parameters:
    ///   - items: Its items' ids, by row.
    ///   - seed: Draws the weights.
    ///   - actions: Kinds of events that it tells apart.
    ///   - brands: Those that it knows; new items get vectors of them.
    init(items: [String], seed: UInt64, actions: Int = 4, brands: [String] = []) {
        self.items = items
        var shape = ModelShape(items: items.count)
        shape.width = 16
        shape.blocks = 2
        shape.heads = 2
        shape.inner = 32
        shape.window = Self.window
        shape.actions = actions
        shape.gaps = EventSequence.gapClasses
        let things = brands.map { Self.features(brand: $0) } + brands.map { _ in [] }
        model = Transformer(
            shape, seed: seed,
            hashing: brands.isEmpty
                ? nil : FeatureHashing(of: things, buckets: 256, seed: seed, holdersMin: 1))
        if let content = model.content {
            var random = SeededRNG(seed: seed)
            content.projection.array = content.projection.array.map { _ in
                Float(random.normal()) / 4
            }
            model.items.array = model.items.array.map { 10 * $0 }
        }
        // Fresh models hardly tell kinds and gaps apart.
        for table in [model.weights.actions, model.weights.gaps] {
            table.array = table.array.map { 20 * $0 }
        }
    }

    /// What the engine knows of an item with this brand, among other things.
    static func features(brand: String) -> Set<UInt64> { [stableHash("b" + brand)] }

    func save(to path: String) throws {
        try FileSystem.createFolder(FileSystem.parent(of: path))
        try model.save(to: path, items: items)
    }

    /// Saves it in a data directory and promotes it.
    func promote(_ version: String, in folder: String) throws {
        let registry = ModelRegistry(directory: folder)
        try save(to: registry.path(of: version))
        try registry.promote(version)
    }
}
