import Commerce
import Companions
import Features
import Primitives
import TextAnalysis

extension CatalogueView {
    /// How many price levels a price is times e: neighbours differ by a third.
    private static let levelsPerE = 3.0

    /// What describes a thing that models learn: the item, or a parent's first variant where the
    /// parent is no item itself.
    func content(of learning: UInt32) -> Item? { describing(learning)?.item }

    /// The record of what describes it.
    func describing(_ learning: UInt32) -> ItemRecord? {
        record(learning) ?? variants(of: learning).first.flatMap { record($0) }
    }

    /// What is described like a learnt item, and how much of its own description that is, 0...1; in no
    /// order, the item itself among them. A product speaks once, however many variants it has, by the one
    /// that is likest.
    func alike(to learnt: UInt32) -> (items: [UInt32], scores: [Double]) {
        guard let origin = record(learnt) ?? variants(of: learnt).first.flatMap({ record($0) })
        else { return ([], []) }
        let found = content.candidates(like: origin.features)
        guard hasVariants else { return (found.items, found.scores) }
        var places = ItemPlaces(expecting: found.items.count)
        var scores: [Double] = []
        scores.reserveCapacity(found.items.count)
        for (number, score) in zip(found.items, found.scores) {
            let place = places.place(of: learning(number))
            if place == scores.count {
                scores.append(score)
            } else {
                scores[place] = max(score, scores[place])
            }
        }
        return (places.items, scores)
    }

    /// What models learn items under: a parent once for each variant.
    var learnt: some Sequence<(number: UInt32, id: String)> {
        all.lazy.map { number, item in (learning(number), item.parent ?? item.id) }
    }

    /// What can be alike about two items, as hashes: categories with all levels above them, brand,
    /// attributes, the terms of the title, and a price that is near.
    static func features(of item: Item) -> Set<UInt64> {
        var features: Set<UInt64> = []
        func insert(_ name: String) { features.insert(stableHash(name)) }
        for path in item.categories {
            for depth in path.indices {
                insert("c" + path[...depth].joined(separator: "\u{1F}"))
            }
        }
        if let brand = item.brand { insert("b" + brand) }
        for (name, attribute) in item.attributes {
            for value in texts(of: attribute) { insert("a\(name)\u{1F}\(value)") }
        }
        for title in item.title.all {
            for term in Analyser.queryTerms(title) { insert("t" + term) }
        }
        // No other item's price stands in.
        let level = PriceLevels().level(of: item)
        if !level.isImputed {
            // Two rows of steps, half a step apart: near prices share one of them at least.
            let steps = level.logPrice * levelsPerE
            insert("p\(Int(steps.rounded(.down)))")
            insert("q\(Int((steps + 0.5).rounded(.down)))")
        }
        return features
    }

    /// Numbers say how much, not what: only two that are equal are alike.
    private static func texts(of attribute: Attribute) -> [String] {
        switch attribute {
        case .text(let text): text.all
        case .list(let list): list
        case .flag(let flag): [String(flag)]
        case .number(let number): [number.description]
        }
    }
}
