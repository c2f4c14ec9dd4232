import Commerce
import Companions
import Features
import HashTreeCollections
import LexicalIndex
import Primitives
import QueryUnderstanding

/// An item in memory, shared between snapshots.
final class ItemRecord: Sendable {
    let item: Item
    /// The number that models learn it under: its parent's, or its own.
    let learning: UInt32
    /// The number of its first category, the same for all items that have it first.
    let shelf: UInt32
    /// What can be alike about it and others.
    let features: [UInt64]
    let brand: UInt64?
    /// Nil where the shop states none.
    let logPrice: Double?

    init(_ item: Item, learning: UInt32, shelf: UInt32) {
        self.item = item
        self.learning = learning
        self.shelf = shelf
        features = Array(CatalogueView.features(of: item))
        brand = item.brand.map { stableHash($0) }
        let level = PriceLevels().level(of: item)
        logPrice = level.isImputed ? nil : level.logPrice
    }
}

/// The items as the query path sees them: by number, by category, by parent, by word.
struct CatalogueView: Sendable {
    /// The items by number.
    private(set) var records = PersistentVector<ItemRecord?>()
    /// Items that can be bought.
    private var available = NumberSet()
    /// Items that models learn under another number than their own.
    private var adopted = NumberSet()
    /// Grows with each change of an item.
    private(set) var changes = 0
    /// These lists are in the order of the ids, whatever the order of the updates was: numbers and
    /// updates may come in another order after a restart, and the first variant is the one shown.
    private var variants: TreeDictionary<UInt32, [UInt32]> = [:]
    private var categories: TreeDictionary<[String], [UInt32]> = [:]
    private(set) var newest = NewestItems()
    /// Numbers of categories that were the first of an item; `[]` stands for none.
    private var shelves: TreeDictionary<[String], UInt32> = [[]: 0]
    /// Those of each item: to be read without going to its record.
    private var shelfNumbers = PersistentVector<UInt32>()
    private var learningNumbers = PersistentVector<UInt32>()
    private(set) var prices = PriceLevels()
    private(set) var index = LexicalIndex()
    private(set) var content = ContentNeighbours()
    private(set) var completion = Completion()
    private(set) var vocabulary = ShopVocabulary()
    /// How many items have a category or a brand of that name.
    private var names: TreeDictionary<Completion.Suggestion, Int> = [:]

    var count: Int { index.count }

    // MARK: Read

    func item(_ number: UInt32) -> Item? { record(number)?.item }

    func record(_ number: UInt32) -> ItemRecord? {
        Int(number) < records.count ? records[Int(number)] : nil
    }

    /// The number that models learn an item under; its own where the catalogue does not know it.
    func learning(_ number: UInt32) -> UInt32 {
        adopted.contains(number) ? learningNumbers[Int(number)] : number
    }

    /// The number of an item's first category; 0 of an item without one.
    func shelf(of number: UInt32) -> UInt32 {
        Int(number) < shelfNumbers.count ? shelfNumbers[Int(number)] : 0
    }

    /// Whether models learn any item under another number than its own.
    var hasVariants: Bool { !adopted.isEmpty }

    /// Items that name this one their parent.
    func variants(of number: UInt32) -> [UInt32] { variants[number] ?? [] }

    /// What stands for a learnt item: itself, or the first of its variants that can be bought and
    /// passes the filter; nil where nothing does. A shop without a catalogue shows bare ids.
    func shown(_ item: UInt32, _ filter: Filter = Filter()) -> UInt32? {
        if count == 0 { return filter.isEmpty ? item : nil }
        if isShown(item, filter) { return item }
        return variants[item]?.first { isShown($0, filter) }
    }

    private func isShown(_ number: UInt32, _ filter: Filter) -> Bool {
        guard available.contains(number) else { return false }
        return filter.isEmpty || record(number).map { filter.matches($0.item) } ?? false
    }

    /// Whether an item can be bought.
    func isAvailable(_ number: UInt32) -> Bool { available.contains(number) }

    func items(in category: [String]) -> [UInt32] { categories[category] ?? [] }

    /// Items of the categories that meet a filter's condition, some perhaps twice.
    func items(meeting condition: Filter.Condition) -> [UInt32] {
        let filter = Filter(["category": condition])
        var probe = Item(id: "")
        return categories.flatMap { category, items in
            probe.categories = [category]
            return filter.matches(probe) ? items : []
        }
    }

    /// Every item, by number.
    var all: some Sequence<(number: UInt32, item: Item)> {
        records.enumerated().lazy.compactMap { index, record in
            record.map { (number: UInt32(index), item: $0.item) }
        }
    }

    // MARK: Update

