import Commerce
import Primitives

/// Makes up items from few words, so that words meet.
struct RandomShop {
    static let words = [
        "red", "blue", "lantern", "lanterns", "Tea", "cup", "cups", "box", "boxes", "glass",
        "crème", "Brûlée", "children's", "T-shirt", "2.5", "litre", "wood", "wooden", "oak", "the",
        "蓝牙耳机", "耳机", "陶瓷茶壶", "ＬＥＤ", "hoodie", "hoodies", "Москва", "が", "🎁", "lamp",
    ]

    var random: SeededRNG

    init(seed: UInt64) { random = SeededRNG(seed: seed) }

    /// Low words are drawn more often than high ones.
    mutating func word() -> String {
        Self.words[random.index(below: 1 + random.index(below: Self.words.count))]
    }

    mutating func text(upTo count: Int) -> String {
        (0..<random.index(below: count + 1)).map { _ in word() }.joined(separator: " ")
    }

    mutating func item(_ id: String) -> Item {
        var item = Item(id: id)
        item.title = LocalizedText(text(upTo: 5))
        if random.chance(0.2) { item.title = LocalizedText(["en": text(upTo: 4), "zh": "红色"]) }
        if random.chance(0.7) { item.brand = word() }
        if random.chance(0.7) { item.categories = [[word(), word()], [word()]] }
        if random.chance(0.7) { item.description = LocalizedText(text(upTo: 30)) }
        if random.chance(0.3) { item.attributes["colour"] = .text(LocalizedText(word())) }
        if random.chance(0.3) { item.attributes["tags"] = .list([word(), word()]) }
        item.attributes["weight"] = .number(Double(random.index(below: 7)) / 2 - 1)
        if random.chance(0.2) { item.attributes["new"] = .flag(random.chance(0.5)) }
        if random.chance(0.2) {
            item.attributes["colour"] = .text(LocalizedText(["en": word(), "de": word()]))
        }
        if random.chance(0.7) {
            let minor = Int64(100 * random.index(below: 40))
            item.price = Currency("EUR").map { Money(minor: minor, currency: $0) }
        }
        if random.chance(0.5) { item.stock = random.index(below: 3) }
        if random.chance(0.3) { item.availability = random.pick(Item.Availability.allCases) }
        if random.chance(0.3) { item.parent = "p\(random.index(below: 5))" }
        return item
    }

    /// Some conditions, most of which some items meet.
    mutating func filter() -> Filter {
        var conditions: [String: Filter.Condition] = [:]
        for _ in 0..<1 + random.index(below: 2) {
            let (name, condition) = condition()
            conditions[name] = condition
        }
        var filter = Filter(conditions)
        if random.chance(0.3) {
            filter.expression = try? Expression(random.pick(Self.expressions), path: "where")
        }
        while random.chance(0.2) {
            let (name, condition) = condition()
            filter.without.append(Filter([name: condition]))
        }
        return filter
    }

    private static let expressions = [
        "price < 20", "not (price >= 10 and new)", "weight > 0 or weight = -1", "stock != 1",
        "in_stock and not (tags = \"ab\" or colour = \"ab\")", "brand in (\"ab\", \"ba\")",
    ]

    private mutating func condition() -> (String, Filter.Condition) {
        func words() -> Filter.Condition {
            .anyOf((0..<1 + random.index(below: 3)).map { _ in word().lowercased() })
        }
        let low = Double(random.index(below: 30)) - 2
        let bounds = [(low, low + 12), (nil, low), (low, nil), (low, low)] as [(Double?, Double?)]
        let bound = random.pick(bounds)
        switch random.index(below: 12) {
        case 0: return ("brand", words())
        case 1: return ("category", words())
        case 2:
            let path = "\(word()) > \(word())".lowercased()
            return ("category", .anyOf([path, " > "]))
        case 3: return ("price", .range(atLeast: bound.0, atMost: bound.1))
        case 4: return ("attributes.weight", .range(atLeast: -0.5, atMost: low / 10))
        case 5: return ("stock", .range(atLeast: 1, atMost: nil))
        case 6: return ("in_stock", .flag(random.chance(0.5)))
        case 7: return ("new", .flag(random.chance(0.5)))
        case 8: return ("attributes.colour", words())
        case 9: return ("tags", words())
        case 10: return ("parent", .anyOf(["p1", "p3"]))
        default: return ("availability", .anyOf(["in_stock", "preorder"]))
        }
    }
}
