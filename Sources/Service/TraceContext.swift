/// Where a request stands in the caller's trace (W3C Trace Context, `traceparent`): its spans go on
/// under the same trace with a number of their own.
package struct TraceContext: Sendable {
    /// 32 hexadecimal digits, not all 0.
    package let trace: String
    private let span: String
    private let flags: String

    /// What follows a caller's span; nil where the header is none that the specification allows, which
    /// asks to ignore it then.
    ///
    /// - Parameters:
    ///   - header: Of the request.
    ///   - span: The number of the new span; random where none is given.
    package init?(following header: String, span: UInt64 = .random(in: 1 ... .max)) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHex(parts[0], 2), parts[0] != "ff",
            // Later versions may add parts.
            parts.count == 4 || parts[0] != "00",
            Self.isHex(parts[1], 32), Self.isHex(parts[2], 16), Self.isHex(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        trace = String(parts[1])
        // Of the flags this version knows `sampled` alone.
        let sampled = parts[3].last.flatMap(\.hexDigitValue).map { $0 & 1 } ?? 0
        flags = "0\(sampled)"
        let digits = String(span, radix: 16)
        self.span = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// As the answer has it.
    package var header: String { "00-\(trace)-\(span)-\(flags)" }

    private static func isHex(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
