import ArgumentParser
import Commerce
import LexicalIndex
import Primitives

/// The items of a benchmark of search: a folder's, or made up.
struct SearchCorpus: ParsableArguments {
    @Option(help: "A folder as BEIR has it; its documents are the items.") var beir: String?
    @Option(help: "In its place, so many made-up items.") var generated: Int?

    func validate() throws {
        guard (beir == nil) != (generated == nil) else {
            throw ValidationError("Give one of --beir and --generated.")
        }
    }

    func items() throws -> [Item] {
        if let beir {
            return try SearchCollection(beir, queries: nil, split: .all).items
        }
        var random = SeededRNG(seed: 1)
        return (0..<(generated ?? 0)).map { Self.item($0, &random) }
    }

    /// Bytes of the texts that are searched.
    static func textBytes(of items: [Item]) -> Int {
        items.reduce(0) { sum, item in
            let attributes = item.attributes.values.flatMap { attribute -> [String] in
                switch attribute {
                case .text(let text): text.all
                case .list(let texts): texts
                case .number, .flag: []
                }
            }
            let texts =
                item.title.all + item.description.all + item.categories.joined() + attributes
            return sum + texts.reduce(item.brand?.utf8.count ?? 0) { $0 + $1.utf8.count }
        }
    }

    static func index(_ items: [Item]) -> LexicalIndex {
        var index = LexicalIndex()
        index.insert(contentsOf: items.enumerated().lazy.map { (item: $1, document: UInt32($0)) })
        return index
    }

    // MARK: Made up

    private static let words = 60_000
    private static let brands = 500

    /// A title of six words, a description of twenty, as frequent as Zipf has it.
    private static func item(_ number: Int, _ random: inout SeededRNG) -> Item {
        func text(_ count: Int) -> LocalizedText {
            LocalizedText((0..<count).map { _ in word(&random) }.joined(separator: " "))
        }
        var item = Item(id: "item-\(number)")
        item.title = text(6)
        item.description = text(20)
        item.brand = "brand \(random.index(below: brands))"
        let category = random.index(below: 300)
        item.categories = [["section \(category / 15)", "category \(category)"]]
        item.price = Currency("EUR").map {
            Money(minor: Int64(99 + 50 * random.index(below: 1000)), currency: $0)
        }
        item.attributes["colour"] = .text(LocalizedText("colour \(random.index(below: 12))"))
        return item
    }

    /// The word of rank r comes about 1/r as often as the first.
    private static func word(_ random: inout SeededRNG) -> String {
        var rank = 1.0
        for _ in 0..<16 where random.chance(0.5) { rank *= 2 }
        let number = min(words - 1, Int(rank * (1 + random.uniform())))
        let letters = Array("bcdfghklmnprstvz")
        let vowels = Array("aeiou")
        var rest = number
        var word = ""
        repeat {
            word.append(letters[rest % letters.count])
            word.append(vowels[rest / letters.count % vowels.count])
            rest /= letters.count * vowels.count
        } while rest > 0
        return word + (number < 80 ? "x" : "")
    }
}
