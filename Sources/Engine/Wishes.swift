import Commerce
import Features
import QueryUnderstanding

/// What a query wishes of items beyond its words: a brand, a kind, an attribute, a low price. Items
/// that meet it rank higher; none is left out.
struct Wishes {
    /// How far meeting all that is wished lifts an item.
    private static let lift: Float = 0.5
    /// How far a price can that is a third of the usual one of its category, or less.
    private static let cheapLift: Float = 0.5

    private var wanted: [(field: String, values: Set<String>)] = []
    private var isCheap = false
    private var lifts: [RuleAction.Lift] = []

    /// Whether there is none.
    var isEmpty: Bool { wanted.isEmpty && !isCheap && lifts.isEmpty }

    init() {}

    /// - Parameters:
    ///   - understanding: What the query says.
    ///   - rules: Rules that act on it.
    init(_ understanding: Understanding, _ rules: [Rule]) {
        lifts = rules.flatMap { [$0.action.boost, $0.action.bury].compactMap { $0 } }
        add(understanding.slots)
    }

    /// Wishes for what further slots say.
    mutating func add(_ slots: [Slot]) {
        for slot in slots where slot.role == .boost {
            if slot.isCheap {
                isCheap = true
            } else {
                wanted.append((slot.field, Set(slot.values)))
            }
        }
    }

    /// What the score of an item is multiplied by. It is read where it lies: an item is a dozen
    /// references to copy.
    func lift(of record: ItemRecord, prices: PriceLevels) -> Float {
        var lift: Float = 1
        if !wanted.isEmpty {
            let met = wanted.count { Self.meets(record, $0.field, $0.values) }
            lift += Self.lift * Float(met) / Float(wanted.count)
        }
        if isCheap, record.item.price != nil {
            var usual = record.item
            usual.price = nil
            let gap = prices.level(of: usual).logPrice - prices.level(of: record.item).logPrice
            lift += Self.cheapLift * Float(min(max(gap, 0), 1))
        }
        return lifts.reduce(lift) { lift, wanted in
            wanted.filter.matches(record.item) ? lift * Float(wanted.factor) : lift
        }
    }

    private static func meets(
        _ record: ItemRecord, _ field: String, _ values: Set<String>
    ) -> Bool {
        switch field {
        case "brand": return record.item.brand.map(values.contains) ?? false
        case "category": return record.item.categories.joined().contains(where: values.contains)
        default: break
        }
        return switch record.item.attributes[field] {
        case .text(let text): text.byLocale.values.contains(where: values.contains)
        case .list(let list): list.contains(where: values.contains)
        case .number, .flag, nil: false
        }
    }
}
