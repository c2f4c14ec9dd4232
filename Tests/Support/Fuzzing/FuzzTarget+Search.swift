import Commerce
import LexicalIndex

extension FuzzTarget {
    static let search = [query, segment]

    private static let synonyms = Synonyms([
        .same(["red", "scarlet", "very red"]), .oneWay("灯", ["lamp", "desk lamp"]),
    ])

    /// A few items of several scripts.
    private static let index: LexicalIndex = {
        var index = LexicalIndex()
        let titles = [
            "Red desk lamp 15.6\" KX-TG9344", "蓝牙耳机 笔记本电脑", "Straße Crème Brûlée", "が食べる", "灯笼",
            "Ёлка для дома", "lamp lantern lamps", "ภาษาไทย T-shirt & more <b>",
        ]
        for (number, title) in titles.enumerated() {
            var item = Item(id: "item-\(number)")
            item.title = LocalizedText(title)
            item.brand = "Brand \(number % 3)"
            item.categories = [["Home", "Lighting"]]
            index.insert(item, as: UInt32(number))
        }
        return index
    }()

    /// The reader of queries: whatever somebody types has a bounded reading, finds no more when all
    /// words are wanted side by side, and can be shown.
    static let query = FuzzTarget(
        "query",
        seeds: [
            "red lamp", "\"red desk lamp\" 15.6\"", "灯 蓝牙", "“desk lamp”", "lampe für straße",
            "a the of",
            "kxtg9344", "「笔记本电脑」", "very red lam", "lmap", "\"\"", "ภาษา",
        ],
        words: [
            "\"", "“", "”", "「", "」", "lamp", "red", "灯", "耳机", "the", " ", "-", "15", "\u{301}",
        ]
    ) { bytes in
        let text = String(decoding: bytes.prefix(4000), as: UTF8.self)
        for isTyping in [false, true] {
            let query = QueryReader(
                index, locale: bytes.first == 100 ? "de" : "", synonyms: synonyms,
                isTyping: isTyping
            ).read(text)
            try require(query.slots.count <= 48, "\(query.slots.count) terms are looked for")
            let found = index.search(query, count: nil, collecting: true)
            try require(
                found.total == found.all.count && found.total == found.matches.count,
                "\(found.total) found, \(found.matches.count) given")
            let highlighter = Highlighter(query)
            guard let html = highlighter.html(text) else { continue }
            let bytes = Array(html.utf8)
            let marks = ["<mark>", "</mark>"].map { bytes.ranges(of: Array($0.utf8)).count }
            try require(marks[0] == marks[1], "\(html) opens other marks than it closes")
            for sign in "<>".utf8 {
                let count = bytes.count { $0 == sign }
                try require(count == marks[0] + marks[1], "\(html) is not escaped")
            }
        }
    }

    /// What a file keeps of an index: whatever the bytes are, the index is that of the items.
    static let segment = FuzzTarget(
        "segment", bytes: index.parts.map(\.bytes) + [[]], words: ["martlet segment 1\n"]
    ) { bytes in
        var item = Item(id: "item-0")
        item.title = "Red lamp"
        let restored = LexicalIndex(restoring: [bytes], items: [(item, 7)])
        try require(restored.count == 1, "\(restored.count) items of one")
        let found = restored.search(QueryReader(restored).read("red lamp"), count: nil)
        try require(found.matches.map(\.document) == [7], "the item is not found")
    }
}
