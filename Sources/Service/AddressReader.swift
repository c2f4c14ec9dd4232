package import Commerce
import Hummingbird
import Primitives

/// Reads what stands in the address of a request, as strictly as the fields of a body are read.
package struct AddressReader {
    private var reader: FieldReader

    /// - Throws: `APIError` where an option holds a malformed escape.
    init(_ request: Request) throws {
        try self.init(query: request.uri.query ?? "")
    }

    /// The options after the `?`; a `+` is a blank, as forms send it.
    package init(query: String) throws {
        var fields = Fields()
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(parts[0], plusIsBlank: true),
                let value = parts.count > 1 ? percentDecoded(parts[1], plusIsBlank: true) : ""
            else {
                throw APIError(
                    .badRequest, "malformed",
                    "the address holds a malformed escape: "
                        + clipped(String(decoding: pair, as: UTF8.self)))
            }
            fields.entries.append(Field(name: name, value: .string(value)))
        }
        reader = FieldReader(fields)
    }

    package mutating func text(_ name: String, bytesMax: Int) throws(InvalidField) -> String? {
        try reader.text(name, bytesMax: bytesMax)
    }

    package mutating func integer(
        _ name: String, in range: ClosedRange<Int>
    ) throws(InvalidField) -> Int? {
        guard let text = reader.take(name)?.string else { return nil }
        guard let number = Int(text) else {
            throw InvalidField(.wrongType, name, "\(clipped(text)) is no whole number")
        }
        guard range.contains(number) else {
            throw InvalidField(.outOfRange, name, "\(number) is not within \(range)")
        }
        return number
    }

    /// Refuses what was not understood, and what was said twice.
    package func finish() throws(InvalidField) { try reader.finish() }
}

extension ShopContext {
    /// The id in the path of the request.
    ///
    /// - Throws: `APIError` or `InvalidField` where it is none.
    func id() throws -> String {
        guard let id = parameters.get("id").flatMap({ percentDecoded($0.utf8) }) else {
            throw APIError(.badRequest, "malformed", "the id in the path is malformed", field: "id")
        }
        return try checkedID(id, "id")
    }
}
