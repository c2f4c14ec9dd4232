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

    func text(_ settings: [Double]) -> String {
        zip(axes, settings).map { axis, value in
            let whole = Int(exactly: value).map(String.init)
            return "\(axis.name) \(whole ?? value.description)"
        }.joined(separator: ", ")
    }
}
