package import Commerce
import HashTreeCollections

/// What a shop's own brands, categories and attributes are called, and in which currencies it sells:
/// the readings that a query can have here.
///
/// A value: copies share what did not change. It depends on the items it holds, never on the order
/// in which they came.
package struct ShopVocabulary: Sendable {
    /// A value of a field, as the catalogue writes it.
    struct Name: Hashable, Sendable {
        var field: String
        var text: String
    }

    /// What a phrase can mean.
    struct Sense: Hashable, Sendable {
        var name: Name
        /// Whether it is the name, or a part of it between commas and the like; else it is the noun
        /// at its end.
        var isWhole: Bool

        func precedes(_ other: Sense) -> Bool {
            (name.field, name.text) < (other.name.field, other.name.text)
        }
    }

    static let brand = "brand"
    static let category = "category"
    /// Longest value of an attribute that is a word to search for rather than a text.
    private static let bytesMax = 40
    /// Names that are kept; a shop with more is searched by its words.
    private static let namesMax = 200_000

    /// How many items have a value.
    private var counts: TreeDictionary<Name, Int> = [:]
    private var senses: TreeDictionary<String, [Sense]> = [:]
    private var prices: TreeDictionary<Currency, Int> = [:]
    /// Those of the items' prices, the most frequent first.
    private(set) var currencies: [Currency] = []

    package init() {}

    /// Learns what an item's fields say.
    package mutating func insert(_ item: Item) {
        for name in Self.names(of: item) {
            let count = counts[name] ?? 0
            guard count > 0 || counts.count < Self.namesMax else { continue }
            counts[name] = count + 1
            guard count == 0 else { continue }
            for (key, sense) in Self.senses(of: name) { add(sense, under: key) }
        }
        count(item, by: 1)
    }

    /// Takes out what `insert` put in.
    package mutating func remove(_ item: Item) {
        for name in Self.names(of: item) {
            guard let count = counts[name] else { continue }
            counts[name] = count > 1 ? count - 1 : nil
            guard count == 1 else { continue }
            for (key, sense) in Self.senses(of: name) {
                let rest = senses[key, default: []].filter { $0 != sense }
                senses[key] = rest.isEmpty ? nil : rest
            }
        }
        count(item, by: -1)
    }

    /// What a phrase can mean, in the order of fields and names.
    func senses(of key: String) -> [Sense] { senses[key] ?? [] }

    func count(of name: Name) -> Int { counts[name] ?? 0 }

    private mutating func add(_ sense: Sense, under key: String) {
        guard !key.isEmpty else { return }
        var list = senses[key] ?? []
        guard !list.contains(where: { $0.name == sense.name }) else { return }
        list.insert(sense, at: list.firstIndex { sense.precedes($0) } ?? list.count)
        senses[key] = list
    }

    private mutating func count(_ item: Item, by change: Int) {
        guard let currency = item.price?.currency else { return }
        let count = (prices[currency] ?? 0) + change
        prices[currency] = count == 0 ? nil : count
        currencies = prices.sorted { ($1.value, $0.key.code) < ($0.value, $1.key.code) }.map(\.key)
    }

    // MARK: Names

    private static func names(of item: Item) -> Set<Name> {
        var names: Set<Name> = []
        if let brand = item.brand { names.insert(Name(field: Self.brand, text: brand)) }
        for level in item.categories.joined() {
            names.insert(Name(field: Self.category, text: level))
        }
        for (field, attribute) in item.attributes {
            let texts: [String] =
                switch attribute {
                case .text(let text): text.all
                case .list(let list): list
                case .number, .flag: []
                }
            for text in texts where text.utf8.count <= bytesMax {
                names.insert(Name(field: field, text: text))
            }
        }
        return names
    }

    /// The phrases that mean a name. One phrase once: as the whole, before as an end.
    private static func senses(of name: Name) -> [(String, Sense)] {
        var keys = [[Piece].key(of: name.text)]
        var ends: [String] = []
        if name.field == brand, let short = withoutForm(name.text) {
            keys.append([Piece].key(of: short))
        }
        if name.field == category {
            for part in parts(of: name.text) {
                let pieces = Piece.all(of: part).filter { $0.kind != .sign }
                keys.append(pieces.map(\.key).joined())
                ends += self.ends(of: pieces)
            }
        }
        var found: [(String, Sense)] = []
        var seen: Set<String> = []
        for (key, isWhole) in keys.map({ ($0, true) }) + ends.map({ ($0, false) })
        where seen.insert(key).inserted {
            found.append((key, Sense(name: name, isWhole: isWhole)))
        }
        return found
    }

    private static let companyForms: Set<String> = [
        "technology", "technologies", "inc", "corporation", "corp", "ltd", "limited", "llc", "gmbh",
        "ag", "co", "company", "electronics", "group", "international", "systems",
    ]

    /// `Griffin Technology` is called Griffin as well.
    private static func withoutForm(_ brand: String) -> String? {
        let words = brand.split(separator: " ")
        guard words.count > 1, let last = words.last?.lowercased(),
            companyForms.contains(String(last.filter(\.isLetter)))
        else { return nil }
        return words.dropLast().joined(separator: " ")
    }

    /// `Ranges, Cooktops & Ovens` names three kinds; `All Laptops` one.
    private static func parts(of name: String) -> [String] {
        let separators: Set<Character> = [",", "&", "/", "、", "，", "(", ")", "（", "）", ";", "|"]
        var joined = name
        for word in [" and ", " und ", " et ", "和", "与", "及"] {
            joined = joined.split(separator: word, omittingEmptySubsequences: false)
                .joined(separator: ",")
        }
        return joined.split(whereSeparator: separators.contains).map { part in
            let words = part.split(separator: " ")
            let isAll = words.count > 1 && ["all", "other", "more"].contains(words[0].lowercased())
            return (isAll ? words.dropFirst() : words[...]).joined(separator: " ")
        }
    }

    /// The nouns that a name of several words ends in: the `headphones` of `wireless headphones`. In
    /// Chinese nobody can tell where such a noun begins.
    private static func ends(of pieces: [Piece]) -> [String] {
        let words = pieces.suffix(8)
        guard words.allSatisfy({ $0.kind == .word }) else { return [] }
        return words.indices.dropFirst().map { words[$0...].map(\.key).joined() }
    }
}
