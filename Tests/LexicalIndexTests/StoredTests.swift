import Commerce
import LexicalIndex
import Primitives
import Testing

/// An index from files is that of the items, whatever the files hold.
@Suite("What files keep of an index")
struct StoredTests {
    private static func shop(_ seed: UInt64) -> FilterTests.Shop {
        FilterTests.Shop(seed: seed, count: 120)
    }

    private static func files(_ shop: FilterTests.Shop) -> [[UInt8]] {
        shop.index.parts.map(\.bytes)
    }

    /// What an index answers, by ids: numbers may differ.
    private static func answers(_ index: LexicalIndex, _ ids: [UInt32: String]) -> [[String: Float]]
    {
        ["red lamp", "crème lanterns", "耳机", "lantren", "\"red box\"", "the oak"].map { text in
            let found = index.search(QueryReader(index).read(text), count: nil, collecting: true)
            return Dictionary(
                found.matches.map { (ids[$0.document] ?? "?", $0.score) },
                uniquingKeysWith: { _, _ in -1 })
        } + [
            Dictionary(
                index.all(meeting: Filter()).counts(of: "brand").map {
                    ($0.value, Float($0.count))
                },
                uniquingKeysWith: { _, _ in -1 })
        ]
    }

    /// The items under numbers in another order.
    private static func renumbered(
        _ shop: inout FilterTests.Shop
    ) -> [(item: Item, document: UInt32)] {
        shop.naive.items.values.sorted { $0.id < $1.id }.shuffled(using: &shop.random.random)
            .enumerated().map { (item: $1, document: UInt32($0) + 7) }
    }

    private static func ids(_ items: [(item: Item, document: UInt32)]) -> [UInt32: String] {
        Dictionary(uniqueKeysWithValues: items.map { ($0.document, $0.item.id) })
    }

    /// Ids differ, as those of a shop do.
    private static func named(_ seed: UInt64) -> FilterTests.Shop {
        var shop = shop(seed)
        for (document, item) in shop.naive.items {
            var item = item
            item.id = "Item-\(document)"
            shop.naive.items[document] = item
            shop.index.remove(document)
            shop.index.insert(item, as: document)
        }
        return shop
    }

    @Test("an index restored answers as before, under other numbers", arguments: 1...8)
    func same(seed: UInt64) {
        var shop = Self.named(seed)
        let before = Self.answers(shop.index, shop.naive.items.mapValues(\.id))
        let items = Self.renumbered(&shop)
        var restored = LexicalIndex(restoring: Self.files(shop), items: items)
        #expect(restored.restored == items.count && restored.count == items.count)
        #expect(Self.answers(restored, Self.ids(items)) == before, "seed \(seed)")
        // It goes on as any other.
        for (_, document) in items.prefix(80) { restored.remove(document) }
        for (item, document) in items.prefix(80) { restored.insert(item, as: document) }
        #expect(Self.answers(restored, Self.ids(items)) == before, "seed \(seed)")
    }

    @Test("items that changed, came and went since are those of the catalogue", arguments: 1...8)
    func stale(seed: UInt64) {
        var shop = Self.named(seed)
        // Files of two moments, as a crash may leave them.
        var files = Self.files(shop)
        for (document, item) in shop.naive.items where shop.random.random.chance(0.4) {
            shop.index.remove(document)
            shop.naive.items[document] = nil
            guard shop.random.random.chance(0.7) else { continue }
            var changed = shop.random.item("new")
            changed.id = item.id
            shop.naive.items[document] = changed
            shop.index.insert(changed, as: document)
        }
        files += Self.files(shop)
        let before = Self.answers(shop.index, shop.naive.items.mapValues(\.id))
        let items = Self.renumbered(&shop)
        for files in [files, files.reversed(), Array(files.prefix(1)), []] {
            let restored = LexicalIndex(restoring: files, items: items)
            #expect(restored.count == items.count)
            #expect(Self.answers(restored, Self.ids(items)) == before, "seed \(seed)")
        }
    }

    @Test("a damaged file is passed over", arguments: 1...8)
    func damaged(seed: UInt64) {
        var shop = Self.named(seed)
        let before = Self.answers(shop.index, shop.naive.items.mapValues(\.id))
        let items = Self.renumbered(&shop)
        for _ in 0..<12 {
            let files = Self.files(shop).map { file in
                var file = file
                switch shop.random.random.index(below: 3) {
                case 0: file.removeLast(1 + shop.random.random.index(below: file.count))
                case 1:
                    file[shop.random.random.index(below: file.count)] ^=
                        1 << UInt8(shop.random.random.index(below: 8))
                default: file += [0]
                }
                return file
            }
            let restored = LexicalIndex(restoring: files, items: items)
            #expect(restored.restored == 0)
            #expect(Self.answers(restored, Self.ids(items)) == before, "seed \(seed)")
        }
    }

    @Test("a file whose checksum fits its nonsense leads nowhere", arguments: 1...8)
    func forged(seed: UInt64) {
        var shop = Self.named(seed)
        let items = Self.renumbered(&shop)
        for _ in 0..<40 {
            let files = Self.files(shop).map { file in
                var file = Array(file.dropLast(8))
                for _ in 0..<1 + shop.random.random.index(below: 3) {
                    let place = shop.random.random.index(below: file.count)
                    file[place] = UInt8(shop.random.random.index(below: 256))
                }
                var writer = BinaryWriter(file)
                writer.write(fixed: stableHash(file))
                return writer.bytes
            }
            let restored = LexicalIndex(restoring: files, items: items)
            #expect(restored.count == items.count)
            _ = Self.answers(restored, Self.ids(items))
        }
    }

    @Test("an empty index has nothing to keep")
    func empty() {
        #expect(LexicalIndex().parts.isEmpty)
        let index = LexicalIndex(restoring: [[], [1, 2, 3]], items: [])
        #expect(index.count == 0 && index.restored == 0)
    }
}
