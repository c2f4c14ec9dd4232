import JSON
import Primitives
import Service
import Testing

/// A small shop in two languages: lights, kitchen ware, and a shirt in two sizes.
enum Goods {
    static let lights = ["lantern-1", "lantern-2", "lamp-1", "lamp-2"]
    static let kitchen = ["kettle-1", "kettle-2", "cup-1", "cup-2"]

    static let items: [Value] = [
        light("lantern-1", "White metal lantern", "白色金属灯笼", "Lumen", 339, "white"),
        light("lantern-2", "Red paper lantern", "红色纸灯笼", "Orient", 450, "red"),
        light("lamp-1", "Desk lamp", "台灯", "Lumen", 2500, "white"),
        light("lamp-2", "Floor lamp", "落地灯", "Orient", 6000, "black"),
        light("gone", "Old lantern", "旧灯笼", "Lumen", 300, "white", stock: 0),
        ware("kettle-1", "Steel kettle", "不锈钢水壶", "Acme", 2000, "Kettles"),
        ware("kettle-2", "Glass kettle", "玻璃水壶", "Acme", 3000, "Kettles"),
        ware("cup-1", "Porcelain cup", "瓷杯", "Acme", 500, "Cups"),
        ware("cup-2", "Enamel cup", "搪瓷杯", "Orient", 700, "Cups"),
        shirt("shirt-s", "Linen shirt, small", 4000, stock: 0),
        shirt("shirt-m", "Linen shirt, medium", 4200, stock: 3),
    ]

    private static func light(
        _ id: Value, _ english: Value, _ chinese: Value, _ brand: Value, _ price: Value,
        _ colour: Value, stock: Value = 9
    ) -> Value {
        [
            "id": id, "title": ["en": english, "zh": chinese], "brand": brand,
            "categories": ["Home", "Lighting"], "price": ["minor": price, "currency": "GBP"],
            "stock": stock, "attributes": ["colour": colour],
        ]
    }

    private static func ware(
        _ id: Value, _ english: Value, _ chinese: Value, _ brand: Value, _ price: Value,
        _ category: Value
    ) -> Value {
        [
            "id": id, "title": ["en": english, "zh": chinese], "brand": brand,
            "categories": ["Kitchen", category], "price": ["minor": price, "currency": "GBP"],
        ]
    }

    private static func shirt(_ id: Value, _ title: Value, _ price: Value, stock: Value) -> Value {
        [
            "id": id, "parent": "shirt", "title": title, "categories": ["Clothes", "Shirts"],
            "price": ["minor": price, "currency": "GBP"], "stock": stock,
        ]
    }
}

extension HTTPConnection {
    /// Puts the goods in, and lets a crowd like the kitchen ware.
    mutating func stock() async throws {
        let text = Goods.items.map { String(decoding: bytes(of: $0), as: UTF8.self) }
        let answer = try await lines("/v1/items:batch", text.joined(separator: "\n"))
        #expect(answer.int("accepted") == Goods.items.count, "\(answer.value)")
        for item in Goods.kitchen {
            try await event(["type": "view", "user": "crowd", "item": .string(item)])
        }
    }

    @discardableResult
    mutating func click(_ item: String, _ person: String, _ id: String) async throws -> Answer {
        try await event(["type": "click", person: .string(id), "item": .string(item)])
    }
}
