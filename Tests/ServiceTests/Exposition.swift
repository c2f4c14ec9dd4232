import Testing

/// Prometheus' text format 0.0.4.
enum Exposition {
    /// The samples by name and labels. Every metric has its help and type before its samples, its
    /// samples in one piece, and no sample stands twice.
    static func samples(_ text: String) throws -> [String: Double] {
        var samples: [String: Double] = [:]
        var announced: [String: String] = [:]
        var current = ""
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let help = line.wholeMatch(of: /# HELP ([a-z_]+) (.+)/) {
                current = String(help.1)
                #expect(announced[current] == nil, "\(current) comes twice")
                announced[current] = ""
                continue
            }
            if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|summary|histogram)/)
            {
                #expect(String(type.1) == current)
                announced[current] = String(type.2)
                continue
            }
            let label = #/[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"/#
            let sample = try #require(
                line.wholeMatch(of: /([a-z_]+)(?:\{(.*)\})? (\S+)/), "\(line)")
            if let labels = sample.2 {
                #expect(
                    labels.matches(of: label).map { String($0.0) }.joined(separator: ",") == labels,
                    "\(line)")
            }
            let isPart =
                sample.1 == current || sample.1 == current + "_sum"
                || sample.1 == current + "_count"
            #expect(isPart, "\(line) stands under \(current)")
            let name = String(line.dropLast(sample.3.count + 1))
            #expect(samples[name] == nil, "\(name) comes twice")
            let number = Double(String(sample.3))
            #expect(number != nil, "\(line)")
            samples[name] = number
        }
        #expect(announced.values.allSatisfy { !$0.isEmpty })
        return samples
    }
}
