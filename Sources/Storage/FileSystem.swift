#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The few calls on files that a data directory needs.
package enum FileSystem {
    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Bytes of a file; 0 where there is none.
    package static func size(_ path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Makes a folder and those above it, durably.
    package static func createFolder(_ path: String) throws {
        guard !exists(path) else { return }
        let parent = parent(of: path)
        try createFolder(parent)
        guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else {
            throw StorageError(.io, file: path, "cannot be created: \(reason())")
        }
        try sync(folder: parent)
    }

    /// The folder that holds a name: at least the root, or the current one.
    package static func parent(of path: String) -> String {
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        return path.hasPrefix("/") ? "/" + parent : parent.isEmpty ? "." : parent
    }

    /// Makes the names in a folder durable.
    private static func sync(folder: String) throws {
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError(.io, file: folder, "cannot be opened: \(reason())")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StorageError(.io, file: folder, "cannot be synced: \(reason())")
        }
    }

    /// Names in a folder, sorted.
    package static func names(in folder: String) throws -> [String] {
        guard let directory = unsafe opendir(folder) else {
            throw StorageError(.notFound, file: folder, "cannot be opened: \(reason())")
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    package static func read(_ path: String) throws -> [UInt8] {
        try read(path, last: .max)
    }

    /// A file's bytes; of a longer one, the last `bytesMax`.
    package static func read(_ path: String, last bytesMax: Int) throws -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else {
            throw StorageError(.notFound, file: path, "cannot be opened: \(reason())")
        }
        defer { unsafe fclose(file) }
        let count = min(size(path), bytesMax)
        if count == bytesMax { unsafe fseek(file, -count, SEEK_END) }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = unsafe fread(buffer.baseAddress, 1, count, file)
        }
    }

    /// Replaces a file in one step: a crash leaves the old content or the new, never a mixture.
    /// Once this returns, it leaves the new.
    package static func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = path + ".new"
        do {
            try write(bytes, to: temporary)
            try replace(path, withFile: temporary)
        } catch {
            remove(temporary)
            throw error
        }
    }

    /// Replaces a file by another one, which is durable itself and loses its name.
    package static func replace(_ path: String, withFile other: String) throws {
        guard unsafe rename(other, path) == 0 else {
            throw StorageError(.io, file: path, "cannot be replaced: \(reason())")
        }
        try sync(folder: parent(of: path))
    }

    /// Lets nobody but its owner read a file.
    package static func restrict(_ path: String) throws {
        guard unsafe chmod(path, 0o600) == 0 else {
            throw StorageError(.io, file: path, "cannot be restricted: \(reason())")
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = unsafe fopen(path, "wb") else {
            throw StorageError(.io, file: path, "cannot be written: \(reason())")
        }
        defer { unsafe fclose(file) }
        guard unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count,
            unsafe fflush(file) == 0, unsafe fsync(fileno(file)) == 0
        else { throw StorageError(.io, file: path, "cannot be written: \(reason())") }
    }

    package static func remove(_ path: String) { _ = unsafe unlink(path) }

    /// Removes a folder and all that is in it.
    package static func removeFolder(_ path: String) {
        for name in (try? names(in: path)) ?? [] {
            let inner = "\(path)/\(name)"
            if unsafe unlink(inner) != 0 { removeFolder(inner) }
        }
        _ = unsafe rmdir(path)
    }

    /// Where the system keeps what need not last.
    package static var temporaryFolder: String {
        guard let path = unsafe getenv("TMPDIR") else { return "/tmp" }
        return unsafe String(cString: path)
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
