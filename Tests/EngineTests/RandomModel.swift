import Engine
import Neural
import SequenceModel
import Storage

/// A model that nobody trained: what it expects hangs on every event of a history.
struct RandomModel {
    static let window = 8

    let items: [String]
    let model: Transformer

    init(items: [String], seed: UInt64, actions: Int = 4) {
        self.items = items
        var shape = ModelShape(items: items.count)
        shape.width = 16
        shape.blocks = 2
        shape.heads = 2
        shape.inner = 32
        shape.window = Self.window
        shape.actions = actions
        shape.gaps = EventSequence.gapClasses
        model = Transformer(shape, seed: seed)
        // Fresh models hardly tell kinds and gaps apart.
        for table in [model.weights.actions, model.weights.gaps] {
            table.array = table.array.map { 20 * $0 }
        }
    }

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
