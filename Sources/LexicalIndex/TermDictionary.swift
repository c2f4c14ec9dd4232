/// The terms of a segment in the order of their bytes, numbered from 0.
struct TermDictionary: Sendable {
    private(set) var keys = SortedKeys()
    /// What rules most terms out when one is looked for that is nearly like another.
    private(set) var shapes: [WordShape] = []

    var count: Int { keys.count }

    init() {}

    init(_ keys: SortedKeys) {
        self.keys = keys
        shapes = (0..<keys.count).map { WordShape(keys[$0]) }
    }

    mutating func reserve(_ count: Int) {
        keys.reserve(count)
        shapes.reserveCapacity(count)
    }

    /// Adds a term that follows all others.
    mutating func append(_ term: some Collection<UInt8>) {
        keys.append(term)
        shapes.append(WordShape(term))
    }

    func term(_ id: Int) -> ArraySlice<UInt8> { keys[id] }

    func text(_ id: Int) -> String { String(decoding: term(id), as: UTF8.self) }

    /// The number of a term; nil where there is none such.
    func id(of term: String) -> Int? { keys.index(of: Array(term.utf8)) }
}
