import Commerce
import Engine
import JSON
import Primitives
import Storage

/// The file of settings: `{"event_types": ["wishlist"], "currency": "EUR"}`.
enum ConfigurationFile {
    /// - Throws: `ConfigurationError` with the file and the field.
    static func read(_ path: String) throws -> EngineConfiguration {
        do {
            let value = try JSONParser.parse(try FileSystem.read(path))
            guard case .object(let fields) = value else {
                throw InvalidField(.wrongType, "", "the file is no JSON object")
            }
            return try configuration(fields)
        } catch {
            throw ConfigurationError(file: path, cause: error)
        }
    }

    private static func configuration(_ fields: Fields) throws -> EngineConfiguration {
        var reader = FieldReader(fields)
        var schema = Schema()
        schema.customEventTypes = Set(try reader.ids("event_types", countMax: 100) ?? [])
        if let code = try reader.text("currency", bytesMax: 16) {
            guard let currency = Currency(code) else {
                throw InvalidField(
                    .unknownValue, "currency", "\(clipped(code)) is no ISO 4217 code")
            }
            schema.currency = currency
        }
        if let unknown = reader.rest.entries.first {
            throw InvalidField(.unknownValue, unknown.name, "is no setting")
        }
        return EngineConfiguration(schema: schema)
    }
}

/// Why a file of settings was refused.
struct ConfigurationError: Error, CustomStringConvertible {
    var file: String
    var cause: any Error

    var description: String { "\(file): \(cause)" }
}
