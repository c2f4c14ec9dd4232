import Engine
import SequenceModel
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Diagnosis {
    /// Below this the next import or snapshot may find no room.
    private static let freeBytesMin = 1 << 30
    /// Events that a start replays within seconds.
    private static let replayedMax: Int64 = 1_000_000

    mutating func examine(settings config: String?, of path: String) {
        add(
            "settings",
            {
                let settings = try ConfigurationFile(config, data: path)
                return settings.bytes.isEmpty ? "none; the defaults hold" : "are understood"
            }, otherwise: "the server does not start with them: correct the file")
    }

    mutating func examine(directory path: String, isDeep: Bool) {
        guard FileSystem.exists(path) else {
            return add(
                .wrong, "directory",
                "\(path) is not there; check the path, or make a shop of it with "
                    + "`martlet import`")
        }
        examine(place: path)
        do {
            let directory = try DataDirectory(reading: path)
            add(
                .fine, "log", "\(grouped(Int(directory.log.lastOffset))) events, all files open")
            examine(snapshot: directory)
            if isDeep { try examine(content: directory) }
            try directory.close()
        } catch {
            add(
                .wrong, "directory",
                "\(error); put the file back from a backup (`martlet restore`) where it is damaged")
        }
        examine(models: path)
    }

    /// Where the directory lies: who may use it, and whether there is room.
    private mutating func examine(place path: String) {
        if unsafe access(path, R_OK | W_OK | X_OK) == 0 {
            add(.fine, "rights", "this user may read and write \(path)")
        } else {
            add(
                .wrong, "rights",
                "this user may not read and write \(path); run as its owner, or chown it")
        }
        var status = stat()
        if unsafe stat(path, &status) == 0, status.st_mode & 0o007 != 0 {
            add(.notable, "rights", "others on this machine can open it; chmod o-rwx \(path)")
        }
        var disk = statvfs()
        guard unsafe statvfs(path, &disk) == 0 else { return }
        let free = Int(disk.f_bavail) * Int(disk.f_frsize)
        let text = "\(grouped(free >> 20)) MB free"
        if free < Self.freeBytesMin {
            add(.wrong, "disk", "\(text); events are refused when nothing is left: make room")
        } else {
            add(.fine, "disk", text)
        }
    }

    private mutating func examine(snapshot directory: DataDirectory) {
        let last = directory.log.lastOffset
        let offset = try? directory.snapshot().map { try StateSnapshot.offset(in: $0) }
        let missing = last - (offset ?? 0)
        if missing == 0 {
            add(.fine, "snapshot", "knows every event")
        } else {
            add(
                missing > Self.replayedMax ? .notable : .fine, "snapshot",
                "a start replays \(grouped(Int(missing))) events"
                    + (missing > Self.replayedMax ? ": some minutes; nothing is lost by it" : ""))
        }
    }

    private mutating func examine(content directory: DataDirectory) throws {
        let problems = try directory.problems()
        for problem in problems { add(.wrong, "content", problem) }
        if problems.isEmpty { add(.fine, "content", "every event, item and answer is as it was") }
    }

    private mutating func examine(models path: String) {
        let registry = ModelRegistry(directory: path)
        add(
            "model",
            {
                guard let version = try registry.current() else {
                    return "none is promoted; `martlet train` makes one"
                }
                let (_, items) = try Transformer.read(registry.path(of: version))
                return "\(version) answers, for \(grouped(items.count)) items"
            }, otherwise: "`martlet models rollback` goes back, `martlet train` makes a new one")
    }
}
