import Primitives

/// The last elements, to draw from.
struct ReplayBuffer<Element> {
    private let countMax: Int
    private var elements: [Element] = []
    private var next = 0

    init(_ countMax: Int) { self.countMax = max(1, countMax) }

    var count: Int { elements.count }

    mutating func append(_ element: Element) {
        if elements.count < countMax {
            elements.append(element)
        } else {
            elements[next] = element
        }
        next = (next + 1) % countMax
    }

    mutating func remove(where isUnwanted: (Element) -> Bool) {
        elements.removeAll(where: isUnwanted)
        next = elements.count < countMax ? elements.count : 0
    }

    mutating func clear() {
        elements = []
        next = 0
    }

    /// Elements drawn with equal chances; fewer where fewer are there.
    func sample(_ count: Int, _ rng: inout SeededRNG) -> [Element] {
        guard !elements.isEmpty else { return [] }
        return (0..<min(count, elements.count)).map { _ in rng.pick(elements) }
    }
}
