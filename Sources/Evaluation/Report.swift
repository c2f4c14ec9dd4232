/// The result of an evaluation, to be shown as text, JSON or a page.
package struct Report: Hashable, Sendable {
    /// One number about a model.
    package struct Figure: Hashable, Sendable {
        /// The key in JSON and the head of the column, such as `HR@10` or `train_s`.
        package var key: String
        package var value: Double
        /// Nil for what is not drawn again, such as times.
        package var interval: Interval?

        package init(key: String, value: Double, interval: Interval? = nil) {
            self.key = key
            self.value = value
            self.interval = interval
        }
    }

    package struct Model: Hashable, Sendable {
        package var name: String
        /// The settings it ran with; empty where it has none.
        package var settings: String
        package var figures: [Figure]

        package init(name: String, settings: String = "", figures: [Figure]) {
            self.name = name
            self.settings = settings
            self.figures = figures
        }
    }

    /// One model against another.
    package struct Pair: Hashable, Sendable {
        package var first: String
        package var second: String
        package var comparisons: [Comparison]

        package init(first: String, second: String, comparisons: [Comparison]) {
            self.first = first
            self.second = second
            self.comparisons = comparisons
        }
    }

    package var title: String
    /// What a reader must know to compare the figures with others: data, protocol, counts.
    package var notes: [String]
    package var models: [Model]
    package var pairs: [Pair]

    package init(title: String, notes: [String], models: [Model], pairs: [Pair] = []) {
        self.title = title
        self.notes = notes
        self.models = models
        self.pairs = pairs
    }

    /// The keys of all models, in the order in which they first appear.
    var keys: [String] {
        var keys: [String] = []
        for key in models.flatMap(\.figures).map(\.key) where !keys.contains(key) {
            keys.append(key)
        }
        return keys
    }
}

extension Report.Model {
    func figure(_ key: String) -> Report.Figure? { figures.first { $0.key == key } }
}

/// A number with so many digits after the point, rounded half away from zero.
func fixed(_ value: Double, digits: Int) -> String {
    var factor = 1.0
    for _ in 0..<digits { factor *= 10 }
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 1e15 else { return value.description }
    let text = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return sign + padded }
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
}

/// A number as a reader wants it: four digits after the point for shares, two for what is larger.
///
/// What belongs to another number, such as an end of its interval, has as many digits as that.
func readable(_ value: Double, like other: Double? = nil) -> String {
    fixed(value, digits: abs(other ?? value) < 2 ? 4 : 2)
}

func signed(_ value: Double, like other: Double) -> String {
    (value >= 0 ? "+" : "") + readable(value, like: other)
}
