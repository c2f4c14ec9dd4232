package import Primitives

/// The stored form of values that are written rarely: a version byte, then their named values.
package enum Stored {
    private static let version: UInt8 = 1

    package static func encode(_ fields: Fields) -> [UInt8] {
        var writer = BinaryWriter(reserving: 256)
        writer.write(byte: version)
        writer.write(fields)
        return writer.bytes
    }

    package static func decode(_ bytes: [UInt8]) throws(BinaryError) -> Fields {
        var reader = BinaryReader(bytes)
        let version = try reader.byte()
        guard version <= Self.version else { throw .newer(version: version) }
        return try reader.fields()
    }
}
