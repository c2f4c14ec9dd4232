/// What of a model can be set, and the values that are tried.
struct SettingsGrid {
    struct Axis {
        var name: String
        /// The value without tuning; one of `values`.
        var start: Double
        var values: [Double]
        /// What it means, where the name does not say so.
        var note: String

        init(_ name: String, start: Double, _ values: [Double], _ note: String = "") {
            self.name = name
            self.start = start
            self.values = values
            self.note = note
        }

        /// One that is not searched.
        static func fixed(_ name: String, _ start: Double, _ note: String) -> Axis {
            Axis(name, start: start, [start], note)
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

    /// The value of an axis that there is.
    func value(of name: String, in settings: [Double]) -> Double {
        guard let axis = axes.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no axis \(name)")
        }
        return settings[axis]
    }

    /// All axes of several values, and those that were set to another value than is usual.
    func text(_ settings: [Double]) -> String {
        let told = zip(axes, settings).filter { axis, value in
            axis.values.count > 1 || value != axis.start
        }
        return told.map { axis, value in
            let whole = Int(exactly: value).map(String.init)
            return "\(axis.name) \(whole ?? value.description)"
        }.joined(separator: ", ")
    }
}
