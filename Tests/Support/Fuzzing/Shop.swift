import Commerce
import Engine
import Primitives
import TestSupport

/// A small shop with some history, to ask questions of.
struct Shop: Sendable {
    static let shared = Shop()

    let engine: Engine
    /// The saved state.
    let snapshot: [UInt8]
    private let directory = TemporaryDirectory()

    static let items: [Item] = {
        let euro = Currency("EUR")
        let titles = [
            "Red lamp", "Blue lamp", "Hoodie", "灯笼 台灯", "Straße map", "Watch box", "Ёлка", "",
        ]
        return titles.enumerated().map { number, title in
            var item = Item(id: "item-\(number)")
            item.title = LocalizedText(title)
            item.brand = number % 2 == 0 ? "Acme" : nil
            item.categories = [["Home", number % 3 == 0 ? "Light" : "Else"]]
            item.price = euro.map { Money(minor: Int64(number * 250), currency: $0) }
            item.stock = number
            item.parent = number == 1 ? "item-0" : nil
            item.attributes = [
                "color": .text("red"), "w": .number(2.5), "new": .flag(true), "sizes": .list(["S"]),
            ]
            return item
        }
    }()

    private init() {
        let clock = WallClock { Timestamp(microseconds: 1_790_000_000_000_000) }
        directory.removeAtExit()
        do {
            let path = directory.file("shop")
            let loader = try BulkLoader(path: path, clock: clock)
            try loader.put(Self.items)
            _ = try loader.append(Self.events)
            try loader.finish()
            let saved = directory.read("shop/state.snapshot", as: [UInt8].self)
            snapshot = saved ?? []
            engine = try Engine(path: path, clock: clock)
        } catch {
            fatalError("no shop to ask: \(error)")
        }
    }

    private static var events: [Event] {
        (0..<40).map { number in
            var event = Event(id: "e\(number)", type: number % 4 == 0 ? .purchase : .view)
            event.user = "u\(number % 5)"
            event.session = number % 2 == 0 ? "s\(number / 6)" : nil
            event.item = "item-\(number * 7 % 8)"
            event.time = Timestamp(microseconds: 1_789_990_000_000_000 + Int64(number) * 1_000_000)
            return event
        }
    }
}
