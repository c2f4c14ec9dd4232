/// The lines of a file, in a window that slides over it.
///
/// Memory stays below `lineBytesMax` and two chunks, whatever the file holds: a longer line is
/// passed over in pieces, and only its start is kept.
package struct LineReader: ~Copyable {
    package enum Status {
        case complete
        case tooLong
        /// The last line of a file that could not be read to its end.
        case cutShort
    }

    /// What a place in the file needs to come back to it within the current line.
    struct Mark {
        fileprivate var length: Int
        fileprivate var consumed: Int
        fileprivate var linesPassed: Int
    }

    package static let lineBytesMax = 1 << 20
    /// How much of a line is kept for the quarantine.
    static let clipBytesMax = 2048
    private static let chunkBytes = 1 << 18

    private var file: InputFile
    package private(set) var bytes = [UInt8](repeating: 0, count: 2 * chunkBytes)
    private var filled = 0
    private var start = 0
    /// Bytes of the current line without its end.
    private var length = 0
    /// Bytes of the current line with its end.
    private var consumed = 0
    private var linesPassed = 0
    private var overlong: [UInt8] = []

    package static func open(_ path: String) throws(ImportError) -> LineReader {
        let reader = LineReader(try InputFile(path))
        guard !reader.isUTF16 else {
            throw ImportError(.badHeader, path, "is UTF-16; save it as UTF-8")
        }
        return reader
    }

    private init(_ file: consuming InputFile) {
        self.file = file
        while filled < 3, refill() {}
        if filled >= 3, bytes[0..<3] == [0xEF, 0xBB, 0xBF] { start = 3 }
    }

    private var isUTF16: Bool {
        filled >= 2 && (bytes[0..<2] == [0xFF, 0xFE] || bytes[0..<2] == [0xFE, 0xFF])
    }

    package var failure: ImportError? { file.failure }
    package var bytesRead: Int64 { file.bytesRead }

    /// Where the current line stands in `bytes`.
    package var range: Range<Int> { start..<start + length }

    /// The number of the current line in the file, from 1; of a joined one, that of its first.
    package private(set) var number = 0

    /// The start of the current line, as it stands in the file.
    var clip: ArraySlice<UInt8> {
        overlong.isEmpty
            ? bytes[start..<start + min(length, Self.clipBytesMax)] : overlong[...]
    }

    var mark: Mark { Mark(length: length, consumed: consumed, linesPassed: linesPassed) }

    /// The start of the first line, before any is read.
    mutating func peek() -> ArraySlice<UInt8> {
        let end = newline(from: 0) ?? filled - start
        return bytes[start..<start + min(end, Self.clipBytesMax)]
    }

    /// Moves to the next line; nil at the end of the file.
    package mutating func advance() -> Status? {
        start += consumed
        length = 0
        consumed = 0
        overlong = []
        let end = newline(from: 0)
        guard end != nil || filled > start else { return nil }
        linesPassed += 1
        number = linesPassed
        if end == nil, filled - start > Self.lineBytesMax + 1 {
            skipOverlong()
            return .tooLong
        }
        finish(at: end)
        if length > Self.lineBytesMax { return .tooLong }
        return end == nil && file.failure != nil ? .cutShort : .complete
    }

    /// Joins the next line to the current one; false where there is none or the limit is reached.
    mutating func join() -> Bool {
        let end = newline(from: consumed)
        guard start + consumed < filled, (end ?? filled - start) <= Self.lineBytesMax,
            end != nil || file.failure == nil
        else { return false }
        linesPassed += 1
        finish(at: end)
        return true
    }

    /// Takes joins back: the current line ends where it did at `mark`.
    mutating func cut(to mark: Mark) {
        length = mark.length
        consumed = mark.consumed
        linesPassed = mark.linesPassed
    }

    private mutating func finish(at end: Int?) {
        length = end ?? filled - start
        consumed = end.map { $0 + 1 } ?? length
        if length > 0, bytes[start + length - 1] == UInt8(ascii: "\r") { length -= 1 }
    }

    /// The distance from `start` to the next newline, `offset` or further; nil where the file ends
    /// or the line grows too long.
    private mutating func newline(from offset: Int) -> Int? {
        var offset = offset
        while true {
            if let found = find(from: start + offset) { return found - start }
            offset = filled - start
            guard offset <= Self.lineBytesMax + 1, refill() else { return nil }
        }
    }

    private func find(from index: Int) -> Int? {
        var index = index
        while index < filled {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }

    private mutating func skipOverlong() {
        overlong = Array(bytes[start..<start + Self.clipBytesMax])
        while true {
            start = filled
            guard refill() else { return }
            if let found = find(from: start) {
                start = found + 1
                return
            }
        }
    }

    /// Drops what lies before the current line and reads on; false at the end.
    private mutating func refill() -> Bool {
        if start > 0 {
            for index in start..<filled { bytes[index - start] = bytes[index] }
            filled -= start
            start = 0
        }
        if bytes.count - filled < Self.chunkBytes {
            bytes.append(contentsOf: repeatElement(0, count: bytes.count))
        }
        let count = file.read(into: &bytes, from: filled)
        filled += count
        return count > 0
    }
}
