/// What of a model can be set, and the values that are tried.
struct SettingsGrid {
    struct Axis {
        var name: String
        /// The value without tuning; one of `values`.
        var start: Double
        var values: [Double]

        init(_ name: String, start: Double, _ values: [Double]) {
            self.name = name
            self.start = start
            self.values = values
        }
    }

    var axes: [Axis]

    var start: [Double] { axes.map(\.start) }

    /// The best settings by a coordinate search: one axis after another, the best value of each
    /// kept for the next.
    func search(
        show: (String) -> Void, score: ([Double]) async throws -> Double
    ) async throws -> [Double] {
        var best = start
        var highest = try await score(best)
        show("  \(Self.rounded(highest))  \(text(best))")
        for (index, axis) in axes.enumerated() {
            for value in axis.values where value != axis.start {
                var settings = best
                settings[index] = value
                let found = try await score(settings)
                let mark = found > highest ? "  better" : ""
                show("  \(Self.rounded(found))  \(text(settings))\(mark)")
                flushOutput()
                guard found > highest else { continue }
                highest = found
                best = settings
            }
        }
        return best
    }

    private static func rounded(_ score: Double) -> Double { (score * 10_000).rounded() / 10_000 }

    /// The settings to start from with some of them set, each as `name=value`; nil where one is of
    /// another form or name, or no number from 0 to a million.
    func setting(_ chosen: [String]) -> [Double]? {
        var settings = start
        for text in chosen {
            let halves = text.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, let value = Double(halves[1]), (0...1e6).contains(value),
                let axis = axes.firstIndex(where: { $0.name == halves[0] })
            else { return nil }
            settings[axis] = value
        }
        return settings
    }

    func text(_ settings: [Double]) -> String {
        zip(axes, settings).map { axis, value in
            let whole = Int(exactly: value).map(String.init)
            return "\(axis.name) \(whole ?? value.description)"
        }.joined(separator: ", ")
    }
}
