import Storage

/// What a search learnt: the shop's own encoder and the order that clicks taught, each a version that
/// a file names.
extension ModelRegistry {
    /// The order of searches that answers.
    struct NamedOrder: Hashable, Sendable {
        var version: String
        /// The encoder that it learnt with.
        var encoder: String?
    }

    private var encoderNamePath: String { path(named: "encoder") }
    private var orderNamePath: String { path(named: "search") }

    /// The version of the shop's own encoder; nil where none was trained.
    ///
    /// - Throws: `StorageError`.
    package func encoder() throws -> String? { try words(of: encoderNamePath).first }

    func encoderPath(of version: String) -> String { path(named: "\(version).safetensors") }

    /// Has searches use an encoder, whose checkpoint is stored, from now on; none where nil.
    ///
    /// - Throws: `StorageError`.
    func use(encoder version: String?) throws {
        try name([version].compactMap { $0 }, in: encoderNamePath)
    }

    /// The order of searches that answers; nil where none was learnt.
    ///
    /// - Throws: `StorageError`.
    func order() throws -> NamedOrder? {
        let words = try words(of: orderNamePath)
        return words.first.map {
            NamedOrder(version: $0, encoder: words.count > 1 ? words[1] : nil)
        }
    }

    /// Has searches use an order, which is stored, from now on; none where nil.
    ///
    /// - Throws: `StorageError`.
    func use(order: NamedOrder?) throws {
        try name([order?.version, order?.encoder].compactMap { $0 }, in: orderNamePath)
    }

    private func words(of path: String) throws -> [String] {
        guard FileSystem.exists(path) else { return [] }
        return String(decoding: try FileSystem.read(path), as: UTF8.self)
            .split { $0 == " " || $0 == "\n" }.map(String.init)
    }

    private func name(_ words: [String], in path: String) throws {
        try FileSystem.replace(path, with: Array((words.joined(separator: " ") + "\n").utf8))
    }
}
