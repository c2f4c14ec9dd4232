import LexicalIndex
import Primitives
import Storage
import Synchronization

/// Keeps the search index in files, one for each of its parts, so that a start need not index the
/// shop again.
///
/// A part never changes, and its file is named by its content: a file is written once, in one step,
/// and goes when its part does. So a crash leaves files of two moments at worst, which a start takes
/// for what they are: the catalogue decides what is in the index.
final class IndexFiles: Sendable {
    private static let suffix = ".segment"

    private let folder: String
    /// The names of the parts that have a file.
    private let names = Mutex<[LexicalIndex.StoredPart: String]>([:])

    /// - Parameter folder: Where the files lie; made when there is something to keep.
    init(folder: String) { self.folder = folder }

    /// The content of the files, one at a time; what cannot be read is passed over.
    var contents: some Sequence<[UInt8]> {
        let names = (try? FileSystem.names(in: folder)) ?? []
        return names.lazy.filter { $0.hasSuffix(Self.suffix) }.compactMap { [folder] name in
            try? FileSystem.read("\(folder)/\(name)")
        }
    }

    /// Keeps the parts of an index and nothing else. One caller at a time.
    ///
    /// - Parameter index: The index.
    /// - Throws: `StorageError` `io`.
    func save(_ index: LexicalIndex) throws {
        let parts = index.parts
        let known = names.withLock { $0 }
        guard Set(parts) != Set(known.keys) else { return }
        try FileSystem.createFolder(folder)
        var kept: [LexicalIndex.StoredPart: String] = [:]
        for part in parts { kept[part] = try known[part] ?? write(part) }
        let needed = Set(kept.values)
        for name in try FileSystem.names(in: folder) where !needed.contains(name) {
            FileSystem.remove("\(folder)/\(name)")
        }
        names.withLock { $0 = kept }
    }

    /// Writes the file of a part, if it is not there, and whole, from an earlier start.
    private func write(_ part: LexicalIndex.StoredPart) throws -> String {
        let bytes = part.bytes
        let name = String(stableHash(bytes), radix: 16) + Self.suffix
        let path = "\(folder)/\(name)"
        if (try? FileSystem.read(path)) != bytes { try FileSystem.replace(path, with: bytes) }
        return name
    }
}

extension DataDirectory {
    /// The search index, which follows from the catalogue.
    var indexFolder: String { "\(path)/index" }
}
