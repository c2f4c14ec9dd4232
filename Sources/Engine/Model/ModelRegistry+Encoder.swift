import Storage

/// The shop's own encoder: a checkpoint of each version, and a file that names the one that answers.
extension ModelRegistry {
    private static let encoderName = "encoder"

    private var encoderNamePath: String { path(named: Self.encoderName) }

    /// The version of the shop's own encoder; nil where none was trained.
    ///
    /// - Throws: `StorageError`.
    package func encoder() throws -> String? {
        guard FileSystem.exists(encoderNamePath) else { return nil }
        let name = String(decoding: try FileSystem.read(encoderNamePath), as: UTF8.self)
        return name.split(separator: "\n").first.map(String.init)
    }

    func encoderPath(of version: String) -> String { path(named: "\(version).safetensors") }

    /// Has searches use an encoder.
    ///
    /// - Parameter version: One whose checkpoint is stored.
    /// - Throws: `StorageError`.
    func use(encoder version: String) throws {
        try FileSystem.replace(encoderNamePath, with: Array((version + "\n").utf8))
    }
}
