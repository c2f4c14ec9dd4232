import HTTPTypes
package import JSON
package import Primitives

/// The records of a body: one JSON value, the elements of a JSON array, or the lines of
/// newline-delimited JSON. A line that is no JSON stands as its error.
package struct Records: Sendable {
    /// How an error calls the place of a record.
    package enum PlaceName: String, Sendable {
        /// From 0.
        case index
        /// From 1, blank lines counted.
        case line
    }

    package var placeName: PlaceName
    /// Whether the body was one value and no list.
    package var isSingle = false
    package var list: [(place: Int, content: Result<Value, JSONError>)] = []

    private init(placeName: PlaceName) { self.placeName = placeName }

    /// - Parameters:
    ///   - bytes: The body.
    ///   - isLines: Whether the request says that it is newline-delimited JSON.
    ///   - countMax: Records taken at most.
    /// - Throws: `JSONError`, or `APIError` where there are more records.
    package init(_ bytes: [UInt8], isLines: Bool, countMax: Int) throws {
        if !isLines {
            do {
                try self.init(JSONParser.parse(bytes), countMax: countMax)
                return
            } catch let error as JSONError where error.code == .trailingContent {
                // Several objects: lines that were not announced as such.
            }
        }
        self.init(placeName: .line)
        try addLines(bytes, countMax: countMax)
    }

    private init(_ value: Value, countMax: Int) throws {
        self.init(placeName: .index)
        if case .array(let elements) = value {
            guard elements.count <= countMax else { throw Self.tooMany(countMax) }
            list = elements.enumerated().map { ($0.offset, .success($0.element)) }
        } else {
            isSingle = true
            list = [(0, .success(value))]
        }
    }

    private mutating func addLines(_ bytes: [UInt8], countMax: Int) throws {
        var number = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            number += 1
            let isBlank = bytes[start..<end].allSatisfy { $0 == 32 || $0 == 13 || $0 == 9 }
            if !isBlank {
                guard list.count < countMax else { throw Self.tooMany(countMax) }
                let content = Result { () throws(JSONError) in
                    try JSONParser.parse(bytes, in: start..<end)
                }
                list.append((number, content))
            }
            start = end + 1
        }
    }

    private static func tooMany(_ countMax: Int) -> APIError {
        APIError(
            .contentTooLarge, "batch_too_large",
            "more than \(countMax) records; send at most \(countMax) at a time")
    }
}
