/// The cells of one line, unquoted, side by side in a buffer that every line uses again.
struct Cells {
    enum Ending {
        case complete
        /// The line ended within quotes: the next line goes on with the cell.
        case openQuote
        /// A closing quote with something other than a separator after it.
        case badQuote
    }

    private enum State {
        case start
        case plain
        case quoted
        case closing
    }

    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var state = State.start
    private var union: UInt8 = 0
    private var hasNUL = false

    var count: Int { ends.count }

    /// Bytes of a cell, without blanks at its ends.
    func range(_ index: Int) -> Range<Int> {
        var lower = index == 0 ? 0 : ends[index - 1]
        var upper = ends[index]
        while lower < upper, isBlank(bytes[lower]) { lower += 1 }
        while lower < upper, isBlank(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    /// The text of a cell without blanks at its ends; nil where nothing is left.
    func text(_ index: Int) -> String? {
        let range = range(index)
        return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
    }

    /// Nothing but blanks in a single cell.
    var isBlankLine: Bool { count == 1 && range(0).isEmpty }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        state = .start
        union = 0
        hasNUL = false
    }

    /// Splits a line, or goes on with one that ended within quotes.
    mutating func append(_ line: [UInt8], _ range: Range<Int>, _ form: LineForm) -> Ending {
        let quote = form.hasQuotes ? UInt8(ascii: "\"") : nil
        for index in range {
            let byte = line[index]
            union |= byte
            if byte == 0 { hasNUL = true }
            switch state {
            case .quoted where byte == quote: state = .closing
            case .quoted: bytes.append(byte)
            case .start where byte == quote: state = .quoted
            case .closing where byte == quote:
                bytes.append(byte)
                state = .quoted
            case _ where byte == form.separator: endCell()
            case .closing: return .badQuote
            case .start, .plain:
                bytes.append(byte)
                state = .plain
            }
        }
        guard state != .quoted else { return .openQuote }
        endCell()
        return .complete
    }

    private mutating func endCell() {
        ends.append(bytes.count)
        state = .start
    }

    /// Whether the cells are text; with `mayBeLatin1`, makes them so.
    mutating func checkEncoding(_ form: LineForm) -> Bool {
        guard !hasNUL else { return false }
        guard union >= 0x80, (try? UTF8Span(validating: bytes.span)) == nil else { return true }
        guard form.mayBeLatin1, count == 1 else { return false }
        bytes = Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
        ends = [bytes.count]
        return true
    }
}

private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}
