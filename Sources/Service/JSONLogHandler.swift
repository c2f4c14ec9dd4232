import JSON
package import Logging
import Primitives
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes each record as one line of JSON on standard error.
package struct JSONLogHandler: LogHandler {
    /// That of the process, unless it was set for this one.
    package var logLevel: Logger.Level {
        get { own ?? level.current }
        set { own = newValue }
    }
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let level: LogLevel
    private var own: Logger.Level?

    package init(label: String, level: LogLevel) {
        (self.label, self.level) = (label, level)
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("time", WallClock.system.now().description)
            writer.field("level", event.level.rawValue)
            writer.field("logger", label)
            writer.field("message", "\(event.message)")
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            for (key, value) in all.sorted(by: { $0.key < $1.key }) {
                writer.field(key == "hb.request.id" ? "request" : key, "\(value)")
            }
        }
        writer.endLine()
        _ = unsafe write(STDERR_FILENO, writer.bytes, writer.bytes.count)
    }
}
