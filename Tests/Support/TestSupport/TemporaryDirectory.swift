import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder for one test, removed with what is in it when the test is over.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/martlet-test-XXXXXX".utf8CString)
        let made = unsafe mkdtemp(&template).map { unsafe String(cString: $0) }
        guard let made else { fatalError("no folder could be made in \(parent)") }
        path = made
    }

    deinit { Self.removeAll(path) }

    /// Folders whose owners live as long as the process.
    private static let left = Mutex<[String]>([])

    /// Removes the folder when the process ends, where a static holds it.
    package func removeAtExit() {
        Self.left.withLock { left in
            if left.isEmpty {
                atexit {
                    TemporaryDirectory.left.withLock { $0.forEach(TemporaryDirectory.removeAll) }
                }
            }
            left.append(path)
        }
    }

    private static func removeAll(_ path: String) {
        if let folder = unsafe opendir(path) {
            while let entry = unsafe readdir(folder) {
                let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { removeAll(path + "/" + name) }
            }
            unsafe closedir(folder)
        }
        _ = unsafe remove(path)
    }

    /// Writes a file and gives its path.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>, to name: String) -> String {
        let file = self.file(name)
        guard let handle = unsafe fopen(file, "wb") else { fatalError("\(file) cannot be made") }
        let bytes = Array(bytes)
        let written = unsafe fwrite(bytes, 1, bytes.count, handle)
        guard unsafe fclose(handle) == 0, written == bytes.count else {
            fatalError("\(file) cannot be written")
        }
        return file
    }

    @discardableResult
    package func write(_ text: String, to name: String) -> String {
        write(text.utf8, to: name)
    }

    /// The path of a name in the folder.
    package func file(_ name: String) -> String { path + "/" + name }

    /// What a file in the folder holds; nil where there is none.
    package func read(_ name: String) -> String? {
        read(name, as: [UInt8].self).map { String(decoding: $0, as: UTF8.self) }
    }

    package func read(_ name: String, as type: [UInt8].Type) -> [UInt8]? {
        guard let handle = unsafe fopen(file(name), "rb") else { return nil }
        defer { _ = unsafe fclose(handle) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, handle)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Removes a file, if it is there.
    package func delete(_ name: String) { _ = unsafe unlink(file(name)) }
}
