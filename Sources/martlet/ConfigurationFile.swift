import Commerce
import Engine
import JSON
import Logging
import Primitives
import Service
import Storage

/// The file of a shop's settings:
/// `{"event_types": ["wishlist"], "currency": "EUR", "limits": {"events_per_day": 100000},
/// "model": {"states_mb": 256}, "search": {"encoder": "/srv/all-MiniLM-L6-v2"},
/// "placements": {"home": {"diversity": 0.2}}, "policy": {"enabled": true}, "memory_mb": 512, "log_level": "debug"}`.
///
/// It lies in the data directory as `settings.json`, or where `--config` says.
struct ConfigurationFile {
    static let name = "settings.json"
    private static let memoryRange = EngineConfiguration.memoryBytesMin >> 20...1_000_000

    var engine = EngineConfiguration()
    var limits = ShopLimits()
    /// Nil where the command line says it.
    var logLevel: Logger.Level?
    /// As they were written; empty where there is no file.
    var bytes: [UInt8] = []

    /// - Parameters:
    ///   - given: The file that was asked for, if any.
    ///   - data: The data directory.
    /// - Throws: `ConfigurationError` with the file and the field.
    init(_ given: String?, data: String) throws {
        let path = given ?? "\(data)/\(Self.name)"
        guard given != nil || FileSystem.exists(path) else { return }
        do {
            bytes = try FileSystem.read(path)
            guard case .object(let fields) = try JSONParser.parse(bytes) else {
                throw InvalidField(.wrongType, "", "the file is no JSON object")
            }
            var reader = FieldReader(fields)
            engine = EngineConfiguration(schema: try Self.schema(&reader))
            logLevel = try Self.logLevel(&reader)
            var placements = try reader.object("placements") ?? FieldReader(Fields())
            if var own = try reader.object("model") {
                if let size = try own.integer("states_mb", in: 1...1_000_000) {
                    engine.statesBytesMax = size << 20
                }
                try Self.finish(own)
            }
            if let size = try reader.integer("memory_mb", in: Self.memoryRange) {
                engine.memoryBytes = size << 20
            }
            for placement in Placement.allCases {
                guard var own = try placements.object(placement.rawValue) else { continue }
                engine.placements[placement] = try PlacementSettings(&own, of: placement)
            }
            try Self.finish(placements)
            if var own = try reader.object("policy") {
                engine.policy = try PolicyConfiguration(&own, schema: engine.schema)
            }
            if var own = try reader.object("search") {
                engine.encoder = try own.text("encoder", bytesMax: 4096)
                try Self.finish(own)
            }
            if var own = try reader.object("limits") {
                limits = try Self.limits(&own)
                try Self.finish(own)
            }
            try Self.finish(reader)
        } catch {
            throw ConfigurationError(
                file: path, line: Self.line(of: error, in: bytes), cause: error)
        }
    }

    private static func schema(_ reader: inout FieldReader) throws -> Schema {
        var schema = Schema()
        schema.customEventTypes = Set(try reader.ids("event_types", countMax: 100) ?? [])
        if let code = try reader.text("currency", bytesMax: 16) {
            guard let currency = Currency(code) else {
                throw InvalidField(
                    .unknownValue, "currency", "\(clipped(code)) is no ISO 4217 code")
            }
            schema.currency = currency
        }
        return schema
    }

    private static func logLevel(_ reader: inout FieldReader) throws -> Logger.Level? {
        guard let name = try reader.text("log_level", bytesMax: 16) else { return nil }
        guard let level = Logger.Level(rawValue: name) else {
            throw InvalidField(
                .unknownValue, "log_level",
                "\(clipped(name)) is none of "
                    + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return level
    }

    private static func limits(_ reader: inout FieldReader) throws -> ShopLimits {
        ShopLimits(
            requestsPerSecond: try reader.integer("requests_per_s", in: 1...1_000_000),
            eventsPerDay: try reader.integer("events_per_day", in: 1...1_000_000_000))
    }

    /// Where a text is no JSON, or the name of a field stands; nil where there is no such place.
    private static func line(of error: any Error, in bytes: [UInt8]) -> Int? {
        var end = bytes.startIndex
        switch error {
        case let error as JSONError: end = min(error.offset, bytes.count)
        case let error as InvalidField where !error.field.isEmpty:
            for name in error.field.split(separator: ".") {
                let quoted = Array("\"\(name)\"".utf8)
                guard let place = bytes[end...].firstRange(of: quoted) else { break }
                end = place.lowerBound
            }
        default: return nil
        }
        return 1 + bytes[..<end].count { $0 == UInt8(ascii: "\n") }
    }

    private static func finish(_ reader: FieldReader) throws {
        guard let unknown = reader.rest.entries.first else { return }
        throw InvalidField(.unknownValue, reader.path(of: unknown.name), "is no setting")
    }
}

/// Why a file of settings was refused.
struct ConfigurationError: Error, CustomStringConvertible {
    var file: String
    /// From 1 on; nil where it is of the whole file.
    var line: Int?
    var cause: any Error

    var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(cause)" }
}
