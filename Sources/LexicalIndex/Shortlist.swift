/// The best suggestions so far, best first, no text twice.
struct Shortlist {
    private typealias Weighed = (suggestion: Completion.Suggestion, weight: Double)

    private let limit: Int
    private var weighed: [Weighed] = []

    init(limit: Int) { self.limit = limit }

    var suggestions: [Completion.Suggestion] { weighed.map(\.suggestion) }

    /// Keeps a suggestion if it is among the best; of one text, the best alone.
    mutating func offer(_ suggestion: Completion.Suggestion, weight: Double) {
        let new = (suggestion: suggestion, weight: weight)
        if weighed.count == limit, let worst = weighed.last, !Self.isBetter(new, worst) { return }
        if let same = weighed.firstIndex(where: { $0.suggestion.text == suggestion.text }) {
            guard Self.isBetter(new, weighed[same]) else { return }
            weighed.remove(at: same)
        } else if weighed.count == limit {
            weighed.removeLast()
        }
        weighed.insert(new, at: weighed.firstIndex { Self.isBetter(new, $0) } ?? weighed.count)
    }

    private static func isBetter(_ a: Weighed, _ b: Weighed) -> Bool {
        if a.weight != b.weight { return a.weight > b.weight }
        let (a, b) = (a.suggestion, b.suggestion)
        return (a.text, a.kind.rawValue, a.item ?? "") < (b.text, b.kind.rawValue, b.item ?? "")
    }
}
