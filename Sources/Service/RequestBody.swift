import Commerce
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Primitives

/// The records of a body: one JSON value, the elements of a JSON array, or the lines of
/// newline-delimited JSON. A line that is no JSON stands as its error.
struct Records {
    /// How an error calls the place of a record.
    enum PlaceName: String {
        /// From 0.
        case index
        /// From 1, blank lines counted.
        case line
    }

    var placeName: PlaceName
    /// Whether the body was one value and no list.
    var isSingle = false
    var list: [(place: Int, content: Result<Value, JSONError>)]
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
                guard case .array(let elements) = value else {
                    return Records(placeName: .index, isSingle: true, list: [(0, .success(value))])
                }
                let list = elements.enumerated().map {
                    (place: $0.offset, content: Result<Value, JSONError>.success($0.element))
                }
                return Records(placeName: .index, list: list)
            } catch let error where error.code == .trailingContent {
                // Several objects: lines that were not announced as such.
            }
        }
        return Records(placeName: .line, list: Self.lines(of: bytes))
    }

    private static func lines(
        of bytes: [UInt8]
    ) -> [(place: Int, content: Result<Value, JSONError>)] {
        var lines: [(place: Int, content: Result<Value, JSONError>)] = []
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
        let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 2, let code = UInt8(exactly: digits[0] << 4 | digits[1]) else {
            return nil
        }
        bytes.append(code)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}
