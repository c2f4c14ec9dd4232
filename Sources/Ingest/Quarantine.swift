import JSON
import Primitives

/// Lines that were not taken, each with the reason, as JSON Lines.
struct Quarantine: ~Copyable {
    private var file: OutputFile

    init(path: String) {
        file = OutputFile(path)
    }

    mutating func add(
        _ rejection: Rejection, file name: String, line: Int, raw: ArraySlice<UInt8>
    ) throws(ImportError) {
        var writer = JSONWriter()
        writer.object { entry in
            entry.field("file", name)
            entry.field("line", line)
            entry.field("code", rejection.reason.rawValue)
            entry.field("field", rejection.field.map(Value.string) ?? .null)
            entry.field("message", rejection.message)
            entry.field("raw", String(decoding: raw, as: UTF8.self))
        }
        writer.endLine()
        try file.write(writer.bytes)
    }

    mutating func flush() throws(ImportError) { try file.flush() }
}
