import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Primitives

extension Request {
    /// Largest body of a bulk request.
    static let bulkBytesMax = 16 << 20
    /// Largest body of any other request.
    static let bodyBytesMax = 1 << 20

    /// The body as one JSON object; an empty body is an empty object.
    func fields() async throws -> Fields {
        let bytes = try await bytes(upTo: Self.bodyBytesMax)
        guard !bytes.isEmpty else { return Fields() }
        guard case .object(let fields) = try JSONParser.parse(bytes) else {
            throw APIError(.badRequest, "wrong_type", "the body is no JSON object")
        }
        return fields
    }

    /// The body as one record, an array of them, or lines.
    func records(countMax: Int) async throws -> Records {
        try Records(
            try await bytes(upTo: Self.bulkBytesMax),
            isLines: headers[.contentType]?.contains("ndjson") ?? false, countMax: countMax)
    }

    private func bytes(upTo limit: Int) async throws -> [UInt8] {
        Array(buffer: try await body.collect(upTo: limit))
    }
}

/// Text without `%` escapes; nil where they are malformed.
package func percentDecoded(
    _ text: some Collection<UInt8>, plusIsBlank: Bool = false
) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? 32 : byte)
            continue
        }
        let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 2, let code = UInt8(exactly: digits[0] << 4 | digits[1]) else {
            return nil
        }
        bytes.append(code)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}
