/// The records of a file: lines split into cells, with quoted line breaks joined again.
struct RecordReader: ~Copyable {
    enum Record {
        case blank
        case cells
        case rejected(Rejection)
    }

    private(set) var lines: LineReader
    private let form: LineForm
    private(set) var cells = Cells()

    init(_ lines: consuming LineReader, _ form: LineForm) {
        self.lines = lines
        self.form = form
    }

    /// Reads the next record into `cells`; nil at the end of the file.
    mutating func next() -> Record? {
        guard let status = lines.advance() else { return nil }
        switch status {
        case .complete: return split()
        case .tooLong:
            return .rejected(
                Rejection(.lineTooLong, "is longer than \(LineReader.lineBytesMax) bytes"))
        case .cutShort:
            return .rejected(Rejection(.cutShort, "the file breaks off within this line"))
        }
    }

    private mutating func split() -> Record {
        cells.removeAll()
        let mark = lines.mark
        var ending = cells.append(lines.bytes, lines.range, form)
        while ending == .openQuote {
            let end = lines.range.upperBound - lines.range.lowerBound
            guard lines.join() else { break }
            let range = lines.range
            ending = cells.append(lines.bytes, range.lowerBound + end..<range.upperBound, form)
        }
        guard ending == .complete else {
            // One stray quote must not cost the lines after it: only the first is given up.
            lines.cut(to: mark)
            return .rejected(
                Rejection(
                    .badQuotes,
                    ending == .openQuote
                        ? "a quote opens and never closes"
                        : "a quote closes before the end of the cell; double quotes within quotes"))
        }
        guard cells.checkEncoding(form) else {
            return .rejected(Rejection(.badEncoding, "holds a NUL or is not UTF-8"))
        }
        return cells.isBlankLine ? .blank : .cells
    }
}
