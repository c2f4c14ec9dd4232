#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Shows what was printed at once, also where the output is a pipe.
func flushOutput() { _ = fflush(nil) }

/// Writes to standard error, where progress and complaints go.
func printError(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
}

/// A line that says how far a long command is: redrawn in place on a terminal, printed every ten
/// seconds elsewhere.
struct ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var shown: ContinuousClock.Instant

    init() {
        start = clock.now
        shown = start
    }

    /// - Parameters:
    ///   - share: Done, in 0...1; nil where the end is not known.
    ///   - text: What is done, such as `12,000 lines`.
    ///   - count: The number behind it, for the rate; nil where the text tells one.
    mutating func show(share: Double?, text: String, count: Int?) {
        let now = clock.now
        guard now - shown > (isTerminal ? .milliseconds(100) : .seconds(10)) else { return }
        shown = now
        let seconds = (now - start) / .seconds(1)
        var line = text
        if let count { line += ", \(grouped(Int(Double(count) / max(seconds, 0.001))))/s" }
        if let share, share > 0 {
            let filled = Int(share * 24)
            let bar = String(repeating: "█", count: filled).padded(24, with: "░")
            line = "\(bar) \(Int(share * 100)) %  \(line), \(Int(seconds / share - seconds)) s left"
        }
        if isTerminal {
            let bytes = Array("\r\u{1B}[K\(line)".utf8)
            _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
        } else {
            printError(line)
        }
    }

    /// Clears the line.
    func end() {
        guard isTerminal else { return }
        let bytes = Array("\r\u{1B}[K".utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    }
}

extension String {
    fileprivate func padded(_ width: Int, with filler: String) -> String {
        self + String(repeating: filler, count: max(0, width - count))
    }
}

/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
    var digits = Array(String(abs(number)))
    var index = digits.count - 3
    while index > 0 {
        digits.insert(",", at: index)
        index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
}