    /// Puts an item in place of the one of the same number.
    mutating func put(_ item: Item, as number: UInt32, parent: UInt32?) {
        insert(item, number, parent)
        index.insert(item, as: number)
        for suggestion in changedNames(of: item, by: 1) { completion.insert(suggestion) }
        for suggestion in Self.titles(of: item) { completion.insert(suggestion) }
    }

    /// Fills an empty view, for the cost of one sort of the completions. What files keep of the index
    /// need not be indexed. Rows, index and completions are made beside each other.
    mutating func fill(
        _ items: [(item: Item, number: UInt32, parent: UInt32?)], indexFiles: IndexFiles
    ) {
        let (made, (named, _)) = together({
            LexicalIndex(
                restoring: indexFiles.contents, items: items.map { ($0.item, $0.number) })
        }) {
            together({
                var view = CatalogueView()
                view.name(items.lazy.map(\.item))
                return view
            }) {
                for (item, number, parent) in items { insert(item, number, parent) }
            }
        }
        (index, names, completion) = (made, named.names, named.completion)
    }

    /// Offers the names of many items.
    private mutating func name(_ items: some Sequence<Item>) {
        var suggestions: [Completion.Suggestion] = []
        for item in items { suggestions += changedNames(of: item, by: 1) + Self.titles(of: item) }
        completion.insert(contentsOf: suggestions)
    }

    private mutating func insert(_ item: Item, _ number: UInt32, _ parent: UInt32?) {
        changes += 1
        while records.count <= Int(number) {
            learningNumbers.append(UInt32(records.count))
            records.append(nil)
            shelfNumbers.append(0)
        }
        let category = item.categories.first ?? []
        let shelf = shelves[category] ?? UInt32(shelves.count)
        shelves[category] = shelf
        let record = ItemRecord(item, learning: parent ?? number, shelf: shelf)
        records[Int(number)] = record
        shelfNumbers[Int(number)] = shelf
        learningNumbers[Int(number)] = record.learning
        available.set(number, to: item.isAvailable)
        adopted.set(number, to: record.learning != number)
        if let parent, let place = place(of: item.id, in: variants(of: parent)) {
            variants[parent, default: []].insert(number, at: place)
        }
        for category in item.categories {
            guard let place = place(of: item.id, in: items(in: category)) else { continue }
            categories[category, default: []].insert(number, at: place)
        }
        newest.insert(number, item)
        prices.add(item)
        vocabulary.insert(item)
        content.insert(number, features: record.features)
    }

    /// Where an id belongs in a list that is in the order of the ids; nil where it stands already.
    private func place(of id: String, in list: [UInt32]) -> Int? {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            guard let other = item(list[middle])?.id, other != id else { return nil }
            if other < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func remove(_ number: UInt32, parent: UInt32?) {
        guard let record = record(number) else { return }
        let item = record.item
        changes += 1
        records[Int(number)] = nil
        shelfNumbers[Int(number)] = 0
        available.set(number, to: false)
        adopted.set(number, to: false)
        if let parent { variants[parent]?.removeAll { $0 == number } }
        for category in item.categories { categories[category]?.removeAll { $0 == number } }
        if newest.remove(number, item) {
            for (number, item) in all { newest.insert(number, item) }
        }
        content.remove(number, features: record.features)
        prices.remove(item)
        vocabulary.remove(item)
        index.remove(number)
        for suggestion in changedNames(of: item, by: -1) { completion.remove(suggestion) }
        for suggestion in Self.titles(of: item) { completion.remove(suggestion) }
    }

    /// Queries are offered as well, once they were asked often enough.
    mutating func offer(query: String) {
        completion.insert(Completion.Suggestion(text: query, kind: .query))
    }

    /// Offers these queries, and none that was offered before.
    mutating func offer(only queries: [String]) {
        completion.replace(
            .query, with: queries.map { Completion.Suggestion(text: $0, kind: .query) })
    }

    // MARK: Completion

    private static func titles(of item: Item) -> [Completion.Suggestion] {
        item.title.all.map { Completion.Suggestion(text: $0, kind: .item, item: item.id) }
    }

    /// Counts the item's brand and categories; returns those that appeared or vanished.
    private mutating func changedNames(of item: Item, by change: Int) -> [Completion.Suggestion] {
        var suggestions: Set<Completion.Suggestion> = []
        if let brand = item.brand, !brand.isEmpty {
            suggestions.insert(Completion.Suggestion(text: brand, kind: .brand))
        }
        for name in item.categories.joined() {
            suggestions.insert(Completion.Suggestion(text: name, kind: .category))
        }
        return suggestions.filter { suggestion in
            let count = (names[suggestion] ?? 0) + change
            names[suggestion] = count == 0 ? nil : count
            return change > 0 ? count == 1 : count == 0
        }
    }
}
