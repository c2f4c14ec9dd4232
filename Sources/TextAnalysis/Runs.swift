/// The runs of a text in order, their folded forms one behind the other.
struct Runs {
    private(set) var all: [Run] = []
    private(set) var letters: [UInt8] = []
    private var script = Run.Script.spaced
    /// Where the run at hand begins and ends, in the text and in `letters`; it has letters only if
    /// it is open.
    private var start = 0
    private var end = 0
    private var lettersStart = 0
    private var gap: UInt8 = 0
    private var digits = 0

    init() {}

    init(_ text: String) { read(text) }

    /// The folded form of a run.
    func text(_ run: Run) -> String { String(decoding: letters[run.letters], as: UTF8.self) }

    /// The folded forms, in order.
    var texts: [String] { all.map(text) }

    /// Cuts a text into runs, in the place of those of the text before.
    mutating func read(_ text: String) {
        all.removeAll(keepingCapacity: true)
        letters.removeAll(keepingCapacity: true)
        (lettersStart, gap, digits) = (0, 0, 0)
        let bytes = text.utf8Span.span
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "&"), let reference = Self.reference(in: text, at: offset) {
                read(reference, at: offset)
                offset += reference.length
            } else if byte < 0x80 {
                read(byte, at: offset)
                offset += 1
            } else {
                let scalar = Self.scalar(in: bytes, at: offset)
                read(scalar, at: offset)
                offset += UTF8.width(scalar)
            }
        }
        flush()
    }

    /// A character beyond ASCII.
    private static func scalar(in bytes: Span<UInt8>, at offset: Int) -> Unicode.Scalar {
        let width = (~bytes[offset]).leadingZeroBitCount
        var value = UInt32(bytes[offset] & 0x7F >> width)
        for index in offset + 1..<offset + width {
            value = value << 6 | UInt32(bytes[index] & 0x3F)
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private static func reference(in text: String, at offset: Int) -> CharacterReference? {
        let bytes = text.utf8
        return CharacterReference(bytes[bytes.index(bytes.startIndex, offsetBy: offset)...])
    }

    private mutating func read(_ reference: CharacterReference, at offset: Int) {
        if reference.scalar.isASCII {
            read(UInt8(truncatingIfNeeded: reference.scalar.value), at: offset)
        } else {
            read(reference.scalar, at: offset)
        }
        if isOpen, end > offset { end = offset + reference.length }
    }

    private var isOpen: Bool { letters.count > lettersStart }

    private mutating func read(_ byte: UInt8, at offset: Int) {
        switch byte {
        case 0x61...0x7A: append(byte, at: offset)
        case 0x41...0x5A: append(byte + 32, at: offset)
        case 0x30...0x39:
            append(byte, at: offset)
            digits += 1
        case 0x27: return
        default: separate(byte)
        }
    }

    private mutating func append(_ byte: UInt8, at offset: Int) {
        enter(.spaced, at: offset)
        if letters.count - lettersStart < Run.bytesMax { letters.append(byte) }
        end = offset + 1
    }

    private mutating func read(_ scalar: Unicode.Scalar, at offset: Int) {
        switch CharacterTable.shared.role(of: scalar) {
        case .ignored: return
        case .separator: return separate(0)
        case .letter: enter(.spaced, at: offset)
        case .ideograph: enter(.ideographic, at: offset)
        case .unspaced: enter(.unspaced, at: offset)
        }
        end = offset + UTF8.width(scalar)
        if letters.count - lettersStart + CharacterTable.formMax > Run.bytesMax {
            guard script != .spaced else { return }
            flush()
            start = offset
        }
        let before = letters.count
        CharacterTable.shared.append(scalar, to: &letters)
        digits += letters[before...].count { (0x30...0x39).contains($0) }
    }

    private mutating func separate(_ byte: UInt8) {
        let isFirst = isOpen
        flush()
        gap = isFirst ? byte : 0
    }

    /// Goes on with a run of this script, or starts one.
    private mutating func enter(_ next: Run.Script, at offset: Int) {
        if isOpen {
            guard next != script else { return }
            flush()
            gap = 0
        }
        start = offset
        script = next
    }

    private mutating func flush() {
        guard isOpen else { return }
        all.append(
            Run(
                letters: lettersStart..<letters.count, script: script, source: start..<end,
                glue: gap, isNumber: digits == letters.count - lettersStart))
        lettersStart = letters.count
        digits = 0
    }
}
