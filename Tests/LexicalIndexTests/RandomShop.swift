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
        item.attributes["weight"] = .number(3)
        return item
    }
}
