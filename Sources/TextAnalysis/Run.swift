/// A stretch of letters and digits of one kind of script, folded.
struct Run {
    enum Script {
        /// Words with blanks between them.
        case spaced
        case ideographic
        case unspaced
    }

    /// Longest run, in bytes of its folded form; what goes past it is left out, or, where there are no
    /// blanks, a run of its own.
    static let bytesMax = 240

    var text: String
    var script: Script
    /// Where it stands in the text, in UTF-8.
    var source: Range<Int>
    /// The one ASCII character between it and the run before; 0 where there is another gap.
    var glue: UInt8
    var isNumber: Bool

    /// The runs of a text, in order.
    static func all(of text: String) -> [Run] {
        var reader = RunReader()
        for scalar in text.unicodeScalars { reader.read(scalar) }
        return reader.finish()
    }
}

/// Cuts text into runs, character by character.
private struct RunReader {
    private var runs: [Run] = []
    /// The folded form so far; empty between runs.
    private var bytes: [UInt8] = []
    private var script = Run.Script.spaced
    private var start = 0
    private var end = 0
    private var offset = 0
    private var gap: UInt8 = 0
    private var digits = 0

    mutating func read(_ scalar: Unicode.Scalar) {
        defer { offset += UTF8.width(scalar) }
        guard scalar.isASCII else { return readWide(scalar) }
        var byte = UInt8(truncatingIfNeeded: scalar.value)
        switch byte {
        case 0x61...0x7A: break
        case 0x41...0x5A: byte += 32
        case 0x30...0x39:
            enter(.spaced)
            digits += 1
        case 0x27: return
        default: return separate(byte)
        }
        enter(.spaced)
        append(byte)
    }

    private mutating func readWide(_ scalar: Unicode.Scalar) {
        switch CharacterTable.shared.role(of: scalar) {
        case .ignored: return
        case .separator: return separate(0)
        case .letter: enter(.spaced)
        case .ideograph: enter(.ideographic)
        case .unspaced: enter(.unspaced)
        }
        end = offset + UTF8.width(scalar)
        if bytes.count + CharacterTable.formMax > Run.bytesMax {
            guard script != .spaced else { return }
            flush()
            self.start = offset
        }
        let start = bytes.count
        CharacterTable.shared.append(scalar, to: &bytes)
        digits += bytes[start...].count { (0x30...0x39).contains($0) }
    }

    private mutating func append(_ byte: UInt8) {
        if bytes.count < Run.bytesMax { bytes.append(byte) }
        end = offset + 1
    }

    private mutating func separate(_ byte: UInt8) {
        let isFirst = !bytes.isEmpty
        flush()
        gap = isFirst ? byte : 0
    }

    /// Goes on with a run of this script, or starts one.
    private mutating func enter(_ next: Run.Script) {
        if !bytes.isEmpty, next != script {
            flush()
            gap = 0
        }
        if bytes.isEmpty { start = offset }
        script = next
    }

    private mutating func flush() {
        guard !bytes.isEmpty else { return }
        runs.append(
            Run(
                text: String(decoding: bytes, as: UTF8.self), script: script, source: start..<end,
                glue: gap, isNumber: digits == bytes.count))
        bytes.removeAll(keepingCapacity: true)
        digits = 0
    }

    consuming func finish() -> [Run] {
        flush()
        return runs
    }
}
