import Commerce
import Hummingbird
import Primitives

/// Reads what stands in the address of a request, as strictly as the fields of a body are read.
struct AddressReader {
    private var reader: FieldReader

    /// The options after the `?`; a `+` is a blank, as forms send it.
    init(_ request: Request) throws {
        var fields = Fields()
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { percentDecoded(String($0.map { $0 == "+" ? " " : $0 })) }
            guard let name = texts[0], let value = texts.count > 1 ? texts[1] : "" else {
                throw APIError(
                    .badRequest, "malformed",
                    "the address holds a malformed escape: "
                        + clipped(String(pair)))
            }
            fields.entries.append(Field(name: name, value: .string(value)))
        }
        reader = FieldReader(fields)
    }

    mutating func text(_ name: String, bytesMax: Int) throws(InvalidField) -> String? {
        try reader.text(name, bytesMax: bytesMax)
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(InvalidField) -> Int? {
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
    func finish() throws(InvalidField) { try reader.finish() }
}

extension ShopContext {
    /// The id in the path of the request.
    ///
    /// - Throws: `APIError` or `InvalidField` where it is none.
    func id() throws -> String {
        guard let id = parameters.get("id").flatMap(percentDecoded) else {
            throw APIError(.badRequest, "malformed", "the id in the path is malformed", field: "id")
        }
        var reader = FieldReader(["id": .string(id)])
        return try reader.id("id") ?? id
    }
}
