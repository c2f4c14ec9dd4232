import Commerce
import QueryUnderstanding
import TextAnalysis

/// A shop whose catalogue the tests' queries are read against.
enum Shop {
    static func item(
        _ title: String, brand: String? = nil, categories: [String] = [],
        attributes: [String: Attribute] = [:], currency: String? = nil
    ) -> Item {
        var item = Item(id: title)
        item.title = LocalizedText(title)
        item.brand = brand
        item.categories = categories.isEmpty ? [] : [categories]
        item.attributes = attributes
        item.price = currency.flatMap(Currency.init).map { Money(minor: 100, currency: $0) }
        return item
    }

    static let english =
        [
            item("Red summer dress", brand: "Acme", categories: ["Clothing", "Dresses"]),
            item("Wool coat", brand: "North Face", categories: ["Clothing", "Coats & Jackets"]),
            item(
                "Galaxy phone 128 GB", brand: "Samsung",
                categories: ["Electronics", "Cell Phones"],
                attributes: ["color": .text("Midnight Blue"), "storage": .text("128 GB")]),
            item("Leather phone case", categories: ["Electronics", "Phone Cases"]),
            item("Wireless headphones, refurbished", brand: "Sony", categories: ["Headphones"]),
            item("32 inch television", brand: "LG", categories: ["Televisions"], currency: "USD"),
            item("Island in the sun, CD", brand: "Island", categories: ["Music"]),
        ] + (0..<30).map { item("Island number \($0)") }

    static let chinese = [
        item("红色雪纺连衣裙", brand: "优衣库", categories: ["女装", "连衣裙"], currency: "CNY"),
        item("无线蓝牙耳机", brand: "小米", categories: ["数码", "蓝牙耳机"], currency: "CNY"),
        item("手机壳 黑色", categories: ["数码", "手机壳"], currency: "CNY"),
        item("智能手机", brand: "华为", categories: ["数码", "手机"], currency: "CNY"),
        item("二手真皮沙发", categories: ["家具", "沙发"], currency: "CNY"),
        item("手机", attributes: ["颜色": .text("蓝色"), "内存": .list(["128g", "256g"])]),
        item("台灯", categories: ["台灯"], currency: "CNY"),
    ]

    static func vocabulary(_ items: [Item]) -> ShopVocabulary {
        items.reduce(into: ShopVocabulary()) { $0.insert($1) }
    }

    static func interpreter(_ items: [Item]) -> QueryInterpreter {
        var counts: [String: Int] = [:]
        for item in items {
            for term in Set(item.title.all.flatMap { Analyser.indexTerms($0) }) {
                counts[term, default: 0] += 1
            }
        }
        return QueryInterpreter(vocabulary(items)) { counts[$0] ?? 0 }
    }

    /// The slots of a query, as `field=values or text or bounds`.
    static func slots(_ query: String, _ items: [Item]) -> [String] {
        interpreter(items).read(query).slots.map { slot in
            if slot.isCheap { return "price=low" }
            if slot.kind == .price {
                return "price=\(text(slot.atLeast))..\(text(slot.atMost))"
                    + (slot.currency.map { " \($0.code)" } ?? "")
            }
            let values = slot.values.isEmpty ? slot.text : slot.values.joined(separator: "|")
            return "\(slot.field)=\(values)"
        }
    }

    private static func text(_ value: Double?) -> String {
        value.map { Int(exactly: $0).map(String.init) ?? String($0) } ?? ""
    }
}
