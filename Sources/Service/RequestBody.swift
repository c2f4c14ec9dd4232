import Commerce
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Primitives

/// The records of a body, each with the place that an error names.
enum Records {
    /// One JSON object.
    case one(Value)
    /// The elements of a JSON array.
    case array([Value])
    /// The lines of newline-delimited JSON; a line that is no JSON stands as its error.
    case lines([(line: Int, content: Result<Value, JSONError>)])
}

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
    func records() async throws -> Records {
        let bytes = try await bytes(upTo: Self.bulkBytesMax)
        let isLines = headers[.contentType]?.contains("ndjson") ?? false
        if !isLines {
            do {
                let value = try JSONParser.parse(bytes)
                if case .array(let elements) = value { return .array(elements) }
                return .one(value)
            } catch let error where error.code == .trailingContent {
                // Several objects: lines that were not announced as such.
            }
        }
        return .lines(Self.lines(of: bytes))
    }

    private static func lines(
        of bytes: [UInt8]
    ) -> [(line: Int, content: Result<Value, JSONError>)] {
        var lines: [(line: Int, content: Result<Value, JSONError>)] = []
        var number = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            number += 1
            let isBlank = bytes[start..<end].allSatisfy { $0 == 32 || $0 == 13 || $0 == 9 }
            if !isBlank {
                let content = Result { () throws(JSONError) in
                    try JSONParser.parse(bytes, in: start..<end)
                }
                lines.append((number, content))
            }
            start = end + 1
        }
        return lines
    }

    private func bytes(upTo limit: Int) async throws -> [UInt8] {
        Array(buffer: try await body.collect(upTo: limit))
    }
}

/// Text without `%` escapes; nil where they are malformed.
func percentDecoded(_ text: some StringProtocol) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        let digits = rest.prefix(2)
        guard digits.count == 2,
            let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(code)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}
